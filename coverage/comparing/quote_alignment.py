"""Quotes of many articles → the same utterance across outlets, and how each outlet renders it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from aggregator.reading.sentences import sentences
from coverage.comparing.naming import agreement
from coverage.comparing.paraphrase.judge import likely_same
from coverage.comparing.paraphrase.traits import Vectors
from coverage.comparing.ruled import NONE, Rulings, relabelled, tied
from coverage.comparing.similarity import story_weights
from coverage.comparing.statements import (
    Statement,
    contains,
    contradicts,
    denied_before,
    longest_run,
    overlap,
    statement,
)
from coverage.comparing.types import AlignedQuote, QuoteToAlign, QuoteVariant, Rendering
from coverage.comparing.worddiff import word_changes

FRAGMENT = 3  # words: "Master Admin" is matched word for word only
SURE_WHOEVER = 8  # words in a row that two speakers do not say by chance …
SURE_APART = 12  # … where they cannot be one speaker
LIKELY, NEAR = 0.6, 0.75  # a judge's likelihood and a cosine, for a paraphrase in other words
BUSIEST = 200  # a stem in more quotes than that pairs none

_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")

EQUAL, CONTAINED, RUN, PARAPHRASE = 4.0, 3.0, 2.0, 1.0


def align_quotes(
    quotes: Sequence[QuoteToAlign], vectors: Vectors | None = None, rulings: Rulings = NONE
) -> tuple[AlignedQuote, ...]:
    """Groups quotes of the same utterance. A quote that stands alone is a group of one; the order of `quotes` does
    not matter; groups come in the order of their first quotes.

    A statement of several sentences is aligned sentence by sentence, since another outlet may carry only one of them:
    it then has a place in several groups, with the words that belong to each. In order of trust: the same words; a
    shortened form; four words or more in a row; a paraphrase whose speaker, numbers and negation agree. A quote that
    went through another language may match on fewer shared words; with a maker of `vectors`, so may a paraphrase that a
    learned judge finds likely. What editors say (`rulings`) goes before all of that.
    """
    pieces = [piece for quote in sorted(quotes, key=_by_publication) for piece in _pieces(quote)]
    weights = story_weights(piece.text for piece in pieces)
    found = [[pieces[i] for i in items] for items in _grouped(pieces, weights, vectors)]
    groups = _rejoined(tied(found, rulings))
    return relabelled((_aligned(_whole(group)) for group in groups), rulings)


def _pieces(quote: QuoteToAlign) -> list[QuoteToAlign]:
    """A direct quote sentence by sentence; a sentence that is short stays with the one before it."""
    if quote.kind != "direct" or quote.translated:
        return [quote]
    parts: list[str] = []
    for found in sentences(quote.text):
        part = quote.text[found.start : found.end]
        if parts and len(statement(part).words) <= FRAGMENT:
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return [replace(quote, text=part) for part in parts] if len(parts) > 1 else [quote]


def _rejoined(groups: Sequence[list[QuoteToAlign]]) -> list[list[QuoteToAlign]]:
    """Sentences that the very same quotes carry are one utterance again."""
    carried: dict[tuple[int, ...], list[QuoteToAlign]] = {}
    for group in groups:
        carried.setdefault(tuple(sorted({piece.id for piece in group})), []).extend(group)
    return list(carried.values())


def _whole(pieces: Sequence[QuoteToAlign]) -> list[QuoteToAlign]:
    """One row a quote: its sentences in this group, put together in their order."""
    parts: dict[int, list[QuoteToAlign]] = {}
    for piece in pieces:
        parts.setdefault(piece.id, []).append(piece)
    return [replace(found[0], text=" ".join(piece.text for piece in found)) for found in parts.values()]


def likeness(one: QuoteToAlign, other: QuoteToAlign, weights: Mapping[str, float]) -> float:
    """How surely two quotes are the same utterance: 4 equal words, 3 contained, 2 a shared run, 1 a paraphrase, each
    with the share of common meaning as its fraction; 0 for not the same."""
    a, b = _by_length(one, other)
    if not a.words or denied_before(b, a):
        return 0.0
    speakers = agreement(one.speaker, other.speaker)
    fraction = 0.99 * overlap(a, b, weights).dice
    for level, holds in _LEVELS:
        if holds(one, other, speakers, weights):
            return level + fraction
    return 0.0


Judge = Callable[[QuoteToAlign, QuoteToAlign, str, Mapping[str, float]], bool]


def _is_equal(one: QuoteToAlign, other: QuoteToAlign, speakers: str, weights: Mapping[str, float]) -> bool:
    a, b = statement(one.text), statement(other.text)
    return a.words == b.words and (len(a.words) > FRAGMENT or speakers != "different")


def _is_shortened(one: QuoteToAlign, other: QuoteToAlign, speakers: str, weights: Mapping[str, float]) -> bool:
    """Whether the words of the one, or of a mixed quote those within quotation marks, all stand in the other."""
    a, b = statement(one.text), statement(other.text)
    pairs = ((a, b), (b, a), (_own_words(one), b), (_own_words(other), a))
    return any(_stands_in(shorter, longer, speakers) for shorter, longer in pairs)


def _stands_in(shorter: Statement, longer: Statement, speakers: str) -> bool:
    count = len(shorter.words)
    if count <= FRAGMENT or (len(shorter.stems) < 2 and count < SURE_WHOEVER - 2):
        return False
    if speakers == "different" and count < SURE_WHOEVER:
        return False
    return count <= len(longer.words) and contains(longer, shorter)


def _shares_a_run(one: QuoteToAlign, other: QuoteToAlign, speakers: str, weights: Mapping[str, float]) -> bool:
    a, b = _by_length(one, other)
    run = longest_run(a, b)
    if not run or len(a.words) <= FRAGMENT:
        return False
    if run >= (SURE_APART if speakers == "different" else SURE_WHOEVER):
        return True
    common = overlap(a, b, weights)
    if speakers == "different" or contradicts(a, b):
        return False
    if "direct" not in (one.kind, other.kind) and _is_name_alone(a, b):
        return False
    if common.shared < 2:
        return run > RUN and one.kind == other.kind == "direct"
    return "direct" in (one.kind, other.kind) or run > RUN + 1 or (common.shared > 2 and common.dice >= 0.4)


def _is_name_alone(a: Statement, b: Statement) -> bool:
    """Whether the meaning that two statements share is written with capitals throughout ("the Freedom of Information
    Act"): both speak of one thing, but need not say the same."""
    small = ({t.stem for t in s.tokens if s.text[t.start : t.start + 1].islower()} for s in (a, b))
    return not (a.stems & b.stems & next(small) & next(small))


def _is_paraphrase(one: QuoteToAlign, other: QuoteToAlign, speakers: str, weights: Mapping[str, float]) -> bool:
    a, b = _by_length(one, other)
    if speakers == "different":
        return False
    translated = one.translated or other.translated
    common = overlap(a, b, weights)
    if len(a.words) <= FRAGMENT and not translated and common.dice < 0.95:
        return False
    if common.shared < 3 or contradicts(a, b):
        return False
    contained, dice = _DEMANDS[(translated, speakers == "same")]
    return common.contained >= contained and common.dice >= dice


_DEMANDS = {
    (False, False): (0.7, 0.6),
    (False, True): (0.55, 0.5),
    (True, False): (0.5, 0.45),
    (True, True): (0.45, 0.4),
}
"""(translated, the speaker is surely the same) → what two paraphrases must share, of the lighter and of both."""

_LEVELS: tuple[tuple[float, Judge], ...] = (
    (EQUAL, _is_equal),
    (CONTAINED, _is_shortened),
    (RUN, _shares_a_run),
    (PARAPHRASE, _is_paraphrase),
)


def _grouped(ordered: Sequence[QuoteToAlign], weights: Mapping[str, float], vectors: Vectors | None) -> list[list[int]]:
    """Joins the surest pairs first. What only paraphrase ties together must hold for half of all pairs across, so that
    a chain of likenesses does not join strangers."""
    found = {(i, j): likeness(ordered[i], ordered[j], weights) for i, j in _candidates(ordered)}
    unsure = [(i, j) for (i, j), value in found.items() if not value and _may_be_paraphrase(ordered[i], ordered[j])]
    found |= _judged(ordered, unsure, weights, vectors)
    sure = {pair: value for pair, value in found.items() if value}
    home = {i: [i] for i in range(len(ordered))}
    for (i, j), value in sorted(sure.items(), key=lambda pair: (-pair[1], pair[0])):
        one, other = home[i], home[j]
        if one is other:
            continue
        matching = sum((min(a, b), max(a, b)) in sure for a in one for b in other)
        if _is_certain(value, ordered[i], ordered[j]) or 2 * matching >= len(one) * len(other):
            one.extend(other)
            home.update(dict.fromkeys(other, one))
    return [sorted(items) for i, items in sorted(home.items()) if i == min(items)]


def _may_be_paraphrase(one: QuoteToAlign, other: QuoteToAlign) -> bool:
    a, b = _by_length(one, other)
    if len(a.words) <= FRAGMENT or len(a.stems & b.stems) < 2 or one.article == other.article:
        return False
    return agreement(one.speaker, other.speaker) != "different" and not contradicts(a, b) and not denied_before(b, a)


def _judged(
    ordered: Sequence[QuoteToAlign],
    pairs: Sequence[tuple[int, int]],
    weights: Mapping[str, float],
    vectors: Vectors | None,
) -> dict[tuple[int, int], float]:
    """The pairs that a learned judge takes for paraphrases; two that are quoted word for word never are."""
    open_ones = [(i, j) for i, j in pairs if "direct" not in (ordered[i].kind, ordered[j].kind)]
    if vectors is None or not open_ones:
        return {}
    texts = [(ordered[i].text, ordered[j].text) for i, j in open_ones]
    rows = vectors([text for both in texts for text in both])
    near = [float(rows[2 * n] @ rows[2 * n + 1]) for n in range(len(texts))]
    likely = likely_same(texts, vectors)
    return {
        (i, j): PARAPHRASE + 0.99 * overlap(*_by_length(ordered[i], ordered[j]), weights).dice
        for (i, j), cosine, chance in zip(open_ones, near, likely, strict=True)
        if cosine >= NEAR and chance >= LIKELY
    }


def _is_certain(value: float, one: QuoteToAlign, other: QuoteToAlign) -> bool:
    return value >= CONTAINED or longest_run(*_by_length(one, other)) >= SURE_WHOEVER


def _candidates(ordered: Sequence[QuoteToAlign]) -> list[tuple[int, int]]:
    """Pairs that share a stem, or, where a quote has none, all its words."""
    carrying: dict[str, list[int]] = defaultdict(list)
    for index, quote in enumerate(ordered):
        found = statement(quote.text)
        for term in found.stems or {" ".join(found.words)}:
            carrying[term].append(index)
    lists = [items for items in carrying.values() if len(items) <= BUSIEST]
    return sorted({(i, j) for items in lists for n, i in enumerate(items) for j in items[n + 1 :]})


def _aligned(quotes: Sequence[QuoteToAlign]) -> AlignedQuote:
    full = min(quotes, key=_completeness)
    variants = tuple(
        QuoteVariant(quote.id, _rendering(full, quote), word_changes(full.text, quote.text), quote.text)
        for quote in sorted(quotes, key=_by_publication)
    )
    return AlignedQuote(full.id, variants[0].quote, _speaker(full, quotes), variants)


def _completeness(quote: QuoteToAlign) -> tuple[bool, int, int, int, datetime, int]:
    """Sorts the fullest form first: untranslated, then direct, then with most of the speaker's own words, and of a
    partial quote the form with least around them."""
    kinds = {"direct": 0, "mixed": 1, "indirect": 2}
    around = len(statement(quote.text).words) if quote.kind == "mixed" else 0
    return quote.translated, kinds[quote.kind], -len(_own_words(quote).words), around, quote.published, quote.id


def _rendering(full: QuoteToAlign, quote: QuoteToAlign) -> Rendering:
    if quote.translated:
        return "translated"
    if quote.kind == "indirect":
        return "paraphrased"
    if quote.id == full.id:
        return "verbatim"
    a, b = _own_words(full), _own_words(quote)
    if a.words == b.words:
        return "verbatim"
    if b.words and contains(a, b):
        return "shortened"
    return "reworded"


def _own_words(quote: QuoteToAlign) -> Statement:
    """What is the speaker's in a quote: all of it, or the part within quotation marks where only some of it is."""
    inside = _QUOTED.findall(quote.text) if quote.kind == "mixed" else []
    return statement(" … ".join(inside) or quote.text)


def _speaker(full: QuoteToAlign, quotes: Sequence[QuoteToAlign]) -> str:
    """The fullest form's speaker, or the first that is named: of what stood in quotation marks, then of the rest."""
    quoted = [quote.speaker for quote in quotes if quote.kind != "indirect"]
    return next((name for name in (full.speaker, *quoted, *(quote.speaker for quote in quotes)) if name), "")


def _by_length(one: QuoteToAlign, other: QuoteToAlign) -> tuple[Statement, Statement]:
    a, b = statement(one.text), statement(other.text)
    return (a, b) if len(a.words) <= len(b.words) else (b, a)


def _by_publication(quote: QuoteToAlign) -> tuple[datetime, int]:
    return quote.published, quote.id
