"""The only file that knows the HTTP library.

It uses the library's transports and not its `Client`, which would write each address, and with it a webhook's code, to
the log, keep the portal's cookies and follow redirects if told to. The transports still log an answer's headers, when
somebody debugs; a redirect's has the webhook's code.
"""

import logging
import ssl
import threading
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Generic, TypeVar

import anyio
import httpcore2
import httpx2

from ._numbers import MAX_BODY
from ._proxy import Proxy, environment_proxy, read_proxy
from ._reason import certificate_problem, reason_of
from ._scope import PerLoop, PerProcess
from ._secret import redact
from ._transport import Failure, Outcome, Request, Response
from ._unpack import UnpackError, unpack

GRACE = 0.1
"""Seconds more than the library's own times have, which know more of what happened."""
KEEP = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5)
KEEP_NONE = httpx2.Limits(max_connections=100, max_keepalive_connections=0)

Pool = TypeVar("Pool")


class _Masked(logging.Filter):
    """Takes webhook addresses out of what the library logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage(), ()), ()
        return True


logging.getLogger("httpcore2.http11").addFilter(_Masked())


class HttpTransport:
    """Sends requests over HTTP/1.1 and keeps connections. Each process that uses it has connections of its own.

    Args:
        proxy: URL of a proxy, in place of the environment's (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`).
        verify: trust in certificates; the system's own by default, or that of `SSL_CERT_FILE`.

    Raises:
        ValueError: the proxy or the certificates cannot be used.
    """

    def __init__(self, *, proxy: str | None = None, verify: ssl.SSLContext | bool = True) -> None:
        self._route = _Route(proxy)
        trust = _trust(verify)
        self._pools = PerProcess(
            lambda: _Pools(lambda via, limits: httpx2.HTTPTransport(trust.get(), limits=limits, proxy=_via(via)))
        )

    def check(self, url: str) -> None:
        """Raises a ValueError where the environment's proxy for this URL cannot be used."""
        self._route.proxy(url)

    def send(self, request: Request, /) -> Outcome:
        """Sends it once."""
        attempt = _Attempt(request.timeout)
        proxy = self._route.proxy(request.url)
        _running.attempt = attempt
        try:
            pool = self._pools.get().pool(proxy, request.new_connection)
            response = pool.handle_request(_outgoing(request, {"trace": attempt.step}, attempt))
            body = bytearray()
            try:
                for chunk in response.iter_raw():
                    body += chunk
                    attempt.check()
                    if len(body) > MAX_BODY:
                        break
            finally:
                response.close()
            return _response(response, bytes(body))
        except (httpx2.HTTPError, UnpackError) as error:
            return attempt.failure(error, proxy)

    def close(self) -> None:
        """Gives connections back."""
        for pool in self._pools.get().all():
            pool.close()


class AsyncHttpTransport:
    """The same for `AsyncClient`, under asyncio and trio. Each event loop has connections of its own, which are closed
    with it.
    """

    def __init__(self, *, proxy: str | None = None, verify: ssl.SSLContext | bool = True) -> None:
        self._route = _Route(proxy)
        trust = _trust(verify)
        self._pools = PerLoop(
            lambda: _AsyncPools(
                lambda via, limits: httpx2.AsyncHTTPTransport(trust.get(), limits=limits, proxy=_via(via))
            )
        )

    def check(self, url: str) -> None:
        """Raises a ValueError where the environment's proxy for this URL cannot be used."""
        self._route.proxy(url)

    async def send(self, request: Request, /) -> Outcome:
        """Sends it once."""
        attempt = _Attempt(request.timeout)
        proxy = self._route.proxy(request.url)

        async def step(event: str, info: Mapping[str, object]) -> None:
            attempt.step(event, info)

        try:
            pools = self._pools.get()
            await pools.close_with_loop()
            with anyio.fail_after(attempt.left() + GRACE):
                pool = pools.pool(proxy, request.new_connection)
                response = await pool.handle_async_request(_outgoing(request, {"trace": step}, attempt))
                body = bytearray()
                try:
                    # The library's generators end properly when they are cancelled inside, and not when they are left.
                    with anyio.fail_after(attempt.left()) as reading:
                        async for chunk in response.aiter_raw():
                            body += chunk
                            if len(body) > MAX_BODY:
                                reading.cancel()
                finally:
                    await response.aclose()
            return _response(response, bytes(body))
        except (httpx2.HTTPError, UnpackError, TimeoutError) as error:
            return attempt.failure(error, proxy)

    async def close(self) -> None:
        """Gives the connections of the running event loop back."""
        await self._pools.get().close()


class _Pools(Generic[Pool]):
    """Connections, by proxy: those that are kept, and those of requests that need a new one each."""

    def __init__(self, make: Callable[[Proxy | None, httpx2.Limits], Pool]) -> None:
        self._make = make
        self._pools: dict[tuple[Proxy | None, bool], Pool] = {}

    def pool(self, proxy: Proxy | None, new_connection: bool) -> Pool:
        key = (proxy, new_connection)
        if key not in self._pools:
            self._pools.setdefault(key, self._make(proxy, KEEP_NONE if new_connection else KEEP))
        return self._pools[key]

    def all(self) -> list[Pool]:
        return list(self._pools.values())


