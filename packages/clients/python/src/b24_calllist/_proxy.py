"""Which proxy a request goes through: the caller's, or that of the environment."""

import os
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from ._address import LOOPBACK, host_name, refuse_halves

PROXY = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?"
    r"(?:(?P<user>[^:@]*)(?::(?P<password>.*))?@)?"  # a password may hold any sign, unescaped: the last @ ends it
    r"(?P<host>\[[0-9a-f:.]+\]|[^\s:/?#@\[\]]+)(?::(?P<port>[0-9]{1,5}))?/?",
    re.IGNORECASE | re.DOTALL,
)
LOOKS_LIKE = "A proxy looks like http://proxy.example:3128 or http://user:password@proxy.example:3128"
SOCKS = ("socks5", "socks5h")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy as it will be used."""

    url: str
    """Scheme, host and port."""
    auth: tuple[str, str] | None = field(default=None, repr=False)
    """User and password, not escaped."""


def read_proxy(text: str, source: str) -> Proxy:
    """Reads a proxy's URL; one without a scheme is http, as curl and others take it.

    Raises:
        ValueError: it cannot be used. The message names the source and never repeats the text; it may hold a password.
    """
    refuse_halves(text, source, LOOKS_LIKE)
    found = PROXY.fullmatch(text.strip())
    host = host_name(found["host"].strip("[]")) if found else None
    if not found or not host or int(found["port"] or 1) not in range(1, 65536):
        raise ValueError(f"{source}: this is not the URL of a proxy. {LOOKS_LIKE}")
    scheme = (found["scheme"] or "http").lower()
    if scheme in SOCKS and not _has_socks():
        raise ValueError(f"{source}: a SOCKS proxy needs the package socksio (pip install socksio)")
    if scheme not in ("http", "https", *SOCKS):
        raise ValueError(f"{source}: a proxy of this kind is not supported. {LOOKS_LIKE}")
    port = f":{found['port']}" if found["port"] else ""
    auth = None if found["user"] is None else (unquote(found["user"]), unquote(found["password"] or ""))
    return Proxy(f"{scheme}://{f'[{host}]' if ':' in host else host}{port}", auth)


def environment_proxy(url: str) -> Proxy | None:
    """The environment's proxy for a URL (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`), unless `NO_PROXY` excludes the host
    or it is this machine.

    Raises:
        ValueError: it cannot be used; names the variable.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in LOOPBACK or proxy_bypass(host) or proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    for name in (parts.scheme, "all"):
        if proxies.get(name):
            return read_proxy(proxies[name], _source(f"{name}_proxy"))
    return None


def _source(name: str) -> str:
    """The variable as it is spelled here; macOS and Windows have settings, too."""
    return next((one for one in (name, name.upper()) if os.environ.get(one)), "the proxy in the system's settings")


@cache
def _has_socks() -> bool:
    return find_spec("socksio") is not None
