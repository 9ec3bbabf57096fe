"""A story's statements → the three to five that say most in a minute, in outlets' words, with who stands how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from coverage.comparing.counts import Count, counts
from coverage.comparing.excerpts import Granted, Wish, own_words
from coverage.comparing.leaning import leans
from coverage.comparing.shown import CellFacts, ClaimWords, Publisher, StatementFacts, StoryFacts, compared
from coverage.comparing.similarity import content_stems
from coverage.comparing.stances import REPORTING, whom_it_leans_on

MINUTE = "minute"
_MOST, _FEWEST = 5, 3
MOST_CHARACTERS = 112
_LEAST = 45
_TOLD = 0.6  # of a sentence's words; where so many were told, it says little more


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in an outlet's words, cut short, or an editor's (no `worded_by`), and how many outlets stand how.
    `citing` is whom the words are credited to where they lean on the sentence before."""

    id: int
    words: str
    worded_by: Publisher | None
    counts: tuple[Count, ...]
    citing: str = ""


def wishes(facts: StoryFacts) -> Iterator[Wish]:
    """The words of each statement. Outlets take turns in giving them, so that no article's share is used up by this.
    A sentence that says it alone and need not be cut goes before whose turn it is, and one that would say again what
    was told comes last; of several alike the one that has most of what the others say."""
    given: Counter[int] = Counter()
    before: set[str] = set()
    for row in chosen(facts):
        if row.by_editor:
            continue
        told = [(claim, _text(row, claim)) for claim in _claims(row, facts)]
        said = Counter(stem for _, text in told for stem in _stems(text))

        def rank(one: tuple[ClaimWords, str], said: Mapping[str, int] = said) -> tuple[Any, ...]:
            claim, text = one
            unfit = leans(text) or len(text) > MOST_CHARACTERS
            return _is_told(text, before), unfit, given[claim.source.id], leans(text), -_common(text, said)

        told.sort(key=rank)
        for claim, text in told:
            yield Wish((MINUTE, row.id), claim.source.id, MINUTE, text, None, MOST_CHARACTERS, _LEAST)
        given.update(claim.source.id for claim, _ in told[:1])
        before.update(_stems(told[0][1][:MOST_CHARACTERS]))


def _is_told(text: str, before: AbstractSet[str]) -> bool:
    """Whether most of what would be shown of it was told already."""
    own = _stems(text[:MOST_CHARACTERS])
    return len(own & before) > _TOLD * len(own)


def _common(text: str, said: Mapping[str, int]) -> int:
    """In how many of the others' wordings its words stand, each word counted once for each."""
    return sum(said[stem] - 1 for stem in _stems(text))


def _stems(text: str) -> set[str]:
    return set(content_stems(text))


def chosen(facts: StoryFacts) -> Sequence[StatementFacts]:
    """Those that most outlets report, in the grid's order, at most one an outlet that can give its words beyond three;
    ones of a single outlet only where there are fewer than three others."""
    found = [row for row in facts.statements if not row.background and _claims(row, facts)]
    best = sorted(found, key=lambda row: -_reporting(row))
    telling = len({claim.source.publisher.slug for row in found for claim in _claims(row, facts)})
    shared = [row for row in best if _reporting(row) > 1][: min(_MOST, max(_FEWEST, telling))]
    return shared if len(shared) >= _FEWEST else best[:_FEWEST]


def lay_out(facts: StoryFacts, granted: Mapping[Any, Granted]) -> tuple[Told, ...]:
    """The statements whose words were granted under the keys of `wishes`."""
    told = []
    for row in chosen(facts):
        if found := own_words(row.sentence) if row.by_editor else granted.get((MINUTE, row.id)):
            publisher = next((source.publisher for source in facts.sources if source.id == found.wish.article), None)
            citing = whom_it_leans_on(found.words, row.cells, publisher)
            told.append(Told(row.id, found.words, publisher, counts(_cells(row, facts)), citing))
    return tuple(told)


def _cells(row: StatementFacts, facts: StoryFacts) -> Iterator[CellFacts]:
    """A cell for every outlet of the story; one that was not compared yet could not be read."""
    known = {cell.publisher.slug: cell for cell in row.cells}
    outlets = {source.publisher.slug: source.publisher for source in compared(facts.sources)}
    return (known.get(slug) or CellFacts(publisher, "unread") for slug, publisher in outlets.items())


def _reporting(row: StatementFacts) -> int:
    return sum(cell.stance in REPORTING for cell in row.cells)


def _text(row: StatementFacts, claim: ClaimWords) -> str:
    return row.sentence if claim.id == row.clearest and row.sentence else claim.text


def _claims(row: StatementFacts, facts: StoryFacts) -> list[ClaimWords]:
    """Each reporting outlet's best claim, the clearest first."""
    best = [next((c for c in cell.claims if c in facts.claims), None) for cell in row.cells]
    ids = dict.fromkeys([row.clearest, *(claim for claim in best if claim)])
    return [facts.claims[claim] for claim in ids if claim in facts.claims]
