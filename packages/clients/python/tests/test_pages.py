"""Reading whole lists, although the portal returns neither how many rows there are nor where they end."""

import re
from typing import Any, Literal
from urllib.parse import unquote

import pytest
from support import Both, Portal, Reply, raised, refusal, result

from b24_calllist import (
    AccessError,
    AuthError,
    Direction,
    FilterValue,
    LimitError,
    PortalError,
    UnexpectedResponseError,
)

PAGE = 50
FORBIDDEN = {"error": "ACCESS_ERROR", "error_description": "You do not have access"}


class Participants:
    """A list of which some cannot be read. Answers single requests and batches."""

    def __init__(self, count: int, unreadable: set[int] | None = None) -> None:
        self.count = count
        self.unreadable = unreadable or set()

    def page(self, start: int) -> Any:
        ids = range(start + 1, min(start + PAGE, self.count) + 1)
        rows = [{"ID": one, "STATUS": "IN_WORK", "ENTITY_TYPE": 3} for one in ids if one not in self.unreadable]
        return rows or FORBIDDEN

    def __call__(self, body: Any) -> Reply:
        if "cmd" not in body:
            found = self.page(body["start"])
            return refusal(403, "ACCESS_ERROR") if found is FORBIDDEN else result(found)
        pages = {key: self.page(int(text.split("start=")[1])) for key, text in body["cmd"].items()}
        return result(
            {
                "result": {key: found for key, found in pages.items() if found is not FORBIDDEN} or [],
                "result_error": {key: found for key, found in pages.items() if found is FORBIDDEN} or [],
            }
        )


def portal_of(answer: Any) -> Portal:
    return Portal([answer] * 100)


def sizes(portal: Portal) -> list[int]:
    """How many pages each request asked for."""
    return [len(body.get("cmd", [0])) for body in portal.bodies]


@pytest.mark.parametrize(
    ("count", "asked"),
    [
        (0, [1, 9]),
        (3, [1, 10 + 1]),  # the first page is checked with the pages behind it
        (50, [1, 10, 1 + 2]),
        (51, [1, 10, 1 + 2]),
        (98, [1, 10, 1 + 2]),
        (99, [1, 10, 2 + 3]),
    ],
)
def test_a_list_ends_after_ten_pages_without_a_row(both: Both, count: int, asked: list[int]) -> None:
    portal = portal_of(Participants(count))
    assert [row.id for row in both.client(portal).iter_items(13)] == list(range(1, count + 1))
    assert sizes(portal) == asked


def test_it_asks_for_one_page_then_for_ten_then_for_fifty(both: Both) -> None:
    portal = portal_of(Participants(10_000))
    assert sum(1 for _ in both.client(portal).iter_items(13, status="IN_WORK")) == 10_000
    assert sizes(portal) == [1, 10, 50, 50, 50, 50, 3 + 47]
    assert portal.bodies[0] == {"LIST_ID": 13, "FILTER": {"STATUS": "IN_WORK"}, "start": 0}
    assert portal.commands[0][0] == "crm.calllist.items.get?LIST_ID=13&FILTER%5BSTATUS%5D=IN_WORK&start=49"


@pytest.mark.parametrize(("count", "asked"), [(3, [1]), (50, [1, 10, 2]), (120, [1, 10, 3]), (0, [1])])
def test_a_short_page_is_the_last_for_an_administrator(both: Both, count: int, asked: list[int]) -> None:
    portal = portal_of(Participants(count))
    assert sum(1 for _ in both.client(portal).iter_items(13, gap=0)) == count
    assert sizes(portal) == asked


def test_reading_goes_on_across_pages_that_are_closed() -> None:
    hidden = set(range(1, 451))
    portal = portal_of(Participants(470, hidden))
    assert [row.id for row in Both(None).client(portal).iter_items(13)] == list(range(451, 471))


def test_a_gap_as_long_as_gap_is_the_end() -> None:
    hidden = set(range(51, 201))
    portal = portal_of(Participants(220, hidden))
    assert sum(1 for _ in Both(None).client(portal).iter_items(13, gap=2)) == 50
    portal = portal_of(Participants(220, hidden))
    assert sum(1 for _ in Both(None).client(portal).iter_items(13, gap=3)) == 70


def test_a_short_page_in_the_middle_is_not_the_last() -> None:
    portal = portal_of(Participants(130, {1, 2, 60}))
    assert sum(1 for _ in Both(None).client(portal).iter_items(13)) == 127


def test_nobody_who_stops_asks_further() -> None:
    portal = portal_of(Participants(10_000))
    for row in Both(None).client(portal).iter_items(13):
        if row.id == 50:
            break
    assert len(portal.requests) == 1


@pytest.mark.parametrize("gap", [-1, 1.5, "10", None, True])
def test_a_gap_is_a_number_of_pages(gap: Any) -> None:
    assert "gap" in str(raised(ValueError, lambda: Both(None).client(Portal([])).iter_items(13, gap=gap)))


