"""How claims qualify a noun that the story counts → the nouns that outlets qualify differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from coverage.comparing.findings import Given, difference
from coverage.comparing.similarity import WORD, Token, carries_meaning, content_stems, stem, straightened, tokens
from coverage.comparing.statements import is_amount
from coverage.comparing.types import ClaimToAlign, FoundDifference

WEIGHT = 0.5
_BEFORE = 4  # words in front of a noun


def qualifier_differences(ordered: Sequence[ClaimToAlign]) -> list[FoundDifference]:
    """Nouns ("meetings") that two outlets qualify alike, one of them with a name besides ("internal" against "internal,
    China-based"). An outlet that leaves qualifiers out is only less precise."""
    units = {figure.unit for claim in ordered for figure in claim.figures if figure.kind == "count"}
    nouns = {stem(unit): unit for unit in sorted(units)}
    given: dict[str, list[Given]] = defaultdict(list)
    for claim in ordered:
        for noun, one in _qualified(claim, nouns):
            given[noun].append(one)
    found = [_difference(noun, values) for noun, values in given.items()]
    return [one for one in found if one]


def _qualified(claim: ClaimToAlign, nouns: dict[str, str]) -> Iterator[tuple[str, Given]]:
    found = tokens(claim.text)
    for index, token in enumerate(found):
        if token.stem not in nouns:
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


def _difference(noun: str, given: Sequence[Given]) -> FoundDifference | None:
    """Keeps the qualifiers that share one with a fuller set; the fuller one must add a name."""
    tied = [
        one
        for one in given
        if any(_adds_a_name(one, other) or _adds_a_name(other, one) for other in given if other.key != one.key)
    ]
    return difference("name", tied[0].words.split()[-1] if tied else noun, tied, WEIGHT)


def _adds_a_name(fuller: Given, plain: Given) -> bool:
    if fuller.claim.outlet == plain.claim.outlet:
        return False
    full, known = frozenset(content_stems(fuller.words)), frozenset(content_stems(plain.words))
    if not known < full:
        return False
    added = [
        match.group() for match in WORD.finditer(straightened(fuller.words)) if stem(match.group().lower()) not in known
    ]
    return any(word[0].isupper() for word in added)
