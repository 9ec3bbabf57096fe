"""How much of an article is shown: counted in the words that a reader really gets, wherever they stand."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from tests.site.pages import soup_of
from tests.site.recognised import WORD, characters, recognised_story


@pytest.fixture
def story():
    return recognised_story()


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
    further = page.select(".further li[id] a[href^='/c/']")
    assert rows + len(further) == 40
    assert all(re.fullmatch(r"statement \d+.*", link.get_text()) for link in further)
    assert all(cell.select_one(".m") for cell in page.select(".cells > li"))


def test_the_front_page_and_the_outlets_show_almost_nothing_of_the_text(client, story):
    for address in ("/", "/o/techcrunch/", "/feeds/", "/o/"):
        assert max(characters(soup_of(client, address)).values(), default=0) <= 200


def test_no_entry_of_a_feed_shows_more_than_its_share(client, story, settings):
    for address in ("/feeds/stories.rss", f"/s/{story.pk}/feed.rss", "/o/cnn/feed.rss"):
        feed = BeautifulSoup(client.get(address).content, "xml", from_encoding="utf-8")
        for item in feed.find_all("item"):
            entry = BeautifulSoup(item.description.get_text(), "lxml")
            assert max(characters(entry).values(), default=0) <= settings.EXCERPT_PAGE_CHARACTERS
            assert len(entry.select("blockquote")) <= settings.EXCERPT_QUOTES_PER_SECTION
