"""How much of an article is shown: counted in the words that a reader really gets, wherever they stand."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from bs4 import BeautifulSoup

from aggregator.models import Article, Outlet
from coverage.models import Difference, Passage
from tests.site import factories
from tests.site.pages import soup_of

WORD = re.compile(r"\bz([a-z])z\d+\b")


@pytest.fixture
def story():
    """A story of which every word of every article can be recognised: "zaz17" is a word of the first article."""
    found = factories.outlets()
    review, _ = Outlet.objects.get_or_create(slug="press-review", name="Press review", monogram="PR", listed=False)
    articles = [_article(outlet, letter, i) for i, (outlet, letter) in enumerate(zip(found, "abcdef", strict=True))]
    second = _article(review, "g", 9)
    made = factories.story([*articles, second])
    for index in range(40):
        rows = [(one.outlet, "own" if index % 2 else "cites", [_claim(one, index)]) for one in articles]
        group = factories.claim_group(made, rows if index < 20 else rows[index % 6 : index % 6 + 1])
        claims = [claim for cell in group.cells.all() for claim in cell.claims.all()]
        if index < 8:
            _differ(made, claims)
    for index in range(30):
        quotes = [_quote(one, index) for one in (articles if index < 12 else articles[index % 6 : index % 6 + 1])]
        changes = [["removed", quotes[0].text], ["added", quotes[-1].text]]
        renderings = [("verbatim", [["same", quotes[0].text]]), *[("reworded", changes) for _ in quotes[1:]]]
        if index < 10:
            quotes.append(_quote(second, index, carried_from=found[index % 6], translated=True))
            renderings.append(("translated", changes))
            Passage.objects.create(story=made, quote=quotes[-1], claim=articles[index % 6].claims.first())
        factories.quote_group(made, quotes, renderings)
    return made


def test_no_article_shows_more_than_its_share_on_a_storys_page(client, story, settings):
    page = soup_of(client, story.get_absolute_url())
    shown = characters(page)
    assert set(shown) == set("abcdefg")
    assert max(size for letter, size in shown.items() if letter != "g") <= settings.EXCERPT_PAGE_CHARACTERS
    assert min(shown.values()) > settings.EXCERPT_PAGE_CHARACTERS / 2, "the share should be used, not wasted"


def test_a_press_review_shows_no_more_of_an_outlet_than_an_article_of_it_may(client, story, settings):
    page = soup_of(client, story.get_absolute_url())
    blocks = page.select("#press-review .reviewed")
    assert len(blocks) == 6
    assert all(0 < characters(block)["g"] <= settings.EXCERPT_PAGE_CHARACTERS for block in blocks)
    assert sum(characters(block)["g"] for block in blocks) == characters(page)["g"]


def test_no_quote_is_longer_and_no_section_has_more_quotes_of_an_article_than_the_limits(client, story, settings):
    page = soup_of(client, story.get_absolute_url())
    for section in page.select("#quotes, #single-quotes"):
        blocks = section.select("blockquote, .variants li")
        of_article = Counter(letter for block in blocks for letter in set(WORD.findall(block.get_text(" "))))
        assert all(number <= settings.EXCERPT_QUOTES_PER_SECTION for number in of_article.values() if number)
        assert all(sum(characters(b).values()) <= 2 * settings.EXCERPT_QUOTE_CHARACTERS for b in blocks)
        assert all(characters(b)[x] <= settings.EXCERPT_QUOTE_CHARACTERS for b in blocks for x in "abcdefg")


@pytest.mark.parametrize(("quote", "quotes", "page"), [(40, 1, 100), (60, 2, 200), (280, 3, 1500)])
def test_the_limits_are_settings(client, story, settings, quote, quotes, page):
    settings.EXCERPT_QUOTE_CHARACTERS = quote
    settings.EXCERPT_QUOTES_PER_SECTION = quotes
    settings.EXCERPT_PAGE_CHARACTERS = page
    shown = characters(soup_of(client, story.get_absolute_url()))
    assert max(size for letter, size in shown.items() if letter != "g") <= page


def test_every_mark_and_link_stays_where_the_words_are_used_up(client, story):
    page = soup_of(client, story.get_absolute_url())
    assert "See it in the article" in page.get_text()
    rows = len(page.select(".claim"))
    further = sum(len(li.select("a")) for li in page.select(".further li"))
    unlinked = sum(int(re.search(r"(\d+) in an article", s.get_text())[1]) for s in page.select(".further .soft"))
    assert rows + further + unlinked == 40
    assert all(cell.select_one(".m") for cell in page.select(".cells > li"))


def test_the_front_page_and_the_outlets_show_almost_nothing_of_the_text(client, story):
    for address in ("/", "/o/techcrunch/", "/feeds/", "/o/"):
        assert max(characters(soup_of(client, address)).values(), default=0) <= 200


def test_no_entry_of_a_feed_shows_more_than_its_share(client, story, settings):
    for address in ("/feeds/stories.rss", f"/s/{story.pk}/feed.rss", "/o/cnn/feed.rss"):
        feed = BeautifulSoup(client.get(address).content, "xml")
        for item in feed.find_all("item"):
            entry = BeautifulSoup(item.description.get_text(), "lxml")
            assert max(characters(entry).values(), default=0) <= settings.EXCERPT_PAGE_CHARACTERS
            assert len(entry.select("blockquote")) <= settings.EXCERPT_QUOTES_PER_SECTION


def characters(page) -> Counter[str]:
    """By article, the characters of its words that are read there, each with the space after it (but the last)."""
    shown: Counter[str] = Counter()
    for node in page.find_all(string=True):
        found: Counter[str] = Counter()
        for word in WORD.finditer(str(node)):
            found[word[1]] += len(word[0]) + 1
        shown.update({letter: size - 1 for letter, size in found.items()})
    return shown


def _article(outlet: Outlet, letter: str, index: int) -> Article:
    number = count()
    text = "\n\n".join(" ".join(f"z{letter}z{next(number)}" for _ in range(25)) for _ in range(80))
    return factories.article(outlet, text, f"Headline {letter}", factories.FIRST + timedelta(minutes=index))


def _claim(of: Article, index: int):
    assert of.snapshot
    text = of.snapshot.text.split("\n\n")[index]
    start = of.snapshot.text.index(text)
    return factories.claim(of, text, figures=[{"start": start + 60, "end": start + 64}])


def _quote(of: Article, index: int, **fields):
    assert of.snapshot
    return factories.quote(of, of.snapshot.text.split("\n\n")[40 + index], **fields)


def _differ(story, claims) -> None:
    sides = [
        {"value": one.text[:50].rsplit(" ", 1)[0], "evidence": [[one.pk, one.start + 10, one.start + 20]]}
        for one in claims
    ]
    Difference.objects.create(story=story, kind="order", topic=claims[0].text[:40], sides=sides)
