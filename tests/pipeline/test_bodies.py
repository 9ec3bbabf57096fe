"""Packed bytes into plain ones: whole and within the limit, or refused under a name."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.wire.bodies import BodyError, unpack


@settings(max_examples=100)
@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate", ""]), st.integers(0, 4000), st.integers(1, 700))
def test_what_is_unpacked_is_whole_or_refused(plain, encoding, limit, size):
    packed = {"gzip": gzip.compress(plain), "deflate": zlib.compress(plain), "": plain}[encoding]
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    if len(plain) <= limit:
        assert unpack(pieces, encoding, limit) == plain
    else:
        with pytest.raises(BodyError, match="too large"):
            unpack(pieces, encoding, limit)


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_unpack_or_are_refused_under_a_name(noise):
    for encoding in ("gzip", "deflate"):
        try:
            assert len(unpack([noise], encoding, 10_000)) <= 10_000
        except BodyError as error:
            assert error.reason in ("cut short", "compression broken", "too large")  # noqa: PT017 (either may happen)
