"""A command of a batch as the portal reads it: a method and a query string, decoded by PHP's rules."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from ._numbers import MAX_COMMAND_VALUES
from ._wire import as_list, as_map

LOOKS_LIKE_REFERENCE = re.compile(r"\$(result|next|total|time|error)\[", re.IGNORECASE)
"""What the portal would take for a reference to another command, wherever it stands in a text."""


def encode(method: str, params: Mapping[str, object]) -> str:
    """Writes a command.

    Raises:
        ValueError: for what a query cannot carry: an empty list (it would vanish, and with it the filter), a text that
            the portal would take for a reference, more values than PHP reads
    """
    pairs = [pair for name, value in params.items() for pair in _values(method, _name(method, name), value)]
    if len(pairs) > MAX_COMMAND_VALUES:
        raise ValueError(
            f"batch: {method}: {len(pairs)} values are more than the {MAX_COMMAND_VALUES} that a portal reads; "
            "call it alone"
        )
    query = "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in pairs)
    return f"{method}?{query}" if query else method


def _values(method: str, name: str, value: object) -> Iterator[tuple[str, str]]:
    """The names and texts of a value: `FILTER[>=ID]` and `14` of `{">=ID": 14}` under `FILTER`."""
    if value is None:
        # A filter is told "not set" by an empty text; elsewhere null is the same as nothing at all.
        if name.startswith("FILTER[") and not name.startswith("FILTER[STATUS"):
            yield name, ""
    elif (items := _items(value)) is not None:
        if not items:
            raise ValueError(f"batch: {method}: {name} is empty, and would get lost")
        for key, item in items:
            yield from _values(method, f"{name}[{_name(method, key)}]", item)
    elif not isinstance(value, str | int | float):
        raise ValueError(f"batch: {method}: {name} is neither text nor number")
    else:
        text = str(int(value)) if isinstance(value, bool) else str(value)
        if LOOKS_LIKE_REFERENCE.search(text):
            raise ValueError(f"batch: {method}: {name} looks like a reference to another command")
        yield name, text


def _items(value: object) -> list[tuple[str, object]] | None:
    """The keys and items of an array, as PHP sees one; None of anything else."""
    by_key, listed = as_map(value), as_list(value)
    if by_key is not None:
        return list(by_key.items())
    return None if listed is None else [(str(index), item) for index, item in enumerate(listed)]


def _name(method: str, name: str) -> str:
    """PHP takes brackets, blanks and dots in a name for something else."""
    if not re.fullmatch(r"[^\[\]\s.\0]+", name):
        raise ValueError(f"batch: {method}: a batch cannot carry the name {name!r}")
    return name
