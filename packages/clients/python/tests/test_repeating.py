"""What is sent again: the table, row by row, for a method that reads, for `update` and for `add`."""

from collections.abc import Mapping
from typing import Any

import pytest
from support import NOW, Both, Portal, Reply, at, json_reply, page, raised, refusal, result

from b24_calllist import (
    AuthError,
    CallListError,
    Command,
    Failure,
    LimitError,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalError,
    Retry,
    commands,
)
from b24_calllist._codes import VERSION

GOOD = {
    "crm.calllist.get": result({"ID": "13"}),
    "crm.calllist.list": result([]),
    "crm.calllist.items.get": result([]),
    "crm.calllist.statuslist": result([]),
    "crm.calllist.update": result(True),
    "crm.calllist.add": result(51),
}
HARMLESS: list[Command[object]] = [
    commands.get(13),
    commands.list(),
    commands.items(13),
    commands.statuses(),
    commands.update(13, "CONTACT", [9], webform_id=None),
]
ADD = commands.add("CONTACT", [9])

NOT_EXECUTED: dict[str, Reply] = {
    "busy": refusal(503, "QUERY_LIMIT_EXCEEDED"),
    "overworked": refusal(429, "OPERATION_TIME_LIMIT"),
    "busy before the portal": page(429),
    "busy, code unknown": refusal(429, "SLOW_DOWN"),
    "no connection": Failure("unreachable", "Connection refused"),
}
AMBIGUOUS: dict[str, Reply] = {
    "broken off": Failure("broken", "reset"),
    "late": Failure("late"),
    "page with 500": page(500),
    "page with 502": page(502),
    "page with 503": page(503),
    "page with 504": page(504),
    "JSON of a gateway": refusal(502, "BAD_GATEWAY"),
    "JSON of a gateway, 503": refusal(503, "SERVICE_DOWN"),
    "empty": page(200, ""),
    "cut JSON": page(200, '{"result": 5', "application/json"),
}
AMBIGUOUS_BUT_THE_SAME_AGAIN: dict[str, Reply] = {
    "crash": refusal(500, "INTERNAL_SERVER_ERROR"),
    "database": refusal(500, "ERROR_CORE"),
    "crash with an unknown code": refusal(500, "ODD"),
    "error of the core as a refusal": refusal(400, "ERROR_CORE"),
    "login page": page(200, "<html>login</html>"),
}
REFUSED: dict[str, Reply] = {
    "no such list": refusal(400, "LIST_ID_ERROR"),
    "unknown code": refusal(400, "SOMETHING_NEW"),
    "wrong credentials": refusal(401, "INVALID_CREDENTIALS"),
    "expired, and no way to renew": refusal(401, "expired_token"),
    "blocked": refusal(401, "OVERLOAD_LIMIT"),
    "blocked, as older portals say it": refusal(503, "OVERLOAD_LIMIT"),
    "forbidden": refusal(403, "ACCESS_ERROR"),
    "deleted": refusal(403, "PORTAL_DELETED"),
    "error as a good answer": refusal(200, "LIST_ID_ERROR"),
    "page with 400": page(400),
    "page with 403": page(403),
    "page with 413": page(413),
    "moved": json_reply({}, 302, location="https://new.bitrix24.com/"),
}


