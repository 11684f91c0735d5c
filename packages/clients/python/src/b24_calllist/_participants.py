"""Reading the participants of a list while people work on it.

Each status that an operator sets moves participants from page to page. So pages overlap, and a list on which something
has moved is read again.
"""

from collections.abc import Sequence
from math import ceil

from . import _wire_names, commands
from ._command import Command, Id
from ._errors import CallListError, UnstableListError, same_rows_again
from ._models import Participant
from ._numbers import (
    BATCH_SIZE,
    MAX_PASSES,
    MAX_STALE_PAGES,
    PAGE_OVERLAP,
    PAGE_OVERLAP_MOVING,
    PAGE_SIZE,
    REQUEST_OVERLAP_MOVING,
)
from ._pass import Page, Pass, same_rows

METHOD = _wire_names.ITEMS


class ParticipantReader:
    """Reads one list. It says which pages to request, accepts what comes back, and knows when the list is complete.

    `gap` empty pages in a row are the end; 0 where every row is readable, so that a short page is the last.
    """

    def __init__(self, list_id: Id, status: str | None, gap: int) -> None:
        if isinstance(gap, bool) or not isinstance(gap, int) or gap < 0:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ValueError("gap: a whole number of pages, 0 or more, such as 10")
        commands.items(list_id, status=status)  # a wrong parameter is an error now, and not at the first row
        self._list_id = list_id
        self._status = status
        self._gap = gap
        self._seen: dict[int, int] = {}
        """By id, the pass that has seen the participant last."""
        self._pass = Pass(1)
        self._end = 0
        """The place behind the last page of the pass before."""
        self._starts: list[int] = []
        self._checks: list[Page] = []
        self.done = False
        self.error: CallListError | None = None
        """Why the list could not be read."""

    @property
    def longest_gap(self) -> int:
        """The most empty pages in a row that the last pass found in the middle of the list."""
        return self._pass.longest_gap

    def commands(self, pages: int) -> list[Command[list[Participant]]]:
        """The next pages, so many at most, and the checks that are due."""
        now = self._pass
        count = min(pages, self._wanted(pages))
        stride = PAGE_SIZE - (PAGE_OVERLAP if now.number == 1 else PAGE_OVERLAP_MOVING)
        self._starts = [self._next + page * stride for page in range(count)]
        self._checks = now.landmarks(BATCH_SIZE - count) if self._is_check_due else []
        starts = [*self._starts, *(page.start for page in self._checks)]
        return [commands.items(self._list_id, status=self._status, start=start) for start in starts]

    def take(self, pages: Sequence[list[Participant]], error: CallListError | None) -> list[Participant]:
        """Accepts the pages that were requested, in their order, up to the first that failed; returns who is new.

        What failed behind the end of the list does not matter.
        """
        fresh: list[Participant] = []
        for start, rows in zip(self._starts, pages, strict=False):
            if self._is_end:
                break
            self._pass.add(Page(start, rows), self._seen)
            fresh += self._kept(rows)
        self._pass.end_request()
        checked = pages[len(self._starts) :]
        for page, rows in zip(self._checks, checked, strict=False):
            if not same_rows(page.rows, rows):
                self._pass.moved = True
            fresh += self._kept(rows)
        is_behind_end = self._is_end and len(pages) < len(self._starts)
        if error and not is_behind_end:
            self.error = error
        elif self._pass.stale >= MAX_STALE_PAGES:
            self.error = same_rows_again(METHOD)
        elif self._is_end:
            self._conclude(is_checked=bool(checked))
        return fresh

    def _kept(self, rows: Sequence[Participant]) -> list[Participant]:
        """Remembers them; returns those that no page has shown before."""
        fresh: list[Participant] = []
        for row in rows:
            if row.id not in self._seen:
                fresh.append(row)
            self._seen[row.id] = self._pass.number
        self._pass.fresh += len(fresh)
        return fresh

    def _wanted(self, pages: int) -> int:
        """How many pages are to be requested where there is room for so many."""
        now = self._pass
        if self._is_end:
            return 0
        if now.empty > 0 or (self._is_short and now.number == 1):
            return self._gap - now.empty
        if now.number == 1:
            return pages
        return max(1, ceil((self._end - self._next) / (PAGE_SIZE - PAGE_OVERLAP_MOVING)) + 1)

    @property
    def _next(self) -> int:
        """Where the next request begins."""
        now = self._pass
        return (
            now.last.start + PAGE_SIZE - (PAGE_OVERLAP if now.number == 1 else REQUEST_OVERLAP_MOVING)
            if now.last
            else 0
        )

    @property
    def _is_end(self) -> bool:
        last = self._pass.last
        if last is None:
            return False
        return len(last.rows) < PAGE_SIZE if self._gap == 0 else self._pass.empty >= self._gap

    @property
    def _is_check_due(self) -> bool:
        """At the end of the first pass, where nothing seems to have moved, pages that were read are looked at once
        more. That shows what the borders of pages cannot: what is hidden from the user has moved, or what is hidden
        from an operator kept its place. The check goes with the last pages, where the end is near.
        """
        now = self._pass
        return now.number == 1 and not now.moved and (self._is_end or now.empty > 0 or self._is_short)

    @property
    def _is_short(self) -> bool:
        """Only the first page was read, and it is not full: most likely, that is all."""
        now = self._pass
        return now.count == 1 and now.last is not None and len(now.last.rows) < PAGE_SIZE

    def _conclude(self, *, is_checked: bool) -> None:
        """The pass has come to the end of the list."""
        now = self._pass
        is_one_page = now.count == 1 or not self._seen
        if now.number == 1 and not now.moved and not is_checked and not is_one_page:
            return  # the check comes next
        # With a status, new ones may join all the time, and nobody has to read them.
        brings_nobody = now.fresh == 0 or (self._status is not None and now.number > 2)
        self.done = not now.moved if now.number == 1 else not now.hole and brings_nobody
        if self.done:
            return
        if now.number == MAX_PASSES:
            self.error = UnstableListError(METHOD, now.number)
        self._end = now.last.start + PAGE_SIZE if now.last else 0
        self._pass = Pass(now.number + 1)
