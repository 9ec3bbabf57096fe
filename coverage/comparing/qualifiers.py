"""How claims qualify a noun that the story counts → the nouns that outlets qualify differently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from coverage.comparing.findings import Given, difference
from coverage.comparing.similarity import (
    Token,
    carries_meaning,
    content_stems,
    stem,
    story_weights,
    straightened,
    tokens,
)
from coverage.comparing.statements import is_amount, overlap, statement
from coverage.comparing.types import ClaimToAlign, FoundDifference

WEIGHT = 0.5
SAME_MATTER = 0.25  # of the lighter sentence's meaning
_COMPOUND = re.compile(r"(?<![\w.'-])([^\W\d_][\w.']*+)-(\w++)")
_BEFORE = 4  # words in front of a noun


def qualifier_differences(ordered: Sequence[ClaimToAlign]) -> list[FoundDifference]:
    """Nouns ("meetings") that two outlets qualify alike in sentences on the same matter, one of them with a name in a
    compound besides ("internal" against "internal, China-based"). An outlet that leaves qualifiers out, or does not say
    whose a thing is, is only less precise."""
    units = {figure.unit for claim in ordered for figure in claim.figures if figure.kind == "count"}
    nouns = {stem(unit): unit for unit in sorted(units)}
    given: dict[str, list[Given]] = defaultdict(list)
    for claim in ordered:
        for noun, one in _qualified(claim, nouns):
            given[noun].append(one)
    weights = story_weights(claim.text for claim in ordered)
    found = [_difference(noun, values, weights) for noun, values in given.items()]
    return [one for one in found if one]


def _qualified(claim: ClaimToAlign, nouns: dict[str, str]) -> Iterator[tuple[str, Given]]:
    found = tokens(claim.text)
    for index, token in enumerate(found):
        if token.stem not in nouns or claim.text[token.start].isupper():
            continue
        first = index
        while first > max(0, index - _BEFORE) and _qualifies(claim.text, found[first - 1], found[first]):
            first -= 1
        key = frozenset(t.stem for t in found[first:index])
        if key:
            start, end = found[first].start, token.end
            yield nouns[token.stem], Given(key, claim.text[start:end], claim, claim.start + start, claim.start + end)


def _qualifies(text: str, word: Token, following: Token) -> bool:
    between = straightened(text[word.end : following.start])
    return carries_meaning(word) and not is_amount(word) and between in (" ", ", ", " and ", "-")


def _difference(noun: str, given: Sequence[Given], weights: Mapping[str, float]) -> FoundDifference | None:
    """Keeps the qualifiers that share one with a fuller set; the fuller one must add a name."""
    keys = {
        key
        for one, other in permutations(given, 2)
        if _adds_a_name(one, other) and _is_of_the_matter(one, other, weights)
        for key in (one.key, other.key)
    }
    tied = [one for one in given if one.key in keys and any(_is_beside(one, o) for o in given if o.key in keys)]
    return difference("name", tied[0].words.split()[-1] if tied else noun, tied, WEIGHT)


def _adds_a_name(fuller: Given, plain: Given) -> bool:
    if fuller.claim.outlet == plain.claim.outlet:
        return False
    full, known = frozenset(content_stems(fuller.words)), frozenset(content_stems(plain.words))
    if not known < full:
        return False
    opens = fuller.start == fuller.claim.start  # a sentence's first word owes its capital to that
    return any(
        name[0].isupper() and not set(content_stems(name)) <= known and not (opens and match.start(part) == 0)
        for match in _COMPOUND.finditer(straightened(fuller.words))
        for part, name in enumerate(match.groups(), start=1)
    )


def _is_beside(one: Given, other: Given) -> bool:
    """Whether the sentence of another outlet shares something beside the noun and its qualifiers, be it how many."""
    told = {*content_stems(one.words), *content_stems(other.words)}
    return one.claim.outlet != other.claim.outlet and bool(
        (statement(one.claim.text).stems & statement(other.claim.text).stems) - told
    )


def _is_of_the_matter(one: Given, other: Given, weights: Mapping[str, float]) -> bool:
    """Whether the sentences share more than the noun, its qualifiers and how many there are."""
    a, b = statement(one.claim.text), statement(other.claim.text)
    told = {*content_stems(one.words), *content_stems(other.words), *a.numbers, *b.numbers}
    return bool((a.stems & b.stems) - told) and overlap(a, b, weights).contained >= SAME_MATTER
