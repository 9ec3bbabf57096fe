"""Periods, durations and open dates of a story's claims → the different spans that outlets give for the same thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aggregator.reading.types import Figure
from coverage.comparing.claim_pieces import pieces
from coverage.comparing.figures import excludes
from coverage.comparing.findings import Given, difference
from coverage.comparing.similarity import Token, story_weights
from coverage.comparing.statements import overlap, statement
from coverage.comparing.types import ClaimToAlign, FoundDifference

APART, OTHERWISE_TOLD = 1.0, 0.7  # weights
SAME_LENGTH = 0.05  # a duration within that of a period's length speaks of the period
SAME_MATTER, OVERLAPPING = 0.4, 0.3  # of the lighter claim's meaning, and where the dates overlap
AS_LONG = 2  # stems that the clauses share beside their spans, where a duration is as long as the period
FEW = 8  # spans of a story, up to which a duration that is an article's only span need share none
_OPEN = re.compile(r"\b(?:as (?:recently|late|early) as|until|through|since|up to)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """What one claim says of how long or from when to when: its figures from first to last."""

    claim: ClaimToAlign
    figures: tuple[Figure, ...]

    @property
    def clause(self) -> str:
        """The clause that its figures stand in, without them; the sentence where it parts them."""
        parts = pieces(self.claim)
        said = next((part for part in parts if set(self.figures) <= set(part.figures)), self.claim)
        rest = said.text
        for figure in reversed(self.figures):
            rest = f"{rest[: figure.start - said.start]} {rest[figure.end - said.start :]}"
        return rest

    @property
    def key(self) -> tuple[tuple[str, float | None, float | None, str], ...]:
        return tuple((figure.unit, figure.low, figure.high, figure.bound) for figure in self.figures)


def span_differences(ordered: Sequence[ClaimToAlign]) -> tuple[list[FoundDifference], frozenset[Figure]]:
    """For each period that a claim gives, the other spans told of the same thing; and the figures so used.

    Another claim's span is of the same thing when the claims share much of their meaning, or when a duration is as
    long as the period.
    """
    weights = story_weights(claim.text for claim in ordered)
    spans = [span for claim in ordered if (span := _span(claim))]
    counts = Counter(span.claim.article for span in spans)
    alone = frozenset(article for article, n in counts.items() if n == 1) if len(spans) <= FEW else frozenset()
    found: list[FoundDifference] = []
    used: set[Figure] = set()
    for seed in spans:
        if not _is_period(seed) or used & set(seed.figures):
            continue
        tied = [span for span in spans if span is seed or _is_of(seed, span, weights, alone)]
        told = _difference(tied)
        if told:
            found.append(told)
            used.update(figure for span in tied for figure in span.figures)
    return found, frozenset(used)


def _span(claim: ClaimToAlign) -> Span | None:
    """The claim's period, duration or open date; a duration that stands beside a period is one span with it."""
    figures = [f for f in claim.figures if f.kind in ("period", "duration") or _is_open_date(f, claim)]
    return Span(claim, tuple(sorted(figures, key=lambda figure: figure.start))) if figures else None


def _is_open_date(figure: Figure, claim: ClaimToAlign) -> bool:
    """A date that says how far something reaches: "as recently as January"."""
    before = claim.text[max(0, figure.start - claim.start - 20) : max(0, figure.start - claim.start)]
    return figure.kind == "date" and bool(_OPEN.search(figure.words) or _OPEN.search(before))


def _is_period(span: Span) -> bool:
    return any(figure.kind == "period" and None not in (figure.low, figure.high) for figure in span.figures)


def _is_of(seed: Span, span: Span, weights: Mapping[str, float], alone: frozenset[int]) -> bool:
    """Whether a span is told of what the seed is told of; `alone` are articles whose only span it is."""
    common = overlap(statement(seed.clause), statement(span.clause), weights)
    if any(_is_as_long(figure, period) for figure in span.figures for period in seed.figures):
        return common.shared >= AS_LONG or span.claim.article in alone
    if not any(figure.unit == "date" for figure in span.figures):
        return False
    overlapping = any(not excludes(a, b) for a in seed.figures for b in span.figures if a.unit == b.unit == "date")
    return common.shared >= 4 and common.contained >= (OVERLAPPING if overlapping else SAME_MATTER)


def _is_as_long(duration: Figure, period: Figure) -> bool:
    value = duration.low if duration.low is not None else duration.high
    if duration.kind != "duration" or period.kind != "period" or value is None:
        return False
    if period.low is None or period.high is None:
        return False
    length = period.high - period.low + 1
    return abs(value - length) <= SAME_LENGTH * length


def _difference(tied: Sequence[Span]) -> FoundDifference | None:
    given = [Given(s.key, _words(s), s.claim, s.figures[0].start, s.figures[-1].end) for s in tied]
    dates = [figure for span in tied for figure in span.figures if figure.unit == "date"]
    apart = any(excludes(one, other) for one in dates for other in dates)
    return difference("period", _topic(tied), given, APART if apart else OTHERWISE_TOLD)


def _words(span: Span) -> str:
    """From the first figure to the last, with the words between."""
    start = span.figures[0].start - span.claim.start
    return span.claim.text[start : span.figures[-1].end - span.claim.start]


def _topic(tied: Sequence[Span]) -> str:
    """The words that most of the claims share, as the first of them writes them; names say too little."""
    carrying = Counter(term for span in tied for term in statement(span.claim.text).stems)
    written = {
        token.stem: token.word
        for span in reversed(tied)
        for token in reversed(statement(span.claim.text).tokens)
        if span.claim.text[token.start].islower() and not _is_in_figure(span, token)
    }
    common = [term for term in carrying if term in written and 2 * carrying[term] > len(tied)]
    common.sort(key=lambda term: (-carrying[term], term))
    return ", ".join(written[term] for term in common[:2]) or "period"


def _is_in_figure(span: Span, token: Token) -> bool:
    place = span.claim.start + token.start
    return any(figure.start <= place < figure.end for figure in span.figures)
