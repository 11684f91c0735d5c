"""Parameters of programs without a type checker: what the portal would misread is refused before anything is sent.

PHP makes 1 of `[13]` and 13 of `"13 or 1=1"`, and so would read, or change, another list.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import Concatenate, ParamSpec, SupportsIndex, TypeVar, cast, get_args

from ._address import HALF
from ._command import Id
from ._models import Direction

P = ParamSpec("P")
R = TypeVar("R")

DECIMAL = re.compile("[1-9][0-9]*")
LARGEST = 2**63 - 1
"""PHP makes this of everything above it."""
ID = 'it has to be a positive integer or its decimal text, such as 13 or "13"'
IDS = "it has to be a list of ids, such as [9, 17, 19]"
SELECT = 'it has to be a list of fields, such as ["ID", "WEBFORM_ID"]'
FILTER = 'it has to be a dict of conditions, such as {">=ID": 14, "@ENTITY_TYPE_ID": [3, 4]}'
ORDER = 'it has to be a dict of directions, such as {"ID": "DESC"}'


def one_id(value: object, name: str) -> Id:
    """The id of a record; whole numbers of other libraries as Python's own."""
    if isinstance(value, str):
        if DECIMAL.fullmatch(value) and int(value[:20]) <= LARGEST:
            return value
    else:
        number = _whole(value)
        if number is not None and 0 < number <= LARGEST:
            return number
    raise _wrong(name, ID, value)


def optional(check: Callable[Concatenate[object, P], R], value: object, *more: P.args, **named: P.kwargs) -> R | None:
    """What a check makes of a value, or None."""
    return None if value is None else check(value, *more, **named)


def ids(values: object, name: str) -> list[Id]:
    """A list of ids. A text and a dict can be iterated, too, and are surely a mistake."""
    return [one_id(value, f"{name}[{index}]") for index, value in enumerate(_several(values, name, IDS))]


def one_of(value: object, name: str, words: tuple[str, ...]) -> str:
    """Exactly one of these words; the portal crashes on others that look like them (`contact`, `C`)."""
    if value not in words:
        raise _wrong(name, f"it has to be {' or '.join(words)}", value)
    return str(value)


def listed(values: object, name: str) -> list[str] | None:
    """A list that is not empty, or None: an empty SELECT would give rows of `{"1": "1"}`."""
    found = [_text(value, name, SELECT) for value in _several(() if values is None else values, name, SELECT)]
    return found or None


def mapped(values: object, name: str) -> dict[str, object] | None:
    """A map that is not empty, or None: PHP knows no empty map, and would read it as a list."""
    return {_text(key, name, FILTER): _compared(value, name) for key, value in _items(values, name, FILTER)} or None


def sorting(values: object, name: str) -> dict[str, str] | None:
    """The same of directions."""
    found = {_text(key, name, ORDER): value for key, value in _items(values, name, ORDER)}
    for value in found.values():
        if value not in get_args(Direction):
            raise _wrong(name, ORDER, value)
    return cast("dict[str, str]", found) or None


def text_of(value: object, name: str, like: str = "") -> str:
    """A text that is not empty."""
    return _text(value, name, "it has to be a text" + (f', such as "{like}"' if like else ""))


def whole_number(value: object, name: str) -> int:
    """A number such as that of the rows to skip."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong(name, "it has to be a whole number, such as 50", value)


def _whole(value: object) -> int | None:
    """A number as Python's own, if it is a whole one; True and False are none."""
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    return value.__index__() if isinstance(value, SupportsIndex) else None


def _several(values: object, name: str, right: str) -> Iterable[object]:
    wrong = _wrong(name, right, values)
    if isinstance(values, Iterable) and not isinstance(values, str | bytes | Mapping):
        return cast("Iterable[object]", values)
    raise wrong


def _items(values: object, name: str, right: str) -> Iterable[tuple[object, object]]:
    if values is None:
        return ()
    if not isinstance(values, Mapping):
        raise _wrong(name, right, values)
    return cast("Mapping[object, object]", values).items()


def _text(value: object, name: str, right: str) -> str:
    if not isinstance(value, str) or not value or HALF.search(value):
        raise _wrong(name, right, value)
    return value


def _compared(value: object, name: str) -> object:
    """What a field is compared with; a list of whatever holds several, since JSON knows no tuple, range or set."""
    if (isinstance(value, str) and HALF.search(value)) or (isinstance(value, float) and not isfinite(value)):
        raise _wrong(name, FILTER, value)  # a portal cannot read it, and would drop all parameters
    if value is None or isinstance(value, str | int | float):
        return value
    number = _whole(value)
    return number if number is not None else [_single(one, name) for one in _several(value, name, FILTER)]


def _single(value: object, name: str) -> object:
    compared = _compared(value, name)
    if isinstance(compared, list):
        raise _wrong(name, FILTER, value)
    return compared


def _wrong(name: str, right: str, value: object) -> TypeError:
    """The value itself is not shown: a mix-up can put a secret in its place."""
    came = f"this {type(value).__name__}" if isinstance(value, str | int) else type(value).__name__
    return TypeError(f"{name}: {right}, not {came}")
