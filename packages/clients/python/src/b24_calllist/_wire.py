"""Reading what a portal sends: numbers as text and the reverse, PHP's `[]` for an empty map."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from ._numbers import MAX_ROWS

T = TypeVar("T")

NUMBER = re.compile(r"-?[0-9]{1,19}")
"""As many digits as the portal's own numbers have."""


class WrongShapeError(ValueError):
    """A result is not what the method gives. Becomes an `UnexpectedResponseError` before anybody sees it."""


def as_map(value: object) -> Mapping[str, object] | None:
    """The value, if it is a JSON object."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def as_list(value: object) -> Sequence[object] | None:
    """The value, if it is a JSON array."""
    return cast("list[object]", value) if isinstance(value, list) else None


def record(value: object) -> Mapping[str, object]:
    """A map; PHP writes an empty one as `[]`."""
    if value == []:
        return {}
    found = as_map(value)
    if found is None:
        raise WrongShapeError
    return found


def rows(value: object, read: Callable[[object], T]) -> list[T]:
    """A list; PHP writes one with gaps in its numbering as an object."""
    by_key = as_map(value)
    found = as_list(value) if by_key is None else list(by_key.values())
    if found is None or len(found) > MAX_ROWS:
        raise WrongShapeError
    return [read(row) for row in found]


def integer(value: object) -> int:
    """13 of `13`, `"13"` and `13.0`."""
    number = optional_integer(value)
    if number is None:
        raise WrongShapeError
    return number


def optional_integer(value: object) -> int | None:
    """The same, and None of `null` or of nothing."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return int(value)
    raise WrongShapeError


def text(value: object) -> str:
    """Text as it is; a number as text; empty of `null` or of nothing."""
    return optional_text(value) or ""


def optional_text(value: object) -> str | None:
    """The same, and None of `null` or of nothing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise WrongShapeError


def new_id(value: object) -> int:
    """The id of a new record, which begins at 1."""
    number = integer(value)
    if number < 1:
        raise WrongShapeError
    return number


def truth(value: object) -> bool:
    """True of `true`, `1` and `"1"`. A method that could not do it says so by an error; anything else is no result."""
    if value is not True and value not in (1, "1"):
        raise WrongShapeError
    return True
