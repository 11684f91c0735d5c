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
            try:
                chunks: list[bytes] = []
                for chunk in response.iter_bytes():
                    chunks.append(chunk)
                    deadline.check()
            finally:
                response.close()
        except httpx2.HTTPError as error:
            return _failure(error)
        return Response(response.status_code, _headers(response), b"".join(chunks))

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
            response = await self._http.handle_async_request(_outgoing(request, {"trace": shrink}, deadline))
            try:
                chunks: list[bytes] = []
                async for chunk in response.aiter_bytes():
                    chunks.append(chunk)
                    deadline.check()
            finally:
                await response.aclose()
        except httpx2.HTTPError as error:
            return _failure(error)
        return Response(response.status_code, _headers(response), b"".join(chunks))

    async def close(self) -> None:
        """Gives connections back."""
        await self._http.aclose()


class _Deadline:
    """One time for all of a request. The library has one for each step, and would wait anew for every piece."""

    def __init__(self, timeout: float) -> None:
        self._ends = time.monotonic() + timeout
        self.timeouts: dict[str, float] = {}
        self.shrink("", {})

    def shrink(self, _event: str, _info: Mapping[str, object]) -> None:
        """Gives the next step what is left. The library calls it at each step's beginning and end."""
        left = max(self._ends - time.monotonic(), 0.001)
        self.timeouts.update(connect=left, read=left, write=left, pool=left)

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


def _headers(response: httpx2.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


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
