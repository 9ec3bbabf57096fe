"""The sample edition is whole, honest about what it is, and varied enough to try grouping and aligning on."""

import json
import re
from datetime import datetime
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
INDEX = json.loads((SAMPLE / "index.json").read_text(encoding="utf-8"))
EXPECTED = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
PAGES = INDEX["pages"]
FEEDS = INDEX["feeds"]
OUTLETS = {"techcrunch", "buzzfeednews", "wsj", "gizmodo", "cnn", "mashable"}
STANCES = {"own", "cites", "differs", "none", "unread"}
LONGEST_SHARED_RUN = 12
BUZZFEED_REPORT = (
    "https://www.buzzfeednews.com/article/emilybakerwhite/tiktok-tapes-us-user-data-china-bytedance-access"
)
KNOWN_ADDRESSES = {
    BUZZFEED_REPORT,
    "https://gizmodo.com/tiktok-china-oracle-bytedance-1849078477",
    "https://mashable.com/article/tiktok-china-access-data-in-us",
}
BODIES = {
    "techcrunch": ".entry-content > p",
    "buzzfeednews": ".subbuzz-text > p",
    "wsj": ".wsj-snippet-body > p",
    "gizmodo": ".js_post-content p",
    "cnn": ".article__content > p.paragraph, p.zn-body__paragraph, div.zn-body__paragraph",
    "mashable": "article#article > p",
}

each_page = pytest.mark.parametrize("page", PAGES, ids=[page["file"] for page in PAGES])
each_open_page = pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page["outlet"] != "wsj"],
    ids=[page["file"] for page in PAGES if page["outlet"] != "wsj"],
)
each_paywalled_page = pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page["outlet"] == "wsj"],
    ids=[page["file"] for page in PAGES if page["outlet"] == "wsj"],
)


def test_the_index_names_every_file_and_every_named_file_exists():
    named = [entry["file"] for entry in FEEDS + PAGES]
    found = {
        path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*") if path.is_file() and path.parent != SAMPLE
    }
    assert len(named) == len(set(named))
    assert set(named) == found
    assert {path.name for path in SAMPLE.iterdir() if path.is_file()} == {"index.json", "expected.json", "README.md"}


def test_addresses_are_unique():
    addresses = [entry["url"] for entry in FEEDS + PAGES]
    assert len(addresses) == len(set(addresses))


def test_it_covers_all_six_outlets():
    assert {page["outlet"] for page in PAGES} == OUTLETS
    assert {feed["outlet"] for feed in FEEDS} == OUTLETS - {"buzzfeednews"}


@each_page
def test_an_address_is_known_or_reserved(page):
    if page["url"] in KNOWN_ADDRESSES:
        assert page["link"] == page["url"]
        assert page["link_is_home"] is False
    else:
        assert re.fullmatch(r"https://[a-z]+\.example/.+", page["url"])
        assert re.fullmatch(r"https://[a-z.]+\.com/", page["link"])
        assert page["link_is_home"] is True


@pytest.mark.parametrize("feed", FEEDS, ids=[feed["file"] for feed in FEEDS])
def test_every_feed_item_has_title_link_and_date_and_its_page_is_in_the_index(feed):
    items = _feed_items(feed)
    assert items
    outlets = {page["url"]: page["outlet"] for page in PAGES}
    for title, link, date in items:
        assert title
        assert date
        assert outlets.get(link) == feed["outlet"]


def test_the_feeds_list_every_page_but_those_of_the_closed_outlet():
    listed = {link for feed in FEEDS for _, link, _ in _feed_items(feed)}
    assert listed == {page["url"] for page in PAGES if page["outlet"] != "buzzfeednews"}


@each_page
def test_feed_and_page_agree_on_the_headline(page):
    titles = {title for feed in FEEDS for title, link, _ in _feed_items(feed) if link == page["url"]}
    assert titles <= {_soup(page["file"]).h1.get_text(strip=True)}


@each_page
def test_a_page_is_captured_after_it_was_published(page):
    published = _meta(page["file"], "article:published_time")
    assert re.search(r"(Z|[+-]\d\d:\d\d)$", published)
    assert _utc(published) < _utc(page["captured"])


