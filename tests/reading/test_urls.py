"""Addresses: one canonical form, and refusals under one name."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.types import ReadingError
from aggregator.reading.urls import normalise, web_address


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://WWW.Example.COM/News", "https://www.example.com/News"),
        ("http://example.com:80/a", "https://example.com/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8001/a"),
        ("http://[::1]:8001/a", "http://[::1]:8001/a"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com.", "https://example.com/"),
        ("https://example.com/a#top", "https://example.com/a"),
        ("https://example.com/a#:~:text=words", "https://example.com/a"),
        ("https://example.com/a?utm_source=x&id=7&fbclid=y", "https://example.com/a?id=7"),
        ("https://example.com/a?UTM_Campaign=x", "https://example.com/a"),
        ("https://example.com/a?gclid=1&b=2&a=1", "https://example.com/a?b=2&a=1"),
        ("https://example.com/a?mod=rss", "https://example.com/a?mod=rss"),
        ("https://www.wsj.com/articles/a?mod=rss&page=2", "https://www.wsj.com/articles/a?page=2"),
        ("https://example.com/a/", "https://example.com/a/"),
        ("https://example.com/a/index.html", "https://example.com/a/index.html"),
        ("https://example.com/a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/../../a", "https://example.com/a"),
        ("https://example.com//evil.example/a", "https://example.com/evil.example/a"),
        ("https://example.com/caf%c3%a9/%7Euser", "https://example.com/caf%C3%A9/~user"),
        ("https://example.com/café", "https://example.com/caf%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("  https://example.com/a b ", "https://example.com/a%20b"),
        (
            "https://web.archive.org/web/20220617120000/http://example.com/a?utm_medium=z",
            "https://example.com/a",
        ),
        ("http://web.archive.org/web/20220617id_/https:/example.com/a", "https://example.com/a"),
    ],
)
def test_it_gives_the_one_canonical_form(written, canonical):
    assert normalise(written) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.com/a",
        "/a",
        "mailto:desk@example.com",
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://example.com/a",
        "file:///etc/passwd",
        "https://",
        "https:///a",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com\\@other.example/",
        "https://exa mple.com/",
        "https://example..com/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://example.com:port/",
        "https://[not-an-address]/",
        "https://example.com/a\x00b",
        "https://example.com/a\nb",
        "https://example.com/" + "a" * 5000,
    ],
)
def test_it_refuses_what_is_no_web_address(written):
    with pytest.raises(ReadingError) as refusal:
        normalise(written)
    assert refusal.value.reason == "not a web address"


@pytest.mark.parametrize(
    ("href", "absolute"),
    [
        ("/b?x=1#part", "http://example.com/b?x=1"),
        ("c", "http://example.com/news/c"),
        ("//other.example/d", "http://other.example/d"),
        ("HTTPS://Other.example/E?utm_source=kept", "https://other.example/E?utm_source=kept"),
        ("javascript:alert(1)", ""),
        (" java\tscript:alert(1)", ""),
        ("data:text/html,hi", ""),
        ("https://[", ""),
        ("#part", "http://example.com/news/a"),
    ],
)
def test_a_link_becomes_absolute_or_nothing(href, absolute):
    assert web_address(href, "http://example.com/news/a") == absolute


_HOSTS = st.from_regex(r"[a-zA-Z0-9]{1,8}(\.[a-z]{2,5}){1,2}", fullmatch=True)
_TAILS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["http", "https", "HTTP"]), _HOSTS, st.sampled_from(["", ":80", ":443", ":8000"]), _TAILS)
def test_normalising_twice_changes_nothing(scheme, host, port, tail):
    try:
        once = normalise(f"{scheme}://{host}{port}/{tail}")
    except ReadingError:
        return
    assert normalise(once) == once


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text):
    with suppress(ReadingError):
        assert normalise(text).startswith(("http://", "https://"))
