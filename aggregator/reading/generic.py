"""A page of any publisher → its article's paragraphs, by what several independent readers and the page's own build say.

newspaper3k, trafilatura, readability and the place where prose is densest each give their text. No reader is believed
alone, nor the one that agrees most with the others: every block of the page is judged by who has it, by its words and
elements, and by what stands around it (`body/`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from aggregator.reading.agreement import compared, shingles
from aggregator.reading.body.blocks import Block
from aggregator.reading.body.features import READERS, JudgedPage, judged_page
from aggregator.reading.body.forest import forest
from aggregator.reading.body.readers import html_tree, texts_of
from aggregator.reading.paragraphs import MOST_COMPARED, Paragraph, article_text, classes, joined, paragraphs, soup_text
from aggregator.reading.places import densest
from aggregator.reading.types import Link
from aggregator.reading.urls import web_address

REPEATABLE = 6  # runs that a block must have to be held a repeat: short answers and refrains come again

_OUTSIDE = re.compile(
    r"related|newsletter|promo|caption|share|social|comment|recirc|recommend|byline|author-bio|tags|breadcrumb|disclaimer"
    r"|copyright|subscribe|signup|advert|read-?more|most-popular"
)
_POST = re.compile(r"\b(?:twitter-tweet|instagram-media|tiktok-embed|bluesky-embed)\b")
_OUTSIDE_ROLES = frozenset({"complementary", "navigation"})


@dataclass(frozen=True, slots=True)
class GenericReading:
    """An article's paragraphs, and how far (0 to 1) the readers agree on them."""

    paragraphs: list[Paragraph]
    agreement: float


def generic_reading(soup: BeautifulSoup, text: str, url: str, title: str = "") -> GenericReading:
    """The article of the page whose tree and text are given, without what repeats its headline. No paragraphs where
    the page holds no prose."""
    texts = reader_texts(soup, text, url)
    page = judged_page(soup, texts)
    found = article_text([_paragraph(block, url) for block in _chosen(page)], title)
    return GenericReading(found, _agreement(found, texts))


def reader_texts(soup: BeautifulSoup, text: str, url: str) -> list[str]:
    """The texts of `READERS`, in that order; empty for those that find none."""
    by_name = texts_of(html_tree(text), url) | {"densest": densest_text(soup, url)}
    return [by_name[name] for name in READERS]


def densest_text(soup: BeautifulSoup, url: str) -> str:
    """What stands where the page's prose is densest, without what classes name as related, shared or captioned."""
    return joined(_inside(densest(soup), url))[0]


def news_of(texts: Sequence[str]) -> list[int]:
    """The places of those texts that say something new: not those whose words, four by four, were all told before them
    (a body that is there twice), nor those that a longer one holds (a quote pulled out of it, a summary taken from
    it)."""
    runs = [frozenset(shingles(text)) for text in texts]
    longer = [own for own in runs if len(own) > REPEATABLE][:MOST_COMPARED]
    told: set[tuple[str, ...]] = set()
    kept: list[int] = []
    for number, own in enumerate(runs):
        if len(own) < REPEATABLE or not (own <= told or any(own < other for other in longer)):
            told |= own
            kept.append(number)
    return kept


def _chosen(page: JudgedPage) -> list[Block]:
    judge = forest()
    chosen = [number for number, row in enumerate(page.rows) if judge.probability(row) >= judge.threshold]
    elsewhere = _other_articles(page.blocks)
    chosen = [number for number in chosen if not elsewhere.intersection(map(id, page.blocks[number].path))]
    within, wanted = range(chosen[0], chosen[-1]) if chosen else range(0), set(chosen)
    taken = [
        block for number, block in enumerate(page.blocks) if number in wanted or (number in within and _is_post(block))
    ]
    return [taken[number] for number in news_of([block.text for block in taken])]


def _other_articles(found: Sequence[Block]) -> set[int]:
    """The `id` of each article element that follows one with a headline of its own and has one too: the next story,
    which is read when its own address is."""
    headed = dict.fromkeys(
        id(element)
        for block in found
        for level, element in enumerate(block.path)
        if element.name == "article" and any(inner.name == "h1" for inner in block.path[level + 1 :])
    )
    return set(list(headed)[1:])


def _is_post(block: Block) -> bool:
    """Whether a block is of an embedded post: where one stands within the article, it is shown as part of it."""
    return any(_POST.search(classes(element)) for element in block.path[-3:])


def _paragraph(block: Block, url: str) -> Paragraph:
    links = (Link(link.start, link.end, web_address(link.href, url)) for link in block.links)
    return Paragraph(block.text, tuple(link for link in links if link.href), block.name)


def _agreement(found: list[Paragraph], texts: Sequence[str]) -> float:
    """The mean F1 of runs of four words with the two readers that are nearest: one reader may fail on any page."""
    own = shingles(joined(found)[0])
    nearest = sorted((compared(own, shingles(text)).f1 for text in texts), reverse=True)[:2]
    return sum(nearest) / len(nearest)


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
