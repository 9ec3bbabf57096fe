"""A story's differences → what the page shows of each: the values, who gives which, in what words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverage.comparing.excerpts import Granted, Wish
from coverage.comparing.shown import ClaimWords, Excerpt, SideFacts, StoryFacts, words_of
from coverage.comparing.wording import Wording

VALUES, DIFFERENCES = "values", "differences"
_CHARACTERS = 80
_VALUE = 110  # characters of a value or a topic
_WORDY = 40  # a value of so many characters says what its first excerpt would
_KINDS = {
    "order": Wording("order of events"),
    "count": Wording("count"),
    "money": Wording("money"),
    "share": Wording("share"),
    "date": Wording("date"),
    "duration": Wording("duration"),
    "period": Wording("period"),
    "factor": Wording("factor"),
    "name": Wording("naming"),
    "credit": Wording("who said it"),
    "polarity": Wording("whether it is so"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """A value, and the words of every outlet that gives it."""

    value: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A point on which outlets differ: two sides or more."""

    id: int
    kind: str
    topic: str
    sides: tuple[Side, ...]

    @property
    def reviewed(self) -> bool:
        """Whether an editor has accepted every claim that it rests on."""
        return all(excerpt.reviewed for side in self.sides for excerpt in side.excerpts)


def wishes(facts: StoryFacts) -> Iterator[Wish]:
    """The words that the section would show: topics and values first, then an excerpt an outlet on each side.

    Topics and values are words of the articles too, and count as the first one's.
    """
    found = [
        (difference, index, side, evidence)
        for difference in facts.differences
        for index, side in enumerate(difference.sides)
        if (evidence := _evidence(side, facts))
    ]
    for difference, index, side, evidence in found:
        article = evidence[0][0].source.id
        if index == 0:
            yield Wish(("topic", difference.id), article, VALUES, difference.topic, None, _VALUE, 1)
        yield Wish(("value", difference.id, index), article, VALUES, side.value, None, _VALUE, 1)
    for place in range(max((len(evidence) for _, _, _, evidence in found), default=0)):
        for difference, index, side, evidence in found:
            if place < len(evidence) and not (place == 0 and len(side.value) >= _WORDY):
                claim, focus = evidence[place]
                key = ("side", difference.id, index, claim.id)
                yield Wish(key, claim.source.id, DIFFERENCES, claim.text, focus, _CHARACTERS, 20)


def lay_out(facts: StoryFacts, granted: Mapping[Any, Granted]) -> tuple[Dispute, ...]:
    """The differences that still have two sides when what editors have hidden is left out."""
    shown = []
    for difference in facts.differences:
        sides = tuple(
            Side(
                words_of(granted, ("value", difference.id, index)),
                tuple(_excerpt(c, ("side", difference.id, index, c.id), granted) for c, _ in evidence),
            )
            for index, side in enumerate(difference.sides)
            if (evidence := _evidence(side, facts))
        )
        if len(sides) > 1:
            kind = kind_in_words(difference.kind)
            shown.append(Dispute(difference.id, kind, words_of(granted, ("topic", difference.id)) or kind, sides))
    return tuple(shown)


def kind_in_words(kind: str) -> str:
    """What outlets differ in, such as "order of events": our own words for it."""
    return _KINDS.get(kind, kind)


def _evidence(side: SideFacts, facts: StoryFacts) -> list[tuple[ClaimWords, tuple[int, int]]]:
    """One claim an outlet, the first, with the part of its words that gives the value."""
    found: dict[str, tuple[ClaimWords, tuple[int, int]]] = {}
    for claim_id, start, end in side.evidence:
        if claim := facts.claims.get(claim_id):
            found.setdefault(claim.source.publisher.slug, (claim, (start - claim.start, end - claim.start)))
    return sorted(found.values(), key=lambda evidence: evidence[0].source.number)


def _excerpt(claim: ClaimWords, key: object, granted: Mapping[Any, Granted]) -> Excerpt:
    return Excerpt(claim.source, words_of(granted, key), claim.source.place(claim.text), claim.reviewed)
