"""How far a list has come, and waiting until it is done, on a clock that is moved by waiting alone."""

from datetime import datetime, timezone
from typing import Any

import anyio
import pytest
from busy import LIST_ID, BusyList, Work
from support import NOW, WEBHOOK, AsyncPortal, Both, Portal, raised, refusal

from b24_calllist import AsyncClient, ListState, PortalError


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(NOW + seconds, timezone.utc)


class Called(BusyList):
    """Of whom so many are called each time that somebody looks."""

    calls = 0
    looks = 0

    def __call__(self, body: Any) -> Any:
        if "cmd" not in body and body.get("start") == 0 and "FILTER" in body:
            self.looks += 1
            if self.looks > 1:
                waiting = [row for row in self.rows if row.status == "IN_WORK" and row.id not in self.deleted]
                for row in waiting[: self.calls]:
                    row.status = "SUCCESS"
        return super().__call__(body)


def list_of(size: int, calls: int, **options: Any) -> Called:
    made = Called.of(1, size, called=0, **options)
    assert isinstance(made, Called)
    made.calls = calls
    return made


def test_participants_are_counted_by_status(both: Both) -> None:
    busy = BusyList.of(1, 130, called=0.5)
    progress = both.client(Portal([busy] * 9)).progress_of(LIST_ID)
    assert progress.total == 130
    assert sum(progress.by_status.values()) == 130
    assert progress.by_status["IN_WORK"] == 65
    assert (progress.from_, progress.to) == (at(0), at(0))


def test_everybody_is_counted_once_while_people_work(both: Both) -> None:
    busy = BusyList.of(3, 200, work=Work(chance=0.3))
    progress = both.client(Portal([busy] * 100)).progress_of(LIST_ID)
    assert progress.total == sum(progress.by_status.values()) == 200
    assert busy.statuses_set > 0


def test_an_unknown_list_has_no_progress(both: Both) -> None:
    client = both.client(Portal([refusal(400, "LIST_ID_ERROR")]))
    raised(PortalError, lambda: client.progress_of(99))


def test_it_waits_until_nobody_is_left_to_be_called(both: Both) -> None:
    told: list[ListState] = []
    portal = Portal([list_of(60, 20)] * 50)
    state = both.client(portal).wait_until_done(LIST_ID, within=3600, on_progress=told.append)
    assert state == ListState(True, [], [], at(90))
    assert [len(one.open) for one in told] == [25, 25, 20]
    assert [one.at for one in told] == [at(0), at(30), at(60)]
    assert portal.pauses == [30, 30, 30]


def test_a_look_takes_one_request_while_many_are_left(both: Both) -> None:
    portal = Portal([list_of(1000, 0)] * 50)
    both.client(portal).wait_until_done(LIST_ID, within=60, interval=60)
    assert len(portal.requests[:1]) == 1
    assert portal.bodies[0] == {"LIST_ID": LIST_ID, "FILTER": {"STATUS": "IN_WORK"}, "start": 0}
    assert portal.bodies[1]["start"] == 0, "the second look follows the first request"


def test_when_the_time_is_over_it_says_who_is_left(both: Both) -> None:
    portal = Portal([list_of(5, 1)] * 50)
    state = both.client(portal).wait_until_done(LIST_ID, within=50, interval=20)
    assert state == ListState(False, [4, 5], [], at(50))
    assert portal.pauses == [20, 20, 10]


def test_deleted_contacts_are_never_called_and_do_not_count(both: Both) -> None:
    busy = list_of(40, 5, deleted=frozenset({2, 39}))
    state = both.client(Portal([busy] * 100)).wait_until_done(LIST_ID, within=3600)
    assert state.done
    assert sorted(state.deleted) == [2, 39]


def test_more_deleted_contacts_than_are_read_do_not_hide_that_it_is_done(both: Both) -> None:
    busy = list_of(60, 0, deleted=frozenset(range(1, 61)))
    state = both.client(Portal([busy] * 100)).wait_until_done(LIST_ID, within=3600)
    assert state.done
    assert sorted(state.deleted) == list(range(1, 61))
    assert state.at == at(60), "each look that finds the same 25 as the one before finds out about them"


def test_a_list_of_leads_is_waited_for_too(both: Both) -> None:
    state = both.client(Portal([list_of(3, 3, type="LEAD")] * 50)).wait_until_done(LIST_ID, within=60)
    assert state.done


def test_an_error_of_the_hook_ends_the_waiting(both: Both) -> None:
    def fails(_: ListState) -> None:
        raise LookupError("enough")

    client = both.client(Portal([list_of(3, 0)] * 9))
    raised(LookupError, lambda: client.wait_until_done(LIST_ID, within=60, on_progress=fails))


@pytest.mark.parametrize("wrong", [0, -1, float("nan"), float("inf"), None, "60"])
def test_times_are_seconds_above_zero(both: Both, wrong: Any) -> None:
    client = both.client(Portal([]))
    assert "within" in str(raised(ValueError, lambda: client.wait_until_done(LIST_ID, within=wrong)))
    assert "interval" in str(raised(ValueError, lambda: client.wait_until_done(LIST_ID, within=9, interval=wrong)))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_hook_may_be_async_and_a_cancelled_task_waits_no_longer(backend: str) -> None:
    told: list[ListState] = []

    async def main() -> None:
        portal = Portal([list_of(3, 0)] * 9)
        client = AsyncClient(WEBHOOK, transport=AsyncPortal(portal))

        async def tell(state: ListState) -> None:
            await anyio.lowlevel.checkpoint()
            told.append(state)
            scope.cancel()

        with anyio.CancelScope() as scope:
            await client.wait_until_done(LIST_ID, within=3600, on_progress=tell)

    anyio.run(main, backend=backend)
    assert [state.open for state in told] == [[1, 2, 3]]
