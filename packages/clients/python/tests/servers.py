"""Servers on this machine: the project's sandbox and mock, and one that answers bytes as told."""

import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import trustme

PORTALS = Path(__file__).resolve().parents[3] / "portals"


class Sandbox:
    """A running sandbox."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.origin = f"http://{urlsplit(url).netloc}"

    def control(self, verb: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.origin}/__sandbox/{path}", data, {"Content-Type": "application/json"}, method=verb)
        with build_opener(ProxyHandler({})).open(request, timeout=10) as response:
            return json.loads(response.read() or "null")

    def lists(self) -> list[Any]:
        found: list[Any] = self.control("GET", "state")["lists"]
        return found

    def webhook(self, user: int) -> str:
        return f"{self.origin}/rest/{user}/xxxxxxxxxxxxxxxx/"


@contextmanager
def _command(package: str, *args: str) -> Generator[str]:
    """Runs a package's command, and gives the portal's address that it prints."""
    node = shutil.which("node")
    assert node, "node is not in PATH"
    command = [node, str(PORTALS / package / "dist" / "bin.js"), "--port", "0", *args]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout
            yield next(line.split()[2] for line in process.stdout if "portal:" in line)
        finally:
            process.terminate()


@contextmanager
def sandbox() -> Generator[Sandbox]:
    with _command("sandbox", "--no-limits") as url:
        yield Sandbox(url)


@contextmanager
def mock() -> Generator[str]:
    with _command("mock") as url:
        yield url


Connection = Callable[[socket.socket, int], None]


class Certificates:
    """An authority that only this test knows, and servers with its certificates."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.file = str(folder / "authority.pem")
        self._authority.cert_pem.write_to_path(self.file)
        self.server = self._server("127.0.0.1", "localhost")
        self.of_another_host = self._server("another.example")
        self.expired = self._server("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=timezone.utc))
        self.self_signed = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with self._authority.private_key_pem.tempfile() as key:
            self.self_signed.load_cert_chain(self.file, key)
        self.trust = ssl.create_default_context(cafile=self.file)

    def _server(self, *names: str, **options: Any) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*names, **options).configure_cert(context)  # pyright: ignore[reportUnknownMemberType]
        return context


class Raw:
    """A server of bytes: the test's function writes the response to each request."""

    def __init__(self, answer: Connection, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._answer = answer
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.url = f"{'https' if tls else 'http'}://{self.host}/rest/1/s3cretc0de8h1d3m/"
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                self._socket.close()
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            while request := _read(connection):
                self.requests.append(request)
                self.respond(connection, request)
        except OSError:
            pass
        finally:
            connection.close()

    def respond(self, connection: socket.socket, _request: bytes) -> None:
        self._answer(connection, len(self.requests))

    def close(self) -> None:
        # The threads close the connections: a number of a closed one is given to the next, which they would write to.
        for connection in (self._socket, *self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Echo(Raw):
    """Its responses show whose they are: `get` of a list returns a list with that id."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(lambda _connection, _count: None, tls)

    def respond(self, connection: socket.socket, request: bytes) -> None:
        body = json.loads(request.split(b"\r\n\r\n", 1)[1])
        connection.sendall(http({"result": {"ID": body["ID"]}}))


@contextmanager
def server(answer: Connection | Raw, tls: ssl.SSLContext | None = None) -> Generator[Raw]:
    """Runs one while the test needs it."""
    running = answer if isinstance(answer, Raw) else Raw(answer, tls)
    try:
        yield running
    finally:
        running.close()


def _read(connection: socket.socket) -> bytes:
    """One whole request; empty at the connection's end."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b""
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    length = next(
        (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def http(body: object, status: str = "200 OK", **headers: str) -> bytes:
    """An answer as bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {"Content-Type": "application/json", "Content-Length": str(len(data))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + data
