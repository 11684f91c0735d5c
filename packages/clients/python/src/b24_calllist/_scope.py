"""What processes and event loops must not share: connections and locks.

After a fork, parent and child would read each other's responses from one connection, and the child would wait for locks
whose threads it does not have. Connections and locks of an event loop do not work in the next one.
"""

import os
from collections.abc import Callable, MutableMapping
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from anyio.lowlevel import current_token

T = TypeVar("T")


class PerProcess(Generic[T]):
    """A value that each process makes for itself when it first needs it.

    A child never touches its parent's value, not even to close it: its locks may be held by threads that the child
    does not have.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._values: dict[int, T] = {}

    def get(self) -> T:
        """The value of this process."""
        process = os.getpid()
        if process not in self._values:
            # Where two threads come here at once, one value wins.
            self._values.setdefault(process, self._make())
        return self._values[process]


class PerLoop(Generic[T]):
    """A value that each event loop of each process makes for itself. It is forgotten with its loop."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._values: PerProcess[MutableMapping[object, T]] = PerProcess(WeakKeyDictionary)

    def get(self) -> T:
        """The value of the running event loop."""
        loop, values = current_token().native_token, self._values.get()
        if loop not in values:
            values[loop] = self._make()
        return values[loop]
