"""A story's facts → which outlet's words a press review gives for each statement and each quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from coverage.comparing import columns
from coverage.comparing.excerpts import Limits
from coverage.comparing.leaning import leans
from coverage.comparing.quotations import ordered as utterances_in_order
from coverage.comparing.quotations import own_variants
from coverage.comparing.shown import (
    CellFacts,
    ClaimWords,
    Publisher,
    QuoteWords,
    StatementFacts,
    StoryFacts,
    UtteranceFacts,
)

_ORDER = ("own", "cites", "differs")
_MARKS = re.compile('[“”„«»"]')
_LEAST, _CREDIT = 40, 60  # characters: of a sentence that says something alone; of words that name who is credited
_NAME_WORDS, _OTHER_WORDS = 5, 3  # of a name that is credited; of anything else ("a director")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in one outlet's words, whom that credits, and (outlet, claim, stance, credited) of the others."""

    statement: int
    claim: ClaimWords
    credited: str
    others: tuple[tuple[Publisher, ClaimWords, str, str], ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quote as one outlet carries it, and (quote, rendering) of the other outlets."""

    utterance: int
    words: QuoteWords
    speaker: str
    others: tuple[tuple[QuoteWords, str], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a review gives; `translated` are press reviews' quotes of outlets of which there are no words else."""

    told: tuple[Told, ...]
    spoken: tuple[Spoken, ...]
    translated: tuple[QuoteWords, ...]


def choose(facts: StoryFacts, limits: Limits) -> Chosen:
    """The most reported statements first, each once, in the words of the first outlet that says it itself; one quote
    of a section is left to what people say. Sentences with quotation marks of their own are left to the quotes."""
    told = _told(facts, max(1, limits.quotes_a_section - 1))
    given = {one.claim.source.publisher.slug for one in told}
    spoken = _spoken(facts, [one.claim.text for one in told])
    given |= {one.words.source.publisher.slug for one in spoken}
    return Chosen(tuple(told), tuple(spoken), tuple(_translated(facts, given)))


def _told(facts: StoryFacts, most: int) -> list[Told]:
    found: list[Told] = []
    taken: Counter[str] = Counter()
    texts: set[str] = set()
    for row in columns.ordered(facts):
        for cell, claim in _wordings(row, facts):
            if taken[cell.publisher.slug] < most and claim.text not in texts:
                taken[cell.publisher.slug] += 1
                texts.add(claim.text)
                found.append(Told(row.id, claim, _credited(cell, facts), _others(row, cell, facts)))
                break
    return found


def _wordings(row: StatementFacts, facts: StoryFacts) -> list[tuple[CellFacts, ClaimWords]]:
    """Each outlet's best wording: those that lean on no sentence before them first, then those of outlets that say it
    themselves, then in order of publication."""
    found = []
    for cell in row.cells:
        claims = [facts.claims[claim] for claim in cell.claims if claim in facts.claims]
        fit = [claim for claim in claims if _stands_alone(claim, facts)]
        if cell.stance in _ORDER and fit:
            found.append((cell, min(fit, key=lambda claim: leans(claim.text))))
    return sorted(found, key=lambda wording: (leans(wording[1].text), _ORDER.index(wording[0].stance)))


def _stands_alone(claim: ClaimWords, facts: StoryFacts) -> bool:
    """Whether it is a whole sentence of the outlet's own, not what somebody says in quotation marks."""
    if len(claim.text) < _LEAST or _MARKS.search(claim.text):
        return False
    direct = (q for q in facts.quotes.values() if q.kind == "direct" and q.source.id == claim.source.id)
    words = claim.text.strip(" .,")
    return not any(words in quote.text or quote.text.strip(" .,") in words for quote in direct)


def _others(
    row: StatementFacts, given: CellFacts, facts: StoryFacts
) -> tuple[tuple[Publisher, ClaimWords, str, str], ...]:
    found = []
    for cell in row.cells:
        claim = next((facts.claims[claim] for claim in cell.claims if claim in facts.claims), None)
        if claim and cell.stance in _ORDER and cell.publisher != given.publisher:
            found.append((cell.publisher, claim, cell.stance, _credited(cell, facts)))
    return tuple(found)


def _credited(cell: CellFacts, facts: StoryFacts) -> str:
    """Whom an outlet credits, by the outlet's name where it is one of ours; empty where it says so itself."""
    if cell.stance == "own" or not cell.credited:
        return ""
    for source in facts.sources:
        name = source.publisher.name
        if cell.credited.casefold().startswith(name.casefold()) and source.publisher.compared:
            return "" if source.publisher == cell.publisher else name
    words = cell.credited
    if words.startswith(("A ", "An ", "The ")):
        words = words[0].lower() + words[1:]
    most = _NAME_WORDS if words[:1].isupper() else _OTHER_WORDS
    return words if len(words) <= _CREDIT and len(words.split()) <= most else ""


def _spoken(facts: StoryFacts, told: Sequence[str]) -> list[Spoken]:
    """Quotes that stood in quotation marks, one an outlet, those that several carry first."""
    found: list[Spoken] = []
    taken: set[str] = set()
    for row in utterances_in_order(facts):
        for words in _carriers(row, facts):
            slug = words.source.publisher.slug
            if slug not in taken and not any(words.text.strip(" .,") in text for text in told):
                taken.add(slug)
                others = tuple(_other_carriers(row, slug, facts))
                found.append(Spoken(row.id, words, words.speaker or row.speaker, others))
                break
    return found


def _carriers(row: UtteranceFacts, facts: StoryFacts) -> list[QuoteWords]:
    """Whole quotes in quotation marks: to whom it was said first, then the fullest, then in order of publication."""
    own = [(variant, facts.carried(variant)) for variant in own_variants(row, facts)]
    direct = [(v, words) for v, words in own if words.kind == "direct" and len(words.text) >= 30]
    direct.sort(key=lambda one: (not one[1].first_hand, one[0].quote != row.fullest, one[1].source.number))
    return [words for _, words in direct]


def _other_carriers(row: UtteranceFacts, given: str, facts: StoryFacts) -> list[tuple[QuoteWords, str]]:
    found: dict[str, tuple[QuoteWords, str]] = {}
    for variant in own_variants(row, facts):
        words = facts.carried(variant)
        if words.source.publisher.slug != given:
            rendering = "paraphrased" if words.kind == "indirect" else variant.rendering
            found.setdefault(words.source.publisher.slug, (words, rendering))
    return list(found.values())


def _translated(facts: StoryFacts, given: set[str]) -> list[QuoteWords]:
    """One quote of each outlet of which only a press review has words; the longest."""
    found: dict[str, QuoteWords] = {}
    for words in facts.quotes.values():
        outlet = words.credited
        if words.source.publisher.compared or outlet is None or outlet.slug in given:
            continue
        if outlet.slug not in found or len(words.text) > len(found[outlet.slug].text):
            found[outlet.slug] = words
    return list(found.values())
