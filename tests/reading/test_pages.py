"""Pages of any publisher: what is read, what is refused, and that nothing else ever happens."""

import time
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.outlets import OUTLETS
from aggregator.reading.pages import read_page
from aggregator.reading.types import ReadingError

URL = "https://news.example/2022/06/17/harbour"
OUTLET_PAGES = sorted((Path(__file__).parents[1] / "outlets" / "pages").glob("*.html"))
PARAGRAPHS = [
    "The harbour of Fjordby will be dredged next spring, the council decided on Friday after a debate of six hours.",
    "“We have waited for eleven years,” said Kari Lund, who leads the harbour office and its staff of nine people.",
    "The work is to cost 42 million kroner, according to a plan that the council published together with its minutes.",
]


def page(body: str = "", head: str = "", title: str = "Harbour to be dredged") -> bytes:
    text = body or "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang='en-GB'><head><meta charset='utf-8'><title>{title} | Fjordby News</title>"
        f"<meta property='og:site_name' content='Fjordby News'>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav><article><h1>{title}</h1>{text}</article>"
        f"<footer><p>All rights reserved by the publisher of this paper, its owners and everyone else.</p></footer>"
        f"</body></html>"
    ).encode()


def test_it_reads_an_unknown_publishers_page():
    found = read_page(page(), URL, "text/html; charset=utf-8")
    assert found.title == "Harbour to be dredged"
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert (found.access, found.reader, found.language, found.url) == ("full", "generic", "en-GB", URL)
    assert found.published is not None
    assert (found.published.source, found.published.precision) == ("address", "day")


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "empty page"),
        (b" \n ", "", "empty page"),
        (b"%PDF-1.7 \x00\x01", "", "not html"),
        (b"%PDF-1.7 <p>", "application/pdf", "not html"),
        (b'{"title": "no page"}', "application/json", "not html"),
        (b"Too many requests", "text/plain", "not html"),
        (b"<html><body></body></html>", "text/html", "no article found"),
        (b"<div>" * 5000 + b"deep", "text/html", "nested too deeply"),
        (b"<p " + b"a=1 " * 30_000 + b">", "text/html", "too many attributes"),
        (b"<p>" + b"a" * 9_000_000, "text/html", "too large"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(body, content_type, reason):
    with pytest.raises(ReadingError) as refusal:
        read_page(body, URL, content_type)
    assert refusal.value.reason == reason


def test_an_address_that_is_none_is_refused():
    with pytest.raises(ReadingError, match="not a web address"):
        read_page(page(), "javascript:alert(1)")


def test_a_page_with_a_title_alone_has_nothing_to_read():
    found = read_page(b"<html><head><title>Closed</title></head><body></body></html>", URL)
    assert (found.title, found.text, found.access) == ("Closed", "", "none")


@pytest.mark.parametrize(
    ("encoding", "content_type", "declaration"),
    [
        ("utf-8", "text/html; charset=utf-8", ""),
        ("utf-8", "text/html", ""),
        ("utf-8-sig", "text/html; charset=windows-1252", ""),
        ("utf-16", "text/html", ""),
        ("windows-1252", "text/html; charset=windows-1252", ""),
        ("windows-1252", "text/html; charset=ISO-8859-1", ""),
        ("windows-1252", "text/html", "<meta charset='windows-1252'>"),
        ("utf-8", "text/html; charset=no-such-thing", "<meta charset='utf-7'>"),
    ],
)
def test_it_reads_the_encodings_of_the_web(encoding, content_type, declaration):
    words = "Kårstø’s café – “naïve” it isn’t, said Åse Ødegård of the Blåbær farm, where they boil jam for the fair."
    text = f"<html><head>{declaration}<title>Jam</title></head><body><h1>Jam</h1><p>{words}</p></body></html>"
    assert words in read_page(text.encode(encoding), URL, content_type).text


def test_it_repairs_what_a_publishing_system_encoded_twice():
    words = "The harbour isn’t deep – “yet”, said Åse Ødegård of the café by the fair, where they boil jam all year."
    twice = words.encode().decode("latin-1")
    body = f"<html><head><title>Jam</title></head><body><h1>Jam</h1><p>{twice}</p></body></html>"
    assert read_page(body.encode(), URL, "text/html; charset=utf-8").text == words


def test_the_visible_headline_comes_before_the_one_for_search_engines():
    head = "<meta property='og:title' content='Harbour of Fjordby to be dredged in spring | Fjordby News'>"
    assert read_page(page(head=head), URL).title == "Harbour to be dredged"


def test_without_a_like_heading_the_declared_title_loses_its_publisher():
    head = b"<title>Harbour to be dredged - Fjordby News</title><meta property='og:site_name' content='Fjordby News'>"
    body = b"<html><head>" + head + b"</head><body><h1>Fjordby</h1><p>Words.</p></body></html>"
    assert read_page(body, URL).title == "Harbour to be dredged"


@pytest.mark.parametrize(
    ("head", "headings", "title"),
    [
        ("<title>Why it took so long | Fjordby News</title>", "<h1>The harbour gets its channel</h1>",
         "The harbour gets its channel"),
        ("<title>Why it took so long | Fjordby News</title>", "<h1>Harbour</h1>", "Why it took so long"),
        ("<title>The harbour is dredged | Environment</title>", "<h1>News</h1>", "The harbour is dredged"),
        ("<title>Q and A | C</title>", "", "Q and A | C"),
        ("<title>The harbour is dredged</title>", "<h1>Fjordby harbour blog</h1><h2>The harbour is dredged</h2>",
         "The harbour is dredged"),
        ("<title>The harbour is dredged</title>", "<h1>THE HARBOUR IS DREDGED</h1>", "The harbour is dredged"),
        ("<title>The harbour is dredged</title>", "<h1>Dec 18 2025 The harbour is dredged</h1>",
         "The harbour is dredged"),
        ("<title>The harbour is dredged</title>", "<h1>The harbour is dredged: part 1</h1>",
         "The harbour is dredged: part 1"),
        ("<meta property='og:title' content='Seven ways to a deeper bay'><title>Harbour is dredged</title>",
         "<h1>Other news</h1><h1>Harbour is now dredged</h1>", "Harbour is now dredged"),
        ("<meta property='og:title' content='Profit &amp;amp; loss'>", "", "Profit & loss"),
    ],
)  # fmt: skip
def test_the_headline_is_the_heading_most_like_a_title_that_the_page_declares(head, headings, title):
    body = f"<html><head>{head}</head><body>{headings}<p>{PARAGRAPHS[0]}</p></body></html>"
    assert read_page(body.encode(), URL).title == title


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        (
            "https://news.example/2022/06/17/harbour-dredged?utm_source=x",
            "https://news.example/2022/06/17/harbour-dredged",
        ),
        ("/a", "https://news.example/a"),
        ("https://other.example/stolen", URL),
        ("https://news.example/", URL),
        ("javascript:alert(1)", URL),
    ],
)
def test_a_canonical_address_is_believed_on_its_own_host_alone(canonical, kept):
    assert read_page(page(head=f"<link rel='canonical' href='{canonical}'>"), URL).url == kept


