"""The outlets as data: names, addresses, owners, sources and colours."""

from datetime import date

import pytest

from aggregator.outlets import OUTLETS, original_address, outlet_of

each_outlet = pytest.mark.parametrize("outlet", OUTLETS.values(), ids=OUTLETS)


def test_they_come_in_the_sites_order():
    assert list(OUTLETS) == ["techcrunch", "buzzfeednews", "wsj", "gizmodo", "cnn", "mashable"]
    assert all(slug == outlet.slug for slug, outlet in OUTLETS.items())


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://techcrunch.com/2022/06/17/a/", "techcrunch"),
        ("https://techcrunch.example/2022/06/17/a/", "techcrunch"),
        ("https://www.buzzfeednews.com/article/a/b", "buzzfeednews"),
        ("https://www.buzzfeed.com/someone/a-news-story", "buzzfeednews"),
        ("https://www.buzzfeed.com/quizzes/which-cake", None),
        ("https://www.buzzfeed.com/someone", None),
        ("https://blogs.wsj.com/digits/2014/a/", "wsj"),
        ("https://www.wsj.example/articles/a", "wsj"),
        ("https://es.gizmodo.com/a", "gizmodo"),
        ("http://money.cnn.com:80/a", "cnn"),
        ("https://WWW.CNN.COM/a", "cnn"),
        ("https://www.cnn.example/a", "cnn"),
        ("https://web.archive.org/web/20230101000000id_/https://www.cnn.com/a", "cnn"),
        ("https://mashable.com/article/a", "mashable"),
        ("https://notcnn.com/a", None),
        ("https://cnn.com.evil.example/a", None),
        ("https://example.com/cnn.com", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_an_address_leads_to_its_outlet(address, slug):
    outlet = outlet_of(address)
    assert (outlet and outlet.slug) == slug


def test_a_snapshot_of_a_snapshot_is_the_page_itself():
    inner = "https://web.archive.org/web/2022/https://web.archive.org/web/2021id_/http://example.com/a"
    assert original_address(inner) == "http://example.com/a"
    assert original_address("https://example.com/web/2022/https://other.example/") == (
        "https://example.com/web/2022/https://other.example/"
    )


@pytest.mark.parametrize(
    ("slug", "day", "owner"),
    [
        ("techcrunch", date(2009, 1, 1), ""),
        ("techcrunch", date(2012, 10, 23), "AOL"),
        ("techcrunch", date(2022, 6, 17), "Yahoo (Apollo)"),
        ("techcrunch", date(2025, 6, 1), "Regent"),
        ("buzzfeednews", date(2022, 6, 17), "BuzzFeed, Inc."),
        ("wsj", date(2022, 6, 17), "Dow Jones (News Corp)"),
        ("gizmodo", date(2015, 1, 1), "Gawker Media"),
        ("gizmodo", date(2017, 1, 1), "Univision"),
        ("gizmodo", date(2022, 6, 17), "G/O Media"),
        ("gizmodo", date(2024, 6, 4), "Keleops"),
        ("cnn", date(2017, 1, 1), "Time Warner"),
        ("cnn", date(2022, 4, 7), "WarnerMedia (AT&T)"),
        ("cnn", date(2022, 4, 8), "Warner Bros. Discovery"),
        ("mashable", date(2016, 1, 1), "Mashable, Inc."),
        ("mashable", date(2022, 6, 17), "Ziff Davis"),
    ],
)
def test_it_knows_the_owner_on_a_day(slug, day, owner):
    assert OUTLETS[slug].owner_on(day) == owner


@each_outlet
def test_owners_stand_in_order_of_time(outlet):
    days = [owner.since or date.min for owner in outlet.owners]
    assert days == sorted(set(days))


@each_outlet
def test_only_an_outlet_that_is_closed_has_no_live_source(outlet):
    assert bool(outlet.feeds) == (outlet.access != "closed")
    assert (outlet.closed is not None) == (outlet.access == "closed")


def test_frozen_and_lost_feeds_are_not_followed():
    followed = [feed.url for outlet in OUTLETS.values() for feed in outlet.feeds]
    assert len(set(followed)) == len(followed)
    for stale in ("rss.cnn.com", "feeds.a.dj.com", "feeds.mashable.com", "feedburner"):
        assert not any(stale in url for url in followed)


def test_only_the_paywalled_outlet_is_read_by_summary():
    assert [slug for slug, outlet in OUTLETS.items() if outlet.access == "summary"] == ["wsj"]


@each_outlet
def test_its_colours_are_read_easily_on_light_and_dark_paper(outlet):
    assert contrast(outlet.colour, "#ffffff") >= 4.5
    assert contrast(outlet.colour_dark, "#14161b") >= 4.5


def test_monograms_colours_and_names_tell_outlets_apart():
    for name in ("monogram", "colour", "colour_dark", "name"):
        assert len({getattr(outlet, name) for outlet in OUTLETS.values()}) == len(OUTLETS)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb" (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
