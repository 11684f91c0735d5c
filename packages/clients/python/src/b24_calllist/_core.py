"""The way of every call, without input and output: flows say what to do next, and a client does it.

A flow is a generator. It yields an action and gets back what came of it; `Client` carries actions out at once,
`AsyncClient` awaits them. So both share all there is to decide.
"""

import json
import math
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, TypeAlias, TypeVar

from ._answer import Answer, judge, seconds_to_wait, shown, unexpected
from ._auth import Auth, Token
from ._codes import VERSION, ErrorCode
from ._command import Command
from ._errors import CallListError, LimitError, outcome_of
from ._operating import OperatingTime
from ._outcome import about_call, is_repeatable, with_outcome
from ._retry import Retry
from ._secret import Secret
from ._transport import Request
from ._wire import WrongShapeError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request; gives a Response or a Failure."""

    request: Request


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Renew:
    """Get a new access token in place of this one, unless that has been done meanwhile."""

    spent: Token


@dataclass(frozen=True, slots=True)
class Tell:
    """Call a function of the caller's with this."""

    hook: Callable[[Any], object]
    value: object


Action: TypeAlias = Send | Sleep | Renew | Tell
Flow: TypeAlias = Generator[Action, Any, T]

HEADERS = {
    "Content-Type": "application/json",
    "Accept": "application/json",
    "User-Agent": f"b24-calllist-python/{VERSION}",
}


@dataclass(frozen=True, slots=True)
class Core:
    """What the calls of one client share."""

    auth: Auth
    retry: Retry
    timeout: float
    clock: Callable[[], float]
    random: Callable[[], float]
    operating: OperatingTime

    def call(self, command: Command[T]) -> Flow[T]:
        """Carries out a command."""
        answer = yield from self.send(command.method, command.params)
        result = read(command, answer.result)
        if isinstance(result, WrongShapeError):
            problem = shown(answer.result, self.auth)
            error = unexpected(command.method, answer.response, self.auth, problem)
            raise with_outcome(error, command.method, command.params)
        return result

    def send(self, method: str, params: Mapping[str, object]) -> Flow[Answer]:
        """Sends a request, and sends it again where that is known to be safe."""
        failed: list[CallListError] = []
        ended = yield from self._attempts(method, params, failed)
        if isinstance(ended, Answer):
            return ended
        raise about_call(ended, failed)

    def _attempts(
        self, method: str, params: Mapping[str, object], failed: list[CallListError]
    ) -> Flow[Answer | CallListError]:
        """What the last attempt ended in. Fills `failed` with the errors of all."""
        attempt, renewed, until = 0, False, self.clock() + self.retry.time
        error: CallListError | None = None
        while True:
            if held := (yield from self._wait_for_reset(method, until)):
                return error or held
            attempt += 1
            if attempt == 1:
                until = self.clock() + self.retry.time
            token = self.auth.token
            came = yield Send(self._request(method, params, token))
            judged = judge(method, came, self.auth, self.timeout)
            if isinstance(judged, Answer):
                self._learn(method, judged)
                return judged
            failed.append(judged)
            outcome = outcome_of(judged)
            waits = outcome.next == "wait"
            wanted = self.operating.refused(method) if waits else seconds_to_wait(came, self.clock())
            if isinstance(judged, LimitError):
                judged.retry_at = at(self.clock() + wanted) if wanted else None
            if outcome.next == "renew" and self.auth.renew and token and not renewed:
                renewed = True
                yield Renew(token)
                continue
            error = with_outcome(judged, method, params)
            is_safe = outcome.executed == "no" or is_repeatable(method, params)
            if outcome.next not in {"retry", "slow-down", "wait"} or not is_safe or attempt >= self.retry.attempts:
                return error
            if waits:
                continue
            pause = self.retry.pause(attempt, self.random(), wanted)
            if self.clock() + pause > until:
                return error
            yield Sleep(pause)

    def _learn(self, method: str, answer: Answer) -> None:
        if method != "batch":  # its commands have times of their own
            self.operating.learn(method, answer.time)

    def _wait_for_reset(self, method: str, until: float) -> Flow[LimitError | None]:
        """Waits until the portal takes the method again, which it has refused; an error where that is too late."""
        seconds = self.operating.wait(method)
        if not seconds:
            return None
        if self.retry.attempts == 1 or self.clock() + seconds > until:
            return _not_sent(method, seconds, self.clock())
        yield Sleep(seconds)
        return None

    def _request(self, method: str, params: Mapping[str, object], token: Secret | None) -> Request:
        credentials = {} if token is None else {"auth": token}
        body = json.dumps({**params, **credentials}, allow_nan=False, default=_revealed).encode()
        new_connection = not is_repeatable(method, params)
        return Request(method, self.auth.url(method), body, HEADERS, self.timeout, new_connection)


def _revealed(value: object) -> str:
    """A secret's text for the body alone: no variable holds it when writing fails, and trackers show variables."""
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")


def at(time: float) -> datetime:
    """A time in seconds since 1970, as an error tells it."""
    return datetime.fromtimestamp(time, timezone.utc)


def _not_sent(method: str, seconds: float, now: float) -> LimitError:
    left = f"in {math.ceil(seconds)} s"
    why = f"not sent, since the portal has refused this method until its working time is given back, {left}"
    error = LimitError(method, status=429, code=ErrorCode.OPERATION_TIME_LIMIT, description=why)
    error.retry_at = at(now + seconds)
    return error


def read(command: Command[T], result: object) -> T | WrongShapeError:
    """What the command makes of a result; errors are given back, so that none of them is in another's context."""
    try:
        return command.read(result)
    except WrongShapeError as error:
        return error