@each_page
def test_the_head_names_the_page_as_a_real_one_does(page):
    soup = _soup(page["file"])
    assert soup.find("link", rel="canonical")["href"] == page["url"]
    assert _meta(page["file"], "og:url") == page["url"]
    assert _meta(page["file"], "og:type") == "article"
    assert _meta(page["file"], "og:title").startswith(soup.h1.get_text(strip=True))
    article = _news_article(page["file"])
    assert article["headline"] == soup.h1.get_text(strip=True)
    assert _utc(article["datePublished"]) == _utc(_meta(page["file"], "article:published_time"))
    assert len(soup.find_all("h1")) == 1


@each_page
def test_the_page_says_outside_its_body_that_it_is_a_sample_and_links_to_the_outlet(page):
    notices = _soup(page["file"]).select("aside.parallax-sample[data-sample='1']")
    assert len(notices) == 1
    assert "Written for Parallax" in notices[0].get_text()
    assert "illustrative" in notices[0].get_text()
    assert [link["href"] for link in notices[0].find_all("a")] == [page["link"]]
    assert not notices[0].find_parent("article")
    assert not notices[0].select(BODIES[page["outlet"]])


@each_page
def test_only_the_known_articles_carry_a_reporters_name(page):
    names = {author["name"] for author in _news_article(page["file"])["author"]}
    real = {
        "buzzfeednews/tiktok-tapes.html": {"Emily Baker-White"},
        "mashable/tiktok-china-access.html": {"Christianna Silva", "Elizabeth de Luna"},
    }
    assert names == real.get(page["file"], {"Parallax sample desk"})


@each_open_page
def test_a_full_page_has_200_to_400_words_of_body(page):
    assert 200 <= len(" ".join(_paragraphs(page)).split()) <= 400


@each_page
def test_a_page_is_lean_and_fetches_nothing(page):
    assert (SAMPLE / page["file"]).stat().st_size <= 20_000
    assert not _soup(page["file"]).select("img, iframe, video, link[rel=stylesheet], script[src]")


@each_paywalled_page
def test_a_paywalled_page_tells_that_its_teaser_is_not_the_article(page):
    teaser = " ".join(_paragraphs(page))
    assert _news_article(page["file"])["isAccessibleForFree"] is False
    assert int(_meta(page["file"], "article:word_count")) > 5 * len(teaser.split())
    assert "subscribers" in _soup(page["file"]).select_one(".snippet-promotion").get_text()


@each_paywalled_page
def test_a_paywalled_pages_summary_is_the_same_in_feed_and_page_and_not_in_the_teaser(page):
    summary = _meta(page["file"], "og:description")
    assert summary == _meta(page["file"], "description")
    assert summary in {
        entry.summary
        for feed in FEEDS
        if feed["outlet"] == "wsj"
        for entry in feedparser.parse((SAMPLE / feed["file"]).read_bytes()).entries
    }
    assert 2 <= len(re.findall(r"\.(?= [A-Z]|$)", summary)) <= 5
    assert summary not in " ".join(_paragraphs(page))


def test_there_are_enough_articles_on_enough_stories():
    stories = {name: urls for name, urls in EXPECTED["stories"].items() if name != "singletons"}
    others = {name: urls for name, urls in stories.items() if name != "tiktok-oracle"}
    assert len(stories["tiktok-oracle"]) >= 7
    assert _outlets_of(stories["tiktok-oracle"]) == OUTLETS
    assert len(others) == 4
    assert sum(map(len, others.values())) >= 12
    assert all(len(_outlets_of(urls)) >= 3 for urls in others.values())
    assert EXPECTED["stories"]["singletons"]


