"""Sentences that put one event before another → the two orders in which outlets tell them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from coverage.comparing.clauses import shortened
from coverage.comparing.findings import Given, difference
from coverage.comparing.similarity import story_weights, tokens
from coverage.comparing.statements import overlap, statement
from coverage.comparing.types import ClaimToAlign, FoundDifference
from coverage.comparing.wordforms import FUNCTION_WORDS

WEIGHT = 0.9
EVENTS = 3  # stems that the two events share between them
LEAST_SHARED, SAME_MATTER = 3, 0.3  # stems of two sentences, and of the lighter one's meaning
ALIKE = 2  # stems, for a sentence that tells what two others were found to differ on
LONGEST = 100
MARKERS = 4  # of a sentence that are read
_MARKER = re.compile(
    r"\b(before|after)\b(?! all\b)(?! (?:(?:an?|about|nearly|almost|more|than|over|several|few|some|many|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,.]*) ){0,3}"
    r"(?:seconds|(?:minute|hour|day|week|month|year|decade)s?)\b)",
    re.IGNORECASE,
)
_LEFT_END, _RIGHT_END = re.compile(r"[;:]\s"), re.compile(r"[,;:]\s|\s(?:that|which|who|while|but)\s")
_TIMES = frozenset("second minute hour day week month year later earlier short soon right long time immedi".split())

Events = tuple[frozenset[str], frozenset[str]]
"""Two events, each as the stems that may stand for it ("announc"; "report", "publish")."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """A claim's "`earlier` before `later`", each as the stems of its clause, names left out."""

    claim: ClaimToAlign
    earlier: frozenset[str]
    later: frozenset[str]


def order_differences(ordered: Sequence[ClaimToAlign]) -> list[FoundDifference]:
    """Pairs of events that one outlet tells in one order and another in the other."""
    names, weights = _names(ordered), story_weights(claim.text for claim in ordered)
    found = [ordering for claim in ordered for ordering in _orderings(claim, names)]
    pairs: list[tuple[Events, list[Ordering]]] = []
    for one, other in combinations(found, 2):
        first, second = one.earlier & other.later, one.later & other.earlier
        if first - second and second - first and _is_of_the_matter(one, other, weights):
            _add(pairs, (first - second, second - first), [one, other])
    told = [_difference(events, _with_alike(tied, found, weights)) for events, tied in pairs]
    return [one for one in told if one]


def _is_of_the_matter(one: Ordering, other: Ordering, weights: Mapping[str, float]) -> bool:
    """Whether two outlets' sentences share so much that "after" in one and "before" in the other are about the same."""
    events = (one.earlier & other.later) ^ (one.later & other.earlier)
    if one.claim.outlet == other.claim.outlet or len(events) < EVENTS:
        return False
    return _shares(one, other, LEAST_SHARED, weights)


def _shares(one: Ordering, other: Ordering, least: int, weights: Mapping[str, float]) -> bool:
    common = overlap(statement(one.claim.text), statement(other.claim.text), weights)
    return common.shared >= least and common.contained >= SAME_MATTER


def _orderings(claim: ClaimToAlign, names: frozenset[str]) -> Iterator[Ordering]:
    for marker in islice(_MARKER.finditer(claim.text), MARKERS):
        left = _stems(_LEFT_END.split(claim.text[: marker.start()])[-1], names)
        right = _stems(_RIGHT_END.split(claim.text[marker.end() :])[0], names)
        if left and right:
            before = marker.group().lower() == "before"
            yield Ordering(claim, left, right) if before else Ordering(claim, right, left)


def _stems(words: str, names: frozenset[str]) -> frozenset[str]:
    found = (token.stem for token in tokens(words) if token.word not in FUNCTION_WORDS)
    return frozenset(stem for stem in found if stem not in names and stem not in _TIMES and not stem[0].isdigit())


def _names(ordered: Sequence[ClaimToAlign]) -> frozenset[str]:
    """Stems that the story writes with a capital within its sentences: whom the events happen to, not the events."""
    return frozenset(t.stem for claim in ordered for t in tokens(claim.text)[1:] if claim.text[t.start].isupper())


def _add(pairs: list[tuple[Events, list[Ordering]]], events: Events, tied: Sequence[Ordering]) -> None:
    """Adds a pair of events with what tells them, poured into one that is there already under other words."""
    for index, ((first, second), others) in enumerate(pairs):
        for one, other in (events, events[::-1]):
            if first & one and second & other:
                pairs[index] = ((first | one, second | other), [*others, *(o for o in tied if o not in others)])
                return
    pairs.append((events, list(tied)))


def _with_alike(tied: Sequence[Ordering], found: Sequence[Ordering], weights: Mapping[str, float]) -> list[Ordering]:
    """And what tells the same matter as one of them; whether in the one order or the other shows later."""
    return [one for one in found if one in tied or any(_shares(one, other, ALIKE, weights) for other in tied)]


def _difference(events: Events, tied: Sequence[Ordering]) -> FoundDifference | None:
    given = [one for ordering in tied for one in _side(ordering, events)]
    if not given:
        return None
    first, second = (_written(stems, [one.claim for one in given]) for stems in events)
    return difference("order", f"{first} and {second}", given, WEIGHT)


def _side(ordering: Ordering, events: Events) -> Iterator[Given]:
    claim, (first, second) = ordering.claim, events
    for forward, (one, other) in ((True, (first, second)), (False, (second, first))):
        if ordering.earlier & one and ordering.later & other:
            yield Given(forward, shortened(claim.text, LONGEST), claim, claim.start, claim.start + len(claim.text))


def _written(stems: frozenset[str], claims: Sequence[ClaimToAlign]) -> str:
    """An event in the word that most claims share for it, as the earliest of them writes it."""
    written = [t for claim in claims for t in dict.fromkeys(tokens(claim.text)) if t.stem in stems]
    counts = Counter(token.stem for token in written)
    return max(written, key=lambda token: counts[token.stem]).word
