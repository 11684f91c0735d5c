"""Keeping secrets out of everything that is printed."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, unquote

SHORTEST_SECRET = 6
"""Shorter ones are test codes such as "k"; replacing these would garble every text."""

SLASH = r"(?:\\?/|%2F)"
"""As it stands in an address, in JSON or in a query."""
PART = rf"""(?:(?!{SLASH})[^\s"'<>])+"""
REST_ADDRESS = re.compile(f"({SLASH}rest{SLASH}{PART}{SLASH}){PART}", re.IGNORECASE)
"""A webhook's address, perhaps somebody else's: a page may show that of a renamed portal."""
LONGEST_SEARCHED = 16_000
"""Characters of a text in which addresses are looked for. The rest is dropped; nobody is shown so much."""


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


def forms_of(value: str) -> list[Secret]:
    """A secret as it may stand in a text: as it was given, or as addresses and JSON write it. The longest first."""
    quoted = quote(value, safe="")
    lower = re.sub("%..", lambda sign: sign[0].lower(), quoted)
    forms = {value, unquote(value), quoted, lower, value.replace("/", "\\/")}
    return [Secret(form) for form in sorted(forms, key=len, reverse=True)]


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """The text without these secrets and without webhook addresses; of a very long one the beginning.

    It is cut after the secrets are gone, so that none is cut in half and shows.
    """
    for secret in secrets:
        value = secret.reveal()
        if len(value) >= SHORTEST_SECRET:
            text = text.replace(value, "***")
    return REST_ADDRESS.sub(r"\1***", text[:LONGEST_SEARCHED])
