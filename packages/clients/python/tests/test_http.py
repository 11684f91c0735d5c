"""The HTTP library, against a server of bytes: what it does by itself, and what it must not."""

import gzip
import json
import socket
import time
from collections.abc import Callable

import anyio
import pytest
from servers import Connection, http, server
from support import raised

from b24_calllist import (
    AsyncClient,
    Client,
    Command,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalMovedError,
    PortalTimeoutError,
    Retry,
    UnexpectedResponseError,
    commands,
)

ONCE = Retry(attempts=1)
FAST = Retry(delay=0, max_delay=0)
NONE = http({"result": []})
PATIENCE = 30
"""Seconds after which a server gives the answer that a client should have given up on."""
TIME = 1.5
"""Seconds for an answer, enough to connect on a busy machine."""

DROPS = 1000
STATUSES = commands.statuses()
ADD = commands.add("CONTACT", [9])

Calls = Callable[..., Callable[..., object]]


@pytest.fixture(params=["sync", "asyncio", "trio"])
def calls(request: pytest.FixtureRequest) -> Calls:
    """Makes a function that calls commands with one client, and gives the result of the last."""

    def make(url: str, *, timeout: float = 5, retry: Retry = ONCE) -> Callable[..., object]:
        def sync(*wanted: Command[object]) -> object:
            with Client(url, timeout=timeout, retry=retry) as client:
                return [client.call(command) for command in wanted][-1]

        async def run(*wanted: Command[object]) -> object:
            async with AsyncClient(url, timeout=timeout, retry=retry) as client:
                return [await client.call(command) for command in wanted][-1]

        def asynchronous(*wanted: Command[object]) -> object:
            return anyio.run(run, *wanted, backend=request.param)

        return sync if request.param == "sync" else asynchronous

    return make


def in_turn(*answers: bytes | None) -> Connection:
    """Each answer once; None breaks the connection off."""

    def answer(connection: socket.socket, count: int) -> None:
        data = answers[min(count, len(answers)) - 1]
        if data is None:
            connection.shutdown(socket.SHUT_RDWR)
        else:
            connection.sendall(data)

    return answer


def test_a_request_as_it_is_on_the_wire(calls: Calls) -> None:
    with server(in_turn(http({"result": 51}))) as portal:
        assert calls(portal.url)(ADD) == 51
    head, body = portal.requests[0].split(b"\r\n\r\n")
    line, *headers = head.decode().split("\r\n")
    assert line == "POST /rest/1/s3cretc0de8h1d3m/crm.calllist.add HTTP/1.1"
    named = {name.lower(): value for name, value in (header.split(": ") for header in headers)}
    assert named["host"] == portal.host
    assert named["content-type"] == "application/json"
    assert named["user-agent"].startswith("b24-calllist-python/")
    assert "authorization" not in named
    assert json.loads(body) == {"ENTITY_TYPE": "CONTACT", "ENTITIES": [9]}


def test_connections_are_kept(calls: Calls) -> None:
    with server(in_turn(NONE)) as portal:
        calls(portal.url)(STATUSES, STATUSES, STATUSES)
    assert (len(portal.requests), portal.connections) == (3, 1)


BATCH_WITH_ADD = Command[object]("batch", {"cmd": {"a": "crm.calllist.statuslist", "b": "crm.calllist.add?X=1"}}, repr)
BATCH_THAT_READS = Command[object]("batch", {"cmd": {"a": "crm.calllist.statuslist"}}, repr)
UNKNOWN_METHOD = Command[object]("crm.calllist.new", {}, repr)


@pytest.mark.parametrize("once", [ADD, BATCH_WITH_ADD, UNKNOWN_METHOD], ids=["add", "batch", "unknown method"])
def test_what_must_not_be_sent_twice_never_goes_over_a_kept_connection(calls: Calls, once: Command[object]) -> None:
    with server(in_turn(NONE, http({"result": 51}), http({"result": 52}))) as portal:
        calls(portal.url)(STATUSES, once, once)
    assert (len(portal.requests), portal.connections) == (3, 3)


def test_what_may_be_sent_twice_goes_over_the_connection_that_was_kept_before_an_add(calls: Calls) -> None:
    with server(in_turn(NONE, http({"result": 51}), NONE, NONE)) as portal:
        calls(portal.url)(STATUSES, ADD, STATUSES, BATCH_THAT_READS)
    assert (len(portal.requests), portal.connections) == (4, 2)


def test_a_kept_connection_that_dies_just_as_add_is_sent_does_not_matter(calls: Calls) -> None:
    seen: list[socket.socket] = []

    def answer(connection: socket.socket, count: int) -> None:
        if connection in seen:
            connection.shutdown(socket.SHUT_RDWR)
            return
        seen.append(connection)
        connection.sendall(NONE if count == 1 else http({"result": 51}))

    with server(answer) as portal:
        assert calls(portal.url)(STATUSES, ADD) == 51