def test_times_with_a_zone_come_before_those_without():
    head = (
        "<meta name='date' content='2022-06-17 03:00:00'>"
        "<meta property='article:published_time' content='2022-06-17T09:30:00+02:00'>"
        "<meta property='article:modified_time' content='2022-06-18T09:30:00+02:00'>"
    )
    found = read_page(page(head=head), URL)
    assert found.published is not None
    assert found.modified is not None
    assert found.published.at == datetime(2022, 6, 17, 7, 30, tzinfo=UTC)
    assert (found.published.zone, found.published.source) == ("+02:00", "meta")
    assert found.modified.at == datetime(2022, 6, 18, 7, 30, tzinfo=UTC)


def test_an_impossible_date_gives_way_to_the_visible_one():
    head = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-24-06T01:06:40"}</script>'
    body = "<time>June 17, 2022 9:30 a.m. ET</time>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    found = read_page(page(body, head), "https://news.example/harbour")
    assert found.published is not None
    assert (found.published.at, found.published.source) == (datetime(2022, 6, 17, 13, 30, tzinfo=UTC), "time element")


@pytest.mark.parametrize(
    ("head", "line", "published", "modified"),
    [
        ("", "<p>Updated June 18, 2022</p><p>June 17, 2022</p>", "2022-06-17", "2022-06-18"),
        ("", "<p>Updated <time>June 18, 2022</time></p><p>Published June 17, 2022</p>", "2022-06-17", "2022-06-18"),
        ("", "<p>Posted June 17, 2022, updated June 18, 2022</p>", "2022-06-17", None),
        ("", "<p>Last updated: June 18, 2022</p>", "2022-06-18", "2022-06-18"),
        ("<meta name='w-published-date' content='2022-06-17'>", "<p>June 19, 2022</p>", "2022-06-17", None),
        ("", "<p>words</p>" * 200 + "<p class='post-date'>June 17, 2022</p>", "2022-06-17", None),
        ("", "<p>words</p>" * 200 + "<p>June 17, 2022</p>", None, None),
        ('<script type="application/ld+json">{"@type":"WebPage","url":"https://news.example/harbour",'
         '"datePublished":"2022-06-17"}</script>', "", "2022-06-17", None),
    ],
)  # fmt: skip
def test_an_updates_date_is_told_from_the_publications(head, line, published, modified):
    body = line + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    found = read_page(page(body, head), "https://news.example/harbour")
    days = [instant and instant.at.date().isoformat() for instant in (found.published, found.modified)]
    assert days == [published, modified]


