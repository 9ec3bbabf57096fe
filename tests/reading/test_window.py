"""Which addresses a backfill of some days wants, and why not the others."""

from datetime import date
from urllib.parse import parse_qs

import pytest

from aggregator.outlets import OUTLETS
from aggregator.reading.index_plan import index_queries
from aggregator.reading.types import ReadingError
from aggregator.reading.window import Window, days_in_address, wanted_article

WEEK = Window(date(2022, 6, 15), date(2022, 6, 20))


@pytest.mark.parametrize(
    ("url", "slug", "known"),
    [
        ("http://www.cnn.com/2022/06/17/tech/x/index.html?hpt=1", "cnn", "https://www.cnn.com/2022/06/17/tech/x/index.html"),
        ("https://techcrunch.com/2022/06/20/x/?guccounter=1&z=2", "techcrunch", "https://techcrunch.com/2022/06/20/x/"),
        ("http://www.buzzfeednews.com:80/article/a/b", "buzzfeednews", "https://www.buzzfeednews.com/article/a/b"),
        ("https://www.wsj.com/articles/x-y-11655502362", "wsj", "https://www.wsj.com/articles/x-y-11655502362"),
    ],
)  # fmt: skip
def test_an_article_of_these_days_is_wanted_under_its_own_address(url, slug, known):
    assert wanted_article(url, slug, WEEK) == known


@pytest.mark.parametrize(
    ("url", "slug", "told", "reason"),
    [
        ("https://www.cnn.com/2022/06/21/tech/x/index.html", "cnn", {}, "outside the dates"),
        ("https://www.cnn.com/2022/06/14/tech/x/index.html", "cnn", {}, "outside the dates"),
        ("https://www.cnn.com/tech", "cnn", {}, "not an article's address"),
        ("https://mashable.com/article/x", "cnn", {}, "not one of the outlet's"),
        ("https://elsewhere.example/x", "cnn", {}, "not one of the outlet's"),
        ("javascript:alert(1)", "cnn", {}, "not a web address"),
        ("https://mashable.com/article/x", "mashable", {"published": date(2022, 6, 1)}, "outside the dates"),
        ("https://mashable.com/article/x", "mashable", {"changed": date(2022, 6, 1)}, "outside the dates"),
        ("https://mashable.com/article/x", "mashable", {"changed": date(2023, 6, 1)}, "date not known"),
        ("https://mashable.com/article/x", "mashable", {}, "date not known"),
    ],
)
def test_what_is_not_wanted_says_why(url, slug, told, reason):
    with pytest.raises(ReadingError, match=reason):
        wanted_article(url, slug, WEEK, **told, undated=False)


def test_what_a_sitemap_dates_within_the_days_is_wanted_and_so_is_the_undated_when_asked_for():
    url = "https://mashable.com/article/x"
    assert wanted_article(url, "mashable", WEEK, published=date(2022, 6, 15), undated=False) == url
    assert wanted_article(url, "mashable", WEEK, changed=date(2022, 6, 20), undated=False) == url
    assert wanted_article(url, "mashable", WEEK, changed=date(2023, 6, 1), undated=True) == url


@pytest.mark.parametrize(
    ("url", "days"),
    [
        ("https://x.example/sitemap/article/2022/06.xml", (date(2022, 6, 1), date(2022, 6, 30))),
        ("https://x.example/sitemap-2022-06-17.xml.gz", (date(2022, 6, 17), date(2022, 6, 17))),
        ("https://x.example/sitemap_20220617.xml", (date(2022, 6, 17), date(2022, 6, 17))),
        ("https://x.example/sitemaps/2021.xml", (date(2021, 1, 1), date(2021, 12, 31))),
        ("https://x.example/sitemap.xml?yyyy=2022&mm=06&dd=17", (date(2022, 6, 17), date(2022, 6, 17))),
        ("https://x.example/sitemap.xml?year=2022", (date(2022, 1, 1), date(2022, 12, 31))),
        ("https://x.example/post-sitemap2015.xml", None),  # the 2,015th of them
        ("https://x.example/sitemap-20221.xml", None),
        ("https://x.example/sitemap-2022-02-31.xml", None),
        ("https://x.example/news.xml", None),
    ],
)
def test_a_sitemap_s_address_often_tells_of_which_days_it_is(url, days):
    assert days_in_address(url) == days


def asked(slug: str, first: date, last: date) -> list[tuple[str, str, str]]:
    queries = [parse_qs(query) for query in index_queries(OUTLETS[slug], first, last)]
    return [(q["url"][0], q.get("from", [""])[0], q.get("to", [""])[0]) for q in queries]


def test_an_index_is_asked_day_by_day_where_addresses_begin_with_their_day():
    assert asked("techcrunch", date(2022, 6, 30), date(2022, 7, 1)) == [
        ("techcrunch.com/2022/06/30/", "20220630", ""),
        ("techcrunch.com/2022/07/01/", "20220701", ""),
    ]


def test_elsewhere_it_is_asked_for_all_that_had_been_captured_soon_after_those_days():
    assert asked("buzzfeednews", date(2022, 6, 15), date(2022, 6, 20)) == [
        ("buzzfeednews.com/article/", "", "20220622")
    ]


def test_forms_of_address_are_asked_for_in_the_years_when_they_were_in_use():
    urls = [url for url, _, _ in asked("cnn", date(2010, 5, 20), date(2010, 5, 20))]
    assert urls == ["cnn.com/2010/05/20/", "cnn.com/2010/", "money.cnn.com/2010/05/20/"]
    assert [url for url, _, _ in asked("buzzfeednews", date(2016, 1, 1), date(2016, 1, 2))] == ["buzzfeed.com/"]
