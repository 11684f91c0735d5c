"""Keeping secrets out of everything that is printed."""

import re
from collections.abc import Callable, Iterable

SHORTEST_SECRET = 6
"""Shorter ones are test codes such as "k"; replacing these would garble every text."""

REST_ADDRESS = re.compile(r"""(/rest\\?/[^/\\\s"'<>]+\\?/)[^/\\\s"'<>]+""")
"""A webhook's address, perhaps somebody else's: a page may show that of a renamed portal."""


class Secret:
    """A text that prints as `***`, in dumps of objects that hold it, too."""

    __slots__ = ("_reveal",)

    def __init__(self, value: str) -> None:
        # A closure, since a dump that reads slots would find a text.
        self._reveal: Callable[[], str] = lambda: value

    def reveal(self) -> str:
        return self._reveal()

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """The text without these secrets and without webhook addresses."""
    for secret in secrets:
        value = secret.reveal()
        if len(value) >= SHORTEST_SECRET:
            text = text.replace(value, "***")
    return REST_ADDRESS.sub(r"\1***", text)
