"""A page of an unknown publisher → its article's paragraphs: newspaper3k and prose density find the place."""

from __future__ import annotations

import re
import warnings
from contextlib import suppress

import newspaper
from bs4 import BeautifulSoup, Tag

from aggregator.reading.paragraphs import Paragraph, article_text, classes, joined, paragraphs, soup_text
from aggregator.reading.places import densest, place_of
from aggregator.reading.plain import fold

FULLER = 0.8  # of the text in the densest place: where newspaper3k's place holds less, it took a part for the whole

MOST_TAGS = 20_000  # newspaper3k compares siblings with each other; larger pages are read by density alone

_OUTSIDE = re.compile(
    r"related|newsletter|promo|caption|share|social|comment|recirc|recommend|byline|author-bio|tags|breadcrumb|disclaimer"
    r"|copyright|subscribe|signup|advert|read-?more|most-popular"
)
_OUTSIDE_ROLES = frozenset({"complementary", "navigation"})


def generic_paragraphs(soup: BeautifulSoup, url: str) -> list[Paragraph]:
    """The article's paragraphs of any page, without what classes name as related, shared or captioned.

    newspaper3k's text says which element holds the article; where the element with the densest prose holds more, that
    is read instead, since newspaper3k takes one part of an article for the whole where advertisements divide it. Empty
    where neither finds prose.
    """
    html = str(soup)
    texts = generic_text(html, url) if html.count("<") <= MOST_TAGS else []
    found, dense = (_inside(place, url) for place in (place_of(soup, texts), densest(soup)))
    best = dense if _length(found) < FULLER * _length(dense) else found
    return best or article_text(map(Paragraph, texts))


def _inside(place: Tag | None, url: str) -> list[Paragraph]:
    if place is None:
        return []
    half = len(soup_text(place)) / 2
    named = [element for element in place.find_all(True) if _is_outside(element)]
    dropped = {id(element) for element in named if len(soup_text(element)) < half}
    return article_text(paragraphs([place], url, dropped))


def _is_outside(element: Tag) -> bool:
    if element.get("role") in _OUTSIDE_ROLES or element.get("aria-hidden") == "true":
        return True
    return bool(_OUTSIDE.search(classes(element)) or re.match("comments|related", str(element.get("id") or "")))


def _length(found: list[Paragraph]) -> int:
    return len(joined(found)[0])


def generic_text(html: str, url: str) -> list[str]:
    """The paragraphs of the article as newspaper3k reads it from HTML that is given to it; it downloads nothing.

    Empty where it finds none or fails.
    """
    for use_meta_language in (True, False):
        # newspaper3k lets any error of its parts through, and their warnings about dates that are not asked for.
        with suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            article = newspaper.Article(url, config=_config(use_meta_language))
            article.set_html(html)
            article.parse()
            return [text for text in map(fold, article.text.split("\n")) if text]
    return []


def _config(use_meta_language: bool) -> newspaper.Config:
    config = newspaper.Config()
    config.fetch_images = False
    config.memoize_articles = False
    config.use_meta_language = use_meta_language
    return config
