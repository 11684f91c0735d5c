"""Which calls may be executed twice, and the error to end in for one that may not."""

from collections.abc import Mapping, Sequence

from ._errors import CallListError, OutcomeUnknownError
from ._outcomes import REPEATABLE
from ._wire import as_map


def is_repeatable(method: str, params: Mapping[str, object]) -> bool:
    """Whether a call does no harm when it is executed twice; a batch, whether each of its commands does none."""
    if method != "batch":
        return method in REPEATABLE
    commands = as_map(params["cmd"]) or {}
    return all(str(text).split("?")[0] in REPEATABLE for text in commands.values())


def with_outcome(error: CallListError, method: str, params: Mapping[str, object]) -> CallListError:
    """The error to end in: an `OutcomeUnknownError` where something may have been done that must not be done twice."""
    if error.executed == "unknown" and not is_repeatable(method, params):
        return OutcomeUnknownError(error, params)
    return error


def about_call(error: CallListError, attempts: Sequence[CallListError]) -> CallListError:
    """The error to end in, which speaks for all attempts of its call; each of them was judged by itself."""
    error.executed, error.sent = (
        "unknown" if any(attempt.executed == "unknown" for attempt in attempts) else "no",
        any(attempt.sent for attempt in attempts),
    )
    return error
