"""Servers on this machine: the project's sandbox and mock, and one that answers bytes as told."""

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

PACKAGES = Path(__file__).resolve().parents[2]


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
    command = [node, str(PACKAGES / package / "dist" / "bin.js"), "--port", "0", *args]
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


class Raw:
    """A server of bytes: the test's function answers each request."""

    def __init__(self, answer: Connection) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.url = f"http://{self.host}/rest/1/s3cretc0de8h1d3m/"
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            while request := _read(connection):
                self.requests.append(request)
                self._answer(connection, len(self.requests))
        except OSError:
            pass
        finally:
            connection.close()

    def close(self) -> None:
        self._socket.close()
        for connection in self._open:
            connection.close()


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
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
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
