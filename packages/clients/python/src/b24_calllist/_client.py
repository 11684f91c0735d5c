"""The two clients: they carry out what the flows of `_core` ask for, one at once, the other awaiting it."""

import inspect
import random as _random
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Hashable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

import anyio

from . import _batch, _change, _progress
from ._auth import OAuth, Webhook, auth_of
from ._batch import Entry
from ._change import ParticipantsChanged
from ._command import Command, FilterValue, Id
from ._core import Action, Core, Flow, Renew, Send, Sleep, Tell
from ._http import AsyncHttpTransport, HttpTransport
from ._methods import AsyncMethods, Methods
from ._models import CallListRow, Direction, PartialCallListRow, Participant
from ._numbers import MAX_EMPTY_PAGES, POLL_INTERVAL, REQUEST_TIMEOUT
from ._operating import OperatingTime
from ._pages import ListReader, Reading
from ._participants import ParticipantReader
from ._progress import ListProgress, ListState, Wait
from ._retry import Retry
from ._scope import PerLoop, PerProcess
from ._transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from typing_extensions import Self

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


class Client(Methods):
    """Calls a portal's call lists. May be shared by threads, and by processes that are forked: each has connections of
    its own.

    Args:
        auth: URL of an incoming webhook with the permission CRM, a `Webhook`, or an application's `OAuth`. It is a
            password; keep it in the environment or a secret store.
        timeout: seconds within which each answer has to be there.
        retry: how often and when a call is repeated that may be; `Retry(attempts=1)` is never.
        transport: sends the requests, in place of `HttpTransport`. For tests, proxies and certificates of your own.
        sleep: waits so many seconds. For tests, like the next two.
        clock: gives the time in seconds since 1970.
        random: gives a number from 0 to 1.

    Raises:
        ValueError: `auth` is not a webhook's URL, or `timeout` not a time. The message never repeats the URL.

    Example:
        >>> from b24_calllist import Client
        >>> with Client("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") as client:
        ...     print(client)
        <Client for example.bitrix24.com>
    """

    def __init__(
        self,
        auth: str | Webhook | OAuth,
        *,
        timeout: float = REQUEST_TIMEOUT,
        retry: Retry = Retry(),  # noqa: B008 - it is frozen
        transport: Transport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        random: Callable[[], float] = _random.random,
    ) -> None:
        self._core = _core(auth, timeout, retry, clock, random)
        self._transport: Transport = transport or HttpTransport()
        if isinstance(self._transport, HttpTransport):
            self._transport.check(self._core.auth.origin)
        self._sleep = sleep
        self._renewing = PerProcess(threading.Lock)

    def call(self, command: Command[T]) -> T:
        """Carries out a command of `b24_calllist.commands`."""
        return self._run(self._core.call(command))

    @overload
    def batch(self, commands: Mapping[Key, Command[T]], *, halt: bool = False) -> dict[Key, Entry[T]]: ...
    @overload
    def batch(self, commands: Sequence[Command[T]], *, halt: bool = False) -> list[Entry[T]]: ...
    def batch(
        self, commands: Mapping[Any, Command[T]] | Sequence[Command[T]], *, halt: bool = False
    ) -> dict[Any, Entry[T]] | list[Entry[T]]:
        """Runs commands, 50 with a request, one request after another, and gives of each what became of it, under its
        key or at its position.

        It does not raise what the portal answers, nor when a request gets no answer: then all of its commands have that
        error (`OutcomeUnknownError` for `add`), and those of later requests a `SkippedError`.

        Args:
            commands: made by the functions of `b24_calllist.commands`; by key or in a sequence.
            halt: whether to stop after the first command that fails, in later requests, too. The others end in a
                `SkippedError`.

        Raises:
            ValueError: before anything is sent, for parameters that a batch cannot carry.

        Example:
            >>> from b24_calllist import commands
            >>> entries = client.batch({"list": commands.get(13), "missing": commands.get(99)})
            >>> entries["list"].result.entity_type
            'CONTACT'
            >>> print(entries["missing"].error)
            crm.calllist.get: LIST_ID_ERROR: Incorrect list id (HTTP 200)
        """
        return _named(commands, self._run(_batch.run(self._core, _values(commands), halt)))

    def iter_items(
        self, list_id: Id, *, status: str | None = None, gap: int = MAX_EMPTY_PAGES
    ) -> Iterator[Participant]:
        """Reads the participants of a list: each one that the caller may read, once, also while people call.

        Each status that an operator sets moves participants from page to page. So pages overlap, and a list on which
        something has moved is read again until nobody can be missing. A status is as of when it was read. The order is
        the portal's as long as nobody works on the list. Somebody who joins or leaves meanwhile may come or not.

        The portal returns neither a total nor an end: it responds with 403 for a page without readable participants,
        and with 403 past the end. So reading goes on across such gaps. If you get no rows, the list is empty, nobody
        has that status, or you lack permission; the portal does not say which. It requests one page, then 10, then 50
        at once.

        Args:
            list_id: an unknown one is a `PortalError`.
            status: only participants with this call status.
            gap: after how many pages in a row without a readable participant the list is at its end. 0 where the
                caller may read every participant (an administrator): then a page with less than 50 is the last one,
                which saves looking behind it.

        Raises:
            UnstableListError: the list kept changing while it was read 10 times, after the rows that were read.
            CallListError: when its turn comes, after the rows before it.

        Example:
            >>> for participant in client.iter_items(13):
            ...     print(participant.id, participant.status)
            9 IN_WORK
            17 SUCCESS
        """
        return self._rows(Reading(self._core, ParticipantReader(list_id, status, gap)))

    @overload
    def iter_lists(
        self,
        *,
        select: None = None,
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
    ) -> Iterator[CallListRow]: ...
    @overload
    def iter_lists(
        self,
        *,
        select: Sequence[str],
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
    ) -> Iterator[PartialCallListRow]: ...
    def iter_lists(
        self,
        *,
        select: Sequence[str] | None = None,
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
    ) -> Iterator[Any]:
        """Reads all call lists, by ascending id if nothing else is asked for in `order`.

        By id, lists that are made meanwhile are neither skipped nor doubled, and lists that are deleted move nothing.
        In another order pages are counted off, and such a change may move a row across a page's border.

        Args:
            select: fields to answer with, such as `["ID", "WEBFORM_ID"]`; all when left out.
            filter: conditions such as `{">=ID": 14, "@ENTITY_TYPE_ID": [3, 4]}`.
            order: such as `{"ID": "DESC"}`.

        Raises:
            CallListError: when its turn comes, after the rows before it.

        Example:
            >>> [row.id for row in client.iter_lists(filter={">=ID": 14})]
            [20, 30]
        """
        return self._rows(Reading(self._core, ListReader(select, filter, order)))

    def change_participants(
        self, list_id: Id, *, add: Iterable[Id] = (), remove: Iterable[Id] = ()
    ) -> ParticipantsChanged:
        """Adds participants to a list and takes others off, and keeps everybody else, their statuses, and the web form.
        The bare `update` replaces all participants.

        It reads the list until two complete readings agree on who is on it, also while people call, and only then sends
        the update; if they never agree, it writes nothing. Participants whose contact or company was deleted are left
        out, since the portal rejects their ids. Afterwards it reads the list again and reports what really happened.

        What is left: between the last reading and the update lies one request. If somebody else adds a participant in
        that moment, the update removes it again; if somebody else removes one, the update adds it again, with the
        status `IN_WORK`. Statuses that are set in that moment are kept.

        Those who stay keep their status, but the order changes (by status, then by place). Participants that the caller
        may not read stay. Readable ones behind more than 5,000 unreadable ones in a row are not found, and so are
        removed.

        Args:
            list_id: id of the call list.
            add: ids of contacts or companies, depending on the list's type. Those already on the list stay as they are.
            remove: ids to take off the list, with their call status; they win over `add`. Those not on it are ignored.

        Raises:
            TypeError: for what is not an id.
            ValueError: nobody would be left; the portal does not empty a list.
            UnstableListError: the readings do not agree; nothing was written.
            PortalError: among others `ENTITIES_ERROR`, with the wrong ones in `ids`, when ids to be added belong to no
                contact or company; `ENTITY_TYPE_ERROR` for a list of something else; `LIST_ID_ERROR` for a list without
                participants that the caller may read. Nothing was written.

        Example:
            >>> client.change_participants(13, add=[9], remove=[99]).added  # 9 is on the list already, and 99 is not
            []
        """
        return self._run(_change.change(self._core, list_id, add, remove))

    def progress_of(self, list_id: Id) -> ListProgress:
        """Counts the participants of a list by status, in one reading. Everybody is counted once, also while people
        call; the counts are not those of a single moment.

        Raises:
            CallListError: as `iter_items`.

        Example:
            >>> progress = client.progress_of(13)
            >>> progress.total - progress.by_status.get("IN_WORK", 0)
            1
        """
        return self._run(_progress.count(self._core, list_id))

    def wait_until_done(
        self,
        list_id: Id,
        *,
        within: float,
        interval: float = POLL_INTERVAL,
        on_progress: Callable[[ListState], object] | None = None,
    ) -> ListState:
        """Waits until no participant of a list is left to be called, that is, has the status `IN_WORK`.

        Administrators also see participants whose contact or company was deleted. These can never be called and keep
        `IN_WORK` for ever, so they do not count; they are in `deleted`. Participants that the caller may not read do
        not count either. A look takes one request while many participants are left, and a few near the end.

        Args:
            list_id: id of the call list.
            within: seconds to wait at the most. When they are over, the result has `done=False`.
            interval: seconds between two looks at the list.
            on_progress: called after each look that finds the list not done. An error in it ends the waiting.

        Raises:
            ValueError: for a time that is not a number above 0.
            CallListError: as `iter_items`.

        Example:
            >>> client.wait_until_done(13, within=0.1).open
            [9]
        """
        return self._run(_progress.wait(self._core, list_id, Wait(within, interval, on_progress)))

    def close(self) -> None:
        """Gives connections back. A `with` does it, too."""
        self._transport.close()

    def __enter__(self) -> "Self":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Client for {self._core.auth.host}>"

    def _rows(self, reading: Reading[Row]) -> Iterator[Row]:
        while not reading.done:
            yield from self._run(reading.read())

    def _run(self, flow: Flow[T]) -> T:
        came: object = None
        while True:
            step = _step(flow, came)
            if isinstance(step, _Done):
                return cast("T", step.result)
            came = self._act(step)

    def _act(self, action: Action) -> object:
        match action:
            case Send():
                return self._transport.send(action.request)
            case Sleep():
                self._sleep(action.seconds)
                return None
            case Renew():
                self._renew(action)
                return None
            case Tell():
                return action.hook(action.value)

    def _renew(self, action: Renew) -> None:
        auth = self._core.auth
        with self._renewing.get():
            if auth.renew and auth.token is action.spent:
                try:
                    auth.replace_token(auth.renew())
                except Exception as error:  # noqa: BLE001 - raised below, in each call
                    auth.renewal_failed(action.spent, error)
        if action.spent.failure:
            raise action.spent.failure


