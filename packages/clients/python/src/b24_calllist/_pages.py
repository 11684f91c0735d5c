"""Reading page by page, although the portal returns neither a total nor a next page.

A reader says which pages to request, accepts what comes back, and knows when the list is complete. That of participants
is in `_participants`; that of call lists is here, and so are the requests for pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from . import _batch, _wire_names, commands
from ._batch import Entry
from ._codes import ErrorCode
from ._command import Command, FilterValue
from ._core import Core, Flow
from ._errors import CallListError, PortalError, same_rows_again
from ._models import Direction, PartialCallListRow
from ._numbers import BATCH_SIZE, PAGE_SIZE

Row = TypeVar("Row")

GROWTH = (1, 10)
"""Pages that are requested at once: the first alone, then some, then as many as a batch takes."""


class Reader(Protocol[Row]):
    """Reads one list."""

    @property
    def done(self) -> bool:
        """Whether the list is complete."""
        ...

    @property
    def error(self) -> CallListError | None:
        """Why the list could not be read."""
        ...

    def commands(self, pages: int, /) -> Sequence[Command[list[Row]]]:
        """The next pages, so many at most, and what belongs to them."""
        ...

    def take(self, pages: Sequence[list[Row]], error: CallListError | None, /) -> Sequence[Row]:
        """Accepts the pages that were requested, in their order, up to the first that failed; returns the new rows.

        What failed behind the end of the list does not matter.
        """
        ...


class Reading(Generic[Row]):
    """Requests one page, then 10, then 50 at once, until its reader has them all."""

    def __init__(self, core: Core, reader: Reader[Row], growth: Sequence[int] = GROWTH) -> None:
        self._core = core
        self._reader = reader
        self._growth = growth
        self._rounds = 0

    @property
    def done(self) -> bool:
        """Whether there are no more rows."""
        return self._reader.done

    def read(self) -> Flow[Sequence[Row]]:
        """The rows of the next request; there may be none although more follow.

        An error is raised when the rows before it have been returned.
        """
        if self._reader.error:
            raise self._reader.error
        size = self._growth[self._rounds] if self._rounds < len(self._growth) else BATCH_SIZE
        self._rounds += 1
        pages = yield from read_pages(self._core, self._reader.commands(size))
        return self._reader.take(pages.rows, pages.error)


@dataclass(frozen=True, slots=True)
class Pages(Generic[Row]):
    """The pages before the first that could not be read, and why it could not."""

    rows: list[list[Row]]
    error: CallListError | None = None


def read_pages(core: Core, wanted: Sequence[Command[list[Row]]]) -> Flow[Pages[Row]]:
    """Requests pages, with one request where that is enough.

    A command that the portal postponed (the quota of its method was exhausted) is sent again alone, and waits.
    """
    if len(wanted) == 1:
        return _pages([(yield from _alone(core, wanted[0]))])
    entries = yield from _batch.run(core, wanted, False)
    for index, (command, entry) in enumerate(zip(wanted, entries, strict=True)):
        if isinstance(entry.error, PortalError) and _is_postponed(entry.error):
            entries[index] = yield from _alone(core, command)
    return _pages(entries)


def _alone(core: Core, command: Command[list[Row]]) -> Flow[Entry[list[Row]]]:
    try:
        return Entry(None, (yield from core.call(command)))
    except CallListError as error:
        return Entry(error)


def _is_postponed(error: PortalError) -> bool:
    """Whether it is of this command of a batch, and not of the batch, which has waited already."""
    return error.status == 200 and error.code == ErrorCode.OPERATION_TIME_LIMIT


def _pages(entries: Sequence[Entry[list[Row]]]) -> Pages[Row]:
    """The rows of each page; none of one without readable participants, which the portal calls forbidden."""
    rows: list[list[Row]] = []
    for entry in entries:
        match entry.error:
            case None:
                rows.append(entry.result)
            case PortalError(method=_wire_names.ITEMS, code=ErrorCode.ACCESS_ERROR):
                rows.append([])
            case error:
                return Pages(rows, error)
    return Pages(rows)


class ListReader:
    """Reads call lists. Nothing is hidden here, so a short page is the last.

    Where sorting and filter allow, the next pages are those behind the last id, not behind so many rows: lists that are
    made meanwhile come at the end, and lists that are deleted move nothing.
    """

    def __init__(
        self,
        select: Sequence[str] | None,
        filter_: Mapping[str, FilterValue] | None,
        order: Mapping[str, Direction] | None,
    ) -> None:
        commands.list(select=select or [], filter=filter_, order=order)  # a wrong parameter is an error now
        self._filter = dict(filter_ or {})
        self._order: Mapping[str, Direction] = dict(order) if order else {}
        self._by_id = _can_go_by_id(self._filter, self._order)
        self._select = list(select or ())
        self._adds_id = self._by_id and bool(self._select) and not {"ID", "*"} & set(self._select)
        self._after = int(str(self._filter.get(">ID") or 0)) if self._by_id else 0
        self._last: list[int | None] = []
        """The ids of the last page."""
        self._next = 0
        self.done = False
        self.error: CallListError | None = None

    def commands(self, pages: int, /) -> list[Command[list[PartialCallListRow]]]:
        """The next pages."""
        return [self._command(page) for page in range(pages)]

    def take(
        self, pages: Sequence[list[PartialCallListRow]], error: CallListError | None, /
    ) -> list[PartialCallListRow]:
        """Their rows."""
        rows: list[PartialCallListRow] = []
        before, last = self._after, self._last
        self._next += len(pages)
        for page in pages:
            if self.done:
                break
            self.done = len(page) < PAGE_SIZE
            rows += page
            self._last = [row.id for row in page]
            self._after = max([self._after, *(row.id or 0 for row in page)])
        if not self.done:
            is_stuck = self._after == before if self._by_id else self._last == last and None not in last
            self.error = same_rows_again(_wire_names.LIST) if is_stuck and pages else error
        return [replace(row, id=None) for row in rows] if self._adds_id else rows

    def _command(self, page: int) -> Command[Any]:
        # Rows that are alike in the caller's order need a fixed order, too, or pages overlap.
        order: Mapping[str, Direction] = self._order if "ID" in self._order else {**self._order, "ID": "ASC"}
        filter_ = {**self._filter, ">ID": self._after} if self._by_id else self._filter
        select = [*self._select, "ID"] if self._adds_id else self._select
        start = ((0 if self._by_id else self._next) + page) * PAGE_SIZE
        return commands.list(select=select or None, filter=filter_, order=order, start=start)


def _can_go_by_id(filter_: Mapping[str, FilterValue], order: Mapping[str, Direction]) -> bool:
    """Whether rows come in the order of their ids, and the filter leaves room for one more condition on them."""
    ascending = not order or dict(order) == {"ID": "ASC"}
    return ascending and (">ID" not in filter_ or str(filter_[">ID"]).isdecimal())