def test_errors_are_raised_when_their_turn_comes(both: Both) -> None:
    client = both.client(Portal([refusal(400, "LIST_ID_ERROR")]))
    raised(PortalError, lambda: list(client.iter_items(99)))
    client = both.client(Portal([Participants(100), refusal(401, "NO_AUTH_FOUND")]))
    raised(AuthError, lambda: list(client.iter_items(13)))


def test_a_portal_that_is_closed_is_no_end_of_a_list(both: Both) -> None:
    client = both.client(Portal([refusal(403, "PORTAL_DELETED")]))
    raised(AccessError, lambda: list(client.iter_items(13)))


def test_a_request_that_is_forbidden_whole_is_no_end_of_a_list() -> None:
    client = Both(None).client(Portal([Participants(100), refusal(403, "ACCESS_ERROR")]))
    assert raised(AccessError, lambda: list(client.iter_items(13))).method == "batch"


def test_a_page_that_was_put_off_is_asked_for_alone() -> None:
    participants = Participants(60)
    put_off = {"error": "OPERATION_TIME_LIMIT", "error_description": "Method is blocked"}

    def second(body: Any) -> Reply:
        first, *others = body["cmd"]
        return result({"result": [], "result_error": {first: put_off, **dict.fromkeys(others, FORBIDDEN)}})

    portal = Portal([participants, second, refusal(429, "OPERATION_TIME_LIMIT"), participants, participants])
    assert sum(1 for _ in Both(None).client(portal).iter_items(13)) == 60
    assert sizes(portal) == [1, 10, 1, 1, 1 + 2]
    assert portal.pauses == [60, 60]


def test_a_page_that_was_asked_for_alone_is_not_asked_for_twice_over() -> None:
    portal = Portal([refusal(200, "OPERATION_TIME_LIMIT") for _ in range(10)])
    client = Both(None).client(portal)
    assert raised(LimitError, lambda: list(client.iter_items(13))).status == 200
    assert len(portal.requests) == 5


class Lists:
    """Call lists with ids from 1; some were deleted."""

    def __init__(self, count: int) -> None:
        self.ids = list(range(1, count + 1))

    def page(self, after: int, start: int) -> list[Any]:
        left = [one for one in self.ids if one > after]
        return [{"ID": str(one), "ENTITY_TYPE_ID": "3"} for one in left[start : start + PAGE]]

    def __call__(self, body: Any) -> Reply:
        if "cmd" not in body:
            return result(self.page(int(body.get("FILTER", {}).get(">ID", 0)), int(body["start"])))
        pages = {key: self.page(*_asked(unquote(text))) for key, text in body["cmd"].items()}
        return result({"result": pages, "result_error": []})


def _asked(text: str) -> tuple[int, int]:
    after, start = re.search(r"FILTER\[>ID\]=(\d+)", text), re.search(r"start=(\d+)", text)
    return int(after.group(1)) if after else 0, int(start.group(1)) if start else 0


@pytest.mark.parametrize(("count", "asked"), [(0, [1]), (49, [1]), (50, [1, 10]), (600, [1, 10, 50])])
def test_lists_are_read_by_rising_id(both: Both, count: int, asked: list[int]) -> None:
    portal = portal_of(Lists(count))
    assert [row.id for row in both.client(portal).iter_lists()] == list(range(1, count + 1))
    assert sizes(portal) == asked
    assert portal.bodies[0] == {"FILTER": {">ID": 0}, "ORDER": {"ID": "ASC"}, "start": 0}


def test_rising_ids_that_are_asked_for_are_read_in_the_same_way() -> None:
    portal = portal_of(Lists(60))
    list(Both(None).client(portal).iter_lists(order={"ID": "ASC"}))
    assert portal.bodies[0] == {"FILTER": {">ID": 0}, "ORDER": {"ID": "ASC"}, "start": 0}
    assert "FILTER[>ID]=50&" in unquote(portal.commands[0][0])


@pytest.mark.parametrize("order", [{"ID": "DESC"}, {"DATE_CREATE": "ASC"}, {"ID": "ASC", "DATE_CREATE": "ASC"}])
def test_in_any_other_order_pages_are_counted_off(order: Any) -> None:
    portal = portal_of(Lists(60))
    list(Both(None).client(portal).iter_lists(order=order))
    assert portal.bodies[0] == {"ORDER": {"ID": "ASC", **order}, "start": 0}
    assert "start=50" in portal.commands[0][0]


def test_lists_that_are_deleted_meanwhile_move_nothing() -> None:
    lists = Lists(200)
    seen: list[int | None] = []
    for row in Both(None).client(portal_of(lists)).iter_lists():
        seen.append(row.id)
        if row.id == 50:
            lists.ids = [one for one in lists.ids if one > 30]
    assert seen == list(range(1, 201))


def test_a_filter_goes_on_where_it_says(both: Both) -> None:
    portal = portal_of(Lists(120))
    filter_: dict[str, FilterValue] = {">ID": "60", "ENTITY_TYPE_ID": 3}
    assert [row.id for row in both.client(portal).iter_lists(filter=filter_)] == list(range(61, 121))
    assert portal.bodies[0]["FILTER"] == {">ID": 60, "ENTITY_TYPE_ID": 3}
    assert "FILTER%5B%3EID%5D=110&FILTER%5BENTITY_TYPE_ID%5D=3" in portal.commands[0][0]


