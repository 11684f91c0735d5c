"""A call as a value: what is sent, and how the answer is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

T_co = TypeVar("T_co", covariant=True)

Id: TypeAlias = int | str
"""The id of a record, as a number or as its digits."""

FilterValue: TypeAlias = Id | Sequence[Id] | None
"""What a field is compared with: a number, several for "one of these", None for "not set"."""


# Without slots: a frozen generic with them cannot be made as `Command[int](…)` before Python 3.12.
@dataclass(frozen=True)
class Command(Generic[T_co]):
    """A method with its parameters, made by the functions of `b24_calllist.commands`.

    `client.call(command)` sends it alone, `client.batch([...])` many with a request.
    """

    method: str
    """Name on the wire, such as `crm.calllist.get`."""
    params: Mapping[str, object]
    """Parameters as they go out, under the portal's names."""
    read: Callable[[object], T_co] = field(repr=False)
    """Makes the result of what the portal sent."""


def given(**params: object) -> dict[str, object]:
    """The parameters that are not None."""
    return {name: value for name, value in params.items() if value is not None}
