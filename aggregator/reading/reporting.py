"""The credit that an article gives → whether its reporting is its own, and to which newsroom a thing was said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from aggregator.reading.marks import stretches
from aggregator.reading.sentences import sentences
from aggregator.reading.types import FoundCitation, FoundQuote, Reporting

Span = tuple[int, int]
LEAD = 4
"""Sentences in which an article says whose news it is."""


def own_signs(text: str, credit: Sequence[FoundCitation], own: str) -> tuple[Span, ...]:
    """Where `text`, of the outlet `own`, says that it was told, has obtained or reviewed something itself; in order.

    What it reported earlier ("as CNN reported in May") is no sign: `credit` is all of the article's, to itself too.
    """
    found = [
        (max(one.start, one.named[0] - 40), one) for one in credit if own and one.outlet == own and one.by == "words"
    ]
    signs = [
        one.named
        for begin, one in found
        if one.what == "told" or _OWN_WORK.search(text[begin : min(one.end, one.named[1] + 40)])
    ]
    return tuple(sorted({*signs, *_told_us(text)}))


def reporting_of(text: str, credit: Sequence[FoundCitation], own: str, signs: Sequence[Span]) -> Reporting:
    """Whether an article's reporting is its own, from signs of its own work and from the newsrooms that it credits.

    One that credits another in its lead and shows own work is both; without own work, credit in the lead or twice
    makes it second-hand. Links alone make it nothing.
    """
    others = [one for one in credit if one.by == "words" and one.whom != "document" and (not own or one.outlet != own)]
    parts = sentences(text)
    lead = parts[min(LEAD, len(parts)) - 1].end if parts else 0
    leading = [one for one in others if one.start < lead]
    if signs:
        return "both" if leading or len(others) > 3 * len(signs) else "original"
    return "second-hand" if leading or len(others) > 1 else ""


def with_hearers(quotes: Sequence[FoundQuote], credit: Sequence[FoundCitation], text: str) -> tuple[FoundQuote, ...]:
    """Each quote with the newsroom that it was said to, where its sentence names one ("she told CNN"); what the same
    speaker says next in that paragraph was said to the same."""
    told = [one for one in credit if one.what == "told" and one.by == "words"]
    parts = sentences(text)
    begins = [part.start for part in parts]
    by_sentence: dict[int, list[FoundCitation]] = {}
    for one in told:
        by_sentence.setdefault(one.start, []).append(one)
    found: list[FoundQuote] = []
    for quote in quotes:
        places = [quote.cue[0]] if quote.cue else [quote.spans[0][0], quote.spans[-1][0]]
        near = [
            one
            for place in places
            for one in by_sentence.get(begins[bisect_right(begins, place) - 1] if begins else -1, [])
        ]
        nearest = min(near, key=lambda one: abs(one.named[0] - places[0]), default=None)
        hearer = nearest.name if nearest else _heard_before(found, quote, text)
        found.append(replace(quote, told_to=hearer) if hearer else quote)
    return tuple(found)


def _heard_before(found: Sequence[FoundQuote], quote: FoundQuote, text: str) -> str:
    """The hearer of the quote before, where the same speaker goes on in the same paragraph."""
    before = found[-1] if found else None
    if before is None or not before.told_to or not before.speaker or not quote.speaker:
        return ""
    same = before.speaker.name == quote.speaker.name
    return before.told_to if same and "\n" not in text[before.spans[-1][1] : quote.spans[0][0]] else ""


def _told_us(text: str) -> Collection[Span]:
    """ "She told us": said by the article, not by someone whom it quotes."""
    matches = list(_TOLD_US.finditer(text))
    if not matches:
        return ()
    quoted = [box for box in stretches(text) if box.closed]
    begins = [box.start for box in quoted]
    found = []
    for match in matches:
        box = bisect_right(begins, match.start()) - 1
        if box < 0 or match.start() >= quoted[box].end:
            found.append(match.span())
    return found


_OWN_WORK = re.compile(
    r"\b(?:obtained|reviewed|seen|learn(?:ed|t)|heard|spoke|interviewed|contacted|reached|viewed|verified|acquired|analy[sz]ed|"
    r"examined|investigation|exclusive(?:ly)?|first\s(?:reported|revealed)|saw|counted|visited|asked|listened|independently|"
    r"confirmed|shared\swith|provided\sto)\b"
)
_TOLD_US = re.compile(r"\b(?:told|tells)\sus\b(?=\s(?:that|the|it|he|she|they|in|by|via|over|on|this|there|a)\b|[,.])")