def rows(table: Mapping[str, Reply]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("reply", table.values(), ids=table.keys())


every_method = pytest.mark.parametrize("command", [*HARMLESS, ADD], ids=[one.method for one in [*HARMLESS, ADD]])
harmless_ones = pytest.mark.parametrize("command", HARMLESS, ids=[one.method for one in HARMLESS])


@every_method
@rows(NOT_EXECUTED)
def test_what_was_not_executed_is_sent_again(command: Command[object], reply: Reply) -> None:
    portal = Portal([reply, reply, GOOD[command.method]])
    Both(None).client(portal).call(command)
    assert portal.methods == [command.method] * 3
    assert portal.bodies[0] == portal.bodies[2]
    assert portal.pauses == ([60, 60] if reply is NOT_EXECUTED["overworked"] else [1, 2])


@harmless_ones
@rows(AMBIGUOUS)
def test_what_may_have_been_executed_is_sent_again_where_it_does_no_harm(
    command: Command[object], reply: Reply
) -> None:
    portal = Portal([reply, GOOD[command.method]])
    Both(None).client(portal).call(command)
    assert portal.methods == [command.method] * 2


@rows(AMBIGUOUS | AMBIGUOUS_BUT_THE_SAME_AGAIN)
def test_add_is_never_sent_again_when_it_may_have_been_executed(both: Both, reply: Reply) -> None:
    portal = Portal([reply])
    client = both.client(portal)
    error = raised(OutcomeUnknownError, lambda: client.call(ADD))
    assert portal.methods == ["crm.calllist.add"]
    assert not isinstance(error.cause, OutcomeUnknownError)
    assert portal.pauses == []


@rows(AMBIGUOUS)
def test_a_method_that_nobody_knows_is_never_sent_again_either(reply: Reply) -> None:
    portal = Portal([reply])
    client = Both(None).client(portal)
    unknown = Command("crm.calllist.new", {}, lambda value: value)
    raised(OutcomeUnknownError, lambda: client.call(unknown))
    assert len(portal.requests) == 1


@harmless_ones
@rows(AMBIGUOUS_BUT_THE_SAME_AGAIN)
def test_an_answer_that_would_come_again_ends_the_call(command: Command[object], reply: Reply) -> None:
    portal = Portal([reply])
    with pytest.raises(CallListError) as caught:
        Both(None).client(portal).call(command)
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert len(portal.requests) == 1


@every_method
@rows(REFUSED)
def test_a_refusal_is_never_repeated_and_leaves_nothing_open(command: Command[object], reply: Reply) -> None:
    portal = Portal([reply])
    with pytest.raises(CallListError) as caught:
        Both(None).client(portal).call(command)
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert len(portal.requests) == 1


def test_add_after_a_refusal_that_may_be_repeated_can_still_end_open(both: Both) -> None:
    portal = Portal([refusal(503, "QUERY_LIMIT_EXCEEDED"), Failure("broken")])
    client = both.client(portal)
    raised(OutcomeUnknownError, lambda: client.call(ADD))
    assert len(portal.requests) == 2


def test_a_transport_is_told_what_must_not_go_over_a_connection_that_was_used(both: Both) -> None:
    batch = result({"result": {"c0": [], "c1": 51}, "result_error": []})
    portal = Portal([*(GOOD[command.method] for command in HARMLESS), batch, GOOD["crm.calllist.add"], batch])
    client = both.client(portal, timeout=7)
    for command in HARMLESS:
        client.call(command)
    client.batch([commands.statuses()])
    client.call(ADD)
    client.batch([commands.statuses(), ADD])
    assert [request.new_connection for request in portal.requests] == [False] * 6 + [True] * 2
    assert {request.timeout for request in portal.requests} == {7}
    for request in portal.requests:
        assert request.headers["Content-Type"] == request.headers["Accept"] == "application/json"
        assert request.headers["User-Agent"] == f"b24-calllist-python/{VERSION}"


def test_five_times_at_most_after_1_2_4_and_8_seconds(both: Both) -> None:
    portal = Portal([refusal(503, "QUERY_LIMIT_EXCEEDED")] * 5)
    client = both.client(portal)
    raised(LimitError, lambda: client.call(ADD))
    assert portal.pauses == [1, 2, 4, 8]


def test_a_random_part_of_up_to_a_half_is_taken_off() -> None:
    portal = Portal([Failure("unreachable")] * 5)
    raised(PortalConnectionError, lambda: Both(None).client(portal, random=lambda: 0.5).get(13))
    assert portal.pauses == [0.75, 1.5, 3, 6]


def test_pauses_grow_to_a_longest_one() -> None:
    portal = Portal([Failure("unreachable")] * 8)
    raised(PortalConnectionError, lambda: Both(None).client(portal, retry=Retry(attempts=8)).get(13))
    assert portal.pauses == [1, 2, 4, 8, 16, 30, 30]
    assert Retry(attempts=5000).pause(4999, 0, 0) == 30


def test_repeating_can_be_set_and_turned_off() -> None:
    portal = Portal([Failure("unreachable")] * 3)
    retry = Retry(attempts=3, delay=0.1, max_delay=0.15)
    raised(PortalConnectionError, lambda: Both(None).client(portal, retry=retry).get(13))
    assert portal.pauses == [0.1, 0.15]
    once = Portal([Failure("unreachable")])
    raised(PortalConnectionError, lambda: Both(None).client(once, retry=Retry(attempts=1)).get(13))
    assert once.pauses == []


@pytest.mark.parametrize(
    ("header", "pause"), [("7", 7), ("0", 1), ("soon", 1), ("tomorrow", 1), ("-5", 1), ("", 1), ("\u0663", 1)]
)
def test_retry_after_in_seconds(header: str, pause: float) -> None:
    portal = Portal([refusal(503, "QUERY_LIMIT_EXCEEDED", retry_after=header), result(51)])
    Both(None).client(portal).call(ADD)
    assert portal.pauses == [pause]


def test_retry_after_as_a_date() -> None:
    # 2027-01-15 08:00:00 UTC is NOW
    portal = Portal([page(502), result({"ID": 1})])
    portal.replies[0] = json_reply({}, 502, retry_after="Fri, 15 Jan 2027 08:00:20 GMT")
    Both(None).client(portal).get(13)
    assert NOW == 1_800_000_000
    assert portal.pauses == [20]


def test_nobody_is_waited_for_longer_than_the_time_of_a_call() -> None:
    portal = Portal([refusal(503, "QUERY_LIMIT_EXCEEDED", retry_after="601")])
    error = raised(LimitError, lambda: Both(None).client(portal).get(13))
    assert error.retry_at == at(NOW + 601)
    assert portal.pauses == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("90", 90),
        ("", None),
        ("0", None),
        ("Fri, 15 Jan 2027 07:00:00 GMT", None),
        ("Fri, 15 Jan 2027 08:00:20", None),
        ("9" * 400, 86_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("Fri, 99 Jan 2027 08:00:20 GMT", None),
    ],
)
def test_a_limit_error_says_when_to_come_back(header: str, seconds: float | None) -> None:
    client = Both(None).client(
        Portal([refusal(503, "QUERY_LIMIT_EXCEEDED", retry_after=header)]), retry=Retry(attempts=1)
    )
    assert raised(LimitError, lambda: client.get(13)).retry_at == (None if seconds is None else at(NOW + seconds))


