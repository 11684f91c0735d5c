"""Keeping secrets out of everything that is printed."""

import html
import re
from collections.abc import Callable, Iterable

from ._numbers import MIN_SECRET

"""Shorter ones are test codes such as "k"; replacing these would garble every text."""

SLASH = r"(?:\\*/|%(?:25)*2F)"
"""As it stands in an address, in JSON (also in JSON within JSON) or in a query."""
SIGNS = r"""(?:[^/\\%\s"'<>]|%(?!(?:25)*2F))+"""
REST_ADDRESS = re.compile(
    f"((?:/|%(?:25)*2F)rest{SLASH}(?:api{SLASH})?{SIGNS}{SLASH}){SIGNS}",
    re.IGNORECASE,
)
"""A webhook's address, perhaps somebody else's: a page may show that of a renamed portal."""
LONGEST_SEARCHED = 1024 * 1024
"""Characters in which secrets are looked for. Nobody is shown so much."""
LONGEST_SECRET = 16 * 1024
"""Characters at the end of a text that was cut, where a secret may have been cut in half."""


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
    """The text without these secrets, in any of their forms, and without webhook addresses; of a very long one the
    beginning.
    """
    is_cut = len(text) > LONGEST_SEARCHED
    text = text[:LONGEST_SEARCHED]
    # One may be the beginning of another.
    for value in sorted((secret.reveal() for secret in secrets), key=len, reverse=True):
        if len(value) >= MIN_SECRET:
            text = re.sub("".join(map(_forms, value)), "***", text, flags=re.IGNORECASE)
    text = REST_ADDRESS.sub(r"\1***", text)
    return text[:-LONGEST_SECRET] if is_cut else text


def _forms(sign: str) -> str:
    """A pattern for a sign of a secret: as it is, and as it stands in a query, in JSON or in HTML."""
    if sign.isascii() and sign.isalnum():
        return sign
    percent = "".join(f"%{byte:02x}" for byte in sign.encode())
    unicode = f"u{ord(sign):04x}"
    return rf"(?:\\{{0,3}}{re.escape(sign)}|{percent}|\\{{1,3}}{unicode}|{re.escape(html.escape(sign))})"
