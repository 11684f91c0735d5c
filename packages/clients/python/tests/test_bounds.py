"""What a portal, or something before it, sends without end or measure costs a bounded time and memory."""

import gzip
import socket
import zlib
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from servers import Certificates, Connection, http, server
from support import MIB, ONCE, bounded_memory, raised

from b24_calllist import (
    AsyncClient,
    AsyncHttpTransport,
    Client,
    HttpTransport,
    PortalConnectionError,
    PortalTimeoutError,
    UnexpectedResponseError,
    _http,
)

Get = Callable[..., object]


@pytest.fixture(params=["sync", "asyncio", "trio"])
def get(request: pytest.FixtureRequest) -> Get:
    """Reads a list with a client of its own."""

    def sync(url: str, timeout: float, verify: Any) -> object:
        with Client(url, timeout=timeout, retry=ONCE, transport=HttpTransport(verify=verify)) as client:
            return client.get(13)

    def asynchronous(url: str, timeout: float, verify: Any) -> object:
        async def run() -> object:
            transport = AsyncHttpTransport(verify=verify)
            async with AsyncClient(url, timeout=timeout, retry=ONCE, transport=transport) as client:
                return await client.get(13)

        return anyio.run(run, backend=request.param)

    def call(url: str, timeout: float = 60, verify: Any = None) -> object:
        return (sync if request.param == "sync" else asynchronous)(url, timeout, True if verify is None else verify)

    return call


def deflated(mebibytes: int) -> bytes:
    """A bare deflate stream of so many MiB of zeros, made of one piece that is there many times."""
    packer = zlib.compressobj(9, wbits=-15)
    start = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + piece * (mebibytes - 1) + packer.flush()


def members(mebibytes: int) -> bytes:
    return gzip.compress(bytes(64 * MIB)) * (mebibytes // 64)


BOMBS = {
    "deflate": (deflated(4096), "deflate"),
    "gzip of many members": (members(4096), "gzip"),
    "gzip in gzip": (gzip.compress(members(4096)), "gzip, gzip"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("packed", "encoding"), BOMBS.values(), ids=BOMBS)
def test_4_gib_in_a_small_body_are_not_unpacked(get: Get, packed: bytes, encoding: str) -> None:
    assert len(packed) < 16 * MIB
    answer = http(packed, Content_Encoding=encoding)
    with server(lambda connection, _: connection.sendall(answer)) as portal, bounded_memory():
        error = raised(UnexpectedResponseError, lambda: get(portal.url))
    assert "64 MiB" in str(error)


def endless(start: bytes, piece: bytes) -> Connection:
    """Sends until the client hangs up."""

    def answer(connection: socket.socket, _: int) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(piece)

    return answer


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.slow
@pytest.mark.parametrize("head", [CHUNKED, b"HTTP/1.1 200 OK\r\n\r\n"], ids=["chunked", "until close"])
def test_a_body_without_end_is_read_up_to_a_bound(get: Get, head: bytes) -> None:
    chunk = b"100000\r\n" + bytes(MIB) + b"\r\n" if head is CHUNKED else bytes(MIB)
    with server(endless(head, chunk)) as portal, bounded_memory():
        error = raised(UnexpectedResponseError, lambda: get(portal.url))
    assert "64 MiB" in str(error)


def chunked(*chunks: bytes) -> bytes:
    return CHUNKED + b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


LIST = b'{"result": {"ID": "13"}}'


def test_a_body_may_come_in_pieces_and_be_as_large_as_the_bound(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_http, "MAX_BODY", len(LIST))
    with server(lambda connection, _: connection.sendall(chunked(LIST[:5], LIST[5:]))) as portal:
        assert getattr(get(portal.url), "id", None) == 13


@pytest.mark.parametrize("chunks", [[LIST + b" "], [LIST, b" "], [LIST, b" " * 20_000]])
def test_a_body_beyond_the_bound_is_an_error_though_its_beginning_could_be_read(
    get: Get, chunks: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_http, "MAX_BODY", len(LIST))
    with server(lambda connection, _: connection.sendall(chunked(*chunks))) as portal:
        error = raised(UnexpectedResponseError, lambda: get(portal.url))
    assert "larger than" in str(error)


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y" * 1000),
        (b"HTTP/1.1 200 OK", b"y" * 1000),
        (CHUNKED, b"0" * 1000),
        (CHUNKED + b"0\r\n", b"X: y\r\n" * 1000),
    ],
    ids=["headers", "a header", "a status line", "a chunk's length", "trailers"],
)
def test_headers_without_end_break_the_response_off(get: Get, start: bytes, piece: bytes) -> None:
    with server(endless(start, piece)) as portal:
        error = raised(PortalConnectionError, lambda: get(portal.url))
    assert error.sent


EARLY = b"HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" * 100


@pytest.mark.slow
@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
@pytest.mark.parametrize(
    ("start", "piece"),
    [(b"", EARLY), (CHUNKED, b"1\r\n \r\n" * 100)],
    ids=["responses before the response", "chunks of a byte"],
)
def test_what_never_comes_to_an_end_ends_after_the_time(
    get: Get, start: bytes, piece: bytes, tls: bool, certificates: Certificates
) -> None:
    with server(endless(start, piece), certificates.server if tls else None) as portal:
        raised(PortalTimeoutError, lambda: get(portal.url, 1, certificates.trust))


def test_many_empty_members_are_no_response(get: Get) -> None:
    packed = gzip.compress(b"") * 100_000
    with server(lambda connection, _: connection.sendall(http(packed, Content_Encoding="gzip"))) as portal:
        error = raised(PortalConnectionError, lambda: get(portal.url))
    assert error.reason == "the compressed response is damaged"
