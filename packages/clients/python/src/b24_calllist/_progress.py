"""How far a list has come: counting participants by status, and waiting until nobody is left to be called."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from . import commands
from ._checks import one_id
from ._command import Id
from ._core import Core, Flow, Sleep, Tell
from ._models import Participant, StatusCode
from ._numbers import MAX_EMPTY_PAGES
from ._pages import Reading
from ._participants import ParticipantReader
from ._unknown_ids import TYPES, unknown_ids

MANY = 25
"""So many participants that are still to be called are enough to know; more need not be read."""


@dataclass(frozen=True, slots=True)
class ListProgress:
    """How far a call list has come."""

    total: int
    """Participants that the user may read."""
    by_status: Mapping[str, int]
    """Participants by status code: `{"IN_WORK": 12, "SUCCESS": 30}`. A status that no participant has is missing."""
    from_: datetime
    """When the reading began, in UTC. Each status is as of a moment between `from_` and `to`."""
    to: datetime
    """When the reading ended."""


@dataclass(frozen=True, slots=True)
class ListState:
    """How a call list stands."""

    done: bool
    """Whether no participant is left to be called."""
    open: Sequence[int]
    """Participants still to be called: all of them, or the first 25 where there are more."""
    deleted: Sequence[int]
    """Participants that keep the status `IN_WORK` for ever, since their contact or company was deleted."""
    at: datetime
    """When the portal said so, in UTC."""


def count(core: Core, list_id: Id) -> Flow[ListProgress]:
    """Counts the participants of a list by status, in one reading."""
    reading = Reading(core, ParticipantReader(list_id, None, MAX_EMPTY_PAGES))
    return _count(core, reading)


def _count(core: Core, reading: Reading[Participant]) -> Flow[ListProgress]:
    begun, by_status = _now(core), Counter[str]()
    while not reading.done:
        by_status.update(row.status for row in (yield from reading.read()))
    return ListProgress(by_status.total(), dict(by_status), begun, _now(core))


@dataclass(frozen=True, slots=True)
class Wait:
    """How to wait."""

    within: float
    interval: float
    on_progress: Callable[[ListState], object] | None

    def __post_init__(self) -> None:
        times: dict[str, object] = {"within": self.within, "interval": self.interval}
        for name, seconds in times.items():
            if not isinstance(seconds, int | float) or not 0 < seconds < float("inf"):
                raise ValueError(f"{name}: seconds above 0, such as 30")


def wait(core: Core, list_id: Id, how: Wait) -> Flow[ListState]:
    """Looks at the list again and again until no participant is left to be called, or the time is over."""
    return _wait(core, one_id(list_id, "list_id"), how)


def _wait(core: Core, list_id: Id, how: Wait) -> Flow[ListState]:
    until = core.clock() + how.within
    deleted: dict[int, None] = {}
    before: list[int] = []
    while True:
        still_open = yield from _open(core, list_id, deleted, before)
        state = ListState(not still_open, still_open, list(deleted), _now(core))
        if state.done or core.clock() >= until:
            return state
        if how.on_progress:
            yield Tell(how.on_progress, state)
        before = still_open
        yield Sleep(max(0.0, min(until - core.clock(), how.interval)))


def _open(core: Core, list_id: Id, deleted: dict[int, None], before: Sequence[int]) -> Flow[list[int]]:
    """The first participants in work whose record is not known to be deleted."""
    while True:
        found = yield from _in_work(core, list_id, deleted)
        is_stuck = len(found) == MANY and found == before
        if not found or (len(found) == MANY and not is_stuck):
            return found
        gone = yield from _deleted_among(core, list_id, found)
        if not gone:
            return found
        deleted.update(dict.fromkeys(gone))


def _in_work(core: Core, list_id: Id, deleted: Mapping[int, None]) -> Flow[list[int]]:
    reading = Reading(core, ParticipantReader(list_id, StatusCode.IN_WORK, MAX_EMPTY_PAGES))
    found: list[int] = []
    while not reading.done and len(found) < MANY:
        found += [row.id for row in (yield from reading.read()) if row.id not in deleted]
    return found[:MANY]


def _deleted_among(core: Core, list_id: Id, ids: Sequence[int]) -> Flow[list[int]]:
    call_list = yield from core.call(commands.get(list_id))
    if call_list.entity_type not in TYPES:
        return []  # the portal cannot be asked about them
    return (yield from unknown_ids(core, call_list.entity_type, ids))


def _now(core: Core) -> datetime:
    return datetime.fromtimestamp(core.clock(), timezone.utc)
