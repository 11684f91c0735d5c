"""Connections that cannot be made, or must not be shared: what was sent, what is retried, what people are told."""

import asyncio
import errno
import gc
import gzip
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
import trio
from servers import Certificates, Raw, http, server
from support import CODE, AsyncPortal, Portal, raised, refusal, result

from b24_calllist import (
    AsyncClient,
    AsyncHttpTransport,
    Client,
    HttpTransport,
    OAuth,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalTimeoutError,
    Retry,
    Webhook,
)

URL = "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/"
FAST = Retry(attempts=3, delay=0)
MADE = http({"result": 51})

Add = Callable[..., int]


@pytest.fixture(params=["sync", "asyncio", "trio"])
def add(request: pytest.FixtureRequest) -> Add:
    """Adds a list with a client of its own."""

    def make(kind: Any, transport: Any, verify: Any, **options: Any) -> Any:
        trust = True if verify is None else verify
        return kind(transport=transport(verify=trust), **{"retry": FAST, **options})

    def sync(auth: Any, verify: Any = None, **options: Any) -> int:
        with make(Client, HttpTransport, verify, auth=auth, **options) as client:
            return int(client.add("CONTACT", [9]))

    def asynchronous(auth: Any, verify: Any = None, **options: Any) -> int:
        async def run() -> int:
            async with make(AsyncClient, AsyncHttpTransport, verify, auth=auth, **options) as client:
                return int(await client.add("CONTACT", [9]))

        return anyio.run(run, backend=request.param)

    return sync if request.param == "sync" else asynchronous


def made(connection: socket.socket, _count: int) -> None:
    connection.sendall(MADE)


def not_sent(call: Callable[[], object]) -> PortalConnectionError:
    error = raised(PortalConnectionError, call)
    assert not error.sent
    assert CODE not in str(error)
    return error


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Makes names lead to an address of this machine, and remembers which were looked up."""

    def make(address: str) -> list[str]:
        known = socket.getaddrinfo
        names: list[str] = []

        def getaddrinfo(host: Any, *args: Any, **named: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            if not name[0].isdigit():
                names.append(name)
                host = address
            return known(host, *args, **named)

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return names

    return make


UNREACHABLE = [errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ETIMEDOUT, errno.EMFILE]


class Several(Exception):  # noqa: N818
    """Like a group of exceptions, which Python 3.10 has not."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__("several")
        self.exceptions = errors


def system_error(number: int) -> OSError:
    """As the system words it, with the address."""
    return OSError(number, f"Connect call failed ('192.0.2.1', 443, '{CODE}')")


