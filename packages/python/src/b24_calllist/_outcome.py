"""Which outcome of the table an error has; the table and its rules are the description's."""

from collections.abc import Mapping

from ._errors import (
    CallListError,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalError,
    PortalMovedError,
    PortalTimeoutError,
    UnexpectedResponseError,
)
from ._outcomes import REJECTED, REPEATABLE, Outcome, outcome_of_attempt
from ._wire import as_map


def outcome_of(error: CallListError) -> Outcome:
    """The outcome of an attempt that ended in this error."""
    match error:
        case PortalConnectionError():
            return outcome_of_attempt("connection", sent=error.sent, permanent=error.permanent)
        case PortalTimeoutError():
            return outcome_of_attempt("timeout", sent=True)
        case PortalError():
            return outcome_of_attempt("code", code=error.code, status=error.status)
        case UnexpectedResponseError():
            return outcome_of_attempt("page", status=error.status, truncated=_is_truncated(error))
        case PortalMovedError():
            return outcome_of_attempt("redirect")
        case _:
            return REJECTED


def _is_truncated(error: UnexpectedResponseError) -> bool:
    # JSON of a portal begins with a brace, also where it breaks off.
    is_json = "json" in error.content_type.lower() and error.excerpt.startswith("{")
    return not error.problem and (is_json or not error.excerpt)


def is_repeatable(method: str, params: Mapping[str, object]) -> bool:
    """Whether a call does no harm when it is executed twice; a batch, whether each of its commands does none."""
    if method != "batch":
        return method in REPEATABLE
    commands = as_map(params["cmd"]) or {}
    return all(str(text).split("?")[0] in REPEATABLE for text in commands.values())


def with_outcome(error: CallListError, method: str, params: Mapping[str, object]) -> CallListError:
    """The error to end in: an `OutcomeUnknownError` where something may have been done that must not be done twice."""
    if outcome_of(error).executed == "unknown" and not is_repeatable(method, params):
        return OutcomeUnknownError(error, params)
    return error
