"""Many commands, 50 with a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ._answer import refusal, shown, unexpected
from ._codes import ErrorCode
from ._command import Command
from ._core import Core, Flow, at, read
from ._errors import CallListError, LimitError, OutcomeUnknownError, SkippedError, UnexpectedResponseError
from ._numbers import BATCH_SIZE
from ._outcome import is_repeatable, with_outcome
from ._query import encode
from ._wire import WrongShapeError, as_list, as_map

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


# Without slots, as `Command`.
@dataclass(frozen=True)
class Entry(Generic[T_co]):
    """What became of a command of a batch.

    Example:
        >>> from b24_calllist import Entry
        >>> def shown(entry: Entry[int]) -> str:
        ...     return str(entry.result) if entry.ok else str(entry.error)
    """

    error: CallListError | None = None
    """Why there is no result; None if there is one."""
    _value: Any = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether there is a result."""
        return self.error is None

    @property
    def result(self) -> T_co:
        """What the command gave. Raises its error where it failed."""
        if self.error is not None:
            raise self.error
        value: T_co = self._value
        return value


@dataclass(frozen=True, slots=True)
class _Maps:
    """The answer to a request, by wire key."""

    results: Mapping[str, object]
    errors: Mapping[str, object]
    times: Mapping[str, object]


def run(core: Core, commands: Sequence[Command[T]], halt: bool) -> Flow[list[Entry[T]]]:
    """Runs commands in order and gives what became of each.

    What a portal answers is never raised, so that nothing that was done before a failure is lost.
    """
    entries: list[Entry[T]] = []
    failed: CallListError | None = None
    for keyed in _chunks(commands):
        if failed:
            entries += [_skipped(command, failed, sent=False) for command, _ in keyed.values()]
            continue
        came = yield from _send(core, {key: text for key, (_, text) in keyed.items()}, halt)
        if isinstance(came, CallListError):
            entries += [_unanswered(command, came) for command, _ in keyed.values()]
            failed = came
            continue
        for key, (command, _) in keyed.items():
            core.operating.learn(command.method, came.times.get(key))
        for key, (command, _) in keyed.items():
            entry = _entry(core, key, command, came, failed)
            entries.append(entry)
            if halt:
                failed = failed or entry.error
    return entries


def _chunks(commands: Sequence[Command[T]]) -> list[dict[str, tuple[Command[T], str]]]:
    """Writes all commands before the first is sent. Keys begin with a letter, so that each map of an answer is one."""
    texts = [(command, encode(command.method, command.params)) for command in commands]
    keyed = {f"c{index}": pair for index, pair in enumerate(texts)}
    items = list(keyed.items())
    return [dict(items[start : start + BATCH_SIZE]) for start in range(0, len(items), BATCH_SIZE)]


def _send(core: Core, cmd: dict[str, str], halt: bool) -> Flow[_Maps | CallListError]:
    params = {"cmd": cmd, "halt": int(halt)}
    error: CallListError
    try:
        answer = yield from core.send("batch", params)
    except CallListError as raised:
        return raised
    maps = _maps(answer.result)
    if maps:
        return maps
    error = unexpected("batch", answer.response, core.auth)
    return with_outcome(error, "batch", params)


def _maps(result: object) -> _Maps | None:
    found = as_map(result) or {}
    results, errors = _map(found.get("result")), _map(found.get("result_error"))
    return None if results is None or errors is None else _Maps(results, errors, _map(found.get("result_time")) or {})


def _map(value: object) -> Mapping[str, object] | None:
    """PHP writes an empty map as an array, and no other, since no key is a number."""
    return as_map(value) if as_list(value) is None else {}


def _entry(core: Core, key: str, command: Command[T], maps: _Maps, failed: CallListError | None) -> Entry[T]:
    method, params = command.method, command.params
    if key in maps.errors:
        error = refusal(method, 200, maps.errors[key], core.auth)
        if isinstance(error, LimitError) and error.code == ErrorCode.OPERATION_TIME_LIMIT:
            error.retry_at = at(core.clock() + core.operating.refused(method))
        return Entry(with_outcome(error, method, params))
    if key in maps.results:
        result = read(command, maps.results[key])
        if not isinstance(result, WrongShapeError):
            return Entry(None, result)
        problem = shown(maps.results[key], core.auth)
    elif failed:
        # A command that the portal passed over leaves no trace.
        return _skipped(command, failed, sent=True)
    else:
        problem = "there is neither a result nor an error for the command"
    error = UnexpectedResponseError(method, status=200, content_type="", excerpt="", problem=problem)
    return Entry(with_outcome(error, method, params))


def _skipped(command: Command[T], failed: CallListError, *, sent: bool) -> Entry[T]:
    return Entry(SkippedError(command.method, failed, sent=sent))


def _unanswered(command: Command[T], error: CallListError) -> Entry[T]:
    """A request with an unknown outcome leaves open only the commands that must not be repeated."""
    if not isinstance(error, OutcomeUnknownError):
        return Entry(error)
    if is_repeatable(command.method, command.params):
        return Entry(error.cause)
    return Entry(OutcomeUnknownError(error.cause, command.params, command.method))
