"""A text into the items that the language rules look at: words, punctuation, and each quoted stretch as one item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from aggregator.reading.marks import Stretch, stretches
from aggregator.reading.sentences import sentences

ItemKind = Literal["word", "mark", "quote"]


@dataclass(frozen=True, slots=True)
class Item:
    """`text[start:end]`: a word ("Baker-White", "U.S.", "’s"), one punctuation mark, or a whole quoted stretch."""

    start: int
    end: int
    text: str
    low: str
    kind: ItemKind
    stretch: Stretch | None = None

    @property
    def capital(self) -> bool:
        """Whether the item is a word with a capital first letter."""
        return self.kind == "word" and self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence as the article speaks it: quoted stretches are closed boxes, so no sentence ends inside one."""

    items: tuple[Item, ...]
    paragraph: int
    first: bool  # in its paragraph

    @property
    def quotes(self) -> tuple[Item, ...]:
        """Its quoted stretches."""
        return tuple(item for item in self.items if item.kind == "quote")


def units(text: str) -> tuple[Unit, ...]:
    """The text as units in order; every stretch of `marks.stretches` is in exactly one of them."""
    boxes = stretches(text)
    found: list[Unit] = []
    gathered: list[Item] = []
    box = iter([*boxes, None])
    pending = next(box)
    paragraph = 0
    for sentence in sentences(text):
        # A box that reaches over the sentence's start holds the unit open.
        if gathered and (sentence.paragraph != paragraph or gathered[-1].end <= sentence.start):
            found.append(_unit(gathered, paragraph, found))
            gathered = []
        paragraph = sentence.paragraph
        position = max(sentence.start, gathered[-1].end if gathered else 0)
        while pending and pending.start < sentence.end:
            gathered.extend(_words(text, position, pending.start))
            gathered.append(_boxed(text, pending))
            position = pending.end
            pending = next(box)
        gathered.extend(_words(text, position, sentence.end))
    if gathered:
        found.append(_unit(gathered, paragraph, found))
    return tuple(part for unit in found for part in _parted(unit))


def words_of(text: str, start: int, end: int) -> tuple[Item, ...]:
    """The words and marks of `text[start:end]`, quoted or not."""
    return tuple(_words(text, start, end))


def low_at(items: Sequence[Item], index: int) -> str:
    """The lower-case form of the item at `index`; empty outside the items and for quoted stretches."""
    return items[index].low if 0 <= index < len(items) else ""


def _boxed(text: str, stretch: Stretch) -> Item:
    words = text[stretch.start : stretch.end]
    return Item(stretch.start, stretch.end, words, "", "quote", stretch)


def _words(text: str, start: int, end: int) -> Iterator[Item]:
    for match in _WORD.finditer(text, start, max(start, end)):
        words = match.group()
        kind: ItemKind = "word" if words[0].isalnum() or (len(words) > 1 and words[-1].isalnum()) else "mark"
        yield Item(match.start(), match.end(), words, words.lower().replace("’", "'"), kind)


def _unit(items: Sequence[Item], paragraph: int, found: Sequence[Unit]) -> Unit:
    return Unit(tuple(items), paragraph, not found or found[-1].paragraph != paragraph)


def _parted(unit: Unit) -> Iterator[Unit]:
    """Cuts after a box that ends a sentence by itself (“I am done.” Smith left.)."""
    begin = 0
    first = unit.first
    for index, item in enumerate(unit.items[:-1]):
        following = unit.items[index + 1]
        stretch = item.stretch
        if stretch is None or not _ends_sentence(item, stretch):
            continue
        if following.kind == "quote" or (following.capital and not _reports(unit.items, index + 1)):
            yield Unit(unit.items[begin : index + 1], unit.paragraph, first)
            begin, first = index + 1, False
    yield Unit(unit.items[begin:], unit.paragraph, first)


def _ends_sentence(item: Item, stretch: Stretch) -> bool:
    inner = item.text[: stretch.inner_end - stretch.start]
    return inner.rstrip("”’'\" ")[-1:] in {".", "!", "?", "…"}


def _reports(items: Sequence[Item], index: int) -> bool:
    """“Why?” Smith asked: within five words comes a reporting verb and nothing lower-case before it."""
    for item in items[index : index + 6]:
        if item.low in _SAID:
            return True
        if item.kind != "word" or not (item.capital or item.low in {"the", "a", "an", "later", "also", "then"}):
            return False
    return False


_SAID = frozenset(
    "said says asked asks wrote writes added adds replied replies exclaimed shouted tweeted told tells yelled joked "
    "chanted answered read reads responded explained noted declared continued recalled".split()
)
_TITLES = r"Mrs?|Ms|Mx|Drs?|Prof|Sens?|Reps?|Govs?|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Rev|Hon|Jr|Sr|St|Inc|Corp|Co|Ltd|vs|No"
_MONTHS = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_WORD = re.compile(
    rf"(?:{_TITLES}|{_MONTHS})\.|(?:[^\W\d_]\.){{2,}}|[A-Z]\.(?=\s)|[ap]\.m\.|[’'](?:s|re|ve|ll|d|m)\b|[^\W\d_]+n[’']t\b"
    r"|[$€£]?\d+(?:[.,:]\d+)*+%?|[@#]?[^\W\d_](?:\w|-(?=\w)|&(?=\w)|[’'](?!(?:s|re|ve|ll|d|m)\b)(?=\w))*+|\S"
)
