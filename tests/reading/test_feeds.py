"""Feeds: plain text, absolute addresses, and a named reason for every item refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.feeds import read_feed
from aggregator.reading.types import ReadingError

URL = "https://example.com/feed/"


def rss(*items: str) -> bytes:
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    return f"{head}<channel><title>Example</title>{''.join(items)}</channel></rss>".encode()


def item(title: str = "A title", link: str = "https://example.com/a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def test_it_reads_an_rss_item():
    more = (
        "<description><![CDATA[<p>One &amp; two.</p><p>Three<script>bad()</script>.</p>]]></description>"
        "<dc:creator>Ada Lovelace and Alan Turing</dc:creator><pubDate>Fri, 17 Jun 2022 12:00:00 -0400</pubDate>"
    )
    (entry,) = read_feed(rss(item("Oracle &amp; the &lt;i&gt;cloud&lt;/i&gt;", "/2022/a?x=1#top", more)), URL).entries
    assert entry.url == "https://example.com/2022/a?x=1"
    assert entry.title == "Oracle & the cloud"
    assert entry.summary == "One & two. Three."
    assert entry.authors == ("Ada Lovelace", "Alan Turing")
    assert entry.published is not None
    assert entry.published.at == datetime(2022, 6, 17, 16, tzinfo=UTC)
    assert (entry.published.zone, entry.published.source) == ("-04:00", "feed")


def test_it_reads_an_atom_entry():
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>E</title>
        <entry><title type="html">A &amp;lt;b&amp;gt;</title><link rel="alternate" href="https://example.com/b"/>
        <author><name>Ada Lovelace</name></author>
        <updated>2022-06-17T16:00:00Z</updated></entry></feed>"""
    (entry,) = read_feed(body, URL).entries
    assert (entry.url, entry.authors) == ("https://example.com/b", ("Ada Lovelace",))
    assert entry.published is not None
    assert entry.published.at == datetime(2022, 6, 17, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (item(link=""), "no link"),
        (item(link="javascript:alert(1)"), "link is not a web address"),
        (item(link="data:text/html,hello"), "link is not a web address"),
        (item(link="https://user:secret@example.com/"), "link is not a web address"),
        (item(title="", link="https://example.com/untitled"), "no title"),
        (item(title="&lt;script&gt;x&lt;/script&gt;", link="https://example.com/script"), "no title"),
        (item(title="Again"), "repeated"),
    ],
)
def test_one_bad_item_is_counted_and_never_stops_its_feed(bad, reason):
    feed = read_feed(rss(item(), bad, item("The last", "https://example.com/z")), URL)
    assert [entry.url for entry in feed.entries] == ["https://example.com/a", "https://example.com/z"]
    assert feed.refused == {reason: 1}


def test_the_dated_entries_tell_a_feeds_times():
    old = item("Old", "https://example.com/old", "<pubDate>Fri, 17 Jun 2022 12:00:00 GMT</pubDate>")
    new = item("New", "https://example.com/new", "<pubDate>Sat, 18 Jun 2022 12:00:00 GMT</pubDate>")
    undated = item("Undated", "https://example.com/undated", "<pubDate>some day</pubDate>")
    assert read_feed(rss(old, new, undated), URL).times == (
        datetime(2022, 6, 17, 12, tzinfo=UTC),
        datetime(2022, 6, 18, 12, tzinfo=UTC),
    )


def test_an_unclosed_feed_gives_what_came():
    body = rss(item(), item("Two", "https://example.com/two")).removesuffix(b"</item></channel></rss>")
    assert len(read_feed(body, URL).entries) == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty page"),
        (b"<html><body><p>No feed here.</p></body></html>", "not a feed"),
        (b"Too many requests", "not a feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a feed"),
        (b"<rss><item " + b" ".join(b'a%d="1"' % n for n in range(2000)) + b"/></rss>", "too many attributes"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(body, reason):
    with pytest.raises(ReadingError) as refusal:
        read_feed(body, URL)
    assert refusal.value.reason == reason


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 600), st.binary(max_size=6)), max_size=6))
def test_a_mangled_feed_is_read_or_refused(cuts):
    body = rss(item("A &amp; <![CDATA[ <b>c</b> ]]>", more="<pubDate>Fri, 17 Jun 2022 12:00:00 GMT</pubDate>"), item())
    for at, piece in cuts:
        body = body[: at % len(body)] + piece + body[at % len(body) + len(piece) :]
    try:
        feed = read_feed(body, URL)
    except ReadingError:
        return
    for entry in feed.entries:
        assert entry.url.startswith(("http://", "https://"))
        assert "\x00" not in entry.title


def test_a_feed_that_declares_entities_is_refused_before_they_grow():
    bomb = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss version="2.0"/>'
    with pytest.raises(ReadingError, match="document type refused"):
        read_feed(bomb, "https://outlet.example/feed")
