"""Blocks of a page's tree → the paragraphs a reader sees in them, with the links in their text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from aggregator.reading.plain import fold
from aggregator.reading.prompts import is_prompt, leads_elsewhere
from aggregator.reading.types import Link
from aggregator.reading.urls import web_address

NEVER_TEXT = frozenset(
    "script style noscript template svg math button form input select textarea option figure figcaption iframe"
    " object embed video audio canvas map picture img nav aside footer dialog head title link meta h1".split()
)
LINKED_ITEM = 0.35  # of an item's text in links: in a list under "Related" or the like, it is another article's
REPEATED = 80  # characters from which on a sentence does not stand twice in an article: the page holds it twice
MOST_COMPARED = 500  # paragraphs in which repeats are looked for

_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset h2 h3 h4 h5 h6 header hr html li main ol p"
    " pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_EMBED = re.compile(
    r"\b(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-post|reddit-card|reddit-embed-bq|bluesky-embed"
    r"|threads-embed|parallax-sample|screen-reader-text|visually-hidden|sr-only|wp-caption(?:-text)?|jwplayer)\b"
)
_HIDDEN = re.compile(r"(?:^|;)\s{0,9}(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE)
_SENTENCE_ENDS = frozenset(".!…”\"'’)")
_RULE = re.compile(r"[\W_]*|https?://\S+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph's text on one line, its links' offsets in it, and the element's name that it stood in."""

    text: str
    links: tuple[Link, ...] = ()
    name: str = "p"

    @property
    def linked(self) -> float:
        """The share of its characters that stand in links."""
        return sum(link.end - link.start for link in self.links) / max(1, len(self.text))


def paragraphs(blocks: Iterable[Tag], base: str, dropped: Container[int] = ()) -> list[Paragraph]:
    """The paragraphs in some blocks, in order; a block within another is read once, one in what is dropped not at all.
    Captions, embeds, forms, scripts and what is hidden are no text; a double line break parts paragraphs. `base` makes
    link addresses absolute."""
    found: list[Paragraph] = []
    for block in _outermost(blocks, dropped):
        run = _Run(base, block.name, dropped)
        found.extend(_enter(block, run))
        found.extend(run.flush())
    return found


def article_text(found: Iterable[Paragraph], title: str = "") -> list[Paragraph]:
    """Paragraphs without what is no part of an article: prompts to read, watch or subscribe to something else, lines
    that are one whole link, lists of other articles, the headline again, separators, immediate repeats, and long
    sentences that were there before."""
    kept: list[Paragraph] = []
    prose = [paragraph for paragraph in _without_lists_of_others(found) if _is_prose(paragraph, title)]
    seen: set[str] = set()
    for paragraph in _without_pull_quotes(prose):
        if not (kept and kept[-1].text == paragraph.text) and paragraph.text not in seen:
            kept.append(paragraph)
        if len(paragraph.text) >= REPEATED and paragraph.text[-1] in _SENTENCE_ENDS:
            seen.add(paragraph.text)
    while kept and _is_heading(kept[-1]):
        kept.pop()
    return kept


def joined(found: Iterable[Paragraph]) -> tuple[str, tuple[Link, ...]]:
    """Paragraphs as one text, a blank line between two, and their links with offsets in that text."""
    texts: list[str] = []
    links: list[Link] = []
    offset = 0
    for paragraph in found:
        texts.append(paragraph.text)
        links += [Link(link.start + offset, link.end + offset, link.href) for link in paragraph.links]
        offset += len(paragraph.text) + 2
    return "\n\n".join(texts), tuple(links)


def is_hidden(element: Tag) -> bool:
    """Whether an element says itself that it is not shown."""
    return "hidden" in element.attrs or bool(_HIDDEN.search(str(element.get("style") or "")[:500]))


