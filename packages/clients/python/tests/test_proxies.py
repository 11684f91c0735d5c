"""Proxies: which one a request goes through, and what their refusals mean."""

import base64
import socket
import threading
from collections.abc import Callable, Generator

import anyio
import pytest
from servers import Certificates, Raw, http, server
from support import CODE, raised

from b24_calllist import (
    AsyncClient,
    AsyncHttpTransport,
    AsyncTransport,
    Client,
    HttpTransport,
    PortalConnectionError,
    Retry,
    Transport,
    Webhook,
)
from b24_calllist._proxy import environment_proxy, read_proxy

URL = "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/"
NAMES = ("https_proxy", "http_proxy", "all_proxy", "no_proxy")
PASSWORD = "pa55w0rd"
FAST = Retry(attempts=3, delay=0)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No proxy but the test's."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("text", "url", "auth"),
    [
        ("proxy.example:3128", "http://proxy.example:3128", None),
        ("proxy.example", "http://proxy.example", None),
        (" http://proxy.example:3128/ ", "http://proxy.example:3128", None),
        ("HTTP://proxy.example:3128", "http://proxy.example:3128", None),
        ("https://proxy.example:8443", "https://proxy.example:8443", None),
        ("http://[::1]:3128", "http://[::1]:3128", None),
        ("http://Прокси.example:3128", "http://xn--h1adldfi.example:3128", None),
        ("my_proxy:3128", "http://my_proxy:3128", None),
        ("http://user@proxy.example:3128", "http://proxy.example:3128", ("user", "")),
        ("user:secret@proxy.example:3128", "http://proxy.example:3128", ("user", "secret")),
        ("http://user:p%23w%40@proxy.example:3128", "http://proxy.example:3128", ("user", "p#w@")),
        ("http://user:p#w/x?y@z@proxy.example:3128", "http://proxy.example:3128", ("user", "p#w/x?y@z")),
        (r"http://DOMAIN\user:50%@proxy.example", "http://proxy.example", (r"DOMAIN\user", "50%")),
    ],
)
def test_a_proxy_as_people_write_it(text: str, url: str, auth: tuple[str, str] | None) -> None:
    proxy = read_proxy(text, "HTTPS_PROXY")
    assert (proxy.url, proxy.auth) == (url, auth)
    assert "secret" not in repr(proxy)


UNUSABLE = [
    f"socks5://user:{PASSWORD}@proxy.example:1080",
    f"socks5h://user:{PASSWORD}@proxy.example:1080",
    f"socks://user:{PASSWORD}@proxy.example:1080",
    f"socks4://user:{PASSWORD}@proxy.example:1080",
    f"ftp://user:{PASSWORD}@proxy.example:1080",
    f"http://user:{PASSWORD}@proxy.example:port",
    f"http://user:{PASSWORD}@proxy.example:0",
    f"http://user:{PASSWORD}@proxy.example:99999",
    f"http://user:{PASSWORD}@",
    f"http://user:{PASSWORD}@[::1",
    f"http://user:{PASSWORD}@[::1::2]:3128",
    f"http://user:{PASSWORD}@999.1.1.1:3128",
    f"http://user:{PASSWORD}@proxy..example:3128",
    f"{PASSWORD} {PASSWORD}",
    f"http://user:{PASSWORD}\udcff@proxy.example:3128",
]


