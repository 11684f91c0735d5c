"""What can go wrong, one class a cause. No URL, code or token is in any of them, nor in their causes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

from ._codes import ERRORS_PAGE, STATUS_OF_CODE
from ._outcomes import NOT_A_PORTAL, Outcome, outcome_of_attempt

Executed: TypeAlias = Literal["no", "unknown"]
"""Whether the portal executed a call that failed. `no` is certain: the call changed nothing."""


class CallListError(Exception):
    """Root of all errors of a call. Its subclasses say what happened; `executed` and `sent` say what that means for the
    call.

    Example:
        >>> from b24_calllist import CallListError
        >>> def is_as_it_was(error: CallListError) -> bool:
        ...     return error.executed == "no"
    """

    def __init__(self, method: str, message: str, *, outcome: Outcome = NOT_A_PORTAL, sent: bool = True) -> None:
        super().__init__(f"{method}: {message}")
        self.method = method
        """Name of the portal's method that was called, such as `crm.calllist.get`."""
        self.executed: Executed = outcome.executed
        """Whether the portal executed the call, over all its attempts. `no` is certain: the call changed nothing."""
        self.sent = sent
        """Whether a request of the call, or a part of one, may have left this machine. False is certain."""
        self._outcome = outcome

    def __reduce__(self) -> tuple[Any, ...]:
        # The usual way would call __init__ with the message alone, and fail where errors travel between processes.
        return _restore, (type(self), self.args, self.__dict__, self.__cause__)


def outcome_of(error: CallListError) -> Outcome:
    """The outcome of the attempt that ended in this error. What comes from none is treated as an unknown response."""
    return error._outcome  # noqa: SLF001 - no affair of whoever catches it


def _restore(
    cls: type[CallListError], args: tuple[object, ...], attributes: Mapping[str, object], cause: BaseException | None
) -> CallListError:
    error = cls.__new__(cls)
    error.args = args
    error.__dict__.update(attributes)
    error.__cause__ = cause
    return error


class PortalError(CallListError):
    """The portal said no. The call was understood as such and answered with an error code.

    Example:
        >>> from b24_calllist import ErrorCode, PortalError
        >>> def there_is_none(error: PortalError) -> bool:
        ...     return error.code == ErrorCode.LIST_ID_ERROR
    """

    def __init__(
        self,
        method: str,
        *,
        status: int,
        code: str,
        description: str = "",
        argument: str = "",
        ids: Sequence[int] = (),
    ) -> None:
        said = ": ".join(part for part in (code, description) if part) or "refused without a code"
        outcome = outcome_of_attempt("code", code=code, status=status)
        super().__init__(method, f"{said} (HTTP {status})", outcome=outcome)
        self.status = status
        """HTTP status: 400 for most refusals, 200 where an error came as a good answer or inside a batch."""
        self.code = code
        """Code from the wire, an open set; `ErrorCode` has those that are known. It can be empty."""
        self.description = description
        """English text for developers; empty where the portal sends none."""
        self.argument = argument
        """Name of the argument, in some refusals of the query builder; mostly empty."""
        self.ids = tuple(ids)
        """The ids that the portal does not know, where `change_participants` has found them out; mostly empty."""

    @property
    def doc_url(self) -> str:
        """Address of the page that says what the code means and what to do.

        It begins at the top for a code it does not know.
        """
        # As JavaScript's encodeURIComponent, so that all clients give one address.
        anchor = quote(self.code, safe="!'()*", errors="replace")
        return f"{ERRORS_PAGE}#{anchor or 'empty-code'}"


class AuthError(PortalError):
    """401: credentials missing, wrong, expired, or not enough for this method."""


class AccessError(PortalError):
    """403: not allowed, or the portal is closed. From `items` also an empty page."""


class LimitError(PortalError):
    """503 or 429: too many requests, or too much working time. Try again later."""

    retry_at: datetime | None = None
    """When it may go again, in UTC: by `Retry-After`, or when the method's working time is given back (a minute, where
    no answer has told). None where nobody knows."""