@dataclass(slots=True)
class _Run:
    """The text gathered since the last break, folded as it comes, with the links seen in it."""

    base: str
    name: str
    dropped: Container[int]
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    space: bool = False
    links: list[Link] = field(default_factory=list)
    breaks: int = 0
    href: str = ""
    opened: int = -1  # where the open link's first word stands; negative before there is one

    def add(self, raw: str) -> None:
        words = fold(raw)
        self.space = self.space or raw[:1].isspace()
        if not words:
            return
        if self.space and self.length:
            words = f" {words}"
        if self.href and self.opened < 0:
            self.opened = self.length + words.startswith(" ")
        self.pieces.append(words)
        self.length += len(words)
        self.space = raw[-1:].isspace()
        self.breaks = 0

    def close_link(self) -> None:
        if self.href and self.opened >= 0:
            self.links.append(Link(self.opened, self.length, self.href))
        self.opened = -1

    def flush(self) -> Iterator[Paragraph]:
        self.close_link()
        text, links = "".join(self.pieces), tuple(self.links)
        self.pieces, self.links, self.length, self.space, self.breaks = [], [], 0, False, 0
        if not unicodedata.is_normalized("NFC", text):
            # A combining mark opened an element: the offsets no longer hold.
            text, links = fold(text), ()
        if text:
            yield Paragraph(text, links, self.name)


def _outermost(blocks: Iterable[Tag], dropped: Container[int]) -> list[Tag]:
    """Blocks that lie neither in one another nor in what is dropped."""
    kept: list[Tag] = []
    seen: set[int] = set()
    for block in blocks:
        if id(block) not in seen and not any(id(parent) in seen or id(parent) in dropped for parent in block.parents):
            kept.append(block)
            seen.add(id(block))
    return kept


def _walk(element: Tag, run: _Run) -> Iterator[Paragraph]:
    for child in element.children:
        if isinstance(child, Tag):
            yield from _enter(child, run)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            run.add(str(child))


def _enter(element: Tag, run: _Run) -> Iterator[Paragraph]:
    name = element.name
    if name in NEVER_TEXT or id(element) in run.dropped or is_hidden(element) or _is_embed(element):
        return
    if name == "br":
        run.breaks += 1
        run.space = True
        if run.breaks > 1:
            yield from run.flush()
    elif name in _BLOCKS:
        yield from run.flush()
        outer, run.name = run.name, name if name != "div" else run.name
        yield from _walk(element, run)
        yield from run.flush()
        run.name = outer
    elif name == "a":
        run.href = web_address(str(element.get("href") or ""), run.base)
        yield from _walk(element, run)
        run.close_link()
        run.href = ""
    else:
        yield from _walk(element, run)


def _is_embed(element: Tag) -> bool:
    return bool(_EMBED.search(classes(element)))


def _without_lists_of_others(found: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs but for the items, linked for a good part, of a list under a label for other articles."""
    below = False
    for paragraph in found:
        below = (paragraph.name == "li" and below) or (paragraph.name != "li" and leads_elsewhere(paragraph.text))
        if not (below and paragraph.name == "li" and paragraph.linked >= LINKED_ITEM):
            yield paragraph


def _without_pull_quotes(found: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs but for those outside <p> that repeat words of another one whole."""
    if len(found) > MOST_COMPARED:
        return found
    return [paragraph for paragraph in found if not _is_pulled(paragraph, found)]


def _is_pulled(paragraph: Paragraph, found: list[Paragraph]) -> bool:
    if paragraph.name == "p" or paragraph.text.count(" ") < 4:
        return False
    words = paragraph.text.strip("“”\"'‘’ ")
    return any(words in other.text for other in found if len(other.text) > len(paragraph.text))


def _is_heading(paragraph: Paragraph) -> bool:
    """A heading that is no sentence: some outlets write whole sentences as headings."""
    return paragraph.name in _HEADINGS and len(paragraph.text) < 80 and paragraph.text[-1] not in '.?!…”"'


def _is_prose(paragraph: Paragraph, title: str) -> bool:
    text = paragraph.text
    if _RULE.fullmatch(text) or is_prompt(text):
        return False
    if title and text.casefold() == title.casefold():
        return False
    return not (paragraph.linked > 0.9 and len(text) > 1)


def classes(element: Tag) -> str:
    """An element's class names as one string."""
    return " ".join(map(str, element.get_attribute_list("class")))[:1000] if element.get("class") else ""


def soup_text(element: Tag | BeautifulSoup | None) -> str:
    """All text below an element, folded."""
    return fold(element.get_text(" ")) if element else ""


def short_text(element: Tag, most: int) -> str:
    """All text below an element, folded; empty where that is more than so many characters, without reading on."""
    pieces: list[str] = []
    length = 0
    for piece in element.stripped_strings:
        pieces.append(piece)
        length += len(piece) + 1
        if length > most + 1:
            return ""
    return fold(" ".join(pieces))
