"""Claims that seem the article's own, and the credit that it gives → claims with the outlet that they rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from aggregator.reading.types import FoundCitation, FoundClaim, FoundSpeaker

_ECHO = re.compile(
    r"(?:The|That|Its) "
    r"(?:outlet|report|site|website|newsroom|newspaper|publication|magazine|network|article|investigation)\b"
)


def credited(claims: Sequence[FoundClaim], citations: Sequence[FoundCitation], text: str) -> tuple[FoundClaim, ...]:
    """Each claim without a source whose sentence credits an outlet in words ("that report, by BuzzFeed News, rests on
    …"), or whose subject is such an outlet again ("the outlet reviewed …"), with that outlet as its source."""
    in_words = sorted((c for c in citations if c.by == "words" and c.outlet), key=lambda c: (c.start, c.name))
    return tuple(claim if claim.source else _with_credit(claim, in_words, text) for claim in claims)


def _with_credit(claim: FoundClaim, citations: Sequence[FoundCitation], text: str) -> FoundClaim:
    for citation in citations:
        at = text.find(citation.name, claim.start, claim.end)
        if at >= 0 and citation.start < claim.end and claim.start < citation.end:
            return _resting_on(claim, citation, at, at + len(citation.name), text)
    echo = _ECHO.match(text, claim.start, claim.end)
    before = [citation for citation in citations if citation.end <= claim.start]
    if echo and before:
        return _resting_on(claim, before[-1], echo.start(), echo.end(), text)
    return claim


def _resting_on(claim: FoundClaim, citation: FoundCitation, start: int, end: int, text: str) -> FoundClaim:
    source = FoundSpeaker(start, end, text[start:end], citation.name)
    return replace(claim, source=source, source_outlet=citation.outlet)
