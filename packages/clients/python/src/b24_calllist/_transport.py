"""What stands between the client and the network: a transport takes a request and gives what came of it.

Neither prints what came from outside, since it may repeat a secret, and trackers show variables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from ._secret import Secret


@dataclass(frozen=True, slots=True)
class Request:
    """A POST to a portal. Printing it shows no secret."""

    method: str
    """Name of the portal's method, such as `crm.calllist.get`."""
    secret_url: Secret
    """Address; a webhook's holds its code. `reveal()` gives it."""
    body: bytes = field(repr=False)
    """JSON; an application's holds its access token."""
    headers: Mapping[str, str]
    timeout: float
    """Seconds within which the response has to be there."""
    new_connection: bool = False
    """Whether it must not go over a connection that lay idle. Such a connection can break just as it is used, and then
    it is not known whether a request that must not be sent twice has arrived."""

    @property
    def url(self) -> str:
        """The address, secret and all."""
        return self.secret_url.reveal()


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, before anybody judged it."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """Names in small letters."""
    body: bytes = field(repr=False)
    """As it came, unpacked."""
    too_large: bool = False
    """Whether the body is only the beginning of one that is larger than a transport reads (64 MiB)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """No whole response. Transports return it and do not raise it, since a library's errors may show addresses."""

    kind: Literal["unreachable", "blocked", "broken", "late"]
    """`unreachable`: no connection, so nothing was sent. `blocked`: the same, and a retry would fail in the same way (a
    certificate that is not trusted, a proxy that wants a password). `broken`: the connection broke off after sending
    had begun. `late`: no response in time, after sending had begun."""
    reason: str = field(default="", repr=False)
    """Short text of the system or library."""


Outcome: TypeAlias = Response | Failure


class Transport(Protocol):
    """Sends requests for a `Client`. It follows no redirect and sends nothing twice."""

    def send(self, request: Request, /) -> Outcome:
        """Sends it once."""
        ...

    def close(self) -> None:
        """Gives connections back."""
        ...


class AsyncTransport(Protocol):
    """Sends requests for an `AsyncClient`. It follows no redirect and sends nothing twice."""

    async def send(self, request: Request, /) -> Outcome:
        """Sends it once."""
        ...

    async def close(self) -> None:
        """Gives connections back."""
        ...