@pytest.mark.parametrize("value", UNUSABLE)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_variable_that_cannot_be_used_is_an_error_when_the_client_is_made(
    kind: type[Client] | type[AsyncClient], variable: str, value: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv(variable, value)
    error = raised(ValueError, lambda: kind(URL))
    assert str(error).startswith(f"{variable}: ")
    assert PASSWORD not in str(error)
    assert error.__context__ is None
    with_its_own = HttpTransport() if kind is Client else AsyncHttpTransport()
    raised(ValueError, lambda: kind(URL, transport=with_its_own))  # type: ignore[arg-type]


@pytest.mark.parametrize("value", UNUSABLE)
def test_a_proxy_of_ones_own_that_cannot_be_used_is_an_error_too(value: str) -> None:
    error = raised(ValueError, lambda: HttpTransport(proxy=value))
    assert str(error).startswith("proxy: ")
    assert PASSWORD not in str(error)


def test_a_variable_that_is_not_for_this_portal_does_not_matter(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALL_PROXY", "socks://127.0.0.1:1080")
    environment.setenv("HTTP_PROXY", "socks://127.0.0.1:1080")
    environment.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    Client(URL)
    environment.setenv("HTTPS_PROXY", "socks://127.0.0.1:1080")
    environment.setenv("NO_PROXY", "example.bitrix24.com")
    Client(URL)
    Client("http://127.0.0.1:4020/rest/1/xxxxxxxxxxxxxxxx/")


@pytest.mark.parametrize(
    ("no_proxy", "url", "is_direct"),
    [
        ("", "https://portal.example", False),
        ("portal.example", "https://portal.example", True),
        ("other.example, portal.example", "https://portal.example:8443", True),
        ("portal.example:8443", "https://portal.example:8443", True),
        ("portal.example:8443", "https://portal.example", False),
        (".example", "https://portal.example", True),
        ("example", "https://portal.example", True),
        ("*", "https://portal.example", True),
        ("tal.example", "https://portal.example", False),
        ("10.0.0.5", "https://10.0.0.5:8443", True),
        ("", "http://127.0.0.1:4020", True),
        ("", "http://localhost", True),
        ("", "http://[::1]:4020", True),
    ],
)
def test_no_proxy(no_proxy: str, url: str, is_direct: bool, environment: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY"):
        environment.setenv(name, "http://proxy.example:3128")
    environment.setenv("NO_PROXY", no_proxy)
    assert (environment_proxy(url) is None) == is_direct


class ProxyServer(Raw):
    """Opens tunnels to one server, or writes what it is told."""

    def __init__(self, to: str = "", refusal: bytes = b"") -> None:
        super().__init__(lambda _connection, _count: None)
        self._to = to
        self._refusal = refusal

    def respond(self, connection: socket.socket, request: bytes) -> None:
        if not self._to:
            connection.sendall(self._refusal)
            connection.shutdown(socket.SHUT_RDWR)
            return
        host, port = self._to.split(":")
        with socket.create_connection((host, int(port))) as portal:
            if request.startswith(b"CONNECT"):
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                portal.sendall(request)
            threading.Thread(target=_pump, args=[portal, connection], daemon=True).start()
            _pump(connection, portal)


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


Calls = Callable[[str | Webhook, "Certificates | None", str | None], object]


@pytest.fixture(params=["sync", "asyncio", "trio"])
def add(request: pytest.FixtureRequest) -> Calls:
    """Adds a list through the proxy of the argument, or of the environment."""

    def sync(url: str | Webhook, certificates: Certificates | None, proxy: str | None) -> object:
        transport: Transport = HttpTransport(proxy=proxy, verify=certificates.trust if certificates else True)
        with Client(url, transport=transport, retry=FAST) as client:
            return client.add("CONTACT", [9])

    async def run(url: str | Webhook, certificates: Certificates | None, proxy: str | None) -> object:
        transport: AsyncTransport = AsyncHttpTransport(proxy=proxy, verify=certificates.trust if certificates else True)
        async with AsyncClient(url, transport=transport, retry=FAST) as client:
            return await client.add("CONTACT", [9])

    def asynchronous(url: str | Webhook, certificates: Certificates | None, proxy: str | None) -> object:
        return anyio.run(run, url, certificates, proxy, backend=request.param)

    return sync if request.param == "sync" else asynchronous


@pytest.fixture
def tls_portal(certificates: Certificates) -> Generator[Raw]:
    with server(lambda connection, _: connection.sendall(http({"result": 51})), certificates.server) as portal:
        yield portal


def test_a_tunnel_through_a_proxy_with_a_password(add: Calls, tls_portal: Raw, certificates: Certificates) -> None:
    with server(ProxyServer(tls_portal.host)) as proxy:
        assert add(tls_portal.url, certificates, f"http://user:p#w@{proxy.host}") == 51
    assert f"Basic {base64.b64encode(b'user:p#w').decode()}".encode() in proxy.requests[0]
    assert CODE.encode() not in proxy.requests[0]


def test_plain_http_through_the_environments_proxy(add: Calls, environment: pytest.MonkeyPatch) -> None:
    with (
        server(lambda connection, _: connection.sendall(http({"result": 51}))) as portal,
        server(ProxyServer(portal.host)) as proxy,
    ):
        environment.setenv("HTTP_PROXY", proxy.host)
        hook = Webhook("http://sandbox:4020/rest/1/xxxxxxxxxxxxxxxx/", insecure_hosts=["sandbox"])
        assert add(hook, None, None) == 51
    assert proxy.requests[0].startswith(b"POST http://sandbox:4020/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.add HTTP/1.1")


@pytest.mark.parametrize("status", [b"403 Forbidden", b"502 Bad Gateway", b"503 Service Unavailable", b"200 "])
def test_a_proxy_that_refuses_or_closes_has_sent_nothing(add: Calls, status: bytes) -> None:
    refusal = b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n"
    with server(ProxyServer(refusal=refusal)) as proxy:
        error = raised(PortalConnectionError, lambda: add(URL, None, f"http://{proxy.host}"))
    assert not error.sent
    assert not error.permanent
    if status[:3] != b"200":
        assert error.reason == f"the proxy rejected the connection (HTTP {status[:3].decode()})"
    assert len(proxy.requests) == FAST.attempts


def test_a_proxy_that_closes_without_a_response_has_sent_nothing(add: Calls) -> None:
    with server(ProxyServer()) as proxy:
        error = raised(PortalConnectionError, lambda: add(URL, None, f"http://{proxy.host}"))
    assert (error.sent, error.reason) == (False, "proxy: it was closed without a response")
    assert len(proxy.requests) == FAST.attempts


def test_a_proxy_that_wants_a_password_is_not_asked_again(add: Calls) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    with server(ProxyServer(refusal=refusal)) as proxy:
        error = raised(PortalConnectionError, lambda: add(URL, None, f"http://user:{PASSWORD}@{proxy.host}"))
    assert (error.sent, error.permanent) == (False, True)
    assert error.reason == ("the proxy wants a user and a password (HTTP 407); put them into the proxy's URL")
    assert PASSWORD not in str(error)
    assert len(proxy.requests) == 1


def test_a_proxy_that_is_not_there_has_sent_nothing(add: Calls) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        proxy = f"http://127.0.0.1:{free.getsockname()[1]}"
    error = raised(PortalConnectionError, lambda: add(URL, None, proxy))
    assert (error.sent, error.reason) == (False, "proxy: Connection refused")


def test_a_certificate_behind_a_proxy_is_the_portals(add: Calls, tls_portal: Raw) -> None:
    with server(ProxyServer(tls_portal.host)) as proxy:
        error = raised(PortalConnectionError, lambda: add(tls_portal.url, None, f"http://{proxy.host}"))
    assert (error.sent, error.permanent) == (False, True)
    assert error.reason.startswith("the certificate is not trusted")
    assert len(proxy.requests) == 1
