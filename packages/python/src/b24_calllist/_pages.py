"""Reading page by page, although the portal tells neither a total nor a next page.

A reader stands for one list, of participants or of call lists: it gives rows until it is done.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Generic, Protocol, TypeVar

from . import _batch, commands
from ._batch import Entry
from ._codes import ErrorCode
from ._command import Command, Direction, FilterValue, Id
from ._core import Core, Flow
from ._errors import CallListError, PortalError, UnexpectedResponseError
from ._models import CallListRow, Participant

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)

PAGE = 50
"""Rows of a page, on every portal."""
GROWTH = (1, 10)
"""Pages that are asked for at once: the first alone, then some, then as many as a batch takes."""


class Reader(Protocol[Row_co]):
    """Reads a list whole."""

    @property
    def done(self) -> bool:
        """Whether the last row was given."""
        ...

    def read(self) -> Flow[Sequence[Row_co]]:
        """The rows of the next page; there may be none although more follow."""
        ...


class _Pages(Generic[Row]):
    """Gives page after page, and asks for many with one request."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._rounds = 0
        self._coming: deque[tuple[Command[list[Row]], Entry[list[Row]]]] = deque()

    def next(self, commands_for: Callable[[int], Sequence[Command[list[Row]]]]) -> Flow[list[Row]]:
        """The next page, which is empty where nothing on it may be read. One that failed raises when its turn comes."""
        if not self._coming:
            wanted = commands_for(self._size())
            if len(wanted) == 1:
                return _rows((yield from self._alone(wanted[0])))
            entries = yield from _batch.run(self._core, wanted, False)
            self._coming.extend(zip(wanted, entries, strict=True))
        command, entry = self._coming.popleft()
        if isinstance(entry.error, PortalError) and _is_put_off(entry.error):
            # Its method had worked too long; asked for by itself, it waits.
            entry = yield from self._alone(command)
        return _rows(entry)

    def _size(self) -> int:
        self._rounds += 1
        return GROWTH[self._rounds - 1] if self._rounds <= len(GROWTH) else _batch.MOST_COMMANDS

    def _alone(self, command: Command[list[Row]]) -> Flow[Entry[list[Row]]]:
        try:
            return Entry(None, (yield from self._core.call(command)))
        except CallListError as error:
            return Entry(error)


def _is_put_off(error: PortalError) -> bool:
    """Whether it is of this command of a batch, and not of the batch, which has waited already."""
    return error.status == 200 and error.code == ErrorCode.OPERATION_TIME_LIMIT


def _rows(entry: Entry[list[Row]]) -> list[Row]:
    """The rows of a page; none of one without readable participants, which the portal calls forbidden."""
    match entry.error:
        case PortalError(method="crm.calllist.items.get", code=ErrorCode.ACCESS_ERROR):
            return []
        case _:
            return entry.result


class ParticipantReader:
    """Reads the participants of a list.

    Pages are cut before unreadable rows are taken out: a page may be short, or a 403 as if it were past the end,
    although more follow. `gap` empty pages in a row are the end; 0 where every row is readable, so that a short page is
    the last.
    """

    def __init__(self, core: Core, list_id: Id, status: str | None, gap: int) -> None:
        if gap < 0:
            raise ValueError("gap: a whole number of pages, 0 or more, such as 10")
        commands.items(list_id, status=status)  # a wrong parameter is an error now, and not at the first row
        self._pages: _Pages[Participant] = _Pages(core)
        self._list_id = list_id
        self._status = status
        self._gap = gap
        self._next = 0
        self._empty = 0
        self.done = False

    def read(self) -> Flow[list[Participant]]:
        """The rows of the next page."""
        page = yield from self._pages.next(self._commands)
        self._next += 1
        self._empty = 0 if page else self._empty + 1
        self.done = len(page) < PAGE if self._gap == 0 else self._empty >= self._gap
        return page

    def _commands(self, pages: int) -> list[Command[list[Participant]]]:
        starts = [(self._next + page) * PAGE for page in range(pages)]
        return [commands.items(self._list_id, status=self._status, start=start) for start in starts]


class ListReader:
    """Reads call lists. Nothing is hidden here, so a short page is the last.

    Where sorting and filter allow, the next pages are those behind the last id, not behind so many rows: lists that are
    made meanwhile come at the end, and lists that are deleted move nothing.
    """

    def __init__(
        self,
        core: Core,
        select: Sequence[str] | None,
        filter_: Mapping[str, FilterValue] | None,
        order: Mapping[str, Direction] | None,
    ) -> None:
        commands.list(select=select, filter=filter_, order=order)  # a wrong parameter is an error now
        self._pages: _Pages[CallListRow] = _Pages(core)
        self._filter = dict(filter_ or {})
        self._order: Mapping[str, Direction] = dict(order) if order else {}
        self._by_id = _can_go_by_id(self._filter, self._order)
        self._select = list(select or ())
        self._adds_id = self._by_id and bool(self._select) and not {"ID", "*"} & set(self._select)
        self._after = int(str(self._filter.get(">ID") or 0)) if self._by_id else 0
        self._next = 0
        self.done = False

    def read(self) -> Flow[list[CallListRow]]:
        """The rows of the next page."""
        page = yield from self._pages.next(lambda pages: [self._command(page) for page in range(pages)])
        before = self._after
        self._next += 1
        self._after = max([before, *(row.id or 0 for row in page)])
        self.done = len(page) < PAGE
        if self._by_id and not self.done and self._after == before:
            # Rows without rising ids are no answer of a portal, and reading on would never end.
            raise UnexpectedResponseError("crm.calllist.list", status=200, content_type="", excerpt="")
        return [replace(row, id=None) for row in page] if self._adds_id else page

    def _command(self, page: int) -> Command[list[CallListRow]]:
        # Rows that are alike in the caller's order need a fixed order, too, or pages overlap.
        order: Mapping[str, Direction] = self._order if "ID" in self._order else {**self._order, "ID": "ASC"}
        filter_ = {**self._filter, ">ID": self._after} if self._by_id else self._filter
        select = [*self._select, "ID"] if self._adds_id else self._select
        start = ((0 if self._by_id else self._next) + page) * PAGE
        return commands.list(select=select, filter=filter_, order=order, start=start)


def _can_go_by_id(filter_: Mapping[str, FilterValue], order: Mapping[str, Direction]) -> bool:
    """Whether rows come in the order of their ids, and the filter leaves room for one more condition on them."""
    ascending = not order or dict(order) == {"ID": "ASC"}
    return ascending and (">ID" not in filter_ or str(filter_[">ID"]).isdecimal())
