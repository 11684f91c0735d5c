"""Participants are read completely while people work on the list: nobody is missing, and nobody comes twice."""

import os
import random
from typing import Any

import pytest
from busy import DONE, LIST_ID, BusyList, Row, Work, some
from support import Both, Portal, raised, refusal

from b24_calllist import Participant, PortalError, UnstableListError
from b24_calllist._participants import ParticipantReader

RUNS = int(os.environ.get("MANY_TIMES", "200"))
GROWTH = (1, 10)


def scene(seed: int) -> tuple[BusyList, int]:
    """A list, and the gap it is read with."""
    roll = random.Random(seed)
    size = roll.randint(1, 60) if roll.random() < 0.3 else roll.randint(1, 300)
    everybody = range(1, size + 1)
    gap = 0 if roll.random() < 0.3 else 10
    work = Work(
        chance=roll.choice([0, 0.02, 0.3, 1]),
        burst=roll.choice([0, 0.5, 3, 40]),
        back=roll.choice([0.05, 0.5, 0]),
        front=roll.random(),
    )
    made = BusyList.of(
        seed,
        size,
        called=roll.random(),
        scattered=roll.random() < 0.3,
        work=work,
        hidden=some(roll, everybody, 0 if gap == 0 else roll.choice([0, 0.02, 0.3, 0.8])),
        closed=some(roll, everybody, roll.choice([0, 0.3])),
        status="IN_WORK" if roll.random() < 0.3 else None,
    )
    return made, gap


def read(busy: BusyList, gap: int) -> tuple[list[int], ParticipantReader]:
    """Reads it as a client does, without one."""
    reader = ParticipantReader(LIST_ID, busy.status, gap)
    found: list[int] = []
    rounds = 0
    while not reader.done and not reader.error:
        wanted = reader.commands(GROWTH[rounds] if rounds < len(GROWTH) else 50)
        assert 0 < len(wanted) <= 50
        rounds += 1
        busy.between_requests()
        pages = [busy.page(int(str(command.params["start"])), busy.status) for command in wanted]
        rows = reader.take([[Participant(row.id, row.status, 3) for row in page] for page in pages], None)
        found += [row.id for row in rows]
    return found, reader


def test_nobody_is_lost_and_nobody_comes_twice() -> None:
    moved = 0
    for seed in range(RUNS):
        busy, gap = scene(seed)
        found, reader = read(busy, gap)
        assert len(found) == len(set(found)), f"doubled, with seed {seed}"
        if not reader.error:
            assert busy.steady <= set(found), f"{sorted(busy.steady - set(found))} lost, with seed {seed}"
        moved += busy.statuses_set > 0
    assert moved > RUNS / 2, "the lists of this test do not move"


ROWS = [Participant(number, "IN_WORK", 3) for number in range(1, 31)]


@pytest.mark.parametrize(
    ("checked", "fresh"),
    [
        (ROWS, []),
        (ROWS[::-1], []),
        ([Participant(1, "SUCCESS", 3), *ROWS[1:]], []),
        ([*ROWS, Participant(31, "IN_WORK", 3)], [31]),
    ],
    ids=["the same", "another order", "another status", "one more"],
)
def test_a_list_is_read_again_where_the_check_at_its_end_shows_a_change(
    checked: list[Participant], fresh: list[int]
) -> None:
    reader = ParticipantReader(LIST_ID, None, 10)
    assert len(reader.commands(1)) == 1
    assert reader.take([ROWS], None) == ROWS
    assert len(reader.commands(50)) == 10 + 1
    assert [row.id for row in reader.take([*[[]] * 10, checked], None)] == fresh
    assert reader.done == (checked == ROWS)
    assert reader.error is None


def starts(portal: Portal) -> list[list[int]]:
    """Where the pages of each request begin."""
    return [
        [int(text.split("start=")[1]) for text in body["cmd"].values()] if "cmd" in body else [body["start"]]
        for body in portal.bodies
    ]


def test_a_list_at_rest_is_read_once_with_a_check_at_its_end(both: Both) -> None:
    portal = Portal([BusyList.of(1, 120)] * 9)
    assert len(list(both.client(portal).iter_items(LIST_ID))) == 120
    pages = [49 * page for page in range(1, 11)]
    assert starts(portal)[:2] == [[0], pages]
    last = starts(portal)[2]
    assert last[:2] == [pages[-1] + 49, pages[-1] + 98], "the pages that are left of the gap"
    assert set(last[2:]) == {0, 49, 98}, "the pages that had rows, once more"


def test_a_status_between_two_requests_is_noticed_and_the_list_is_read_again(both: Both) -> None:
    busy = BusyList.of(1, 120, called=0)

    def then(body: Any) -> Any:
        busy.set_status(busy.rows[0], "SUCCESS")
        return busy(body)

    portal = Portal([busy, then, *[busy] * 9])
    assert {row.id for row in both.client(portal).iter_items(LIST_ID)} == set(range(1, 121))
    second_pass = [request for request in starts(portal)[1:] if request[0] == 0]
    assert second_pass, "there was no second pass"
    assert second_pass[0][1] - second_pass[0][0] == 45, "pages of a later pass overlap by five"


def test_with_a_status_who_was_set_meanwhile_need_not_come(both: Both) -> None:
    busy = BusyList.of(7, 300, called=0.2, work=Work(chance=0.3), status="IN_WORK")
    portal = Portal([busy] * 60)
    found = [row.id for row in both.client(portal).iter_items(LIST_ID, status="IN_WORK")]
    assert busy.steady <= set(found)
    assert len(found) == len(set(found))


def test_a_list_that_never_comes_to_rest_ends_with_an_error_after_what_was_read(both: Both) -> None:
    portal = Portal([_Restless()] * 1000)
    rows: list[int] = []

    def take() -> None:
        rows.extend(row.id for row in both.client(portal).iter_items(LIST_ID))

    error = raised(UnstableListError, take)
    assert error.passes == 10
    assert str(error) == (
        "crm.calllist.items.get: the list kept changing while it was read 10 times. Participants may be missing; "
        "try again later"
    )


class _Restless(BusyList):
    """Somebody new on each page, every time."""

    def __init__(self) -> None:
        super().__init__(random.Random(1), [])
        self._next = 0

    def page(self, start: int, status: str | None = None) -> list[Row]:
        if start >= 200:
            return []
        self._next += 50
        return [Row(self._next + index, status or DONE[0], 0) for index in range(50)]


def test_rows_before_an_error_come_first(both: Both) -> None:
    portal = Portal([BusyList.of(1, 120), refusal(400, "LIST_ID_ERROR")])
    seen: list[int] = []
    client = both.client(portal)
    if both.backend is None:
        rows = client.iter_items(LIST_ID)
        seen = [next(rows).id for _ in range(50)]
        raised(PortalError, lambda: next(rows))
        assert len(seen) == 50
    else:
        raised(PortalError, lambda: client.iter_items(LIST_ID))