class _AsyncPools(_Pools[httpx2.AsyncHTTPTransport]):
    """The same for an event loop."""

    _end: AsyncGenerator[None] | None = None

    async def close_with_loop(self) -> None:
        """Sees to it that connections are closed at the end of the event loop, which ends its generators first."""
        if self._end is None:
            self._end = self._open()
            await anext(self._end)

    async def close(self) -> None:
        end, self._end = self._end, None
        if end is not None:
            await end.aclose()

    async def _open(self) -> AsyncGenerator[None]:
        try:
            yield
        finally:
            for pool in self.all():
                await pool.aclose()


class _Route:
    """Which proxy requests go through."""

    def __init__(self, proxy: str | None) -> None:
        self._own = None if proxy is None else read_proxy(proxy, "proxy")
        self._of_environment: dict[str, Proxy | None] = {}

    def proxy(self, url: str) -> Proxy | None:
        if self._own:
            return self._own
        origin = "/".join(url.split("/", 3)[:3])
        if origin not in self._of_environment:
            self._of_environment[origin] = environment_proxy(origin)
        return self._of_environment[origin]


class _Attempt:
    """One sending of a request: the time it has, and how far it has come.

    The library has a time for each step, and would wait anew for every piece.
    """

    def __init__(self, timeout: float) -> None:
        self._ends = time.monotonic() + timeout
        self._step = ""
        self._sent = False
        self.timeouts: dict[str, float] = {}
        self._shrink()

    def step(self, event: str, info: Mapping[str, object]) -> None:
        """The library calls it at each step's beginning and end."""
        self._shrink()
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            _read_in_time(info.get("return_value"))
        if event.endswith(".started"):
            self._step = event
            request = info.get("request")
            # The headers of a CONNECT are for the proxy, and not for the portal.
            self._sent = self._sent or ("send_request_headers" in event and getattr(request, "method", b"") == b"POST")

    def left(self) -> float:
        return max(self._ends - time.monotonic(), 0.001)

    def check(self) -> None:
        if time.monotonic() > self._ends:
            raise httpx2.ReadTimeout("the response did not end in time")

    def failure(self, error: Exception, proxy: Proxy | None) -> Failure:
        """What came of an attempt that ended in this error."""
        is_late = isinstance(error, httpx2.TimeoutException | TimeoutError)
        if self._sent:
            return Failure("late") if is_late else Failure("broken", _sent_reason(error))
        if isinstance(error, httpx2.ProxyError):
            return _proxy_failure(str(error)[:3])
        if problem := certificate_problem(error):
            return Failure("blocked", problem)
        reason = "timed out" if is_late else reason_of(error)
        return Failure("unreachable", f"proxy: {reason}" if proxy and not self._is_portals_tls else reason)

    @property
    def _is_portals_tls(self) -> bool:
        """Whether the way through the proxy was open already."""
        return self._step in {"proxy.start_tls.started", "socks.start_tls.started"}

    def _shrink(self) -> None:
        left = self.left()
        self.timeouts.update(connect=left, read=left, write=left, pool=left)


class _Running(threading.local):
    """The attempt that a thread of a blocking client is busy with."""

    attempt: _Attempt


_running = _Running()


def _read_in_time(stream: object) -> None:
    """Lets a connection of a blocking client wait for its next bytes no longer than the attempt has time.

    A response is made of many pieces (headers that drip, or any number of 1xx responses before it), and the library
    waits for each of them as long as for the first. An async client is cancelled instead.
    """
    if not isinstance(stream, httpcore2.NetworkStream):
        return
    read = stream.read

    def in_time(max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG001 - that of the first piece
        _running.attempt.check()
        return read(max_bytes, _running.attempt.left())

    stream.read = in_time  # type: ignore[method-assign]


def _sent_reason(error: Exception) -> str:
    return "the compressed response is damaged" if isinstance(error, UnpackError) else reason_of(error)


def _proxy_failure(status: str) -> Failure:
    if status == "407":
        return Failure("blocked", "the proxy wants a user and a password (HTTP 407); put them into the proxy's URL")
    return Failure("unreachable", f"the proxy rejected the connection (HTTP {status})")


def _outgoing(request: Request, extensions: dict[str, object], attempt: _Attempt) -> httpx2.Request:
    return httpx2.Request(
        "POST",
        request.url,
        headers={**request.headers, "Accept-Encoding": "gzip, deflate"},
        content=request.body,
        extensions={**extensions, "timeout": attempt.timeouts},
    )


def _response(response: httpx2.Response, body: bytes) -> Response:
    headers = {name.lower(): value for name, value in response.headers.items()}
    body = unpack(body, headers.get("content-encoding", ""))
    return Response(response.status_code, headers, body[:MAX_BODY], too_large=len(body) > MAX_BODY)


def _trust(verify: object) -> PerProcess[ssl.SSLContext]:
    """Trust in certificates. That of the caller is one for all processes."""
    if not isinstance(verify, ssl.SSLContext | bool):
        raise TypeError("verify: True, False or an ssl.SSLContext, such as ssl.create_default_context(cafile=...)")
    trust = PerProcess(lambda: httpx2.create_ssl_context(verify))
    try:
        trust.get()
    except OSError:
        raise ValueError("certificates: SSL_CERT_FILE or SSL_CERT_DIR names none that can be read") from None
    return trust


def _via(proxy: Proxy | None) -> httpx2.Proxy | None:
    return None if proxy is None else httpx2.Proxy(proxy.url, auth=proxy.auth)