def test_every_page_is_expected_in_one_place():
    placed = [url for urls in EXPECTED["stories"].values() for url in urls]
    assert sorted(placed) == sorted(page["url"] for page in PAGES)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("buzzfeednews/tiktok-tapes.html", "Everything is seen in China"),
        ("buzzfeednews/tiktok-tapes.html", "more than 80 internal meetings"),
        ("buzzfeednews/tiktok-tapes.html", "from at least September 2021 to January 2022"),
        ("buzzfeednews/tiktok-tapes.html", "14 statements"),
        ("buzzfeednews/tiktok-tapes.html", "TikTok spokesperson Maureen Shanahan said"),
        ("buzzfeednews/tiktok-tapes.html", "hours before this report was published"),
        ("techcrunch/tiktok-oracle.html", "recordings of 80 internal meetings"),
        ("techcrunch/tiktok-oracle.html", "as recently as January"),
        ("techcrunch/tiktok-oracle.html", "published hours after the announcement"),
        ("techcrunch/tiktok-oracle.html", "U.S. officials have feared for years"),
        ("cnn/tiktok-oracle.html", "between at least September 2021 and January 2022"),
        ("cnn/tiktok-oracle.html", "President Joe Biden revoked"),
        ("gizmodo/tiktok-tapes.html", "internal, China-based meetings"),
        ("gizmodo/tiktok-tapes.html", "five months, from September 2021 to January 2022"),
        ("gizmodo/tiktok-tapes.html", "among them Walmart and Microsoft"),
        ("mashable/tiktok-china-access.html", "80 internal meetings"),
        ("mashable/tiktok-china-access.html", "at least five months"),
        ("mashable/tiktok-china-access.html", "TikTok announced after the report was published"),
        ("mashable/tiktok-china-access.html", "one more app"),
    ],
)
def test_the_tiktok_story_holds_what_each_outlet_reported(file, words):
    page = next(page for page in PAGES if page["file"] == file)
    assert _plain(words) in _plain(" ".join(_paragraphs(page)))


@pytest.mark.parametrize("outlet", sorted(OUTLETS - {"gizmodo"}))
def test_only_gizmodo_recalls_walmart(outlet):
    assert "Walmart" not in _outlet_text("tiktok-oracle", outlet)


@pytest.mark.parametrize("outlet", sorted(OUTLETS - {"cnn"}))
def test_only_cnn_tells_of_bidens_orders(outlet):
    assert "Biden" not in _outlet_text("tiktok-oracle", outlet)


@pytest.mark.parametrize("outlet", ["techcrunch", "cnn", "gizmodo", "mashable"])
def test_an_outlet_credits_buzzfeed_news_in_words_and_by_link(outlet):
    files = [_page(url)["file"] for url in EXPECTED["stories"]["tiktok-oracle"] if _page(url)["outlet"] == outlet]
    assert files
    for file in files:
        links = [link for p in _soup(file).select(BODIES[outlet]) for link in p.find_all("a")]
        assert "BuzzFeed News" in {link.get_text() for link in links if link["href"] == BUZZFEED_REPORT}


def test_the_wsj_summary_holds_what_the_journal_reported():
    page = next(page for page in PAGES if page["file"] == "wsj/tiktok-oracle.html")
    summary = _meta(page["file"], "og:description")
    for words in ("all of TikTok’s U.S. users", "Oracle", "Virginia and Singapore as backups", "delete U.S. data"):
        assert words in summary


def test_quotes_come_straight_curly_split_and_over_several_paragraphs():
    texts = {page["file"]: _paragraphs(page) for page in PAGES}
    straight = {file for file, paragraphs in texts.items() if any('"' in p for p in paragraphs)}
    curly = {file for file, paragraphs in texts.items() if any("“" in p for p in paragraphs)}
    split = {
        file
        for file, paragraphs in texts.items()
        if any(re.search(r",[”\"] \w[^“\"]+, [“\"][a-z]", p) for p in paragraphs)
    }
    running_on = {
        file
        for file, paragraphs in texts.items()
        if any(p.count('"') % 2 and q.startswith('"') for p, q in pairwise(paragraphs))
    }
    assert straight
    assert curly
    assert not straight & curly
    assert {"buzzfeednews/tiktok-tapes.html", "mashable/tiktok-china-access.html"} <= split
    assert {"cnn/tiktok-oracle.html", "cnn/coinbase-layoffs.html"} <= running_on


@each_page
def test_quotation_marks_are_balanced_but_where_a_quote_runs_on(page):
    paragraphs = _paragraphs(page)
    for p, following in zip(paragraphs, [*paragraphs[1:], ""], strict=True):
        runs_on = following.startswith(('"', "“"))
        assert p.count("“") == p.count("”")
        assert p.count('"') % 2 == 0 or runs_on