def test_a_new_connection_that_breaks_off_does_not_send_add_twice(calls: Calls) -> None:
    with server(in_turn(NONE, None, NONE)) as portal:
        error = raised(OutcomeUnknownError, lambda: calls(portal.url, retry=FAST)(STATUSES, ADD))
    assert isinstance(error.cause, PortalConnectionError)
    assert error.cause.sent
    assert len(portal.requests) == 2


def test_a_broken_connection_is_made_anew_for_what_does_no_harm(calls: Calls) -> None:
    with server(in_turn(None, None, NONE)) as portal:
        assert calls(portal.url, retry=FAST)(STATUSES) == []
    assert len(portal.requests) == 3


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_no_redirect_is_followed(calls: Calls, status: str) -> None:
    with server(in_turn(NONE)) as other:
        moved = http({}, status, Location=f"http://{other.host}/rest/1/s3cretc0de8h1d3m/crm.calllist.add")
        with server(in_turn(moved)) as portal:
            error = raised(PortalMovedError, lambda: calls(portal.url, retry=FAST)(ADD))
    assert error.host == other.host
    assert (len(portal.requests), len(other.requests)) == (1, 0)


def test_cookies_are_not_kept(calls: Calls) -> None:
    with server(in_turn(http({"result": []}, Set_Cookie="PHPSESSID=x; path=/"))) as portal:
        calls(portal.url)(STATUSES, STATUSES)
    assert b"cookie" not in portal.requests[1].lower()


def test_a_compressed_answer(calls: Calls) -> None:
    packed = gzip.compress(b'{"result": []}')
    with server(in_turn(http(packed, Content_Encoding="gzip"))) as portal:
        assert calls(portal.url)(STATUSES) == []


def test_an_answer_that_is_cut(calls: Calls) -> None:
    def answer(connection: socket.socket, _: int) -> None:
        connection.sendall(NONE[:-5])
        connection.shutdown(socket.SHUT_RDWR)

    with server(answer) as portal:
        error = raised(PortalConnectionError, lambda: calls(portal.url)(STATUSES))
    assert error.sent


@pytest.mark.parametrize(
    "garbage", [b"garbage\r\n\r\n", http(b"\x1f\x8bnope", Content_Encoding="gzip"), b"HTTP/1.1 999999 X\r\n\r\n"]
)
def test_an_answer_that_is_no_http_leaves_add_open(calls: Calls, garbage: bytes) -> None:
    def answer(connection: socket.socket, _: int) -> None:
        connection.sendall(garbage)
        connection.shutdown(socket.SHUT_RDWR)

    with server(answer) as portal:
        raised(OutcomeUnknownError, lambda: calls(portal.url)(ADD))


def test_an_answer_without_a_length(calls: Calls) -> None:
    def answer(connection: socket.socket, _: int) -> None:
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"result": []}')
        connection.close()

    with server(answer) as portal:
        assert calls(portal.url)(STATUSES) == []


def test_bytes_that_are_no_text(calls: Calls) -> None:
    with server(in_turn(http(b"\xff\xfe\x00"))) as portal:
        assert raised(UnexpectedResponseError, lambda: calls(portal.url)(STATUSES)).excerpt.startswith("\ufffd")


def test_nobody_listens(calls: Calls) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/rest/1/s3cretc0de8h1d3m/"
    error = raised(PortalConnectionError, lambda: calls(url, retry=FAST)(ADD))
    assert not error.sent
    assert error.reason


def test_an_unknown_host(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = raised(PortalConnectionError, lambda: calls("https://nowhere.invalid/rest/1/s3cretc0de8h1d3m/")(ADD))
    assert not error.sent


def test_silence_ends_after_the_time(calls: Calls) -> None:
    with server(silent) as portal:
        assert raised(PortalTimeoutError, lambda: calls(portal.url, timeout=TIME)(STATUSES)).timeout == TIME


def silent(connection: socket.socket, _: int) -> None:
    """Answers well after all, but only a client that has lost patience much too late, or never."""
    connection.settimeout(PATIENCE)
    try:
        connection.recv(1)
    except TimeoutError:
        connection.sendall(NONE)


def dripping(start: bytes, drop: bytes, end: bytes) -> Connection:
    """Comes to a good end after all, for a client that waits anew for every piece."""

    def answer(connection: socket.socket, _: int) -> None:
        connection.sendall(start)
        for _drop in range(DROPS):
            connection.sendall(drop)
            time.sleep(PATIENCE / DROPS)
        connection.sendall(end)

    return answer


def test_an_answer_that_drips_ends_after_the_time(calls: Calls) -> None:
    end = b'{"result": []}'
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {DROPS + len(end)}\r\n\r\n".encode()
    with server(dripping(head, b" ", end)) as portal:
        raised(PortalTimeoutError, lambda: calls(portal.url, timeout=TIME)(STATUSES))


def test_headers_that_drip_end_after_the_time(calls: Calls) -> None:
    head, end = NONE.split(b"\r\n\r\n")
    with server(dripping(head + b"\r\n", b"X: y\r\n", b"\r\n" + end)) as portal:
        raised(PortalTimeoutError, lambda: calls(portal.url, timeout=TIME)(STATUSES))
