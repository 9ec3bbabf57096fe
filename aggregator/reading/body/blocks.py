"""A page's tree → every block of text in it, in order, with the elements that it stands in; nothing is judged yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from aggregator.reading.paragraphs import classes, is_hidden
from aggregator.reading.plain import fold

MOST_BLOCKS = 6_000

_NEVER_TEXT = frozenset(
    "script style noscript template svg math select option textarea input iframe object embed video audio canvas map"
    " img picture head title link meta".split()
)
# Broken markup puts a whole article into one of these; then it is read all the same.
_MAY_SWALLOW = frozenset("picture object video audio canvas map select".split())
_SWALLOWED = 3_000  # characters
_FOLDED = 300  # characters from which on what is hidden may be a section that opens at a click
_CONSENT = re.compile(
    r"cookie[-_]?(?:banner|consent|notice|bar|law|wall|policy|dialog)|consent[-_]?(?:banner|dialog|modal|manager|popup|notice)"
    r"|onetrust|didomi|cookiebot|\bgdpr\b|\bcmp[-_]",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"\b(?:parallax-sample|screen-reader-text|visually-hidden|sr-only)\b")
_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td"
    " tfoot th thead tr ul".split()
)
_WITHIN_CELLS = (
    "p",
    "div",
    "table",
    "ul",
    "ol",
    "h2",
    "h3",
    "h4",
    "section",
    "article",
    "blockquote",
    "form",
    "center",
)


@dataclass(frozen=True, slots=True)
class BlockLink:
    """`text[start:end]` of a block is a link to `href`, as written."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text on one line, its links, and the elements around it from the outermost to its own."""

    text: str
    links: tuple[BlockLink, ...]
    path: tuple[Tag, ...]

    @property
    def name(self) -> str:
        """The name of the element that it stands in."""
        return self.path[-1].name if self.path else ""

    @property
    def linked(self) -> float:
        """The share of its characters that stand in links."""
        return sum(link.end - link.start for link in self.links) / max(1, len(self.text))


def blocks(soup: BeautifulSoup) -> list[Block]:
    """Every block of text below the root, hidden ones and navigation too; a table's row of plain cells is one block, a
    double line break parts blocks. At most `MOST_BLOCKS`."""
    walk = _Walk()
    found: list[Block] = []
    for block in walk.below(soup, ()):
        found.append(block)
        if len(found) >= MOST_BLOCKS:
            return found
    found.extend(walk.flush(()))
    return found


@dataclass(slots=True)
class _Walk:
    """The text gathered since the last break, with the links seen in it."""

    pieces: list[str] = field(default_factory=list)
    links: list[BlockLink] = field(default_factory=list)
    length: int = 0
    space: bool = False
    opened: int = -1  # where the first word of the newest link stands; negative before there is one
    breaks: int = 0
    rows: dict[int, bool] = field(default_factory=dict)

    def below(self, element: Tag, path: tuple[Tag, ...]) -> Iterator[Block]:
        for child in element.children:
            if isinstance(child, Tag):
                yield from self._enter(child, path)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._add(child)

    def flush(self, path: tuple[Tag, ...]) -> Iterator[Block]:
        if self.pieces:
            text, links = "".join(self.pieces), tuple(self.links)
            self.pieces, self.links, self.length, self.opened = [], [], 0, -1
            yield Block(text, links, path)
        self.space, self.breaks = False, 0

    def _enter(self, element: Tag, path: tuple[Tag, ...]) -> Iterator[Block]:
        name = element.name
        if _is_no_text(element):
            return
        if name == "br":
            self.breaks += 1
            self.space = True
            if self.breaks > 1:
                yield from self.flush(path)
        elif name in {"td", "th"} and path and self._is_row(path[-1]):
            self.space = True
            yield from self.below(element, path)
            self.space = True
        elif name in _BLOCKS:
            yield from self.flush(path)
            inner = (*path, element)
            yield from self.below(element, inner)
            yield from self.flush(inner)
        elif name == "a":
            self.opened = -1
            yield from self.below(element, path)
            self._close_link(str(element.get("href") or ""))
        else:
            yield from self.below(element, path)

    def _is_row(self, element: Tag) -> bool:
        """Whether an element is a row of a table of data: none of its cells holds blocks."""
        key = id(element)
        if key not in self.rows:
            self.rows[key] = element.name == "tr" and element.find(_WITHIN_CELLS) is None
        return self.rows[key]

    def _add(self, raw: str) -> None:
        words = fold(raw)
        self.space = self.space or raw[:1].isspace()
        if not words:
            return
        if self.space and self.length:
            words = f" {words}"
        if self.opened < 0:
            self.opened = self.length + words.startswith(" ")
        self.pieces.append(words)
        self.length += len(words)
        self.space = raw[-1:].isspace()
        self.breaks = 0

    def _close_link(self, href: str) -> None:
        # A link around blocks has been cut by them: what is left of it is its last block's.
        if self.pieces and 0 <= self.opened < self.length:
            self.links.append(BlockLink(self.opened, self.length, href))


def _is_no_text(element: Tag) -> bool:
    name = element.name
    if name in _NEVER_TEXT:
        return not (name in _MAY_SWALLOW and len(element.get_text()) > _SWALLOWED)
    if _UNSEEN.search(classes(element)) or _is_consent(element):
        return True
    # A folded section of an article is hidden too, so much of what is hidden is left to be judged.
    return is_hidden(element) and (name not in _BLOCKS or len(element.get_text()) < _FOLDED)


def _is_consent(element: Tag) -> bool:
    """Whether an element is a dialogue about cookies, longer at times than the article behind it."""
    if element.name in {"html", "body", "main", "article"}:
        return False
    named = f"{classes(element)} {element.get('id') or ''}"
    return bool(_CONSENT.search(named)) and element.find(["h1", "article"]) is None