@pytest.mark.parametrize(
    ("order", "sent"),
    [
        ({"ID": "DESC"}, {"ID": "DESC"}),
        ({"ENTITY_TYPE_ID": "ASC"}, {"ENTITY_TYPE_ID": "ASC", "ID": "ASC"}),
    ],
)
def test_in_another_order_pages_are_counted_off(both: Both, order: dict[str, Direction], sent: dict[str, str]) -> None:
    portal = portal_of(Lists(120))
    assert sum(1 for _ in both.client(portal).iter_lists(order=order)) == 120
    assert portal.bodies[0] == {"ORDER": sent, "start": 0}
    assert [text.rsplit("start=")[1] for text in portal.commands[0]] == [str(50 * n) for n in range(1, 11)]


def test_a_filter_that_leaves_no_room_counts_pages_off() -> None:
    portal = Portal([result([])])
    list(Both(None).client(portal).iter_lists(filter={">ID": [1, 2]}))
    assert portal.bodies[0] == {"FILTER": {">ID": [1, 2]}, "ORDER": {"ID": "ASC"}, "start": 0}


def test_the_id_is_asked_for_and_taken_out_again() -> None:
    portal = portal_of(Lists(60))
    rows = list(Both(None).client(portal).iter_lists(select=["ENTITY_TYPE_ID"]))
    assert portal.bodies[0]["SELECT"] == ["ENTITY_TYPE_ID", "ID"]
    assert {(row.id, row.entity_type_id) for row in rows} == {(None, 3)}
    assert len(rows) == 60


@pytest.mark.parametrize("select", [["ID", "WEBFORM_ID"], ["*"]])
def test_the_id_stays_where_it_was_asked_for(select: list[str]) -> None:
    portal = portal_of(Lists(1))
    assert [row.id for row in Both(None).client(portal).iter_lists(select=select)] == [1]
    assert portal.bodies[0]["SELECT"] == select


def test_rows_without_rising_ids_end_the_reading() -> None:
    portal = Portal([result([{"ID": "0"}] * PAGE)])
    error = raised(UnexpectedResponseError, lambda: list(Both(None).client(portal).iter_lists()))
    assert (error.method, error.problem) == ("crm.calllist.list", "the same rows for each start")
    assert (error.status, error.content_type, error.excerpt) == (200, "", "")
    assert len(portal.requests) == 1


def same_rows(rows: list[Any]) -> Portal:
    """A portal that ignores `start`."""

    def answer(body: Any) -> Reply:
        commands = body.get("cmd")
        return result({"result": dict.fromkeys(commands, rows), "result_error": []} if commands else rows)

    return Portal([answer] * 20)


@pytest.mark.parametrize(
    "rows", [[{"ID": 1, "ENTITY_TYPE": 3}], [{"ID": one, "ENTITY_TYPE": 3} for one in range(1, PAGE + 1)]]
)
def test_a_list_that_is_the_same_at_each_start_ends_after_its_rows(both: Both, rows: list[Any]) -> None:
    portal = same_rows(rows)
    found: list[int] = []
    with pytest.raises(UnexpectedResponseError, match=r"crm\.calllist\.items\.get: .*the same rows for each start"):
        found += [row.id for row in both.client(portal).iter_items(13)]
    assert len(portal.requests) == 2
    again = same_rows(rows)
    raised(UnexpectedResponseError, lambda: both.client(again).progress_of(13))


def test_the_rows_before_an_endless_list_are_returned() -> None:
    rows = Both(None).client(same_rows([{"ID": 7, "STATUS": "IN_WORK", "ENTITY_TYPE": 3}])).iter_items(13)
    assert next(rows).id == 7
    raised(UnexpectedResponseError, lambda: next(rows))


@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_lists_in_another_order_that_are_the_same_at_each_start_end(order: Literal["ASC", "DESC"]) -> None:
    portal = same_rows([{"ID": one} for one in range(PAGE, 0, -1)])
    lists = Both(None).client(portal).iter_lists(order={"DATE_CREATE": order})
    error = raised(UnexpectedResponseError, lambda: list(lists))
    assert "the same rows for each start" in str(error)
    assert len(portal.requests) == 2


def test_rows_without_ids_may_look_alike() -> None:
    rows: Any = [{"WEBFORM_ID": None}] * PAGE
    pages: Any = {"result": {f"c{one}": rows for one in range(9)} | {"c9": rows[:1]}, "result_error": []}
    portal = Portal([result(rows), result(pages)])
    lists = Both(None).client(portal).iter_lists(select=["WEBFORM_ID"], order={"WEBFORM_ID": "ASC"})
    assert sum(1 for _ in lists) == 10 * PAGE + 1


def test_gaps_are_counted_in_a_row() -> None:
    portal = portal_of(Participants(250, {*range(51, 101), *range(151, 201)}))
    assert sum(1 for _ in Both(None).client(portal).iter_items(13, gap=2)) == 150
