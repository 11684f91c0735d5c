"""Unpacking compressed responses, up to a bound: a few kilobytes can unpack to gigabytes."""

import zlib
from collections.abc import Callable

MAX_BODY = 64 * 1024 * 1024
"""Bytes of a body, unpacked. More is no response of a portal."""

GZIP = zlib.MAX_WBITS | 16
ZLIB = zlib.MAX_WBITS
RAW = -zlib.MAX_WBITS


class UnpackError(Exception):
    """A compressed body is damaged."""


def unpack(body: bytes, content_encoding: str, limit: int = MAX_BODY) -> bytes:
    """The body as it was before it was compressed; of more than `limit` bytes the first `limit` and one.

    A body that is not compressed although its header says so (something on the way has unpacked it) stays as it is, and
    so does one of an encoding that nobody asked for.

    Raises:
        UnpackError: it is damaged. One that is cut is unpacked as far as it goes.
    """
    for name in reversed(content_encoding.lower().split(",")):
        body = _UNPACKERS.get(name.strip(), _as_it_is)(body, limit)
    return body


def _gzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, GZIP, limit) if body.startswith(b"\x1f\x8b") else body


def _deflate(body: bytes, limit: int) -> bytes:
    """Servers mean zlib's format by it, or the bare one."""
    try:
        return _inflate(body, ZLIB, limit)
    except UnpackError:
        return body if body[:1] in {b"{", b"[", b"<"} else _inflate(body, RAW, limit)


def _as_it_is(body: bytes, _limit: int) -> bytes:
    return body


def _inflate(body: bytes, kind: int, limit: int) -> bytes:
    """Reads all members; gzip allows several, one after another."""
    unpacked = bytearray()
    while body and len(unpacked) <= limit:
        unpacker = zlib.decompressobj(kind)
        try:
            unpacked += unpacker.decompress(body, limit + 1 - len(unpacked))
        except zlib.error as error:
            raise UnpackError(str(error)) from None
        body = unpacker.unused_data
    return bytes(unpacked)


_UNPACKERS: dict[str, Callable[[bytes, int], bytes]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}
