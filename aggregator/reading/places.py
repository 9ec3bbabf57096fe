"""A page's tree → the element that holds its article, by matching known text or by the density of prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from aggregator.reading.paragraphs import NEVER_TEXT, classes, soup_text
from aggregator.reading.plain import fold

SHARE = 0.8  # of the matched text that the place must hold
DESCENT = 0.6  # of an element's prose that a child must hold for the place to lie in it
SHORTEST = 60  # characters of running text that make a block prose
LINKED = 0.35  # of a block's text in links: above, it is a list of links
MOST_BLOCKS = 5_000

_BLOCKS = frozenset("p li blockquote div section td pre article font dd h2 h3 h4 main center".split())
_ASIDE = frozenset("nav aside footer header form figure figcaption dialog".split())
_NAMED_ASIDE = re.compile(
    r"comment|related|newsletter|sidebar|footer|cookie|consent|promo|recirc|recommend|disclaimer|subscri|signup|share"
    r"|caption|biograph|author-bio|most-popular|trending|widget|modal|popup|gdpr|banner|teaser|taboola|outbrain"
    r"|breadcrumb|copyright",
    re.IGNORECASE,
)
_MAIN_PART = 0.4  # of the page's prose: what holds so much is no aside, whatever its class says


def place_of(soup: BeautifulSoup, texts: Iterable[str]) -> Tag | None:
    """The deepest element that holds most of some paragraphs, each known by its whole text; None where none match."""
    wanted = set(texts)
    found: dict[str, Tag] = {}
    for element in soup.find_all(_BLOCKS, limit=MOST_BLOCKS):
        text = _own_text(element)[0]
        if text in wanted:
            found.setdefault(text, element)
    weights = _weights((element, len(text)) for text, element in found.items())
    if not weights:
        return None
    enough = SHARE * max(weight for weight, _ in weights.values())
    holding = [element for weight, element in weights.values() if weight >= enough]
    return max(holding, key=lambda element: sum(1 for _ in element.parents))


def densest(soup: BeautifulSoup) -> Tag | None:
    """The element in which the page's running text stands: from the body down to where its parts weigh alike.

    Text in navigation, asides, forms and what a class names as comments, related or promoted is not counted, unless
    that holds much of the page's text. None for a page without prose.
    """
    prose = [(element, length) for element, length in _prose(soup)]
    all_weights = _weights(prose)
    much = _MAIN_PART * max((weight for weight, _ in all_weights.values()), default=0)
    outside = {key for key, (weight, element) in all_weights.items() if _is_aside(element, weight < much)}
    outside |= {id(element) for element, length in prose if _is_aside(element, length < much)}
    weights = _weights((element, length) for element, length in prose if not _within(element, outside))
    return _descended(soup.body or soup, weights) if weights else None


def _prose(soup: BeautifulSoup) -> Iterator[tuple[Tag, int]]:
    for element in soup.find_all(_BLOCKS, limit=MOST_BLOCKS):
        text, linked = _own_text(element)
        if len(text) >= SHORTEST and linked < LINKED * len(text):
            yield element, len(text)


def _own_text(element: Tag) -> tuple[str, int]:
    """The running text of a block without that of blocks in it, and how much of it stands in links."""
    pieces, linked = [], 0
    for child in element.children:
        if isinstance(child, Tag):
            if child.name not in NEVER_TEXT and not _has_block(child):
                pieces.append(child.get_text())
                linked += _linked(child)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            pieces.append(str(child))
    return fold("".join(pieces)), linked


def _has_block(element: Tag) -> bool:
    # Plain loops: the library's own search builds its matching rules anew on every call.
    inner = (child for child in element.descendants if isinstance(child, Tag))
    return element.name in _BLOCKS or any(child.name in _BLOCKS for child in inner)


def _linked(element: Tag) -> int:
    links = [child for child in (element, *element.descendants) if isinstance(child, Tag) and child.name == "a"]
    return sum(len(soup_text(link)) for link in links)


def _weights(blocks: Iterable[tuple[Tag, int]]) -> dict[int, tuple[int, Tag]]:
    """By `id()`, every element around some blocks and the length of the blocks in it; a block is in itself."""
    lengths: Counter[int] = Counter()
    elements: dict[int, Tag] = {}
    for block, length in blocks:
        for element in (block, *block.parents):
            lengths[id(element)] += length
            elements[id(element)] = element
    return {key: (lengths[key], element) for key, element in elements.items()}


def _is_aside(element: Tag, is_small: bool) -> bool:
    if element.name in _ASIDE:
        return is_small
    if element.name in {"html", "body", "main", "article", "[document]"}:
        return False
    return is_small and bool(_NAMED_ASIDE.search(f"{classes(element)} {element.get('id') or ''}"))


def _within(element: Tag, outside: set[int]) -> bool:
    return id(element) in outside or any(id(parent) in outside for parent in element.parents)


def _descended(place: Tag, weights: dict[int, tuple[int, Tag]]) -> Tag:
    while True:
        inner = [child for child in place.find_all(True, recursive=False) if id(child) in weights]
        heaviest = max(inner, key=lambda child: weights[id(child)][0], default=None)
        if heaviest is None or heaviest.name == "p":
            return place
        if weights[id(heaviest)][0] < DESCENT * weights[id(place)][0]:
            return place
        place = heaviest