class AsyncClient(AsyncMethods):
    """The same as `Client`, under asyncio and trio. Each event loop that uses it has connections of its own, which are
    closed with the loop.

    Example:
        >>> import asyncio
        >>> from b24_calllist import AsyncClient
        >>> async def main() -> None:
        ...     async with AsyncClient("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") as client:
        ...         print(client)
        >>> asyncio.run(main())
        <AsyncClient for example.bitrix24.com>
    """

    def __init__(
        self,
        auth: str | Webhook | OAuth,
        *,
        timeout: float = REQUEST_TIMEOUT,
        retry: Retry = Retry(),  # noqa: B008 - it is frozen
        transport: AsyncTransport | None = None,
        sleep: Callable[[float], Any] = anyio.sleep,
        clock: Callable[[], float] = time.time,
        random: Callable[[], float] = _random.random,
    ) -> None:
        self._core = _core(auth, timeout, retry, clock, random)
        self._transport: AsyncTransport = transport or AsyncHttpTransport()
        if isinstance(self._transport, AsyncHttpTransport):
            self._transport.check(self._core.auth.origin)
        self._sleep = sleep
        self._renewing = PerLoop(anyio.Lock)

    async def call(self, command: Command[T]) -> T:
        """Carries out a command of `b24_calllist.commands`."""
        return await self._run(self._core.call(command))

    @overload
    async def batch(self, commands: Mapping[Key, Command[T]], *, halt: bool = False) -> dict[Key, Entry[T]]: ...
    @overload
    async def batch(self, commands: Sequence[Command[T]], *, halt: bool = False) -> list[Entry[T]]: ...
    async def batch(
        self, commands: Mapping[Any, Command[T]] | Sequence[Command[T]], *, halt: bool = False
    ) -> dict[Any, Entry[T]] | list[Entry[T]]:
        """Runs commands, 50 with a request; see `Client.batch`."""
        return _named(commands, await self._run(_batch.run(self._core, _values(commands), halt)))

    def iter_items(
        self, list_id: Id, *, status: str | None = None, gap: int = MAX_EMPTY_PAGES
    ) -> AsyncIterator[Participant]:
        """Reads the participants of a list; see `Client.iter_items`."""
        return self._rows(Reading(self._core, ParticipantReader(list_id, status, gap)))

    @overload
    def iter_lists(
        self,
        *,
        select: None = None,
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
    ) -> AsyncIterator[CallListRow]: ...
    @overload
    def iter_lists(
        self,
        *,
        select: Sequence[str],
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
    ) -> AsyncIterator[PartialCallListRow]: ...
    def iter_lists(
        self,
        *,
        select: Sequence[str] | None = None,
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
    ) -> AsyncIterator[Any]:
        """Reads all call lists; see `Client.iter_lists`."""
        return self._rows(Reading(self._core, ListReader(select, filter, order)))

    async def change_participants(
        self, list_id: Id, *, add: Iterable[Id] = (), remove: Iterable[Id] = ()
    ) -> ParticipantsChanged:
        """Adds participants to a list and takes others off; see `Client.change_participants`."""
        return await self._run(_change.change(self._core, list_id, add, remove))

    async def progress_of(self, list_id: Id) -> ListProgress:
        """Counts the participants of a list by status; see `Client.progress_of`."""
        return await self._run(_progress.count(self._core, list_id))

    async def wait_until_done(
        self,
        list_id: Id,
        *,
        within: float,
        interval: float = POLL_INTERVAL,
        on_progress: Callable[[ListState], object] | None = None,
    ) -> ListState:
        """Waits until no participant of a list is left to be called; see `Client.wait_until_done`.

        `on_progress` may be async. Cancelling the task ends the waiting.
        """
        return await self._run(_progress.wait(self._core, list_id, Wait(within, interval, on_progress)))

    async def close(self) -> None:
        """Gives connections back. An `async with` does it, too."""
        await self._transport.close()

    async def __aenter__(self) -> "Self":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<AsyncClient for {self._core.auth.host}>"

    async def _rows(self, reading: Reading[Row]) -> AsyncIterator[Row]:
        while not reading.done:
            for row in await self._run(reading.read()):
                yield row

    async def _run(self, flow: Flow[T]) -> T:
        came: object = None
        while True:
            step = _step(flow, came)
            if isinstance(step, _Done):
                return cast("T", step.result)
            came = await self._act(step)

    async def _act(self, action: Action) -> object:
        match action:
            case Send():
                return await self._transport.send(action.request)
            case Sleep():
                return await _awaited(self._sleep(action.seconds))
            case Renew():
                await self._renew(action)
                return None
            case Tell():
                return await _awaited(action.hook(action.value))

    async def _renew(self, action: Renew) -> None:
        auth = self._core.auth
        async with self._renewing.get():
            if auth.renew and auth.token is action.spent:
                try:
                    auth.replace_token(await _awaited(auth.renew()))
                except Exception as error:  # noqa: BLE001 - raised below, in each call
                    auth.renewal_failed(action.spent, error)
        if action.spent.failure:
            raise action.spent.failure


