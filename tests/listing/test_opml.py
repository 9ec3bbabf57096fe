"""Lists of sources, harmless and hostile: what they name is read, everything else has its reason."""

from __future__ import annotations

import pytest

from aggregator.listing.opml import LARGEST, ListedSource, Outline, read_opml, write_opml
from aggregator.reading.types import ReadingError

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10 if i else b"&a;" * 10) for i in range(12))
    + b']><opml version="2.0"><body><outline text="&a11;" xmlUrl="https://a.example/f"/></body></opml>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<opml version="2.0"><body><outline text="&x;" xmlUrl="https://a.example/f"/></body></opml>'
)


def opml(*outlines: str, version: str = "2.0") -> bytes:
    return f'<opml version="{version}"><head><title>T</title></head><body>{"".join(outlines)}</body></opml>'.encode()


def test_sources_are_read_in_their_order_from_whatever_folder():
    found = read_opml(
        opml(
            '<outline text="News"><outline type="rss" text="A" title="Other" xmlUrl="https://a.example/feed"'
            ' htmlUrl="https://a.example/"/><outline text="Deeper"><outline TITLE="B" XMLURL=" https://b.example/f "/>'
            "</outline></outline>",
            '<outline text="A note"/>',
            '<outline text="A page" type="link" url="https://c.example/"/>',
            version="1.0",
        )
    )
    assert found.sources == (
        ListedSource("A", "https://a.example/feed", "https://a.example/"),
        ListedSource("B", "https://b.example/f"),
    )
    assert found.refused == {}


def test_what_is_written_is_read_again():
    sources = (
        ListedSource('A & "B" <c>', "https://a.example/feed?x=1&y=2", "https://a.example/"),
        ListedSource("Maps", "https://a.example/news.xml", "https://a.example/", "sitemap"),
    )
    body = write_opml("Tit\x07le & <more>", [Outline("A & B", sources[:1]), Outline("", sources[1:])])
    assert read_opml(body).sources == sources
    assert b"Title &amp; &lt;more&gt;" in body


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not XML"),
        (b"<opml", "not XML"),
        (b"\x00\x01\x02", "not XML"),
        (b'<?xml version="1.0" encoding="no-such-thing"?><opml/>', "not XML"),
        (b"<html><body/></html>", "not OPML"),
        (b'<rss version="2.0"><channel/></rss>', "not OPML"),
        (opml(), "no sources in it"),
        (opml('<outline text="a note"/>'), "no sources in it"),
        (BOMB, "document type not allowed"),
        (BOMB.decode().encode("utf-16"), "document type not allowed"),
        (OUTSIDE, "document type not allowed"),
        (b'<!DOCTYPE opml SYSTEM "http://a.example/x.dtd">' + opml(), "document type not allowed"),
        (opml('<outline text="&undefined;" xmlUrl="https://a.example/f"/>'), "not XML"),
        (b" " * (LARGEST + 1), "too large"),
        (opml("<outline>" * 60 + "</outline>" * 60), "nested too deeply"),
        (opml("".join(f'<outline xmlUrl="https://a.example/{i}"/>' for i in range(2001))), "too many outlines"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_or_broken_list_is_refused_under_its_reason(body, reason):
    with pytest.raises(ReadingError) as error:
        read_opml(body)
    assert error.value.reason == reason


def test_single_outlines_that_cannot_be_sources_are_counted():
    found = read_opml(
        opml(
            '<outline xmlUrl="https://a.example/f"/>' * 3,
            f'<outline xmlUrl="https://b.example/{"x" * 2000}"/>',
            f'<outline xmlUrl="https://c.example/f" htmlUrl="https://c.example/{"x" * 2000}"/>',
        )
    )
    assert [source.address for source in found.sources] == ["https://a.example/f"]
    assert found.refused == {"named twice": 2, "address too long": 2}
