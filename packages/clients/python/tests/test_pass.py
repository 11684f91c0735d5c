"""How pages show that something moved between them, and what follows."""

import pytest
from busy import LIST_ID

from b24_calllist import Participant, UnexpectedResponseError
from b24_calllist._participants import ParticipantReader
from b24_calllist._pass import Page, Pass

FULL = range(1, 51)
SHORT = range(1, 41)


def rows(*ids: int) -> list[Participant]:
    return [Participant(number, "IN_WORK", 3) for number in ids]


def shown_by(last: list[Participant], start: int, following: list[Participant]) -> str:
    one = Pass(1)
    one.add(Page(0, last), {})
    one.add(Page(start, following), {row.id: 1 for row in last})
    return ("moved" if one.moved else "nothing") + (", hole" if one.hole else "")


@pytest.mark.parametrize(
    ("last", "start", "following", "shown"),
    [
        pytest.param(FULL, 49, [50, 51], "nothing", id="the last row is the first of the next"),
        pytest.param(FULL, 45, range(46, 96), "nothing", id="so are the last five"),
        pytest.param(FULL, 49, [51, 52], "moved, hole", id="the first row is another one"),
        pytest.param(FULL, 49, [], "moved, hole", id="nothing follows"),
        pytest.param(FULL, 45, range(47, 97), "moved", id="fewer rows in common"),
        pytest.param(FULL, 45, [50, *range(51, 100)], "moved", id="one row in common of five"),
        pytest.param(FULL, 49, [49, 50, 51], "moved", id="more rows in common"),
        pytest.param(FULL, 48, [50, 49, 51], "moved", id="in another order"),
        pytest.param(FULL, 49, [50, 51, 3], "moved", id="a row from further up"),
        pytest.param(SHORT, 49, [51, 52], "nothing", id="hidden rows, none in common"),
        pytest.param(SHORT, 49, [40, 51], "nothing", id="hidden rows, one in common"),
        pytest.param(SHORT, 49, [39, 40, 51], "moved", id="hidden rows, more in common than overlap"),
        pytest.param(SHORT, 45, [51, 40], "moved", id="hidden rows, in common, but not at the border"),
        pytest.param([], 49, [51], "nothing", id="an empty page"),
    ],
)
def test_two_pages_show_whether_something_moved(last: range, start: int, following: list[int], shown: str) -> None:
    assert shown_by(rows(*last), start, rows(*following)) == shown


def test_a_row_with_another_status_shows_it() -> None:
    assert shown_by(rows(*FULL), 49, [Participant(50, "SUCCESS", 3)]) == "moved"


def test_a_row_that_comes_again_later_has_moved() -> None:
    one = Pass(2)
    seen: dict[int, int] = {}
    for index, ids in enumerate([FULL, range(46, 96), [*range(91, 121), 7]]):
        assert not one.moved
        one.add(Page(45 * index, rows(*ids)), seen)
        seen |= dict.fromkeys(ids, 2)
    assert one.moved
    assert not one.hole


def test_the_pages_to_check_are_the_last_of_each_status_those_at_the_end_of_requests_and_the_first() -> None:
    one = Pass(1)
    pages = [[(1, "A")], [(2, "A")], [], [(3, "B")], [(4, "A")], [(5, "C")]]
    for index, page in enumerate(pages):
        one.add(Page(49 * index, [Participant(number, status, 3) for number, status in page]), {})
        if index in {1, 2, 3}:
            one.end_request()
    assert [page.start for page in one.landmarks(50)] == [196, 147, 245, 49, 0]
    assert [page.start for page in one.landmarks(5)] == [196, 147, 245, 49, 0]
    assert one.landmarks(4) == [], "no room for all of them, nor for 25"
    assert one.longest_gap == 1


def test_before_anything_was_read_there_is_no_gap_and_nothing_to_check() -> None:
    one = Pass(1)
    one.end_request()
    assert (one.longest_gap, one.count, one.empty, one.fresh, one.stale) == (0, 0, 0, 0, 0)
    assert one.last is None
    assert one.landmarks(50) == []


