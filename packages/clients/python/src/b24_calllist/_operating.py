"""The time a method may work in ten minutes.

What is left is known only to the portal, and a refusal costs nothing, so nothing is held back before the first 429.
From then on the method waits until the portal's own reset.
"""

from collections.abc import Callable
from contextlib import suppress

from ._numbers import OPERATING_RESET, OPERATING_WINDOW
from ._wire import as_map


class OperatingTime:
    """What the answers to one client have told, by method. Times are seconds since 1970."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._resets: dict[str, float] = {}
        self._blocked: dict[str, float] = {}

    def learn(self, method: str, time: object) -> None:
        """Remembers the reset that the `time` of an answer tells."""
        told = as_map(time) or {}
        finish, reset = told.get("finish"), told.get("operating_reset_at")
        if isinstance(finish, int | float) and isinstance(reset, int | float):
            with suppress(OverflowError):  # whole numbers have no end in Python
                # By the portal's own clock, which need not be this machine's.
                left = reset - finish
                if 0 < left <= OPERATING_WINDOW:
                    self._resets[method] = self._clock() + left

    def refused(self, method: str) -> float:
        """The portal refused the method; gives the seconds after which it may be tried again."""
        now = self._clock()
        left = self._resets.get(method, now) - now
        seconds = left if 0 < left <= OPERATING_WINDOW else OPERATING_RESET
        self._blocked[method] = now + seconds
        return seconds

    def wait(self, method: str) -> float:
        """Seconds until a refused method may be tried again; 0 when it may at once."""
        now = self._clock()
        left = self._blocked.get(method, now) - now
        return left if 0 < left <= OPERATING_WINDOW else 0
