"""The same words given to different speakers → a difference of credit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from coverage.comparing.clauses import shortened
from coverage.comparing.findings import Given, difference, within
from coverage.comparing.naming import agreement, credited
from coverage.comparing.similarity import words
from coverage.comparing.statements import Statement, longest_run, statement
from coverage.comparing.types import AlignedQuote, ClaimToAlign, FoundDifference, QuoteToAlign

WEIGHT = 0.6
SAME_WORDS = 8  # in a row: the same utterance, whoever is credited
TOPIC = 70
NEAR = 300  # characters before and behind a quote, within which its speaker is named


def credit_differences(
    quotes: Sequence[AlignedQuote], rows: Sequence[QuoteToAlign], ordered: Sequence[ClaimToAlign]
) -> list[FoundDifference]:
    """Sentences that outlets quote from speakers who cannot be the same. A body credited beside its own spokesperson is
    shown as a side of such a difference, but makes none alone; a pronoun or an unnamed speaker never does."""
    by_id = {row.id: row for row in rows}
    bodies = _bodies(rows)
    found: list[FoundDifference | None] = []
    for group in quotes:
        spoken = [by_id[variant.quote] for variant in group.variants if variant.quote in by_id]
        found.extend(_difference(sentence, spoken, ordered) for sentence in _disputed(spoken, bodies))
    return [one for one in found if one]


def _bodies(rows: Sequence[QuoteToAlign]) -> frozenset[str]:
    """Speakers of one word ("Microsoft"): a longer name that begins with one names a part of it, not a person."""
    names = [credited(row.speaker).name for row in rows]
    last = {name[-1] for name in names if len(name) > 1}
    return frozenset(name[0] for name in names if len(name) == 1) - last


def _disputed(spoken: Sequence[QuoteToAlign], bodies: frozenset[str]) -> list[Statement]:
    """The sentences that are quoted from two speakers who differ, each once."""
    found: list[Statement] = []
    for one, other in combinations([quote for quote in spoken if quote.kind != "indirect"], 2):
        if one.outlet == other.outlet or not _differ(one.speaker, other.speaker, bodies):
            continue
        for sentence in statement(one.text).sentences:
            shared = longest_run(sentence, statement(other.text)) >= SAME_WORDS
            if shared and not any(longest_run(sentence, known) >= SAME_WORDS for known in found):
                found.append(sentence)
    return found


def _differ(one: str, other: str, bodies: frozenset[str]) -> bool:
    if agreement(one, other) != "different":
        return False
    a, b = credited(one).name[0] in bodies, credited(other).name[0] in bodies
    return a == b


def _difference(
    sentence: Statement, spoken: Sequence[QuoteToAlign], ordered: Sequence[ClaimToAlign]
) -> FoundDifference | None:
    named: list[QuoteToAlign] = [
        quote for quote in spoken if quote.speaker and longest_run(sentence, statement(quote.text))
    ]
    given = []
    for quote in named:
        claim = _claim_of(quote, sentence, ordered)
        if claim is not None and _is_name(quote.speaker) and _is_shown(quote, ordered):
            start, end = within(claim, quote.start, quote.start + len(quote.text))
            given.append(Given(_speaker_key(quote, named), quote.speaker, claim, start, end))
    return difference("credit", shortened(sentence.text.strip(" ,"), TOPIC), given, WEIGHT)


def _claim_of(quote: QuoteToAlign, sentence: Statement, ordered: Sequence[ClaimToAlign]) -> ClaimToAlign | None:
    """The claim of the quote's article that holds the sentence, or failing that any of the quote's words."""
    own = [claim for claim in ordered if claim.article == quote.article]
    held = [claim for claim in own if longest_run(statement(claim.text), sentence)]
    last = quote.start + len(quote.text)
    touching = [claim for claim in own if claim.start < last and quote.start < claim.start + len(claim.text)]
    both = [claim for claim in held if claim in touching]
    return next(iter(both or held or touching), None)


def _speaker_key(quote: QuoteToAlign, named: Sequence[QuoteToAlign]) -> str:
    """One key for all names of one speaker: the first that agrees."""
    return next(other.speaker for other in named if agreement(other.speaker, quote.speaker) == "same")


def _is_shown(quote: QuoteToAlign, ordered: Sequence[ClaimToAlign]) -> bool:
    """Whether the article names the speaker in a claim near the quote: whom a pronoun means is no evidence alone."""
    first, last = quote.start - NEAR, quote.start + len(quote.text) + NEAR
    near = [c for c in ordered if c.article == quote.article and c.start <= last and c.start + len(c.text) >= first]
    said = {token.word.removesuffix("'s") for claim in near for token in statement(claim.text).tokens}
    return any(said.issuperset(words(name)) for name in credited(quote.speaker).name)


def _is_name(speaker: str) -> bool:
    return agreement(speaker, speaker) == "same"