class _Done:
    """The end of a flow."""

    def __init__(self, result: object) -> None:
        self.result = result


def _step(flow: Generator[Action, object, object], came: object) -> Action | _Done:
    """Goes on to the next action of a flow."""
    try:
        return flow.send(came)
    except StopIteration as stop:
        return _Done(stop.value)


async def _awaited(value: object) -> object:
    return await value if inspect.isawaitable(value) else value


def _core(
    auth: str | Webhook | OAuth, timeout: float, retry: Retry, clock: Callable[[], float], random: Callable[[], float]
) -> Core:
    seconds = cast("object", timeout)  # None is no timeout elsewhere, and infinity cannot be waited for
    if not isinstance(seconds, int | float) or not 0 < seconds < float("inf"):
        raise ValueError("timeout: seconds, such as 60")
    return Core(auth_of(auth), retry, timeout, clock, random, OperatingTime(clock))


def _values(commands: Mapping[Any, Command[T]] | Sequence[Command[T]]) -> list[Command[T]]:
    values = list(commands.values() if isinstance(commands, Mapping) else commands)
    given: list[object] = [*values]
    if not all(isinstance(value, Command) for value in given):
        raise TypeError("commands: made by b24_calllist.commands, such as [commands.get(13), commands.get(20)]")
    return values


def _named(
    commands: Mapping[Any, Command[T]] | Sequence[Command[T]], entries: list[Entry[T]]
) -> dict[Any, Entry[T]] | list[Entry[T]]:
    return dict(zip(commands, entries, strict=True)) if isinstance(commands, Mapping) else entries
