"""One pass over the participants of a list: whether its pages fit together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ._models import Participant
from ._numbers import MIN_CHECK_PAGES, PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read."""

    start: int
    """Place of its first row."""
    rows: Sequence[Participant]
    """Those that may be read."""


class Pass:
    """What one pass has seen so far."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.count = 0
        """Pages read."""
        self.empty = 0
        """Empty pages in a row."""
        self.longest_gap = 0
        """The most empty pages in a row that had rows behind them."""
        self.stale = 0
        """Pages in a row, empty ones aside, with nobody who is new to this pass."""
        self.fresh = 0
        """Participants that no pass before had seen."""
        self.moved = False
        """A row was not where it had to be."""
        self.hole = False
        """Two pages that overlap have no row in common: between them, somebody may be missing."""
        self.last: Page | None = None
        """The page before."""
        self._ids: frozenset[int] = frozenset()
        # Pages to compare with what they say later: the first ones, the last of each request and of each status.
        self._first: list[Page] = []
        self._borders: list[Page] = []
        self._ends: dict[str, Page] = {}

    def add(self, page: Page, seen: Mapping[int, int]) -> None:
        """Adds the next page. `seen` holds, by id, the pass in which a participant was seen last."""
        if self.last:
            self._compare(self.last, self.last.start + PAGE_SIZE - page.start, page.rows)
        # Whoever comes again behind the overlap has moved.
        if any(seen.get(row.id) == self.number and row.id not in self._ids for row in page.rows):
            self.moved = True
        if page.rows:
            self.stale = self.stale + 1 if all(seen.get(row.id) == self.number for row in page.rows) else 0
        self.count += 1
        if page.rows:
            self.longest_gap = max(self.longest_gap, self.empty)
        self.empty = 0 if page.rows else self.empty + 1
        self.last = page
        self._ids = frozenset(row.id for row in page.rows)
        if page.rows and len(self._first) < PAGE_SIZE:
            self._first.append(page)
        self._ends.update((row.status, page) for row in page.rows)

    def end_request(self) -> None:
        """A request ends here: until the next one, much may move."""
        if self.last and self.empty == 0:
            self._borders.append(self.last)

    def landmarks(self, room: int) -> list[Page]:
        """The pages that show best whether anything has moved since they were read; none where there is no room for
        enough.
        """
        pages = [*self._ends.values(), *self._borders[-PAGE_SIZE:], *self._first]
        by_start = list({page.start: page for page in pages}.values())
        return by_start[:room] if len(by_start) <= room or room >= MIN_CHECK_PAGES else []

    def _compare(self, last: Page, overlap: int, rows: Sequence[Participant]) -> None:
        """Pages overlap, so the last rows of one are the first of the next. Behind a page with hidden rows, some."""
        common = sum(row.id in self._ids for row in rows)
        is_full = len(last.rows) == PAGE_SIZE
        expected = overlap if is_full else min(common, overlap)
        tail = last.rows[len(last.rows) - expected :]
        if common != expected or not same_rows(tail, rows[:expected]):
            self.moved = True
        if is_full and common == 0:
            self.hole = True


def same_rows(one: Sequence[Participant], other: Sequence[Participant]) -> bool:
    """Whether they are the same participants, in the same order, with the same statuses."""
    return [(row.id, row.status) for row in one] == [(row.id, row.status) for row in other]