def test_of_many_pages_25_are_enough_for_a_check() -> None:
    one = Pass(1)
    for page in range(60):
        one.add(Page(49 * page, rows(page + 1)), {})
    assert len(one.landmarks(50)) == 50
    assert len(one.landmarks(25)) == 25
    assert one.landmarks(24) == []
    assert one.landmarks(50)[0].start == 59 * 49


def reading(*requests: list[list[int]]) -> tuple[list[int], ParticipantReader]:
    """Answers requests of as many pages as are wanted, and gives the ids that were new."""
    reader = ParticipantReader(LIST_ID, None, 10)
    ids: list[int] = []
    for pages in requests:
        reader.commands(len(pages))
        ids += [row.id for row in reader.take([rows(*page) for page in pages], None)]
    return ids, reader


def test_ten_pages_in_a_row_with_nobody_new_are_one_too_many() -> None:
    full, nine = list(FULL), [[50]] * 9
    assert reading([full, *nine])[1].error is None
    ids, reader = reading([full, *nine], [[50, 51]], nine)
    assert (ids, reader.error) == ([*full, 51], None), "somebody new begins anew"
    assert reading([full, *nine], [[]])[1].error is None, "an empty page is none of them"
    error = reading([full, *nine], [[], [50]])[1].error
    assert isinstance(error, UnexpectedResponseError)
    assert error.method == "crm.calllist.items.get"


MOVED = [[*FULL], [49, 50, 51]]
STILL = [[*FULL], [*range(46, 52)]]
ANOTHER = [[*FULL], [*range(46, 53)]]
HOLE = [[*FULL], [51, 52]]


@pytest.mark.parametrize(
    ("status", "passes"),
    [
        pytest.param(None, [MOVED, STILL], id="nothing moved any more"),
        pytest.param(None, [MOVED, [[*FULL], [50, 51]]], id="moved again, but brings nobody new"),
        pytest.param(None, [MOVED, ANOTHER, ANOTHER], id="brings somebody new"),
        pytest.param(None, [MOVED, ANOTHER, [[*FULL], [*range(46, 54)]], [[*FULL], [*range(46, 54)]]], id="and again"),
        pytest.param(None, [MOVED, ANOTHER, HOLE, STILL], id="has a hole"),
        pytest.param(
            "IN_WORK", [MOVED, ANOTHER, [[*FULL], [*range(46, 54)]]], id="with a status, the third may bring somebody"
        ),
    ],
)
def test_a_list_on_which_something_moved_is_read_again_until_a_pass_has_no_hole_and_brings_nobody_new(
    status: str | None, passes: list[list[list[int]]]
) -> None:
    reader = ParticipantReader(LIST_ID, status, 0)
    found: list[int] = []
    for pages in passes:
        assert not reader.done, "it ended early"
        reader.commands(2)
        found += [row.id for row in reader.take([rows(*page) for page in pages], None)]
    assert reader.done
    assert len(found) == len(set(found))


def test_the_pages_of_later_passes_overlap_more() -> None:
    reader = ParticipantReader(LIST_ID, "IN_WORK", 0)

    def requested(pages: int, *moved: int) -> list[int]:
        starts = [int(str(command.params["start"])) for command in reader.commands(pages)]
        reader.take([rows(*page(start, moved)) for start in starts], None)
        return starts

    def page(start: int, moved: tuple[int, ...]) -> list[int]:
        if start == 98:
            return [*moved, *range(99 + len(moved), 149)]
        return [*range(start + 1, min(start + 50, 300) + 1)]

    assert requested(1) == [0]
    assert requested(6, 1000) == [49, 98, 147, 196, 245, 294]
    assert not reader.done, "one has left the place where two pages overlap"
    assert requested(4) == [0, 45, 90, 135]
    # The next request overlaps more; as many pages as are left, and one behind them.
    assert requested(50) == [160, 205, 250, 295, 340, 385]
    assert reader.done
