"""The sample edition through the pure core, from bytes to comparison: what the gates on it measure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aggregator.outlets import OUTLETS
from aggregator.reader import read_words
from aggregator.reading.pages import read_page
from aggregator.reading.tagging.vectors import from_bytes
from aggregator.reading.types import ReadArticle
from aggregator.weights import load_tagger
from coverage.comparing.claim_alignment import align_claims
from coverage.comparing.clusters import group
from coverage.comparing.differences import find_differences
from coverage.comparing.quote_alignment import align_quotes
from coverage.comparing.types import (
    AlignedClaim,
    AlignedQuote,
    ArticleProfile,
    ClaimToAlign,
    FoundDifference,
    OutletReading,
    QuoteToAlign,
)

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample"
EXPECTED: dict[str, Any] = json.loads((SAMPLE / "expected.json").read_text())


@dataclass(frozen=True)
class Compared:
    """One story's comparison, with the quotes and claims that its ids mean."""

    quotes: dict[int, QuoteToAlign]
    claims: dict[int, ClaimToAlign]
    aligned_quotes: tuple[AlignedQuote, ...]
    aligned_claims: tuple[AlignedClaim, ...]
    differences: tuple[FoundDifference, ...]


@cache
def articles() -> dict[str, tuple[str, ReadArticle]]:
    """Address → (outlet, what was read)."""
    index = json.loads((SAMPLE / "index.json").read_text())
    return {
        page["url"]: (
            page["outlet"],
            read_words(read_page((SAMPLE / page["file"]).read_bytes(), page["url"], "", OUTLETS[page["outlet"]])),
        )
        for page in index["pages"]
    }


def grouping(with_vectors: bool) -> set[frozenset[str]]:
    """The stories that grouping makes of the sample, as sets of addresses."""
    urls = list(articles())
    kept = {number: articles()[url][1].vector for number, url in enumerate(urls)} if with_vectors else {}
    dense = {number: from_bytes([vector])[0] for number, vector in kept.items() if vector}
    clusters = group([_profile(number, url) for number, url in enumerate(urls)], dense=dense)
    return {frozenset(urls[member.article] for member in cluster.members) for cluster in clusters}


@cache
def compared(story: str) -> Compared:
    """The comparison of a story that expected.json names."""
    quotes: dict[int, QuoteToAlign] = {}
    claims: dict[int, ClaimToAlign] = {}
    for number, url in enumerate(EXPECTED["stories"][story]):
        _collect(number, url, quotes, claims)
    aligned_quotes = align_quotes(list(quotes.values()))
    aligned_claims = align_claims(list(claims.values()), _readings(story), vectors=load_tagger().vectors)
    found = find_differences(aligned_claims, list(claims.values()), aligned_quotes, list(quotes.values()))
    return Compared(quotes, claims, aligned_quotes, aligned_claims, found)


def _profile(number: int, url: str) -> ArticleProfile:
    outlet, read = articles()[url]
    assert read.page.published is not None
    return ArticleProfile(number, outlet, read.page.title, read.page.text, read.page.published.at)


def _collect(number: int, url: str, quotes: dict[int, QuoteToAlign], claims: dict[int, ClaimToAlign]) -> None:
    outlet, read = articles()[url]
    assert read.page.published is not None
    at = read.page.published.at
    for quote in read.quotes:
        key = len(quotes)
        speaker = quote.speaker.name or quote.speaker.words if quote.speaker else ""
        quotes[key] = QuoteToAlign(key, number, outlet, quote.text, quote.kind, speaker, at, quote.spans[0][0])
    for claim in read.claims:
        key = len(claims)
        source = claim.source.name or claim.source.words if claim.source else ""
        claims[key] = ClaimToAlign(
            key, number, outlet, claim.words, source, claim.source_outlet, claim.figures, claim.negated, claim.hedged,
            claim.score, at, claim.start,
        )  # fmt: skip


def _readings(story: str) -> list[OutletReading]:
    readings: dict[str, OutletReading] = {}
    for url in EXPECTED["stories"][story]:
        outlet, read = articles()[url]
        assert read.page.published is not None
        why = "" if read.page.access == "full" else "summary only (paywall)"
        readings.setdefault(outlet, OutletReading(outlet, read.page.published.at, why))
    return sorted(readings.values(), key=lambda reading: (reading.first_published, reading.outlet))
