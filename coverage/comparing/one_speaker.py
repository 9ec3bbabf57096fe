"""A speaker's quotes in several stories → what the speaker's page shows: each utterance once, with who carries it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coverage.comparing.excerpts import Granted, Limits, Wish, grant
from coverage.comparing.shown import Publisher, QuoteWords, words_of

SURE, LIKELY = 0.9, 0.7
"""From which confidence on a quote is surely, or likely, the speaker's."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quote that is the speaker's, as an article carries it: how surely (0 to 1), and how that was found."""

    words: QuoteWords
    story: int
    utterance: int
    confidence: float
    resolution: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """An outlet that carries an utterance, and where."""

    publisher: Publisher
    address: str
    at_home: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance by the quote that heads it. No words: the article's share of the page is used up.

    `credited` tells how surely it is the speaker's: "sure", "likely" or "doubtful".
    """

    lead: Spoken
    words: str
    carriers: tuple[Carrier, ...]

    @property
    def credited(self) -> str:
        """How surely it is the speaker's."""
        sure = self.lead.confidence
        return "sure" if sure >= SURE else "likely" if sure >= LIKELY else "doubtful"

    @property
    def marked(self) -> bool:
        """Whether all of its words stood in quotation marks."""
        return self.lead.words.kind == "direct"


def lay_out(spoken: Sequence[Spoken], limits: Limits) -> dict[int, tuple[Said, ...]]:
    """By story, in the order given, what the speaker says in it: what most outlets carry first."""
    said = _by_utterance(spoken)
    granted = grant(list(_wishes(said, limits.quote)), limits, {})
    shown: dict[int, list[Said]] = {}
    for found in said:
        shown.setdefault(found[0].story, []).append(_said(found, granted))
    return {story: tuple(rows) for story, rows in shown.items()}


def _by_utterance(spoken: Sequence[Spoken]) -> list[list[Spoken]]:
    """The quotes of each utterance, those in quotation marks and longer ones first."""
    found: dict[tuple[int, int], list[Spoken]] = {}
    for one in spoken:
        found.setdefault((one.story, one.utterance), []).append(one)
    rows = [sorted(group, key=lambda s: (s.words.kind == "indirect", -len(s.words.text))) for group in found.values()]
    stories = list(dict.fromkeys(one.story for one in spoken))
    return sorted(rows, key=lambda row: (stories.index(row[0].story), -len(_outlets(row)), row[0].words.id))


def _outlets(row: Sequence[Spoken]) -> set[str]:
    return {one.words.source.publisher.slug for one in row}


def _wishes(said: Sequence[Sequence[Spoken]], quote: int) -> Iterator[Wish]:
    for row in said:
        for one in row:
            section = f"story {one.story}"
            yield Wish(_key(row), one.words.source.id, section, one.words.text, None, quote, 30, quoted=True)


def _key(row: Sequence[Spoken]) -> tuple[int, int]:
    return row[0].story, row[0].utterance


def _said(row: Sequence[Spoken], granted: Mapping[Any, Granted]) -> Said:
    given = granted.get(_key(row))
    lead = next((one for one in row if given and one.words.text == given.wish.text), row[0])
    carriers: dict[str, Carrier] = {}
    for one in sorted(row, key=lambda one: (one is not lead, one.words.source.published)):
        source = one.words.source
        carriers.setdefault(source.publisher.slug, Carrier(source.publisher, one.words.address, source.at_home))
    return Said(lead, words_of(granted, _key(row)).rstrip(","), tuple(carriers.values()))
