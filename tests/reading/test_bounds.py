"""Bytes that would take too long are refused before they are parsed."""

import time
from contextlib import suppress

import pytest

from aggregator.reading.bounds import LARGEST, MOST_IN_FEEDS, MOST_TAGS, refuse_oversized
from aggregator.reading.types import ReadingError

MANY = b" ".join(b"a%d=1" % number for number in range(30_000))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty page"),
        (b" \n\t\x00", "empty page"),
        (b"\xef\xbb\xbf", "empty page"),
        (b"a" * (LARGEST + 1), "too large"),
        (b"<b>" * (MOST_TAGS + 1), "too many tags"),
        (b"<p " + MANY + b">", "too many attributes"),
        (b"<p " + MANY, "too many attributes"),
        (b"<P x='<'" + MANY + b">", "too many attributes"),
        (b"<!-- one --><p " + MANY + b">", "too many attributes"),
        (b"<script>1</script><p " + MANY + b">", "too many attributes"),
    ],
)
def test_it_refuses_what_would_take_too_long(body, reason):
    with pytest.raises(ReadingError) as refusal:
        refuse_oversized(body)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    "body",
    [
        b"<p>words</p>",
        b"<script>if (a <b " + MANY + b") x()</script>",
        b"<!-- <p " + MANY + b"> -->",
        b'<p data-all="' + MANY + b'">',
        b"plain " + MANY,
    ],
)
def test_it_lets_scripts_comments_and_long_values_pass(body):
    refuse_oversized(body)


def test_a_feed_may_have_fewer_attributes_than_a_page():
    body = b"<item " + b" ".join(b'a%d="1"' % number for number in range(MOST_IN_FEEDS + 1)) + b"/>"
    refuse_oversized(body)
    with pytest.raises(ReadingError, match="too many attributes"):
        refuse_oversized(body, MOST_IN_FEEDS)


@pytest.mark.parametrize("unit", [b'<a "', b"<a '\" ", b"<!--", b"<script ", b"<", b'"', b"<a b=", b"< "])
def test_it_looks_at_each_byte_once(unit):
    body = unit * (MOST_TAGS - 1)
    start = time.process_time()
    with suppress(ReadingError):
        refuse_oversized(body)
    assert time.process_time() - start < 2