NAN: Any = float("nan")
WRONG = [
    *({"attempts": 0}, {"delay": -1}, {"max_delay": -1}, {"time": -1}),
    *({"attempts": NAN}, {"delay": NAN}, {"max_delay": NAN}, {"time": NAN}),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_numbers_are_refused(wrong: dict[str, Any]) -> None:
    assert Retry(attempts=1, delay=0, max_delay=0, time=0).pause(1, 0, 0) == 0
    with pytest.raises(ValueError, match="attempts=5"):
        Retry(**wrong)


@pytest.mark.parametrize(
    "reply",
    [
        Failure("broken"),
        Failure("unreachable"),
        page(502),
        *(
            refusal(503, "QUERY_LIMIT_EXCEEDED", retry_after=odd)
            for odd in ("", "soon", "Fri, 99 Jan 2027 08:00:20 GMT")
        ),
    ],
)
def test_where_nothing_else_is_asked_for_a_delay_of_0_is_none(reply: Reply) -> None:
    portal = Portal([reply, reply, result({"ID": 13})])
    Both(None).client(portal, retry=Retry(delay=0)).get(13)
    assert portal.pauses == [0, 0]


@pytest.mark.parametrize(("time", "sent"), [(3, 3), (2.9, 2)])
def test_the_time_for_retries_includes_its_last_moment(time: float, sent: int) -> None:
    portal = Portal([Failure("broken")] * 3)
    raised(PortalConnectionError, lambda: Both(None).client(portal, retry=Retry(attempts=3, time=time)).get(13))
    assert len(portal.requests) == sent


def test_the_last_error_is_the_one_that_is_raised(both: Both) -> None:
    portal = Portal([Failure("broken"), refusal(401, "NO_AUTH_FOUND")])
    client = both.client(portal)
    raised(AuthError, lambda: client.get(13))
    portal = Portal([Failure("broken"), refusal(500, "ERROR_CORE")])
    client = both.client(portal)
    raised(PortalError, lambda: client.get(13))
