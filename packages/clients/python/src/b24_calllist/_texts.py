"""Texts from outside, as they are shown: on one line, without what controls a terminal, and not without end.

Whoever writes a portal's errors, or a page before it, could else write lines into a log, or colour and hide them; and a
half of a surrogate pair makes `print` itself fail.
"""

import re

LINE_BREAK = re.compile("[\t-\r\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, marks of direction, and halves of surrogate pairs."""


def printable(text: str) -> str:
    """The text on one line. Each sign is replaced and none dropped, which would join the halves of a secret."""
    return CONTROL.sub("\ufffd", LINE_BREAK.sub(" ", text))


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= longest else f"{text[:longest]}…"
