"""Compressed bodies, without a network."""

import gzip
import zlib

import pytest

from b24_calllist._unpack import UnpackError, unpack

BODY = b'{"result": [1, 2, 3]}'


def bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(BODY), "gzip"),
        (gzip.compress(BODY), "GZip"),
        (gzip.compress(BODY), "x-gzip"),
        (gzip.compress(BODY[:5]) + gzip.compress(BODY[5:]), "gzip"),
        (zlib.compress(BODY), "deflate"),
        (bare(BODY), "deflate"),
        (gzip.compress(zlib.compress(BODY)), "deflate, gzip"),
        (BODY, ""),
        (BODY, "identity"),
        (BODY, "gzip"),
        (BODY, "deflate"),
        (BODY, "unknown"),
    ],
)
def test_a_body_is_unpacked_and_one_that_is_not_packed_stays(packed: bytes, encoding: str) -> None:
    assert unpack(packed, encoding) == BODY


def test_three_layers_are_unpacked_and_no_more() -> None:
    packed = gzip.compress(gzip.compress(gzip.compress(BODY)))
    assert unpack(packed, "gzip, gzip, gzip") == BODY
    with pytest.raises(UnpackError):
        unpack(gzip.compress(packed), "gzip, gzip, gzip, gzip")


def test_a_thousand_members_are_unpacked_and_no_more() -> None:
    member = gzip.compress(b"x")
    assert unpack(member * 1000, "gzip") == b"x" * 1000
    with pytest.raises(UnpackError):
        unpack(member * 1001, "gzip")


def test_a_body_of_many_pieces_is_unpacked_whole() -> None:
    body = bytes(range(256)) * 2000
    packed = gzip.compress(body, 0)
    assert unpack(packed, "gzip") == body
    assert unpack(packed + packed, "gzip") == body * 2


@pytest.mark.parametrize("body", [b'{"result": 1}', b"[1, 2]", b"<html>"])
def test_a_body_that_was_unpacked_on_the_way_stays(body: bytes) -> None:
    assert unpack(body, "deflate") == unpack(body, "gzip") == body


def test_an_empty_body_stays_empty() -> None:
    assert unpack(b"", "gzip") == unpack(b"", "deflate") == b""


@pytest.mark.parametrize("packed", [gzip.compress(BODY), zlib.compress(BODY)])
def test_a_cut_body_is_unpacked_as_far_as_it_goes(packed: bytes) -> None:
    assert BODY.startswith(unpack(packed[:-9], "gzip" if packed.startswith(b"\x1f") else "deflate"))


@pytest.mark.parametrize(("packed", "encoding"), [(b"\x1f\x8bnope", "gzip"), (b"\xff\xffnope", "deflate")])
def test_a_damaged_body(packed: bytes, encoding: str) -> None:
    with pytest.raises(UnpackError):
        unpack(packed, encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "gzip, gzip"])
def test_a_body_is_unpacked_up_to_a_bound(encoding: str) -> None:
    body = b"\0" * 100_000
    for name in encoding.split(", "):
        body = gzip.compress(body) if name == "gzip" else zlib.compress(body)
    assert len(unpack(body, encoding, 10_000)) == 10_001
    assert len(unpack(body, encoding, 100_000)) == 100_000
