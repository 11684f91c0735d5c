"""A method's working time: nothing is held back before the portal's first refusal, and then until its own reset."""

from typing import Any

import pytest
from support import NOW, Both, Portal, Reply, at, json_reply, raised, refusal, result

from b24_calllist import LimitError, OutcomeUnknownError, Retry, commands

REFUSED = refusal(429, "OPERATION_TIME_LIMIT")
PUT_OFF = {"error": "OPERATION_TIME_LIMIT", "error_description": "Method is blocked"}
STATUSES = commands.statuses()


def with_reset(seconds: float) -> Reply:
    """By the portal's own clock, which is not the client's."""
    return json_reply({"result": [], "time": {"finish": 1787206096.5, "operating_reset_at": 1787206096.5 + seconds}})


@pytest.mark.parametrize("reset", [600, 240, 0.5])
def test_it_is_waited_for_until_the_reset_that_the_last_answer_told(both: Both, reset: float) -> None:
    portal = Portal([with_reset(reset), REFUSED, result([])])
    client = both.client(portal)
    assert [client.statuses(), client.statuses()] == [[], []]
    assert portal.pauses == [reset]


def test_a_minute_where_no_answer_has_told(both: Both) -> None:
    portal = Portal([REFUSED, REFUSED, result([])])
    both.client(portal).statuses()
    assert portal.pauses == [60, 60]


def test_a_reset_that_is_past_tells_nothing() -> None:
    portal = Portal([with_reset(-1), REFUSED, result([])])
    client = Both(None).client(portal)
    client.statuses()
    client.statuses()
    assert portal.pauses == [60]


def test_an_odd_time_tells_nothing() -> None:
    times: list[object] = [
        [],
        "soon",
        {"finish": 1},
        {"operating_reset_at": "1"},
        {"finish": 1, "operating_reset_at": 10**400},
        {"finish": 1.5, "operating_reset_at": 10**400},
        {"finish": 1787206096.5, "operating_reset_at": 1787206696000},
        {"finish": 1787206096, "operating_reset_at": 1787206697},
    ]
    odd = [json_reply({"result": [], "time": time}) for time in times]
    portal = Portal([*odd, REFUSED, result([])])
    client = Both(None).client(portal)
    for _ in range(len(odd) + 1):
        client.statuses()
    assert portal.pauses == [60]


def test_a_limit_error_says_when_where_that_is_beyond_the_calls_time(both: Both) -> None:
    portal = Portal([with_reset(240), REFUSED])
    client = both.client(portal, retry=Retry(time=60))
    client.statuses()
    refused = raised(LimitError, client.statuses)
    assert (refused.status, refused.description, refused.retry_at) == (429, "told so", at(NOW + 240))

    held = raised(LimitError, client.statuses)
    assert (held.status, held.code, held.retry_at) == (429, "OPERATION_TIME_LIMIT", at(NOW + 240))
    assert held.description == (
        "not sent, since the portal has refused this method until its working time is given back, in 240 s"
    )
    assert len(portal.requests) == 2
    assert portal.pauses == []


def test_a_call_that_was_sent_ends_in_the_portals_refusal_where_the_reset_is_beyond_its_time(both: Both) -> None:
    portal = Portal([refusal(503, "QUERY_LIMIT_EXCEEDED", retry_after="550"), REFUSED])
    error = raised(LimitError, both.client(portal).statuses)
    assert (error.status, error.description, error.retry_at) == (429, "told so", at(NOW + 550 + 60))
    assert portal.pauses == [550]


def test_the_time_for_repetitions_does_not_count_how_long_the_method_was_held_before_that(both: Both) -> None:
    busy = refusal(503, "QUERY_LIMIT_EXCEEDED")
    portal = Portal([with_reset(599.5), batched(result_error={"c0": PUT_OFF}), busy, result([])])
    client = both.client(portal)
    client.statuses()
    client.batch([STATUSES])
    client.statuses()
    assert portal.pauses == [599.5, 1]


def test_a_clock_that_is_set_back_holds_nothing_for_ever() -> None:
    portal = Portal([with_reset(240), REFUSED, result([]), REFUSED])
    now = NOW
    client = Both(None).client(portal, retry=Retry(attempts=1), clock=lambda: now)
    client.statuses()
    raised(LimitError, client.statuses)
    now -= 3600
    assert client.statuses() == []
    # Nor is the reset known any longer, which was told before.
    assert raised(LimitError, client.statuses).retry_at == at(now + 60)


def test_with_one_attempt_nothing_is_waited_for_and_nothing_sent_before_the_reset() -> None:
    portal = Portal([REFUSED, result([])])
    now = NOW
    client = Both(None).client(portal, retry=Retry(attempts=1), clock=lambda: now)
    assert raised(LimitError, client.statuses).retry_at == at(NOW + 60)
    assert raised(LimitError, client.statuses).retry_at == at(NOW + 60)
    now += 60
    assert client.statuses() == []
    assert portal.pauses == []


def test_an_add_that_is_held_was_certainly_not_carried_out() -> None:
    client = Both(None).client(Portal([REFUSED]), retry=Retry(attempts=1))
    for _ in range(2):
        assert not isinstance(raised(LimitError, lambda: client.add("CONTACT", [9])), OutcomeUnknownError)


def test_it_holds_no_other_method_back() -> None:
    portal = Portal([REFUSED, result([]), result({"ID": "13"})])
    client = Both(None).client(portal, retry=Retry(attempts=1))
    raised(LimitError, client.statuses)
    client.list()
    client.get(13)
    assert portal.methods == ["crm.calllist.statuslist", "crm.calllist.list", "crm.calllist.get"]


def batched(**maps: object) -> Reply:
    return result({"result": [], "result_error": [], "result_total": [], "result_next": [], **maps})


def test_resets_are_learned_from_the_commands_of_a_batch_too(both: Both) -> None:
    times: dict[str, Any] = {"c0": {"finish": 100.5, "operating_reset_at": 190.5}}
    portal = Portal([batched(result={"c0": []}, result_time=times), REFUSED, result([])])
    client = both.client(portal)
    client.batch([STATUSES])
    client.statuses()
    assert portal.pauses == [90]


def test_a_command_of_a_batch_that_is_put_off_holds_its_method(both: Both) -> None:
    portal = Portal([with_reset(240), batched(result_error={"c0": PUT_OFF}), result([])])
    client = both.client(portal)
    client.statuses()
    (entry,) = client.batch([STATUSES])
    assert isinstance(entry.error, LimitError)
    assert entry.error.retry_at == at(NOW + 240)
    client.statuses()
    assert portal.pauses == [240]


def test_another_refusal_in_a_batch_holds_nothing() -> None:
    portal = Portal([batched(result_error={"c0": {"error": "QUERY_LIMIT_EXCEEDED"}}), result([])])
    client = Both(None).client(portal)
    (entry,) = client.batch([STATUSES])
    assert isinstance(entry.error, LimitError)
    assert entry.error.retry_at is None
    client.statuses()
    assert portal.pauses == []


def test_the_time_of_a_batch_itself_tells_nothing() -> None:
    maps: dict[str, object] = {"result": [], "result_error": []}
    told = json_reply({"result": maps, "time": {"finish": 100, "operating_reset_at": 400}})
    portal = Portal([told, REFUSED, batched(result={"c0": []})])
    client = Both(None).client(portal)
    client.batch([STATUSES])
    client.batch([STATUSES])
    assert portal.pauses == [60]
