# Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.
"""What is known about a call after an attempt that failed, and what follows: the one table that decides on retries."""

from dataclasses import dataclass
from typing import Literal

from ._codes import MAYBE_EXECUTED, STATUS_OF_CODE


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row of the table."""

    executed: Literal["no", "unknown"]
    """Whether the portal executed the call. Where it is unknown, only what may be executed twice is retried."""
    next: Literal["fail", "retry", "slow-down", "wait", "renew", "follow"]
    """`retry` after a pause, `slow-down` and retry, `wait` for the method's operating-time quota, `renew` the token,
    `follow` the portal, or `fail`."""


RATE_LIMITED = Outcome("no", "slow-down")
"""`QUERY_LIMIT_EXCEEDED`, or HTTP 429 from a server in front of the portal."""
QUOTA_EXHAUSTED = Outcome("no", "wait")
"""`OPERATION_TIME_LIMIT`: the method has used up its operating time."""
TOKEN_EXPIRED = Outcome("no", "renew")
"""`expired_token`, where the client can renew the token."""
MOVED = Outcome("no", "follow")
"""A redirect to another address."""
REJECTED = Outcome("no", "fail")
"""Any other error code (`OVERLOAD_LIMIT`, `PORTAL_DELETED`, `ACCESS_DENIED` …), or an HTML error page with HTTP
4xx."""
UNREACHABLE = Outcome("no", "retry")
"""No connection: unknown host, no route, refused, no TLS, or a proxy that opens no tunnel."""
MISCONFIGURED = Outcome("no", "fail")
"""No connection, for good: the certificate is not trusted, or a proxy wants a password."""
NOT_ACCEPTED = Outcome("no", "retry")
"""HTTP 421 or 425. The server has not looked at the request."""
NOT_SENT = Outcome("no", "fail")
"""The time for the call was over before it was sent."""
DISCONNECTED = Outcome("unknown", "retry")
"""The connection was lost before or during the response."""
TIMED_OUT = Outcome("unknown", "retry")
"""No response in time."""
GATEWAY_ERROR = Outcome("unknown", "retry")
"""An HTML error page with HTTP 5xx or 408, or an error code of a gateway."""
TRUNCATED = Outcome("unknown", "retry")
"""HTTP 200, and the body is empty, or JSON that breaks off."""
CRASHED = Outcome("unknown", "fail")
"""The portal's own code failed (HTTP 500 as JSON). Mostly the request is wrong."""
NOT_A_PORTAL = Outcome("unknown", "fail")
"""HTTP 200 with what no portal sends: a login page, PHP warnings before the JSON, a result of another type, or more
than 64 MiB."""


def outcome_of_attempt(
    failure: Literal["redirect", "connection", "timeout", "code", "page"],
    *,
    sent: bool = False,
    permanent: bool = False,
    code: str = "",
    status: int = 0,
    truncated: bool = False,
) -> Outcome:
    """The outcome of the first rule that matches. `truncated`: the body is empty, or JSON that breaks off."""
    rules = (
        (failure == "redirect", MOVED),
        (failure == "connection" and sent, DISCONNECTED),
        (failure == "connection" and permanent, MISCONFIGURED),
        (failure == "connection", UNREACHABLE),
        (failure == "timeout" and sent, TIMED_OUT),
        (failure == "timeout", NOT_SENT),
        (failure == "code" and code == "QUERY_LIMIT_EXCEEDED", RATE_LIMITED),
        (failure == "code" and code == "OPERATION_TIME_LIMIT", QUOTA_EXHAUSTED),
        (failure == "code" and code == "expired_token", TOKEN_EXPIRED),
        (failure == "code" and code in MAYBE_EXECUTED, CRASHED),
        (failure == "code" and code in STATUS_OF_CODE, REJECTED),
        (failure == "code" and status == 500, CRASHED),
        (status >= 500, GATEWAY_ERROR),
        (status == 408, GATEWAY_ERROR),
        (status == 429, RATE_LIMITED),
        (status in {421, 425}, NOT_ACCEPTED),
        (failure == "code", REJECTED),
        (status >= 400, REJECTED),
        (truncated, TRUNCATED),
        (True, NOT_A_PORTAL),
    )
    return next(outcome for matches, outcome in rules if matches)


REPEATABLE = frozenset(
    {
        "crm.calllist.get",
        "crm.calllist.list",
        "crm.calllist.update",
        "crm.calllist.items.get",
        "crm.calllist.statuslist",
    }
)
"""Methods that do no harm when they are executed twice. Any other may."""
