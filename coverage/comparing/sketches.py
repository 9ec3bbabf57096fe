"""An article → its sketch: the words, names and figures that grouping goes by, counted once and kept.

A sketch holds counts, which are stored, and unit vectors over them, weighed by the shipped rarities when it is made.
Title and the top of the text are what tells an event; what stands further down is mostly background.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverage.comparing.kinds import Kind, kind_of
from coverage.comparing.rarities import Rarities, rarities
from coverage.comparing.similarity import Token, carries_meaning, tokens
from coverage.comparing.types import ArticleProfile

TOP_WORDS = 120  # of the text, that carry meaning
FIGURE_WORDS = 60  # the figures of an event stand in its first sentences
TITLE_WEIGHT = 3.0
SPECIFIC_WEIGHT = 1.5  # of names and figures, which tell an event from its like
TITLE_CASE = 0.6  # where that share of a title's words has a capital, a capital tells no name
KEYS = 12  # of an article, by which others find it
BODY = 8  # words, from which on a text says more than its title

Vector = dict[str, float]
Dense = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sketch:
    """`text`, `title`, `names` and `figures` are unit vectors (empty where there is nothing); `hours` is the time of
    publication since 1970; `dense` a unit vector of a sentence encoder, where there is one."""

    id: int
    hours: float
    kind: Kind
    text: Vector
    title: Vector
    names: Vector
    figures: Vector
    title_length: int
    has_body: bool
    keys: tuple[str, ...]
    dense: Dense | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a sketch is made from, as it is stored: stems of the title and of the top of the text with how often each
    stands there, those of names, and figures."""

    kind: Kind
    title: Mapping[str, int]
    body: Mapping[str, int]
    names: Mapping[str, int]
    figures: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "title": dict(self.title), "body": dict(self.body), "names": dict(self.names),
            "figures": list(self.figures),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Counts:
        return cls(data["kind"], data["title"], data["body"], data["names"], tuple(data["figures"]))


def sketch_of(article: ArticleProfile, dense: Dense | None = None, table: Rarities | None = None) -> Sketch:
    """The sketch of an article from its words."""
    return weighed(article.id, article.published.timestamp() / 3600, counts_of(article), dense, table)


def counts_of(article: ArticleProfile) -> Counts:
    """The stems of the title and of the top of the text; a text that begins with its title again says it once."""
    body = article.text.removeprefix(article.title) if article.title else article.text
    top = body[: TOP_WORDS * 9]
    in_title = [token for token in tokens(article.title) if carries_meaning(token)]
    in_body = [token for token in tokens(top) if carries_meaning(token)][:TOP_WORDS]
    names = Counter(token.stem for token in in_body if not _is_figure(token) and _is_name(top, token))
    if not _in_title_case(article.title):
        names.update(t.stem for t in in_title if t.start and article.title[t.start].isupper())
    figures = {token.stem for token in [*in_title, *in_body[:FIGURE_WORDS]] if _is_figure(token)}
    return Counts(
        kind_of(article.title, article.text),
        Counter(token.stem for token in in_title),
        Counter(token.stem for token in in_body),
        names,
        tuple(sorted(figure for figure in figures if len(figure) > 1)),
    )


def weighed(id: int, hours: float, counts: Counts, dense: Dense | None = None, table: Rarities | None = None) -> Sketch:
    """Counts → the sketch, by the rarity of its stems."""
    table = table or rarities()
    mentions: dict[str, float] = {stem: TITLE_WEIGHT * count for stem, count in counts.title.items()}
    for stem, count in counts.body.items():
        mentions[stem] = mentions.get(stem, 0.0) + count
    for stem in mentions:
        if stem in counts.names or stem[0].isdigit():
            mentions[stem] *= SPECIFIC_WEIGHT
    rare = {stem: table.of(stem) for stem in mentions}
    text = _unit({stem: (1 + math.log(count)) * rare[stem] for stem, count in mentions.items()})
    return Sketch(
        id, hours, counts.kind, text,
        _unit({stem: rare[stem] for stem in counts.title}),
        _unit({stem: (1 + math.log(count)) * rare.get(stem, 1.0) for stem, count in counts.names.items()}),
        _unit(dict.fromkeys(counts.figures, 1.0)),
        sum(counts.title.values()),
        sum(counts.body.values()) >= BODY,
        tuple(sorted(text, key=lambda stem: (-text[stem], stem))[:KEYS]),
        dense,
    )  # fmt: skip


def _unit(raw: Vector) -> Vector:
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {stem: value / length for stem, value in raw.items()} if length else {}


def _is_figure(token: Token) -> bool:
    return token.word[0].isdigit()


def _is_name(text: str, token: Token) -> bool:
    """A word with a capital that does not owe it to the beginning of a sentence."""
    before = text[max(0, token.start - 2) : token.start]
    return text[token.start].isupper() and before[-1:] == " " and (before[:1].isalnum() or before[:1] == ",")


def _in_title_case(title: str) -> bool:
    every = tokens(title)
    return sum(title[token.start].isupper() for token in every) > TITLE_CASE * len(every)