@pytest.mark.parametrize("number", UNREACHABLE, ids=errno.errorcode.get)
@pytest.mark.parametrize("addresses", [1, 2])
def test_a_host_that_cannot_be_reached_was_sent_nothing(
    add: Add, number: int, addresses: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def fail(*_args: object, **_named: object) -> Any:
        tried.append(number)
        if addresses == 1:
            raise system_error(number)
        raise OSError("all attempts failed") from Several(system_error(number), system_error(number))

    async def fail_later(*_args: object, **_named: object) -> Any:
        fail()

    monkeypatch.setattr(socket, "create_connection", fail)
    monkeypatch.setattr(anyio, "connect_tcp", fail_later)
    monkeypatch.setattr(trio, "open_tcp_stream", fail_later)
    error = not_sent(lambda: add(URL))
    assert error.reason == ("timed out" if number == errno.ETIMEDOUT else os.strerror(number))
    assert not error.permanent
    assert len(tried) == FAST.attempts


def test_a_name_with_several_addresses_where_nobody_listens(add: Add) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert not_sent(lambda: add(f"http://localhost:{port}/rest/1/{CODE}/")).reason == "Connection refused"


def test_an_unknown_host_is_tried_again_since_it_may_be_known_later(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def unknown(host: object, *_args: object, **_named: object) -> object:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = not_sent(lambda: add("https://nowhere.invalid/rest/1/s3cretc0de8h1d3m/"))
    assert error.reason == "Name or service not known"
    assert len(asked) >= FAST.attempts


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_connection_that_takes_too_long_was_sent_nothing(add: Add) -> None:
    # A full queue of connections takes no more, and says nothing.
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}/rest/1/{CODE}/"
        error = not_sent(lambda: add(url, timeout=0.3, retry=Retry(attempts=2, delay=0)))
        for one in waiting:
            one.close()
    # An event loop leaves a connection that was cancelled while it was made to the garbage collector.
    gc.collect()
    assert error.reason == "timed out"


@pytest.mark.slow
def test_a_tls_handshake_that_is_not_answered_was_sent_nothing(add: Add) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/rest/1/{CODE}/"
        assert not_sent(lambda: add(url, timeout=0.5, retry=Retry(attempts=1))).reason == "timed out"


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x01\x00\x02\x02\x28"])
def test_a_tls_handshake_that_fails_was_sent_nothing_and_is_tried_again(add: Add, greeting: bytes) -> None:
    class NoTls(Raw):
        def _serve(self, connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(greeting)
            connection.close()

    with server(NoTls(made)) as portal:
        error = not_sent(lambda: add(portal.url.replace("http:", "https:")))
    assert error.reason
    assert not error.permanent
    assert portal.connections == FAST.attempts


def test_a_response_that_does_not_come_may_have_been_sent(add: Add) -> None:
    with server(lambda connection, _: connection.settimeout(1)) as portal:
        error = raised(OutcomeUnknownError, lambda: add(portal.url, timeout=0.5))
    assert isinstance(error.cause, PortalTimeoutError)
    assert error.cause.sent


@pytest.mark.parametrize(
    ("which", "hint"),
    [
        ("server", "SSL_CERT_FILE"),
        ("self_signed", "SSL_CERT_FILE"),
        ("expired", "expired"),
        ("of_another_host", "for another IP address"),
    ],
)
def test_a_certificate_that_is_not_trusted_ends_at_once_with_what_to_do(
    add: Add, which: str, hint: str, certificates: Certificates
) -> None:
    with server(made, getattr(certificates, which)) as portal:
        trust = certificates.trust if which in {"expired", "of_another_host"} else True
        error = not_sent(lambda: add(portal.url, trust))
    assert error.permanent
    assert hint in str(error)
    assert "127.0.0.1" not in error.reason
    assert portal.connections == 1
    assert portal.requests == []


def test_a_certificate_for_another_name(
    add: Add, certificates: Certificates, resolve: Callable[[str], list[str]]
) -> None:
    resolve("127.0.0.1")
    with server(made, certificates.server) as portal:
        port = portal.host.split(":")[1]
        error = not_sent(lambda: add(f"https://portal.example:{port}/rest/1/{CODE}/", certificates.trust))
    assert "for another host name" in error.reason


def test_a_certificate_of_ones_own_authority_is_trusted_when_told(
    add: Add, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server(made, certificates.server) as portal:
        assert add(portal.url, certificates.trust) == 51
        assert add(portal.url, False) == 51
        monkeypatch.setenv("SSL_CERT_FILE", certificates.file)
        assert add(portal.url) == 51


@pytest.mark.parametrize("kind", [HttpTransport, AsyncHttpTransport])
def test_certificates_that_cannot_be_read_are_a_clear_error(
    kind: type[HttpTransport] | type[AsyncHttpTransport], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    assert "SSL_CERT_FILE" in str(raised(ValueError, kind))
    wrong: Any = "authority.pem"
    assert "create_default_context" in str(raised(TypeError, lambda: kind(verify=wrong)))


@pytest.mark.parametrize("host", ["my_portal.example", "портал.example", "мой_портал.example"])
def test_international_names_and_underscores_are_called(
    add: Add, host: str, resolve: Callable[[str], list[str]]
) -> None:
    names = resolve("127.0.0.1")
    with server(made) as portal:
        port = portal.host.split(":")[1]
        assert add(Webhook(f"http://{host}:{port}/crm/rest/1/{CODE}/", insecure_hosts=[host])) == 51
    assert names[0] == host.encode("idna").decode()
    assert f"host: {names[0]}:{port}".encode() in portal.requests[0].lower()
    assert portal.requests[0].startswith(f"POST /crm/rest/1/{CODE}/crm.calllist.add HTTP/1.1".encode())


def test_compression_is_asked_for_and_undone(add: Add) -> None:
    packed = gzip.compress(b'{"result": 51}')
    with server(lambda connection, _: connection.sendall(http(packed, Content_Encoding="gzip"))) as portal:
        assert add(portal.url) == 51
    assert b"accept-encoding: gzip" in portal.requests[0].lower()


def test_one_client_in_several_event_loops_one_after_another(certificates: Certificates) -> None:
    with server(lambda connection, _: connection.sendall(http({"result": []})), certificates.server) as portal:
        client = AsyncClient(portal.url, transport=AsyncHttpTransport(verify=certificates.trust))

        async def twice() -> None:
            await client.statuses()
            await client.statuses()

        asyncio.run(twice())
        asyncio.run(twice())
        anyio.run(twice, backend="trio")
        asyncio.run(twice())
    assert (len(portal.requests), portal.connections) == (8, 4)


def test_one_client_in_two_event_loops_at_once() -> None:
    with server(lambda connection, _: connection.sendall(http({"result": []}))) as portal:
        client = AsyncClient(portal.url)
        together = threading.Barrier(2)

        async def calls() -> None:
            together.wait(10)
            for _ in range(20):
                await client.statuses()

        threads = [threading.Thread(target=asyncio.run, args=[calls()]) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(portal.requests), portal.connections) == (40, 2)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_end_of_an_event_loop_closes_its_connections(backend: str) -> None:
    closed = threading.Event()

    def answer(connection: socket.socket, _count: int) -> None:
        connection.sendall(http({"result": []}))
        connection.settimeout(10)
        if connection.recv(1) == b"":
            closed.set()

    with server(answer) as portal:
        client = AsyncClient(portal.url)
        anyio.run(client.statuses, backend=backend)
        assert closed.wait(10), "the connection is still open, though its event loop is over"
        del client


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_client_that_was_closed_can_be_used_again(backend: str) -> None:
    async def main() -> None:
        client = AsyncClient(portal.url)
        for _ in range(2):
            async with client:
                await client.statuses()

    with server(lambda connection, _: connection.sendall(http({"result": []}))) as portal:
        anyio.run(main, backend=backend)
    assert portal.connections == 2


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_call_that_is_cancelled_closes_its_connection_at_once(backend: str) -> None:
    closed = threading.Event()

    def answer(connection: socket.socket, _count: int) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe beginning")
        if connection.recv(1) == b"":
            closed.set()

    async def main() -> None:
        client = AsyncClient(portal.url)
        with anyio.move_on_after(0.3) as scope:
            await client.statuses()
        assert scope.cancelled_caught
        assert await anyio.to_thread.run_sync(closed.wait, 5), "the connection is still open"

    with server(answer) as portal:
        anyio.run(main, backend=backend)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_closing_a_client_closes_its_connections(backend: str) -> None:
    closed = threading.Event()

    def answer(connection: socket.socket, _count: int) -> None:
        connection.sendall(http({"result": []}))
        if connection.recv(1) == b"":
            closed.set()

    async def main() -> None:
        async with AsyncClient(portal.url) as client:
            await client.statuses()
        assert await anyio.to_thread.run_sync(closed.wait, 5), "the connection is still open"

    with server(answer) as portal:
        anyio.run(main, backend=backend)


def test_a_renewal_in_each_of_two_event_loops() -> None:
    replies = [refusal(401, "expired_token"), result([])] * 2
    tokens = iter(["t0ken-s3cret-2", "t0ken-s3cret-3"])
    auth = OAuth("example.bitrix24.com", "t0ken-s3cret-1", renew=lambda: next(tokens))
    portal = Portal(replies)
    client = AsyncClient(auth, transport=AsyncPortal(portal))

    async def calls() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(client.statuses)

    asyncio.run(calls())
    anyio.run(calls, backend="trio")
    assert [body["auth"] for body in portal.bodies] == [
        "t0ken-s3cret-1",
        "t0ken-s3cret-2",
        "t0ken-s3cret-2",
        "t0ken-s3cret-3",
    ]
