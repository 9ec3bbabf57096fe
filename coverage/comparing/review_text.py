"""What an editor writes as a press review → paragraphs with quotes by reference, and what is to be put right in it.

`[[q:12]]` stands for quote 12 and `[[c:7]]` for the sentence of claim 7, in quotation marks and with a footnote;
`[[q:12 3-9]]` for its words 3 to 9; `[[see c:7]]` for the footnote alone. A paragraph that begins with `## ` is a
heading, an empty line ends a paragraph. So no quote is ever typed or pasted, and none can be other than what stands in
its article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aggregator.reading.sentences import sentences
from coverage.comparing.excerpts import MORE

PASTED = 8
"""Words in a row of the prose that stand in an article: they were pasted, not referred to."""

_TOKEN = re.compile(r"\[\[([^\[\]]*)\]\]")
_CITE = re.compile(r"\s*(see\s+)?([qc]):([0-9]{1,18})(?:\s+([0-9]{1,4})-([0-9]{1,4}))?\s*")
_HERE = "\ue000"  # where a reference stands, while sentences are told apart
_AFTER_STOP = re.compile(f"([.!?…;,]+[”’\"')]*)({_HERE}+)")
_JOINED = re.compile(
    r";\s+|,\s+(?=(?:but|yet|while|whereas|although|though|mais|tandis que|alors que|bien que)\s)", re.IGNORECASE
)
_WHOLE = 3
"""Words of what says something by itself."""
_WORD = re.compile(r"[^\W_]+")
_KINDS = {"q": "quote", "c": "claim"}


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to a quote or claim by its number; to words `first` to `last` of it (from 1; 0: all of them).
    `silent` tells that the footnote alone is given."""

    kind: str
    number: int
    first: int = 0
    last: int = 0
    silent: bool = False

    @property
    def token(self) -> str:
        """As it is written."""
        part = f" {self.first}-{self.last}" if self.first else ""
        return f"[[{'see ' if self.silent else ''}{self.kind[0]}:{self.number}{part}]]"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a heading: prose and references in order."""

    parts: tuple[str | Cite, ...]
    heading: bool = False

    @property
    def cites(self) -> list[Cite]:
        """Its references."""
        return [part for part in self.parts if isinstance(part, Cite)]

    @property
    def prose(self) -> str:
        """Its own words, with a mark where a reference stands."""
        return "".join(part if isinstance(part, str) else _HERE for part in self.parts)


@dataclass(frozen=True, slots=True)
class Draft:
    """A press review as it is written; `malformed` are references that cannot be understood."""

    blocks: tuple[Block, ...]
    malformed: tuple[str, ...] = ()

    @property
    def cites(self) -> list[Cite]:
        """All references in order."""
        return [cite for block in self.blocks for cite in block.cites]


def parse(body: str) -> Draft:
    """The text's paragraphs. What is no reference stays as it was typed, and is told."""
    malformed: list[str] = []
    blocks = []
    for lines in re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n")):
        text = " ".join(lines.split())
        heading = text.startswith("## ")
        if text:
            blocks.append(Block(tuple(_parts(text.removeprefix("## "), malformed)), heading))
    return Draft(tuple(blocks), tuple(malformed))


def part_of(text: str, cite: Cite) -> str:
    """The words of a text that a reference is to, "…" where it leaves some out; empty where it has no such words."""
    if not cite.first:
        return text
    words = text.split()
    if not 1 <= cite.first <= cite.last <= len(words):
        return ""
    chosen = " ".join(words[cite.first - 1 : cite.last])
    before, after = MORE if cite.first > 1 else "", MORE if cite.last < len(words) else ""
    return f"{before}{chosen}{after}"


def without_note(draft: Draft) -> list[str]:
    """Clauses of the prose that no reference stands in: sentences, and what semicolons and words such as "but" join to
    one. Headings need none."""
    found = []
    for block in draft.blocks:
        if block.heading:
            continue
        text = _AFTER_STOP.sub(r"\2\1", block.prose)
        found += [clause for one in sentences(text) for clause in _clauses(text[one.start : one.end])]
    return [clause for clause in found if _lacks_note(clause)]


def pasted(draft: Draft, texts: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """(outlet, words) where the prose repeats so many words of an article in a row; `texts` are by outlet."""
    runs = [run for block in draft.blocks for run in _runs(block)]
    found = []
    for outlet, articles in texts.items():
        known = {gram for text in articles for gram in _grams(_words(text))}
        for words in runs:
            at = next((i for i, gram in enumerate(_grams(words)) if gram in known), None)
            if at is not None:
                found.append((outlet, " ".join(words[at : at + PASTED])))
    return found


def _parts(text: str, malformed: list[str]) -> Iterator[str | Cite]:
    for index, piece in enumerate(_TOKEN.split(text)):
        if index % 2 == 0:
            if piece:
                yield piece
            continue
        found = _CITE.fullmatch(piece)
        if found is None or (found[4] and not 1 <= int(found[4]) <= int(found[5])):
            malformed.append(f"[[{piece}]]")
            yield f"[[{piece}]]"
        else:
            first, last = (int(found[4]), int(found[5])) if found[4] else (0, 0)
            yield Cite(_KINDS[found[2]], int(found[3]), first, last, bool(found[1]))


def _clauses(sentence: str) -> list[str]:
    """A sentence cut where another one is joined to it; what is too short to say something stays with its neighbour."""
    cuts = [0, *(found.end() for found in _JOINED.finditer(sentence)), len(sentence)]
    found: list[str] = []
    for start, end in pairwise(cuts):
        if found and (_is_short(found[-1]) or _is_short(sentence[start:end])):
            found[-1] += sentence[start:end]
        else:
            found.append(sentence[start:end])
    return [clause.strip() for clause in found]


def _is_short(clause: str) -> bool:
    return _HERE not in clause and len(_WORD.findall(clause)) < _WHOLE


def _lacks_note(sentence: str) -> bool:
    return _HERE not in sentence and _WORD.search(sentence) is not None


def _runs(block: Block) -> list[list[str]]:
    return [_words(part) for part in block.parts if isinstance(part, str)]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + PASTED]) for at in range(len(words) - PASTED + 1)]
