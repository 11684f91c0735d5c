"""What every error says about its call: whether the portal executed it, and whether a request of it has left."""

import copy
import pickle
from typing import Any

import pytest
from support import NOW, TOKEN, Both, Portal, Reply, at, json_reply, page, raised, refusal, result

from b24_calllist import (
    AuthError,
    CallListError,
    Command,
    Failure,
    LimitError,
    OAuth,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalError,
    PortalMovedError,
    PortalTimeoutError,
    Retry,
    SkippedError,
    UnexpectedResponseError,
    UnstableListError,
    commands,
)

UPDATE = commands.update(13, "CONTACT", [9], webform_id=None)
ADD = commands.add("CONTACT", [9])

LOST, LATE, GATEWAY = Failure("broken", "reset"), Failure("late"), page(502)
NO_CONNECTION = Failure("unreachable", "Connection refused")
BUSY = refusal(503, "QUERY_LIMIT_EXCEEDED")
EXHAUSTED = refusal(429, "OPERATION_TIME_LIMIT")
WRONG = refusal(400, "LIST_ID_ERROR")
EXPIRED = refusal(401, "expired_token")


def error_of(both: Both, command: Command[Any], replies: list[Reply], **options: Any) -> CallListError:
    """The error of a call whose last reply comes again and again."""
    portal = Portal([*replies, *[replies[-1]] * 5])
    with pytest.raises(CallListError) as caught:
        both.client(portal, **options).call(command)
    return caught.value


@pytest.mark.parametrize(
    ("replies", "executed", "sent"),
    [
        ([NO_CONNECTION], "no", False),
        ([LATE, NO_CONNECTION], "unknown", True),
        ([LOST, WRONG], "unknown", True),
        ([GATEWAY, WRONG], "unknown", True),
        ([NO_CONNECTION, WRONG], "no", True),
        ([BUSY, NO_CONNECTION], "no", True),
        ([NO_CONNECTION, GATEWAY], "unknown", True),
        ([WRONG], "no", True),
        ([refusal(500, "ERROR_CORE")], "unknown", True),
        ([json_reply({}, 302, location="https://new.bitrix24.com/")], "no", True),
    ],
)
def test_after_all_attempts_of_a_call(both: Both, replies: list[Reply], executed: str, sent: bool) -> None:
    error = error_of(both, UPDATE, replies)
    assert (error.executed, error.sent) == (executed, sent)


def test_each_attempt_is_judged_by_itself() -> None:
    portal = Portal([LOST, NO_CONNECTION, NO_CONNECTION, result(True)])
    assert Both(None).client(portal).call(UPDATE) is True


def test_a_call_that_must_not_be_executed_twice_is_unknown_by_its_last_attempt_alone() -> None:
    after_busy = error_of(Both(None), ADD, [BUSY, NO_CONNECTION])
    assert (type(after_busy), after_busy.executed, after_busy.sent) == (PortalConnectionError, "no", True)
    unknown = error_of(Both(None), ADD, [NO_CONNECTION, GATEWAY])
    assert (type(unknown), unknown.executed, unknown.sent) == (OutcomeUnknownError, "unknown", True)


def test_a_result_of_another_type_is_unknown() -> None:
    error = error_of(Both(None), UPDATE, [result(False)])
    assert (type(error), error.executed, error.sent) == (UnexpectedResponseError, "unknown", True)


def test_a_call_that_is_held_until_the_reset_was_not_sent() -> None:
    client = Both(None).client(Portal([EXHAUSTED]), retry=Retry(attempts=1))
    first, held = (raised(LimitError, lambda: client.call(UPDATE)) for _ in range(2))
    assert (first.executed, first.sent) == ("no", True)
    assert (held.executed, held.sent, held.retry_at) == ("no", False, at(NOW + 60))


def test_a_call_that_is_held_after_its_token_was_renewed_was_sent() -> None:
    def meanwhile(_: object) -> Reply:
        raised(LimitError, client.statuses)
        return EXPIRED

    auth = OAuth("example.bitrix24.com", TOKEN, lambda: "another-token")
    client = Both(None).client(Portal([meanwhile, EXHAUSTED]), auth, retry=Retry(time=30))
    held = raised(LimitError, client.statuses)
    assert (held.description[:8], held.executed, held.sent) == ("not sent", "no", True)


def batched(errors: object) -> Reply:
    return result({"result": [], "result_error": errors})


def test_an_entry_of_a_batch_has_its_own() -> None:
    errors = {"c0": {"error": "LIST_ID_ERROR"}, "c1": {"error": "ERROR_CORE"}}
    no, unknown = Both(None).client(Portal([batched(errors)])).batch([commands.get(1), commands.get(2)])
    assert no.error
    assert unknown.error
    assert (no.error.executed, no.error.sent) == ("no", True)
    assert (unknown.error.executed, unknown.error.sent) == ("unknown", True)


def test_a_command_that_is_passed_over_was_sent_with_the_others_or_not_at_all() -> None:
    portal = Portal([batched({"c0": {"error": "LIST_ID_ERROR"}})])
    entries = Both(None).client(portal).batch([commands.get(1)] * 51, halt=True)
    passed_over, later = entries[1].error, entries[50].error
    assert isinstance(passed_over, SkippedError)
    assert isinstance(later, SkippedError)
    assert (passed_over.executed, passed_over.sent) == ("no", True)
    assert (later.executed, later.sent) == ("no", False)


def test_an_entry_has_that_of_its_request_where_the_whole_request_failed() -> None:
    (lost,) = Both(None).client(Portal([LOST, refusal(401, "NO_AUTH_FOUND")])).batch([UPDATE])
    assert isinstance(lost.error, AuthError)
    assert (lost.error.executed, lost.error.sent) == ("unknown", True)
    (unsent,) = Both(None).client(Portal([NO_CONNECTION] * 5)).batch([ADD])
    assert isinstance(unsent.error, PortalConnectionError)
    assert (unsent.error.executed, unsent.error.sent) == ("no", False)


TIMEOUT = PortalTimeoutError("m", timeout=1)


@pytest.mark.parametrize(
    ("error", "executed", "sent"),
    [
        (CallListError("m", "what"), "unknown", True),
        (PortalError("m", status=400, code="LIST_ID_ERROR"), "no", True),
        (PortalError("m", status=500, code="INTERNAL_SERVER_ERROR"), "unknown", True),
        (LimitError("m", status=429, code="OPERATION_TIME_LIMIT"), "no", True),
        (UnexpectedResponseError("m", status=404, content_type="", excerpt="x"), "no", True),
        (UnexpectedResponseError("m", status=502, content_type="", excerpt="x"), "unknown", True),
        (PortalConnectionError("m", reason="refused", sent=False), "no", False),
        (PortalConnectionError("m", reason="reset", sent=True), "unknown", True),
        (TIMEOUT, "unknown", True),
        (PortalMovedError("m", status=302, host=""), "no", True),
        (OutcomeUnknownError(TIMEOUT, {}), "unknown", True),
        (SkippedError("m", TIMEOUT), "no", True),
        (UnstableListError("m", 5), "no", True),
    ],
)
def test_an_error_that_a_test_makes_itself(error: CallListError, executed: str, sent: bool) -> None:
    assert (error.executed, error.sent) == (executed, sent)
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (twin.executed, twin.sent) == (executed, sent)
