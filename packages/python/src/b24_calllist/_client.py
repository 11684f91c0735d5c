"""The two clients: they carry out what the flows of `_core` ask for, one at once, the other awaiting it."""

import inspect
import random as _random
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Hashable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

import anyio

from . import _batch
from ._auth import OAuth, Webhook, auth_of
from ._batch import Entry
from ._command import Command, Direction, FilterValue, Id
from ._core import Action, Core, Flow, Renew, Send, Sleep
from ._http import AsyncHttpTransport, HttpTransport
from ._methods import AsyncMethods, Methods
from ._models import CallListRow, Participant
from ._operating import OperatingTime
from ._pages import ListReader, ParticipantReader, Reader
from ._retry import Retry
from ._scope import PerLoop, PerProcess
from ._transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from typing_extensions import Self

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")

DEFAULT_GAP = 10
"""500 participants, the most that a list made in the portal's own pages has."""


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
        timeout: float = 60.0,
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

    def iter_items(self, list_id: Id, *, status: str | None = None, gap: int = DEFAULT_GAP) -> Iterator[Participant]:
        """Reads the participants of a list, in the portal's order: each one that the caller may read.

        The portal tells neither how many there are nor where the end is; it answers 403 for a page of which nothing
        may be read, and 403 past the end. So reading goes on across such gaps. A list of which no row comes is empty,
        has nobody with the status asked for, or is closed to the caller: the portal's answer is the same. It asks for
        one page, then for 10, then for 50 with a request.

        Args:
            list_id: an unknown one is a `PortalError`.
            status: only participants with this call status.
            gap: after how many pages in a row without a readable participant the list is at its end. 0 where the
                caller may read every participant (an administrator): then a page with less than 50 is the last one,
                which saves looking behind it.

        Raises:
            CallListError: when its turn comes, after the rows before it.

        Example:
            >>> for participant in client.iter_items(13):
            ...     print(participant.id, participant.status)
            9 IN_WORK
            17 SUCCESS
        """
        return self._rows(ParticipantReader(self._core, list_id, status, gap))

    def iter_lists(
        self,
        *,
        select: Sequence[str] | None = None,
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
    ) -> Iterator[CallListRow]:
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
        return self._rows(ListReader(self._core, select, filter, order))

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

    def _rows(self, reader: Reader[Row]) -> Iterator[Row]:
        while not reader.done:
            yield from self._run(reader.read())

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
        timeout: float = 60.0,
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
        self, list_id: Id, *, status: str | None = None, gap: int = DEFAULT_GAP
    ) -> AsyncIterator[Participant]:
        """Reads the participants of a list; see `Client.iter_items`."""
        return self._rows(ParticipantReader(self._core, list_id, status, gap))

    def iter_lists(
        self,
        *,
        select: Sequence[str] | None = None,
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
    ) -> AsyncIterator[CallListRow]:
        """Reads all call lists; see `Client.iter_lists`."""
        return self._rows(ListReader(self._core, select, filter, order))

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

    async def _rows(self, reader: Reader[Row]) -> AsyncIterator[Row]:
        while not reader.done:
            for row in await self._run(reader.read()):
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
