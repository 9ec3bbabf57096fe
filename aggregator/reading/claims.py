"""A snapshot's sentences into checkable statements: what is claimed, by whom, with which figures, how surely."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from operator import itemgetter

from aggregator.reading.checkable import checked
from aggregator.reading.credits import called, names_pattern, outlet_in, slug_of
from aggregator.reading.figures import find_figures
from aggregator.reading.hedging import is_hedged, is_negated
from aggregator.reading.sentences import sentences
from aggregator.reading.tagging.tagger import Tagger
from aggregator.reading.types import FoundClaim, FoundQuote, FoundSpeaker


def find_claims(
    text: str,
    quotes: Sequence[FoundQuote],
    published: date | None,
    names: Mapping[str, str] | None = None,
    tagger: Tagger | None = None,
) -> tuple[FoundClaim, ...]:
    """The sentences of `text` that state something checkable, in order.

    `quotes` are the text's, by `quotes.find_quotes`: a sentence that one of them covers, or whose cue stands in it,
    is credited to its speaker; so is "reported by Reuters". All else is the outlet's own voice. `published` gives
    figures their years; `names` maps outlet names to slugs for `source_outlet`. How checkable each is, `checkable`
    says: by the `tagger` where there is one, else by rules.
    """
    spoken = [quote for quote in quotes if quote.confidence >= 0.5 and not _is_evidence(text, quote)]
    spans = sorted((start, end, index) for index, quote in enumerate(spoken) for start, end in quote.spans)
    found: list[FoundClaim] = []
    first = 0
    parts = sentences(text)
    stated = [_without_marks(text, part.start, part.end) for part in parts]
    scores, least = checked(text, stated, tagger)
    for sentence, (start, end), score in zip(parts, stated, scores, strict=True):
        while first < len(spans) and spans[first][1] <= start and spans[first][1] < sentence.start:
            first += 1
        if start < end and score >= least:
            near = _nearby(spans, first, sentence.end)
            told = [spoken[index] for index in near]
            found.extend(_claim(text, start, end, score, told, published, names or {}))
    return tuple(found)


def _claim(
    text: str,
    start: int,
    end: int,
    score: float,
    quotes: Sequence[FoundQuote],
    published: date | None,
    names: Mapping[str, str],
) -> Iterator[FoundClaim]:
    words = text[start:end]
    if words.endswith("?") or _BOILERPLATE.search(words) or len(words.split()) < 4:
        return
    figures = find_figures(text, start, end, published)
    source, cue, hearer = _attribution(text, start, end, quotes, names)
    outlet = _outlet(source, names) if source else ""
    hedged, negated = is_hedged(words), is_negated(words)
    yield FoundClaim(start, end, words, source, outlet, cue, hedged, negated, figures, score, hearer)


def _is_evidence(text: str, quote: FoundQuote) -> bool:
    """ "The recordings show that …": what a thing shows to the outlet that looked, the outlet says."""
    return quote.cue is not None and bool(_SHOWS.search(text, *quote.cue))


def _attribution(
    text: str, start: int, end: int, quotes: Sequence[FoundQuote], names: Mapping[str, str]
) -> tuple[FoundSpeaker | None, tuple[int, int] | None, str]:
    """The speaker of the quote that covers most of the sentence, its cue and whom it was told; else the outlet that
    "reported by" names."""
    best: tuple[int, FoundQuote] | None = None
    for quote in quotes:
        covered = _covered(quote, start, end)
        cued = quote.cue is not None and start <= quote.cue[0] < end
        if quote.speaker and covered and (cued or covered >= 0.8 * (end - start)) and (not best or covered > best[0]):
            best = (covered, quote)
    if best and best[0] + _frame_length(best[1], start, end) >= 0.45 * (end - start):
        return best[1].speaker, best[1].cue, best[1].told_to
    source, cue = _reported_by(text, start, end, names) or (None, None)
    return source, cue, ""


def _covered(quote: FoundQuote, start: int, end: int) -> int:
    """How many characters of the sentence the quote covers; it may have thousands of spans, of which few are near."""
    first = bisect_right(quote.spans, start, key=itemgetter(1))
    near = takewhile(lambda span: span[0] < end, quote.spans[first : first + 40])
    return sum(min(end, stop) - max(start, begin) for begin, stop in near)


def _frame_length(quote: FoundQuote, start: int, end: int) -> int:
    """How many characters of the sentence say who speaks and that they do."""
    frame = [quote.cue] if quote.cue else []
    frame += [(quote.speaker.start, quote.speaker.end)] if quote.speaker else []
    return sum(stop - begin for begin, stop in frame if start <= begin < end)


def _reported_by(
    text: str, start: int, end: int, names: Mapping[str, str]
) -> tuple[FoundSpeaker, tuple[int, int]] | None:
    """ "…, as first reported by Reuters": the outlet as source, the reporting words as cue."""
    for match in names_pattern(names).finditer(text, start, end):
        cue = _REPORTED_BY.search(text, max(start, match.start() - 60), match.start())
        if cue:
            slug = slug_of(match.group(), names)
            name = called(slug, names) or match.group()
            return FoundSpeaker(match.start(), match.end(), match.group(), name), (cue.start("cue"), cue.end("cue"))
    return None


def _outlet(source: FoundSpeaker, names: Mapping[str, str]) -> str:
    return slug_of(source.name, names) or outlet_in(source.words, names)


def _nearby(spans: Sequence[tuple[int, int, int]], first: int, end: int) -> list[int]:
    """Quotes whose spans may reach into the sentence that ends at `end`; at most forty, as no sentence has more."""
    near: list[int] = []
    for begin, _, index in spans[first : first + 40]:
        if begin >= end:
            break
        near.append(index)
    return near


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence without a quotation mark that has no partner in it (a sentence amid a longer quotation)."""
    words = text[start:end]
    if words[0] in '“"«' and not any(mark in words[1:] for mark in '”"»'):
        start += 1
    elif words[-1] in '”"»' and not any(mark in words[:-1] for mark in '“"«'):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


_SHOWS = re.compile(r"\b(?:shows?|showed|shown|indicate[sd]?|reveal(?:s|ed)?)\b", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"\b(?:sign up|subscribe|newsletter|read more|click here|follow us|this (?:story|article|post) (?:has been|was) "
    r"(?:updated|corrected)|all rights reserved|cookie policy|terms of (?:service|use)|"
    r"contributed (?:reporting|to this)|respond to (?:a |our )?requests? for comment|"
    r"(?:did(?:n[’']t| not)|has(?:n[’']t| not)|declined to|do(?:es)?(?: not|n[’']t)) (?:immediately |yet )?"
    r"(?:respond|comment|reply|return)|"
    r"(?:photo|image|video|credit|getty|listen|watch)(?: by|:)|"
    r"share (?:this|on)|advertisement|you can reach|have a tip|leave a comment)\b",
    re.IGNORECASE,
)
_REPORTED_BY = re.compile(
    r"(?P<cue>(?:as )?(?:(?:first|previously|originally|earlier) )?"
    r"(?:reported|revealed|published|obtained|uncovered|broken|detailed) (?:\w+ly )?(?:by|in)"
    r"|according to(?: an?| the)?(?: \w+)?(?: report| story| investigation)?(?: by| from| in)?"
    r"|(?:report|story|investigation|article|survey) (?:by|from|in|of)) (?:the )?$",
    re.IGNORECASE,
)