class UnexpectedResponseError(CallListError):
    """The response is not what a portal sends: an HTML page, an empty body, JSON that breaks off, a result of another
    kind than the method's.
    """

    def __init__(self, method: str, *, status: int, content_type: str, excerpt: str, problem: str = "") -> None:
        what = f"the response is not what a Bitrix24 portal sends (HTTP {status}, {content_type or 'no content type'})"
        # JSON of a portal begins with a brace, also where it breaks off.
        is_json = "json" in content_type.lower() and excerpt.startswith("{")
        truncated = not problem and (is_json or not excerpt)
        outcome = outcome_of_attempt("page", status=status, truncated=truncated)
        super().__init__(method, f"{what}: {problem}" if problem else what, outcome=outcome)
        self.status = status
        """HTTP status of the response."""
        self.content_type = content_type
        """Content type of the response; empty where there was none."""
        self.excerpt = excerpt
        """The first 200 characters of the body, without secrets."""
        self.problem = problem
        """What is wrong with it, such as `result: false`; empty where the excerpt says all."""


class PortalConnectionError(CallListError, ConnectionError):
    """The connection could not be made, or broke off. Also a `ConnectionError` of Python's own."""

    def __init__(self, method: str, *, reason: str, sent: bool, permanent: bool = False) -> None:
        what = "the connection to the portal broke off" if sent else "no connection to the portal"
        outcome = outcome_of_attempt("connection", sent=sent, permanent=permanent)
        super().__init__(method, f"{what}{f' ({reason})' if reason else ''}", outcome=outcome, sent=sent)
        self.reason = reason
        """Short text, such as `Connection refused`."""
        self.permanent = permanent
        """Whether a retry would fail in the same way: a certificate that is not trusted, a proxy that wants a password.
        The reason says what to do."""


class PortalTimeoutError(CallListError, TimeoutError):
    """The request was sent, and no whole response came within the time allowed. Also a `TimeoutError` of Python's own.

    Where there was not even a connection in that time, it is a `PortalConnectionError`.
    """

    def __init__(self, method: str, *, timeout: float) -> None:
        super().__init__(method, f"no response within {timeout:g} s", outcome=outcome_of_attempt("timeout", sent=True))
        self.timeout = timeout
        """The time allowed, in seconds."""


class PortalMovedError(CallListError):
    """A redirect, which is never followed: the portal was renamed, or is closed."""

    def __init__(self, method: str, *, status: int, host: str) -> None:
        super().__init__(
            method,
            f"the portal redirects{f' to {host}' if host else ''}: it has a new address, or is closed",
            outcome=outcome_of_attempt("redirect"),
        )
        self.status = status
        """HTTP status of the redirect."""
        self.host = host
        """Host it points to; empty where the answer does not say."""


class OutcomeUnknownError(CallListError):
    """A call list may have been made, or not: nobody knows whether the portal carried the call out.

    Look with `list`, newest first, before you repeat it: a new list that is yours has an activity "Call list #…" of the
    calling user.
    """

    def __init__(self, cause: CallListError, params: Mapping[str, object], method: str = "") -> None:
        happened = str(cause)[len(cause.method) + 2 :]
        super().__init__(
            method or cause.method,
            "it is not known whether the portal did it. Look with list, newest first, before you repeat it. "
            f"What happened: {happened}",
        )
        self.cause = cause
        """What happened."""
        self.params = params
        """What was sent, without credentials."""
        self.__cause__ = cause


class UnstableListError(CallListError):
    """The list kept changing while it was read, so that it is not known whether every participant was read.

    Those that were read came before this error. Read the list again when fewer people work on it.
    """

    def __init__(self, method: str, passes: int, consequence: str = "Participants may be missing") -> None:
        super().__init__(
            method, f"the list kept changing while it was read {passes} times. {consequence}; try again later"
        )
        self.executed = "no"
        self.passes = passes
        """How often the list was read."""


class SkippedError(CallListError):
    """A command of a batch that was not run, because one before it failed."""

    def __init__(self, method: str, cause: CallListError, *, sent: bool = True) -> None:
        super().__init__(method, f"not run, since a command before it failed ({cause})", sent=sent)
        self.executed = "no"
        self.cause = cause
        """What happened there."""
        self.__cause__ = cause


def same_rows_again(method: str) -> UnexpectedResponseError:
    """For what no portal does: the rows of one page for all of them."""
    return UnexpectedResponseError(
        method, status=200, content_type="", excerpt="", problem="the same rows for each start"
    )


def portal_error(method: str, *, status: int, code: str, description: str = "", argument: str = "") -> PortalError:
    """The class for a refusal goes by its status; inside an answer with 200 by the status its code usually has."""
    kind: type[PortalError] = {401: AuthError, 403: AccessError, 429: LimitError, 503: LimitError}.get(
        STATUS_OF_CODE.get(code, status) if status == 200 else status, PortalError
    )
    return kind(method, status=status, code=code, description=description, argument=argument)
