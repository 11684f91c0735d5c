"""A portal that answers what a test says, and clients that neither wait nor use a network."""

import json
import tracemalloc
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any, TypeVar, cast

import anyio
import anyio.lowlevel
import pytest

from b24_calllist import AsyncClient, Client, Failure, OAuth, Request, Response, Retry, Webhook

WEBHOOK = "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/"
CODE = "s3cretc0de8h1d3m"
TOKEN = "t0ken-s3cret-1"
NOW = 1_800_000_000.0
ONCE = Retry(attempts=1)
MIB = 1024 * 1024
MOST_MEMORY = 4 * 64 * MIB
"""A body of 64 MiB, as it came and unpacked, with room to build them."""

Error = TypeVar("Error", bound=Exception)
Reply = Response | Failure


def json_reply(body: object, status: int = 200, **headers: str) -> Response:
    """An answer in JSON. Underscores in the names of headers are hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, {"content-type": "application/json", **named}, json.dumps(body, allow_nan=False).encode())


def result(value: object) -> Response:
    """A good answer."""
    return json_reply({"result": value, "time": {"start": 1, "finish": 2.5}})


def refusal(status: int, code: object, description: str = "told so", **headers: str) -> Response:
    """The portal says no."""
    return json_reply({"error": code, "error_description": description}, status, **headers)


def at(seconds: float) -> datetime:
    """A time as an error tells it."""
    return datetime.fromtimestamp(seconds, timezone.utc)


def page(status: int, text: str = "<!DOCTYPE html><html>page</html>", content_type: str = "text/html") -> Response:
    """Not JSON."""
    return Response(status, {"content-type": content_type}, text.encode())


class Portal:
    """Answers one reply after another, and remembers what it was asked."""

    def __init__(self, replies: Iterable[Reply | Callable[[Any], Reply]]) -> None:
        self.replies = list(replies)
        self.requests: list[Request] = []
        self.pauses: list[float] = []
        self.closed = False

    def send(self, request: Request, /) -> Reply:
        self.requests.append(request)
        reply = self.replies.pop(0)
        return reply(json.loads(request.body)) if callable(reply) else reply

    def close(self) -> None:
        self.closed = True

    @property
    def methods(self) -> list[str]:
        return [request.method for request in self.requests]

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.body) for request in self.requests]

    @property
    def commands(self) -> list[list[str]]:
        """The texts of each batch."""
        return [list(body["cmd"].values()) for body in self.bodies if "cmd" in body]


class AsyncPortal:
    """The same for `AsyncClient`."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    async def send(self, request: Request, /) -> Reply:
        await anyio.lowlevel.checkpoint()
        return self._portal.send(request)

    async def close(self) -> None:
        self._portal.close()


class Both:
    """Makes clients of one kind. An async one is used as if it were a `Client`: each call is run to its end."""

    def __init__(self, backend: str | None) -> None:
        self.backend = backend

    def client(self, portal: Portal, auth: str | Webhook | OAuth = WEBHOOK, **options: Any) -> Client:
        options = {
            "retry": Retry(),
            "sleep": portal.pauses.append,
            "clock": lambda: NOW + sum(portal.pauses),
            "random": lambda: 0.0,
            **options,
        }
        if self.backend is None:
            return Client(auth, transport=portal, **options)
        client = AsyncClient(auth, transport=AsyncPortal(portal), **options)
        return cast("Client", _Awaited(client, self.backend))


class _Awaited:
    """An async client whose calls are awaited at once."""

    def __init__(self, client: AsyncClient, backend: str) -> None:
        self._client = client
        self._backend = backend

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._client, name)

        def call(*args: Any, **named: Any) -> Any:
            async def run() -> Any:
                if name.startswith("iter_"):
                    return [row async for row in method(*args, **named)]
                return await method(*args, **named)

            found = anyio.run(run, backend=self._backend)
            return iter(found) if name.startswith("iter_") else found

        return call


def raised(kind: type[Error], call: Callable[[], object]) -> Error:
    """The error of a call; exactly of this class."""
    with pytest.raises(kind) as caught:
        call()
    assert type(caught.value) is kind
    return caught.value


@contextmanager
def bounded_memory() -> Generator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
