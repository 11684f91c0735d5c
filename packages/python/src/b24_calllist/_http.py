"""The only file that knows the HTTP library.

It uses the library's transports and not its `Client`, which would write each address, and with it a webhook's code, to
the log, keep the portal's cookies and follow redirects if told to. The transports still log an answer's headers, when
somebody debugs; a redirect's has the webhook's code.
"""

import logging
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import anyio
import httpx2

from ._auth import LOOPBACK
from ._secret import redact
from ._transport import Failure, Outcome, Request, Response

NEVER_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)

GRACE = 0.1
"""Seconds more than the library's own times have, which know more of what happened."""


class _Masked(logging.Filter):
    """Takes webhook addresses out of what the library logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage(), ()), ()
        return True


logging.getLogger("httpcore2.http11").addFilter(_Masked())


class HttpTransport:
    """Sends requests over HTTP/1.1 and keeps connections.

    Args:
        portal: URL or host that will be called; the environment's proxy for it is taken (`HTTPS_PROXY`, `NO_PROXY`).
        proxy: URL of a proxy, in place of the environment's.
        verify: trust in certificates; the system's own by default.
    """

    def __init__(self, portal: str = "", *, proxy: str | None = None, verify: ssl.SSLContext | bool = True) -> None:
        self._http = httpx2.HTTPTransport(verify=verify, proxy=proxy or _proxy_for(portal), retries=0)

    def send(self, request: Request, /) -> Outcome:
        """Sends it once."""
        deadline = _Deadline(request.timeout)
        try:
            response = self._http.handle_request(_outgoing(request, {"trace": deadline.shrink}, deadline))
            chunks: list[bytes] = []
            try:
                for chunk in response.iter_raw():
                    chunks.append(chunk)
                    deadline.check()
            finally:
                response.close()
            return _response(response, b"".join(chunks))
        except httpx2.HTTPError as error:
            return _failure(error)

    def close(self) -> None:
        """Gives connections back."""
        self._http.close()


class AsyncHttpTransport:
    """The same for `AsyncClient`, under asyncio and trio."""

    def __init__(self, portal: str = "", *, proxy: str | None = None, verify: ssl.SSLContext | bool = True) -> None:
        self._http = httpx2.AsyncHTTPTransport(verify=verify, proxy=proxy or _proxy_for(portal), retries=0)

    async def send(self, request: Request, /) -> Outcome:
        """Sends it once."""
        deadline = _Deadline(request.timeout)

        async def shrink(event: str, info: Mapping[str, object]) -> None:
            deadline.shrink(event, info)

        try:
            with anyio.fail_after(deadline.left() + GRACE):
                response = await self._http.handle_async_request(_outgoing(request, {"trace": shrink}, deadline))
                try:
                    # The library's generators end properly when they are cancelled inside, and not when they are left.
                    with anyio.fail_after(deadline.left()):
                        chunks = [chunk async for chunk in response.aiter_raw()]
                finally:
                    with anyio.CancelScope(shield=True):
                        await response.aclose()
            return _response(response, b"".join(chunks))
        except httpx2.HTTPError as error:
            return _failure(error)
        except TimeoutError:
            return Failure("late")

    async def close(self) -> None:
        """Gives connections back."""
        await self._http.aclose()


class _Deadline:
    """One time for all of a request. The library has one for each step, and would wait anew for every piece.

    What it cannot end in a blocking client is an answer whose headers drip, up to the 100 kB that the library takes.
    """

    def __init__(self, timeout: float) -> None:
        self._ends = time.monotonic() + timeout
        self.timeouts: dict[str, float] = {}
        self.shrink("", {})

    def shrink(self, _event: str, _info: Mapping[str, object]) -> None:
        """Gives the next step what is left. The library calls it at each step's beginning and end."""
        left = self.left()
        self.timeouts.update(connect=left, read=left, write=left, pool=left)

    def left(self) -> float:
        return max(self._ends - time.monotonic(), 0.001)

    def check(self) -> None:
        if time.monotonic() > self._ends:
            raise httpx2.ReadTimeout("the answer did not end in time")


def _outgoing(request: Request, extensions: dict[str, object], deadline: _Deadline) -> httpx2.Request:
    return httpx2.Request(
        "POST",
        request.url,
        headers={**request.headers, "Accept-Encoding": "gzip, deflate"},
        content=request.body,
        extensions={**extensions, "timeout": deadline.timeouts},
    )


def _response(response: httpx2.Response, body: bytes) -> Response:
    headers = {name.lower(): value for name, value in response.headers.items()}
    unpacked = httpx2.Response(response.status_code, headers=response.headers, content=body).content
    return Response(response.status_code, headers, unpacked)


def _failure(error: httpx2.HTTPError) -> Failure:
    reason = str(error) or type(error).__name__
    if isinstance(error, NEVER_SENT):
        return Failure("unreachable", reason)
    return Failure("late" if isinstance(error, httpx2.TimeoutException) else "broken", reason)


def _proxy_for(portal: str) -> str | None:
    parts = urlsplit(portal if "://" in portal else f"https://{portal}")
    host = parts.hostname or ""
    if host in LOOPBACK or proxy_bypass(host):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")
