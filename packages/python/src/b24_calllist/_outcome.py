"""What is known about a call after an attempt, and what is done: the one place that decides on repeating."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ._codes import MAYBE_EXECUTED, STATUS_OF_CODE
from ._errors import (
    CallListError,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalError,
    PortalTimeoutError,
    UnexpectedResponseError,
)
from ._wire import as_map


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the table."""

    executed: Literal["no", "unknown"]
    """Whether the portal carried the call out."""
    next: Literal["end", "repeat", "wait", "renew"]
    """`repeat` after a pause (where it is unknown, only what a repetition cannot harm), `wait` for the method's working
    time, or `renew` the token."""


BUSY = Decision("no", "repeat")
"""QUERY_LIMIT_EXCEEDED, or 429 from something before the portal."""
OVERWORKED = Decision("no", "wait")
"""OPERATION_TIME_LIMIT: the method has worked too long."""
EXPIRED = Decision("no", "renew")
"""expired_token."""
REFUSED = Decision("no", "end")
"""Any other error code, OVERLOAD_LIMIT, PORTAL_DELETED and ACCESS_DENIED among them, a page with 4xx, or a redirect."""
UNREACHABLE = Decision("no", "repeat")
"""No connection, so nothing was sent; or an HTML page with 421 or 425, by which a server passes a request on to no
portal."""
BLOCKED = Decision("no", "end")
"""No connection, and a retry would fail in the same way: a certificate that is not trusted, a proxy with a password."""
BROKEN = Decision("unknown", "repeat")
"""The connection broke off, before or in the middle of the answer."""
LATE = Decision("unknown", "repeat")
"""No answer in time."""
LOST = Decision("unknown", "repeat")
"""An HTML error page with 5xx or 408 (load balancers send it when the response is slow, too), or a gateway's code."""
CUT = Decision("unknown", "repeat")
"""An answer with 200 that is empty, or JSON that breaks off."""
CRASHED = Decision("unknown", "end")
"""The portal's own code stopped on an error (HTTP 500 as JSON); mostly the request is wrong."""
FOREIGN = Decision("unknown", "end")
"""A response with 200 that no portal sends and that would come again: a login page, PHP's warnings before the JSON,
more than 64 MiB, a result of another kind than the method's."""

DECISION_ON_CODE = {"QUERY_LIMIT_EXCEEDED": BUSY, "OPERATION_TIME_LIMIT": OVERWORKED, "expired_token": EXPIRED}
"""Codes with a row of their own, whatever the status."""

REPEATABLE = frozenset(
    {
        "crm.calllist.get",
        "crm.calllist.list",
        "crm.calllist.items.get",
        "crm.calllist.statuslist",
        "crm.calllist.update",
    }
)
"""Methods that do nothing more when they are carried out twice. Any other may; `crm.calllist.add` surely does."""


def decision_on(error: CallListError) -> Decision:
    """The row for an attempt that ended in this error. Deterministic answers end a call: they would come again."""
    match error:
        case PortalConnectionError():
            return BROKEN if error.sent else BLOCKED if error.permanent else UNREACHABLE
        case PortalTimeoutError():
            return LATE
        case PortalError():
            return _decision_on_code(error.status, error.code)
        case UnexpectedResponseError():
            return _decision_on_page(error)
        case _:
            return REFUSED


def _decision_on_code(status: int, code: str) -> Decision:
    if code in DECISION_ON_CODE:
        return DECISION_ON_CODE[code]
    if code in MAYBE_EXECUTED:
        return CRASHED
    if code in STATUS_OF_CODE:
        return REFUSED
    return CRASHED if status == 500 else _decision_on_status(status)


def _decision_on_page(error: UnexpectedResponseError) -> Decision:
    if error.status >= 400:
        return _decision_on_status(error.status)
    if error.problem:
        return FOREIGN
    # JSON of a portal begins with a brace, also where it breaks off.
    is_json = "json" in error.content_type.lower() and error.excerpt.startswith("{")
    return CUT if is_json or not error.excerpt else FOREIGN


def _decision_on_status(status: int) -> Decision:
    """What a server before the portal says."""
    if status >= 500 or status == 408:
        return LOST
    if status in {421, 425}:
        return UNREACHABLE
    return BUSY if status == 429 else REFUSED


def is_repeatable(method: str, params: Mapping[str, object]) -> bool:
    """Whether a call may be carried out twice without harm; a batch, whether each of its commands may."""
    if method != "batch":
        return method in REPEATABLE
    commands = as_map(params["cmd"]) or {}
    return all(str(text).split("?")[0] in REPEATABLE for text in commands.values())


def with_outcome(error: CallListError, method: str, params: Mapping[str, object]) -> CallListError:
    """The error to end in: an `OutcomeUnknownError` where something may have been done that must not be done twice."""
    if decision_on(error).executed == "unknown" and not is_repeatable(method, params):
        return OutcomeUnknownError(error, params)
    return error
