"""Addresses of portals: reading what people paste, and refusing what would send a password in the clear."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

import idna

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NO_HOST = re.compile(r"""[\s\x00-\x1f\x7f"<>\\^`{|}%]""")
"""What is in no host."""
DOTS = re.compile("[.\u3002\uff0e\uff61]")
"""What keyboards have for a dot."""
LIKE_AN_ADDRESS = re.compile(r"[0-9.]+")
"""Such a host is no name, but an IPv4 address, or nothing."""
WHITE_SPACE = {"Zs", "Zl", "Zp", "Cc", "Cf"}
"""Unicode's categories of blanks, line breaks, and signs without a width."""
HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair."""
LONGEST_LABEL = 63


@dataclass(frozen=True, slots=True)
class Address:
    """Where requests go."""

    origin: str
    """Scheme, host and port, such as `https://example.bitrix24.com`; the host as DNS knows it."""
    host: str
    """Host and port."""
    path: str
    """Path as given, such as `/rest/1/xxxxxxxxxxxxxxxx/`."""


def read_address(url: str, what: str, looks_like: str, insecure_hosts: Iterable[str]) -> Address:
    """Reads a URL that may carry credentials: https, or http to this machine and to hosts that the caller names.

    White space around it is dropped, and so is what follows the path (? and #).

    Raises:
        ValueError: it is not such a URL. The message never repeats it.
    """
    parts = _split(trimmed(url, what, looks_like))
    name = parts and host_name(parts.hostname or "")
    if not parts or not name or NO_HOST.search(parts.netloc):
        raise ValueError(f"{what}: this is not a URL. {looks_like}")
    if "@" in parts.netloc:
        raise ValueError(f"{what}: there is a user in it, before the host. {looks_like}")
    if parts.scheme != "https" and not (parts.scheme == "http" and name in {*LOOPBACK, *_names(insecure_hosts)}):
        raise ValueError(
            f"{what}: it has to be https, since http would send credentials in the clear. For a host of your own "
            f'network, allow it by name: insecure_hosts=["sandbox"] of Webhook(...) or OAuth(...). {looks_like}'
        )
    bracketed = f"[{name}]" if ":" in name else name
    host = bracketed if parts.port is None else f"{bracketed}:{parts.port}"
    return Address(f"{parts.scheme}://{host}", host, parts.path)


def host_name(host: str) -> str | None:
    """A host as DNS knows it: in lowercase, international names as punycode. None if it can be none."""
    if ":" in host or LIKE_AN_ADDRESS.fullmatch(host):
        return _ip_address(host)
    try:
        name = ".".join(label.lower() if label.isascii() else _label(label) for label in DOTS.split(host))
    except UnicodeError:
        return None
    labels = name.removesuffix(".").split(".")
    return name if all(0 < len(label) <= LONGEST_LABEL for label in labels) else None


def _ip_address(host: str) -> str | None:
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def _label(label: str) -> str:
    try:
        return idna.encode(label, uts46=True).decode()
    except idna.IDNAError:  # it knows no underscore
        return label.encode("idna").decode()


def trimmed(text: str, what: str, looks_like: str) -> str:
    """The text without white space around it; inside, it is an error that names it, since it cannot be seen."""
    refuse_halves(text, what, looks_like)
    kept = [place for place, sign in enumerate(text) if unicodedata.category(sign) not in WHITE_SPACE]
    inside = text[kept[0] : kept[-1] + 1] if kept else ""
    for sign in inside:
        if unicodedata.category(sign) in WHITE_SPACE:
            name = unicodedata.name(sign, "a control character").lower()
            raise ValueError(f"{what}: there is white space in it, U+{ord(sign):04X} ({name}). {looks_like}")
    return inside


def refuse_halves(text: str, what: str, looks_like: str = "") -> None:
    """Raises a ValueError for what no UTF-8 can say: Python reads bytes that are not UTF-8 in the environment so. The
    text is not in the error.
    """
    if HALF.search(text):
        raise ValueError(f"{what}: there are bytes in it that are not UTF-8. {looks_like}".rstrip())


def _names(hosts: Iterable[str]) -> list[str]:
    if isinstance(hosts, str):
        raise TypeError('insecure_hosts: a list of host names, such as ["sandbox"], not a text')
    return [name for host in hosts if (name := host_name(host))]


def _split(url: str) -> SplitResult | None:
    """None in place of an error, since an error's text may repeat what was given."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
