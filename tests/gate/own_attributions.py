"""Texts of our own in which every attribution is marked → what is said in them, by whom; and how much of it is found.

In `own_attributions.txt` a line is a text and one after a blank line is its next paragraph. {q1:…} is what is reported,
{q1b:…} more of the same, {s1:…} who reports it ({s1,2:…} the second too), {c1:…} the words that say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aggregator.reading.types import FoundQuote

Span = tuple[int, int]
FILE = Path(__file__).with_name("own_attributions.txt")
_MARKED = re.compile(r"\{([qsc])([\d,]+)b?:([^{}]*)\}")
_WORD = re.compile(r"\w+")


@dataclass
class Marked:
    """One attribution: spans of what is reported and of its speaker."""

    contents: list[Span] = field(default_factory=list)
    speaker: Span | None = None


@dataclass
class Text:
    """A text without its braces, and what they marked."""

    text: str
    subject: str
    marked: list[Marked]


def texts() -> list[Text]:
    """Every text of the file, under its subject."""
    found: list[Text] = []
    subject = ""
    for block in re.split(r"\n(?!\n)(?<!\n\n)", FILE.read_text(encoding="utf-8").strip()):
        if block.startswith("# "):
            subject = block[2:]
        else:
            found.append(_read(block, subject))
    return found


def _read(block: str, subject: str) -> Text:
    text, last = "", 0
    marked: dict[str, Marked] = {}
    for match in _MARKED.finditer(block):
        text += block[last : match.start()]
        span = (len(text), len(text) + len(match[3]))
        text += match[3]
        last = match.end()
        for number in match[2].split(","):
            one = marked.setdefault(number, Marked())
            if match[1] == "q":
                one.contents.append(span)
            elif match[1] == "s":
                one.speaker = span
    return Text(text + block[last:], subject, [one for one in marked.values() if one.contents])


@dataclass(frozen=True)
class Score:
    """How many were marked and found, how many of them are the same (half of their words), and how many of those have
    a speaker with a word in common, or rightly none."""

    marked: int
    found: int
    same: int
    pairs: int

    @property
    def content(self) -> float:
        """F1 of what is reported."""
        return 2 * self.same / (self.marked + self.found)

    @property
    def pair(self) -> float:
        """F1 of what is reported by whom."""
        return 2 * self.pairs / (self.marked + self.found)


def score(find: Callable[[str], Sequence[FoundQuote]], of: Sequence[Text]) -> Score:
    """How well `find` finds what is marked in the texts."""
    same = pairs = found_count = 0
    for text in of:
        found = find(text.text)
        found_count += len(found)
        left = list(found)
        for one in text.marked:
            shares = [(_overlap(text.text, one.contents, quote.spans), index) for index, quote in enumerate(left)]
            share, index = max(shares, default=(0.0, 0))
            if share >= 0.5:
                best = left.pop(index)
                same += 1
                pairs += _same_speaker(text.text, one.speaker, best)
    return Score(sum(len(text.marked) for text in of), found_count, same, pairs)


def _overlap(text: str, one: Sequence[Span], other: Sequence[Span]) -> float:
    a, b = _words(text, one), _words(text, other)
    return len(a & b) / max(1, len(a | b))


def _words(text: str, spans: Sequence[Span]) -> set[int]:
    return {match.start() for start, end in spans for match in _WORD.finditer(text, start, end)}


def _same_speaker(text: str, speaker: Span | None, quote: FoundQuote) -> bool:
    told = quote.speaker
    if speaker is None or told is None:
        return speaker is None and told is None
    return bool(_words(text, [speaker]) & _words(text, [(told.start, told.end)]))
