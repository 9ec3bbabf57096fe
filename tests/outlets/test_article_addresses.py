"""What is an article's address at each outlet, and of which day it is."""

from datetime import date

import pytest

from aggregator.outlets import OUTLETS
from aggregator.outlets.article_addresses import article_address

ARTICLES = [
    ("https://techcrunch.com/2022/06/17/tiktok-oracle/", "techcrunch", date(2022, 6, 17)),
    ("http://techcrunch.com/2010/08/13/gantto/", "techcrunch", date(2010, 8, 13)),
    ("https://techcrunch.example/2022/06/17/tiktok-oracle/", "techcrunch", date(2022, 6, 17)),
    ("https://www.buzzfeednews.com/article/emilybakerwhite/tiktok-tapes", "buzzfeednews", None),
    ("http://www.buzzfeed.com/markdistefano/diet-pills", "buzzfeednews", None),
    ("https://www.wsj.com/articles/is-it-a-crime-11574121884", "wsj", date(2019, 11, 18)),
    ("http://www.wsj.com/articles/funding-snapshot-1463398202", "wsj", date(2016, 5, 16)),
    ("http://online.wsj.com/article/SB10001424052748704532204575397061414483040.html", "wsj", None),
    ("http://blogs.wsj.com/accelerators/2014/06/03/jessica/", "wsj", date(2014, 6, 3)),
    ("https://www.wsj.com/tech/ai/a-story-of-chips-1a2b3c4d", "wsj", None),
    ("https://gizmodo.com/tiktok-china-oracle-bytedance-1849078477", "gizmodo", None),
    ("https://io9.gizmodo.com/a-film-1849078477", "gizmodo", None),
    ("https://gizmodo.com/5553390/a-phone", "gizmodo", None),
    ("https://www.cnn.com/2022/06/17/tech/tiktok-user-data/index.html", "cnn", date(2022, 6, 17)),
    ("https://edition.cnn.com/2022/06/17/tech/tiktok-user-data/index.html", "cnn", date(2022, 6, 17)),
    ("https://www.cnn.com/2024/06/17/tech/tiktok-user-data", "cnn", date(2024, 6, 17)),
    ("http://www.cnn.com/2010/US/05/20/gulf.oil.spill/index.html", "cnn", date(2010, 5, 20)),
    ("http://www.cnn.com/2011/WORLD/africa/04/06/libya.war/index.html", "cnn", date(2011, 4, 6)),
    ("https://money.cnn.com/2016/11/29/news/ohare-workers-strike/index.html", "cnn", date(2016, 11, 29)),
    ("https://mashable.com/article/tiktok-china-access-data-in-us", "mashable", None),
    ("http://mashable.com/2014/12/22/stansted-power-outage/", "mashable", date(2014, 12, 22)),
]
OTHERS = [
    "https://techcrunch.com/", "https://techcrunch.com/2022/06/17/", "https://techcrunch.com/category/ai/",
    "https://techcrunch.com/author/someone/", "https://techcrunch.com/tag/tiktok/page/2/",
    "https://www.buzzfeednews.com/", "https://www.buzzfeednews.com/section/tech",
    "https://www.buzzfeednews.com/author/someone", "https://www.buzzfeed.com/quizzes/which-cake",
    "https://www.wsj.com/news/technology", "https://www.wsj.com/market-data/quotes/XYZ",
    "https://www.wsj.com/video/a-film/9F0E1D2C-0000.html", "https://gizmodo.com/tag/tiktok",
    "https://gizmodo.com/author/someone", "https://gizmodo.com/about", "https://www.cnn.com/politics",
    "https://www.cnn.com/videos/tech/2022/06/17/a-film.cnn", "https://www.cnn.com/profiles/someone",
    "https://www.cnn.com/2022/06/17/tech/gallery/pictures/index.html", "https://mashable.com/category/tech",
    "https://mashable.com/article/", "https://mashable.com/author/someone", "https://elsewhere.example/article/a", "",
]  # fmt: skip


@pytest.mark.parametrize(("url", "slug", "day"), ARTICLES)
def test_an_article_s_address_tells_whose_it_is_and_often_its_day(url, slug, day):
    found = article_address(url)
    assert found is not None
    assert (found.outlet.slug, found.day) == (slug, day)


@pytest.mark.parametrize("url", OTHERS)
def test_other_pages_are_no_articles(url):
    assert article_address(url) is None


def test_a_snapshot_is_known_by_the_page_that_it_keeps_and_an_impossible_day_tells_none():
    kept = article_address(
        "https://web.archive.org/web/20230913040858/https://www.cnn.com/2021/04/30/politics/x/index.html"
    )
    assert kept is not None
    assert kept.day == date(2021, 4, 30)
    impossible = article_address("https://techcrunch.com/2022/02/31/x/")
    assert impossible is not None
    assert impossible.day is None


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=OUTLETS)
def test_every_outlet_says_what_its_articles_addresses_begin_with(outlet):
    assert outlet.articles
    for form in outlet.articles:
        plain = form.prefix.replace("%Y", "2022").replace("%m", "06").replace("%d", "17")
        assert "%" not in plain
        assert any(domain in plain for domain in (*outlet.domains, "buzzfeed.com"))
        assert form.since is None or form.until is None or form.since <= form.until