@pytest.mark.parametrize(
    ("head", "byline", "authors"),
    [
        ("<meta name='author' content='Kari Holm'>", "", ("Kari Holm",)),
        ("<meta name='author' content='Fjordby News'>", "<p class='byline'>By Kari Holm</p>", ("Kari Holm",)),
        (
            "<meta property='article:author' content='https://social.example/k'>",
            "<p>By Kari Holm</p>",
            ("Kari Holm",),
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],"author":{"@id":"#k"}},'
            '{"@type":"Person","@id":"#k","name":"Kari Holm"}]}</script>',
            "",
            ("Kari Holm",),
        ),
        ("", "<div class='author-photo'>Photo</div><a rel='author' href='/k'>Kari Holm</a>", ("Kari Holm",)),
        ("<meta name='author' content='Newsroom'>", "<p>Written by <a href='/a/k'>Kari Holm</a></p>", ("Kari Holm",)),
        ("<meta name='author' content='Ola Nes'>", "<p>By Kari Holm</p>", ("Kari Holm",)),
        ("<meta name='author' content='K. Holm'>", "<p>By Kari Holm</p>", ("K. Holm",)),
        ("<meta name='author' content='kholm'>", "", ("kholm",)),
        ("<meta name='author' content='page.head.extra.author'>", "", ()),
        ("<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Kari Holm'>", "",
         ("Kari Holm",)),
        ("<meta name='citation_author' content='Holm, Kari'><meta name='citation_author' content='Nes, Ola'>", "",
         ("Kari Holm", "Ola Nes")),
        ('<script type="application/ld+json">[{"@type":"NewsArticle"},{"@type":"WebPage","url":'
         '"https://news.example/2022/06/17/harbour","author":"Kari Holm"}]</script>', "", ("Kari Holm",)),
        ("", "<div><a href='/authors/kari-holm'>Kari Holm</a> and <a href='/authors/nes'>Ola Nes</a></div>",
         ("Kari Holm", "Ola Nes")),
        ("", "<p>Written by</p><p>Kari Holm</p>", ("Kari Holm",)),
        ("", "<p>Reviewed by <a href='/authors/ola-nes'>Ola Nes</a></p><p>By Kari Holm</p>", ("Kari Holm",)),
        ("", "<a href='https://bsky.app/profile/paper'>Follow Us</a>", ()),
        ("", "<div class='comment'><a rel='author' href='/r'>A Reader</a></div>", ()),
        ("", "<p>text</p>" * 200 + "<a rel='author' href='/k'>Kari Holm</a>", ("Kari Holm",)),
        ("<meta property='og:site_name' content='Fjordby News'><meta name='author' content='Fjordby News'>", "",
         ("Fjordby News",)),
        ("", "", ()),
    ],
)  # fmt: skip
def test_it_finds_who_wrote_it(head, byline, authors):
    text = byline + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert read_page(page(text, head), URL).authors == authors


