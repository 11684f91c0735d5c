"""Unpacking compressed responses, up to a bound: a few kilobytes can unpack to gigabytes."""

import zlib
from collections.abc import Callable

from ._numbers import MAX_BODY, MAX_ENCODINGS

MOST_MEMBERS = 1000
"""Parts of a gzip body. Servers send one; millions of empty ones would take minutes."""
CHUNK = 65_536
"""Bytes that are unpacked at once. What is behind a member is copied for the next one, so it must not be all."""

GZIP = zlib.MAX_WBITS | 16
ZLIB = zlib.MAX_WBITS
RAW = -zlib.MAX_WBITS


class UnpackError(Exception):
    """A compressed body is damaged, or of no kind that a server sends."""


def unpack(body: bytes, content_encoding: str, limit: int = MAX_BODY) -> bytes:
    """The body as it was before it was compressed; of more than `limit` bytes the first `limit` and one.

    A body that is not compressed although its header says so (something on the way has unpacked it) stays as it is, and
    so does one of an encoding that nobody asked for.

    Raises:
        UnpackError: it is damaged. One that is cut is unpacked as far as it goes.
    """
    names = content_encoding.lower().split(",")
    if len(names) > MAX_ENCODINGS:
        raise UnpackError
    for name in reversed(names):
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
    unpacker, members = zlib.decompressobj(kind), 1
    for start in range(0, len(body), CHUNK):
        rest = body[start : start + CHUNK]
        while rest and len(unpacked) <= limit:
            if unpacker.eof:
                unpacker, members = zlib.decompressobj(kind), members + 1
            if members > MOST_MEMBERS:
                raise UnpackError
            try:
                unpacked += unpacker.decompress(rest, limit + 1 - len(unpacked))
            except zlib.error:
                raise UnpackError from None
            rest = unpacker.unused_data
    return bytes(unpacked)


_UNPACKERS: dict[str, Callable[[bytes, int], bytes]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}
