"""Sentences of our own in which all credit is marked → how much of it is found, and what is taken for credit.

In `own_credits.txt` a line is a text. {told:CNN} is a name that is credited, with what for; {report|CNN:The outlet} one
that means another; {link|https://…|CNN:words} a link and whose article it leads to; {own:…} words by which the outlet
shows that it reports itself. "# half one" parts what was written before the code from what came after, "## " opens a
subject, with the slug of the outlet that speaks in brackets where it matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aggregator.reading.types import FoundCitation, Link

FILE = Path(__file__).with_name("own_credits.txt")
_MARKED = re.compile(
    r"\{(first|told|report|document|own)(?:\|([^:{}]*))?:([^{}]*)\}|\{link\|([^|{}]*)\|([^:{}]*):([^{}]*)\}"
)
Key = tuple[str, str, int]
"""Name, in words or by link, and where the credited name (or else its sentence) begins."""


@dataclass(frozen=True)
class Marked:
    """One credit: `start` and `end` of the name in the text."""

    what: str
    name: str
    start: int
    end: int
    href: str = ""


@dataclass(frozen=True)
class Text:
    """A text without its braces, who speaks in it, and what they marked."""

    text: str
    half: str
    subject: str
    own: str
    credits: tuple[Marked, ...]
    signs: tuple[tuple[int, int], ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """Its links, as a page gives them."""
        return tuple(Link(one.start, one.end, one.href) for one in self.credits if one.href)


@dataclass(frozen=True)
class Score:
    """How many credits were marked, found, and both; `kinds` of those with the right kind of credit."""

    marked: int
    found: int
    same: int
    kinds: int
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of what was found that is credit."""
        return self.same / max(1, self.found)

    @property
    def recall(self) -> float:
        """The share of the credit that was found."""
        return self.same / max(1, self.marked)


def texts() -> list[Text]:
    """Every text of the file."""
    found: list[Text] = []
    half = subject = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            subject = line[3:]
        elif line.startswith("# "):
            half = line[2:]
        elif line:
            found.append(_read(line, half, subject))
    return found


def _read(line: str, half: str, subject: str) -> Text:
    text, last = "", 0
    credits: list[Marked] = []
    signs: list[tuple[int, int]] = []
    for match in _MARKED.finditer(line):
        text += line[last : match.start()]
        words = match[3] if match[1] else match[6]
        start, end = len(text), len(text) + len(words)
        text, last = text + words, match.end()
        if match[1] == "own":
            signs.append((start, end))
        elif match[1]:
            credits.append(Marked(match[1], match[2] or words.removeprefix("the "), start, end))
        else:
            credits.append(Marked("link", match[5], start, end, match[4]))
    speaker = re.search(r"\((\w+)\)", subject)
    own = speaker[1] if speaker else "gizmodo"
    return Text(text + line[last:], half, subject, own, tuple(credits), tuple(signs))


def score(find: Callable[[Text], Sequence[FoundCitation]], of: Sequence[Text]) -> Score:
    """How well `find` finds what is marked in the texts: the right name in the right sentence."""
    marked = found_count = same = kinds = 0
    wrong: list[str] = []
    for text in of:
        left = list(find(text))
        found_count += len(left)
        marked += len(text.credits)
        for one in text.credits:
            match = next((found for found in left if _is_same(one, found)), None)
            if match is None:
                wrong.append(f"missed {one.name} ({one.what}): {text.text}")
                continue
            left.remove(match)
            same += 1
            kinds += _kind(match) == one.what
            if _kind(match) != one.what:
                wrong.append(f"called {_kind(match)}, is {one.what}: {text.text}")
        wrong.extend(f"no credit {extra.name} ({_kind(extra)}): {text.text}" for extra in left)
    return Score(marked, found_count, same, kinds, tuple(wrong))


def _kind(found: FoundCitation) -> str:
    return "link" if found.by == "link" else found.what


def _is_same(one: Marked, found: FoundCitation) -> bool:
    by_link = bool(one.href)
    in_sentence = found.start <= one.start < found.end
    names = {name.removeprefix("The ") for name in (one.name, found.name)}
    return in_sentence and len(names) == 1 and by_link == (found.by == "link")
