"""News sitemaps and their indexes, and XML that is refused."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.sitemaps import read_listing, read_sitemap
from aggregator.reading.types import ReadingError

URL = "https://example.com/sitemap/news.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def sitemap(*urls: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{"".join(urls)}</urlset>'.encode()


NEWS = (
    "<url><loc>https://example.com/a</loc><image:image><image:loc>https://example.com/a.jpg</image:loc>"
    "<image:title>A picture</image:title></image:image><news:news><news:publication><news:name>Example</news:name>"
    "</news:publication><news:publication_date>2022-06-17T12:00:00-04:00</news:publication_date>"
    "<news:title>Oracle &amp; the cloud</news:title></news:news></url>"
)


def test_it_reads_a_news_entry():
    (entry,) = read_sitemap(sitemap(NEWS), URL).entries
    assert (entry.url, entry.title) == ("https://example.com/a", "Oracle & the cloud")
    assert entry.published is not None
    assert entry.published.at == datetime(2022, 6, 17, 16, tzinfo=UTC)
    assert (entry.published.zone, entry.published.source) == ("-04:00", "sitemap")


def test_a_plain_entry_has_its_address_and_last_change():
    (entry,) = read_sitemap(sitemap("<url><loc>/b</loc><lastmod>2022-06-17</lastmod></url>"), URL).entries
    assert (entry.url, entry.title) == ("https://example.com/b", "")
    assert entry.published is not None
    assert entry.published.precision == "day"


def test_bad_entries_are_counted_and_stop_nothing():
    bad = ("<url/>", "<url><loc>javascript:alert(1)</loc></url>", NEWS)
    feed = read_sitemap(sitemap(NEWS, *bad, "<url><loc>https://example.com/z</loc></url>"), URL)
    assert [entry.url for entry in feed.entries] == ["https://example.com/a", "https://example.com/z"]
    assert feed.refused == {"no link": 1, "link is not a web address": 1, "repeated": 1}


def test_a_gzipped_sitemap_is_unpacked():
    assert len(read_sitemap(gzip.compress(sitemap(NEWS)), URL).entries) == 1


def test_a_gzip_bomb_is_too_large():
    with pytest.raises(ReadingError, match="too large"):
        read_sitemap(gzip.compress(b"<urlset>" + b" " * 40_000_000), URL)


def test_an_index_of_sitemaps_is_refused_as_no_sitemap():
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/one.xml</loc></sitemap>
        </sitemapindex>"""
    with pytest.raises(ReadingError, match="not a sitemap"):
        read_sitemap(body, URL)


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (BOMB, "document type refused"),
        (OUTSIDE, "document type refused"),
        (BOMB.decode().encode("utf-16"), "document type refused"),
        (b"", "empty page"),
        (b"<html><body>Not found</body></html>", "not a sitemap"),
        (b"Not found", "not a sitemap"),
        (b"\x1f\x8bbroken", "not a sitemap"),
    ],
)
def test_what_is_no_sitemap_is_refused_by_name(body, reason):
    with pytest.raises(ReadingError) as refusal:
        read_sitemap(body, URL)
    assert refusal.value.reason == reason


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.binary(max_size=6)), max_size=6))
def test_a_mangled_sitemap_is_read_or_refused(cuts):
    body = sitemap(NEWS, NEWS)
    for at, piece in cuts:
        body = body[: at % len(body)] + piece + body[at % len(body) + len(piece) :]
    try:
        feed = read_sitemap(body, URL)
    except ReadingError:
        return
    assert all(entry.url.startswith(("http://", "https://")) for entry in feed.entries)


def test_a_listing_gives_a_sitemap_s_pages_with_their_dates():
    plain = "<url><loc>/b</loc><lastmod>2022-06-18</lastmod></url>"
    listing = read_listing(sitemap(NEWS, plain, plain, "<url/>"), URL)
    assert [page.url for page in listing.pages] == ["https://example.com/a", "https://example.com/b"]
    first, second = listing.pages
    assert first.title == "Oracle & the cloud"
    assert first.published is not None
    assert (first.changed, second.published) == (None, None)
    assert second.changed is not None
    assert second.changed.at == datetime(2022, 6, 18, tzinfo=UTC)
    assert (listing.sitemaps, listing.refused) == ((), {"repeated": 1, "no link": 1})


def test_a_listing_gives_an_index_s_sitemaps_packed_or_not():
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/one.xml</loc></sitemap>
        <sitemap><loc>https://example.com/two.xml.gz</loc><lastmod>2022-06-17T12:00:00Z</lastmod></sitemap>
        <sitemap><loc>ftp://example.com/x</loc></sitemap></sitemapindex>"""
    listing = read_listing(gzip.compress(body), URL)
    assert [one.url for one in listing.sitemaps] == ["https://example.com/one.xml", "https://example.com/two.xml.gz"]
    assert listing.sitemaps[1].changed is not None
    assert (listing.pages, listing.refused) == ((), {"link is not a web address": 1})
    with pytest.raises(ReadingError, match="not a sitemap"):
        read_listing(b"<rss/>", URL)


def test_a_listing_may_be_as_long_as_the_protocol_allows():
    entry = "<url><loc>/{}</loc><lastmod>2022-06-18</lastmod><changefreq>daily</changefreq><priority>1</priority></url>"
    listing = read_listing(sitemap(*(entry.format(number) for number in range(50_001))), URL)
    assert (len(listing.pages), listing.refused) == (50_000, {"past the limit": 1})
