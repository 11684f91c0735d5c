"""Reading what a portal, or something before it, answered.

They send more than the documentation says: errors with any status (200 too), codes that are numbers or empty, HTML with
200, bodies that are empty or cut.
"""

import json
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from ._auth import Auth
from ._errors import (
    CallListError,
    PortalConnectionError,
    PortalMovedError,
    PortalTimeoutError,
    UnexpectedResponseError,
    portal_error,
)
from ._numbers import MAX_EXCERPT, MAX_WORD, RETRY_AFTER_MAX
from ._secret import LONGEST_SEARCHED, SLASH
from ._texts import printable, shortened
from ._transport import Failure, Outcome, Response
from ._wire import as_map

EXCERPT_SOURCE_LENGTH = 2000
"""More than an excerpt, so that masking an address does not leave it empty, and little enough to be searched."""
SHOWN_LENGTH = 60
"""Characters of a result that is shown in a message."""
REST_ADDRESS = re.compile(rf"""[^\s"'<>]*(?:/|%(?:25)*2F)rest{SLASH}[^\s"'<>]*""", re.IGNORECASE)
"""An address below /rest/, also as it stands in JSON or a query."""
MOST_VALUES = {b"{": 1_000_000, b"[": 1_000_000, b",": 5_000_000}
"""How often these signs are in a body at most. 500,000 rows of call lists have fewer; small values take far more memory
than their text, and 64 MiB of `{},` would be gigabytes."""
DIGITS = re.compile(r"[0-9]+")
DATE = re.compile(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT")
"""As HTTP writes it. Python's reader takes more, and a time without a zone for one of this machine's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer."""

    result: object = field(repr=False)
    response: Response
    time: object = field(repr=False)
    """The answer's `time`, as it came."""


def judge(method: str, came: Outcome, auth: Auth, timeout: float) -> Answer | CallListError:
    """The good answer of an attempt, or the error that it is."""
    if isinstance(came, Failure):
        return _no_response(method, came, auth, timeout)
    if 300 <= came.status < 400:
        host = auth.quote(_host(came.headers.get("location", "")), MAX_WORD)
        return PortalMovedError(method, status=came.status, host=host)
    if problem := _problem(came):
        return unexpected(method, came, auth, problem)
    body = as_map(_parse(came.body))
    if body is not None:
        if _is_code(body.get("error")):
            return refusal(method, came.status, body, auth)
        if came.status < 400 and "result" in body:
            return Answer(body["result"], came, body.get("time"))
    return unexpected(method, came, auth)


def _problem(came: Response) -> str:
    """Why a body is not even read as JSON."""
    if came.too_large:
        return "it is larger than 64 MiB"
    too_many = any(came.body.count(sign) > most for sign, most in MOST_VALUES.items())
    return "it holds too many values" if too_many else ""


def _no_response(method: str, came: Failure, auth: Auth, timeout: float) -> CallListError:
    if came.kind == "late":
        return PortalTimeoutError(method, timeout=timeout)
    reason = auth.quote(came.reason)
    return PortalConnectionError(method, reason=reason, sent=came.kind == "broken", permanent=came.kind == "blocked")


def refusal(method: str, status: int, sent: object, auth: Auth) -> CallListError:
    """The error of `{"error": …, "error_description": …}`, as it comes alone or inside a batch."""
    body = as_map(sent)
    if body is None or not _is_code(body.get("error")):
        return UnexpectedResponseError(method, status=status, content_type="", excerpt="")
    argument = body.get("argument")
    return portal_error(
        method,
        status=status,
        code=auth.quote(str(body["error"]), MAX_WORD),
        description=auth.quote(str(body.get("error_description") or "")),
        argument=auth.quote(argument, MAX_WORD) if isinstance(argument, str) else "",
    )


def unexpected(method: str, response: Response, auth: Auth, problem: str = "") -> UnexpectedResponseError:
    """A response that is not a portal's, with a piece of it to recognise it by."""
    return UnexpectedResponseError(
        method,
        status=response.status,
        content_type=auth.quote(response.headers.get("content-type", ""), MAX_WORD),
        excerpt=_beginning(_text(response.body[: LONGEST_SEARCHED + 1]), auth)[:MAX_EXCERPT],
        problem=problem,
    )


def shown(result: object, auth: Auth) -> str:
    """What came as a result that the method does not have: `result: false`."""
    text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
    return f"result: {shortened(_beginning(text, auth), SHOWN_LENGTH)}"


def _beginning(text: str, auth: Auth) -> str:
    """The beginning of a text, printable and without any address below /rest/."""
    return printable(REST_ADDRESS.sub("***", auth.redact(text)[:EXCERPT_SOURCE_LENGTH]))


def seconds_to_wait(came: Outcome, now: float) -> float:
    """What `Retry-After` asks for, as a number of seconds or a date; 0 where it is neither."""
    if isinstance(came, Failure):
        return 0
    return _seconds(came.headers.get("retry-after", "").strip(), now)


def _seconds(header: str, now: float) -> float:
    if DIGITS.fullmatch(header):
        return min(float(header), RETRY_AFTER_MAX)
    if not DATE.fullmatch(header):
        return 0
    try:
        return min(max(0.0, parsedate_to_datetime(header).timestamp() - now), RETRY_AFTER_MAX)
    except (ValueError, OverflowError):
        return 0


def _is_code(error: object) -> bool:
    return isinstance(error, str | int | float) and not isinstance(error, bool)


def _parse(body: bytes) -> object:
    """None where it is not JSON."""
    try:
        return json.loads(_text(body), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> object:
    """NaN and Infinity, which Python reads, are no JSON."""
    raise ValueError(name)


def _text(body: bytes) -> str:
    """The body as text, without byte order marks (files of a portal's own code can put some before it). Bytes that are
    not UTF-8 become U+FFFD, since an error's code is readable all the same.
    """
    return body.decode(errors="replace").lstrip("\ufeff \t\r\n")


def _host(location: str) -> str:
    """Host of an absolute address; empty of a relative one."""
    try:
        parts = urlsplit(location)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port and port != {"http": 80, "https": 443}.get(parts.scheme) else host