def test_what_is_no_part_of_the_article_is_left_out():
    body = (
        f"<p>{PARAGRAPHS[0]}</p><figure><img><figcaption>The harbour. Photo: someone</figcaption></figure>"
        f"<script>track('words')</script><style>p{{color:red}}</style><p><a href='/other'>What else happened</a></p>"
        f"<p class='parallax-sample'>This is a sample page.</p><p>Sign up for our newsletter</p><p>READ MORE: It</p>"
        f"<p hidden>Secret</p><p style='display:none'>Secret</p><p>Told <span hidden>Secret</span>so far.</p>"
        f"<p>{PARAGRAPHS[1]}</p><aside><p>Aside</p></aside><p>* * *</p><p>{PARAGRAPHS[2]}</p><button>Share</button>"
    )
    assert read_page(page(body), URL).text == "\n\n".join([PARAGRAPHS[0], "Told so far.", *PARAGRAPHS[1:]])


def test_text_is_folded_and_clean():
    words = (
        "Zero\u200bwidth,&nbsp;&nbsp;soft\u00adhyphen,\n\n new\tlines, cafe\u0301, \x07bell and a\u202elie on one line"
    )
    text = read_page(page(f"<p>{words}.</p><p>{PARAGRAPHS[0]}</p>"), URL).text
    assert text.split("\n\n")[0] == "Zerowidth, softhyphen, new lines, café, bell and alie on one line."


def test_links_are_offsets_into_the_text():
    body = (
        f"<p>{PARAGRAPHS[0]}</p><p>As <a href='/plan?x=1#part'> a <b>plan</b> </a>says, and <a href='data:x'>this</a>"
        f" or <a href='https://other.example/b'>that\n report</a>, it will take a year to dredge the whole harbour.</p>"
    )
    found = read_page(page(body), URL)
    assert [(found.text[link.start : link.end], link.href) for link in found.links] == [
        ("a plan", "https://news.example/plan?x=1"),
        ("that report", "https://other.example/b"),
    ]


def test_a_paywalled_outlet_is_read_by_its_public_description_alone():
    head = "<meta property='og:description' content='The &amp;quot;short&amp;quot; of it.'>"
    address = "https://www.wsj.com/articles/harbour-to-be-dredged-11655400000"
    found = read_page(page(head=head), address)
    assert (found.text, found.access, found.reader, found.links) == ('The "short" of it.', "partial", "summary", ())
    assert read_page(page(), address).access == "none"
    assert PARAGRAPHS[0] in read_page(page(head=head), address, summary_only=False).text
    assert read_page(page(head=head), URL, summary_only=True).access == "partial"
    assert read_page(page(head=head), URL, outlet=OUTLETS["wsj"]).access == "partial"


@pytest.mark.parametrize(
    "unit", [b'"', b"<p>", b"word ", b"&amp;", b"<b>x</b>", b"<br>x", b"\xff", b"<a href=/x>l</a> "]
)
def test_a_megabyte_of_anything_is_read_in_time(unit):
    body = b"<html><title>T</title><body><article><h1>T</h1><p>" + unit * (1_000_000 // len(unit))
    start = time.process_time()
    with suppress(ReadingError):
        read_page(body, URL)
    assert time.process_time() - start < 15


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OUTLET_PAGES), st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=8)), max_size=12))
def test_any_mangled_page_is_read_or_refused(path, cuts):
    body = path.read_bytes()
    for at, piece in cuts:
        body = body[: at % len(body)] + piece + body[at % len(body) + len(piece) :]
    try:
        found = read_page(body, OUTLETS[path.stem.partition("-")[0]].home + "article/a", summary_only=False)
    except ReadingError:
        return
    assert unicodedata.is_normalized("NFC", found.text)
    assert all(part and part == " ".join(part.split()) for part in found.text.split("\n\n") if found.text)
    for link in found.links:
        assert 0 <= link.start < link.end <= len(found.text)
        assert link.href.startswith(("http://", "https://"))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body):
    for start in (b"", b"<html><title>T</title><p>"):
        with suppress(ReadingError):
            assert read_page(start + body, URL).url == URL