@pytest.mark.parametrize("quote", EXPECTED["shared_quotes"], ids=lambda quote: quote["core words"])
def test_a_shared_quote_is_in_two_outlets_and_word_for_word_where_that_is_expected(quote):
    literal = [outlet for outlet, how in quote["how"].items() if how in ("verbatim", "shortened")]
    assert len(quote["outlets"]) >= 2
    assert set(quote["outlets"]) == set(quote["how"])
    assert literal
    for outlet in literal:
        assert _plain(quote["core words"]) in _quoted(_outlet_text(quote["story"], outlet))


@pytest.mark.parametrize("difference", EXPECTED["disagreements"], ids=lambda d: f"{d['story']}: {d['about']}")
def test_a_disagreement_has_two_sides_and_outlets_of_its_story(difference):
    outlets = _outlets_of(EXPECTED["stories"][difference["story"]])
    assert len(difference["sides"]) >= 2
    assert all(holders and set(holders) <= outlets for _, holders in difference["sides"])


def test_the_expected_claims_give_every_outlet_a_stance():
    claims = [claim for claim in EXPECTED["claims"] if claim["story"] == "tiktok-oracle"]
    assert len(claims) >= 8
    for claim in claims:
        assert set(claim["stances"]) == OUTLETS
        assert set(claim["stances"].values()) <= STANCES
        assert {"own", "cites"} & set(claim["stances"].values())


def test_no_two_articles_share_a_long_run_of_words_outside_quotation_marks():
    runs = {page["file"]: _runs(page, LONGEST_SHARED_RUN + 1) for page in PAGES}
    shared = {(a, b): runs[a] & runs[b] for a, b in combinations(sorted(runs), 2)}
    assert not {pair: found for pair, found in shared.items() if found}


@cache
def _soup(file):
    return BeautifulSoup((SAMPLE / file).read_text(encoding="utf-8"), "lxml")


def _meta(file, name):
    soup = _soup(file)
    return (soup.find("meta", property=name) or soup.find("meta", attrs={"name": name}))["content"]


def _news_article(file):
    blocks = [json.loads(script.string) for script in _soup(file).find_all("script", type="application/ld+json")]
    things = [thing for block in blocks for thing in block.get("@graph", [block])]
    return next(thing for thing in things if thing["@type"] == "NewsArticle")


def _paragraphs(page):
    return [p.get_text().strip() for p in _soup(page["file"]).select(BODIES[page["outlet"]])]


def _feed_items(feed):
    """(title, link, date) of each item of a feed or news sitemap."""
    content = (SAMPLE / feed["file"]).read_bytes()
    if feed["kind"] == "rss":
        parsed = feedparser.parse(content)
        assert not parsed.bozo
        return [(entry.title, entry.link, entry.published_parsed) for entry in parsed.entries]
    soup = BeautifulSoup(content, "xml")
    return [
        (row.find("title").get_text(), row.loc.get_text(), row.find("publication_date").get_text())
        for row in soup.find_all("url")
    ]


def _utc(stamp):
    return datetime.fromisoformat(stamp)


def _page(url):
    return next(page for page in PAGES if page["url"] == url)


def _outlets_of(urls):
    return {_page(url)["outlet"] for url in urls}


def _outlet_text(story, outlet):
    pages = [_page(url) for url in EXPECTED["stories"][story]]
    return "\n".join(p for page in pages if page["outlet"] == outlet for p in _paragraphs(page))


def _plain(text):
    return " ".join(text.translate(str.maketrans("’‘“”", "''\"\"")).lower().split())


def _quoted(text):
    return _plain(" | ".join(re.findall(r"“[^”\n]*|\"[^\"\n]*", text)))


def _runs(page, length):
    """Every run of `length` words of an article that stands outside quotation marks."""
    found = set()
    for paragraph in [*_paragraphs(page), _meta(page["file"], "description")]:
        for stretch in re.split(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)", paragraph):
            words = [word.strip(".,:;?!()") for word in stretch.lower().split()]
            found.update(tuple(words[i : i + length]) for i in range(len(words) - length + 1))
    return found


def test_the_first_story_has_seven_pages_of_200_to_400_words():
    expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf8"))["stories"]["tiktok-oracle"]
    words = [len(" ".join(_paragraphs(page)).split()) for page in PAGES if page["url"] in expected]
    assert sum(200 <= count <= 400 for count in words) >= 7
