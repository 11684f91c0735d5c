"""When a call is sent again, where it is safe to."""

from dataclasses import dataclass

from ._numbers import RETRY_ATTEMPTS, RETRY_DELAY, RETRY_MAX_DELAY, RETRY_WINDOW

LONGEST_DOUBLING = 60
"""More would end in a number that is too large for Python."""


@dataclass(frozen=True, slots=True)
class Retry:
    """How often and when a call is repeated. Whether it may be is not an option.

    Example:
        >>> from b24_calllist import Client, Retry
        >>> client = Client("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/", retry=Retry(attempts=1))  # never
    """

    attempts: int = RETRY_ATTEMPTS
    """How often a call is sent at most, the first time included; 1 turns repeating off."""
    delay: float = RETRY_DELAY
    """Seconds before the first repetition. It doubles each time, and a random part of up to a half is taken off, so
    that workers that failed together do not come back together."""
    max_delay: float = RETRY_MAX_DELAY
    """The longest pause in seconds, unless the portal asks for more by `Retry-After`."""
    time: float = RETRY_WINDOW
    """Seconds after its first sending in which a call may be sent again. That may wait as long itself, where the portal
    has refused the method (`OPERATION_TIME_LIMIT`)."""

    def __post_init__(self) -> None:
        # Written so that NaN, which is neither more nor less than a number, is refused.
        if not (self.attempts >= 1 and self.delay >= 0 and self.max_delay >= 0 and self.time >= 0):
            raise ValueError("retry: numbers such as Retry(attempts=5, delay=1, max_delay=30, time=600)")

    def pause(self, attempt: int, random: float, wanted: float) -> float:
        """Seconds to wait after this attempt (1 is the first)."""
        backoff = min(self.max_delay, self.delay * 2.0 ** min(attempt - 1, LONGEST_DOUBLING))
        return max(backoff * (1 - random / 2), wanted)
