"""A story's quotes → what the page shows of each: its fullest form, who carries it how, and which words changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverage.comparing.excerpts import Granted, Wish
from coverage.comparing.shown import Publisher, QuoteWords, StoryFacts, UtteranceFacts, VariantFacts
from coverage.comparing.similarity import same_words
from coverage.comparing.wording import Wording

QUOTES, SINGLE = "quotes", "single quotes"
_LEAST = 30
_TELLING = ("reworded", "shortened", "verbatim", "translated", "paraphrased")  # whose words tell most, first
LABELS = {  # how an outlet carries a quote, for readers
    "verbatim": Wording("verbatim"),
    "shortened": Wording("shortened"),
    "reworded": Wording("reworded"),
    "translated": Wording("translated"),
    "paraphrased": Wording("in other words"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """Words that stayed, went or came: `kind` is same, removed or added; `spoken` says so to a screen reader."""

    kind: str
    words: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Rendering:
    """An outlet's rendering. No words: the same as above (`above`), or the article's share is used up.

    `also` holds where else the outlet carries it; `review` tells that it came by way of a press review, whose entry on
    the page is `quote`.
    """

    quote: QuoteWords
    publisher: Publisher
    label: str
    words: str = ""
    changes: tuple[Change, ...] = ()
    above: bool = False
    review: bool = False
    also: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether all of it stood in quotation marks."""
        return self.quote.kind == "direct"

    @property
    def wordless(self) -> bool:
        """Whether its words are left to the article."""
        return not (self.words or self.above)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A quote: its fullest form as one outlet carries it, who says it, who carried it first, and every rendering."""

    id: int
    words: str
    source: QuoteWords
    speaker: str
    first: QuoteWords
    renderings: tuple[Rendering, ...]
    reviewed: bool

    @property
    def marked(self) -> bool:
        """Whether all of its words stood in quotation marks."""
        return self.source.kind == "direct"

    @property
    def speaker_slug(self) -> str:
        """Where its speaker is found, by a rendering that names the same one; empty where none does."""
        found = [self.source, *(one.quote for one in self.renderings if not one.review)]
        same = (quote for quote in found if quote.speaker.casefold() == self.speaker.casefold())
        return next((quote.speaker_slug for quote in same if quote.speaker_slug), "")

    @property
    def told_to(self) -> str:
        """The newsroom that it was said to, by what its renderings tell; empty where none does."""
        return next((one.quote.told_to for one in self.renderings if one.quote.told_to), "")

    @property
    def indirect(self) -> bool:
        """Whether none of them did."""
        return self.source.kind == "indirect"

    @property
    def shared(self) -> bool:
        """Whether two outlets or more carry it in their own articles."""
        return len({r.publisher.slug for r in self.renderings if not r.review}) > 1


@dataclass(frozen=True, slots=True)
class Quotations:
    """Utterances that several outlets carry, and those of one outlet alone."""

    shared: tuple[Utterance, ...]
    single: tuple[Utterance, ...]

    @property
    def quoted(self) -> tuple[Utterance, ...]:
        """What several outlets carry, one of them at least in quotation marks."""
        return tuple(utterance for utterance in self.shared if not utterance.indirect)

    @property
    def reported(self) -> tuple[Utterance, ...]:
        """What several outlets carry in words of their own alone."""
        return tuple(utterance for utterance in self.shared if utterance.indirect)

    @property
    def total(self) -> int:
        """How many utterances there are."""
        return len(self.shared) + len(self.single)


def wishes(facts: StoryFacts, quote: int) -> Iterator[Wish]:
    """The words that the section would show; `quote` is the most characters of one quote.

    Shared utterances come first, those in quotation marks before reported speech: what is said, then the renderings
    that tell most. Those of one outlet alone are a section of their own.
    """
    own = [row for row in facts.utterances if own_variants(row, facts)]
    kinds = [(_is_shared(row, facts), _is_indirect(row, facts)) for row in own]
    for shared in (True, False):
        for indirect in (False, True):
            rows = [row for row, kind in zip(own, kinds, strict=True) if kind == (shared, indirect)]
            for row in rows:
                yield from _heading_wishes(row, facts, quote)
            for rendering in _TELLING:
                for row in rows:
                    if any(variant.rendering == rendering for variant in row.variants):
                        yield from _variant_wishes(row, rendering, facts, quote)


def ordered(facts: StoryFacts) -> list[UtteranceFacts]:
    """Shared utterances first, then quotes, then what is reported without quotation marks; else in their own order."""
    return sorted(facts.utterances, key=lambda row: (not _is_shared(row, facts), _is_indirect(row, facts)))


def lay_out(facts: StoryFacts, granted: Mapping[Any, Granted]) -> Quotations:
    """The section, with the words that were granted under the keys of `wishes`."""
    shown = [_utterance(row, facts, granted) for row in ordered(facts) if own_variants(row, facts)]
    return Quotations(tuple(u for u in shown if u.shared), tuple(u for u in shown if not u.shared))


def spoken_changes(changes: tuple[tuple[str, str], ...]) -> tuple[Change, ...]:
    """Word changes with what a screen reader says before them: "replaced …" "by …", "left out …", "added …"."""
    spoken: list[Change] = []
    for index, (kind, words) in enumerate(changes):
        before = changes[index - 1][0] if index else "same"
        following = changes[index + 1][0] if index + 1 < len(changes) else "same"
        say = ""
        if kind == "removed":
            say = Wording("replaced:") if following == "added" else Wording("left out:")
        elif kind == "added":
            say = Wording("by:") if before == "removed" else Wording("added:")
        spoken.append(Change(kind, words, say))
    return tuple(spoken)


def own_variants(row: UtteranceFacts, facts: StoryFacts) -> list[VariantFacts]:
    """Renderings in the outlets' own articles that may be shown."""
    found = [variant for variant in row.variants if variant.quote in facts.quotes]
    return [variant for variant in found if facts.carried(variant).source.publisher.compared]


def _is_shared(row: UtteranceFacts, facts: StoryFacts) -> bool:
    return len({facts.carried(variant).source.publisher.slug for variant in own_variants(row, facts)}) > 1


def _is_indirect(row: UtteranceFacts, facts: StoryFacts) -> bool:
    return all(facts.carried(variant).kind == "indirect" for variant in own_variants(row, facts))


def _by_fullness(row: UtteranceFacts, facts: StoryFacts) -> list[VariantFacts]:
    """The fullest first, then what stood in quotation marks, then the longest."""
    return sorted(
        own_variants(row, facts),
        key=lambda v: (
            v.quote != row.fullest,
            facts.carried(v).kind == "indirect",
            -len(facts.carried(v).text),
        ),
    )


def _heading_wishes(row: UtteranceFacts, facts: StoryFacts, quote: int) -> Iterator[Wish]:
    section = QUOTES if _is_shared(row, facts) else SINGLE
    for variant in _by_fullness(row, facts):
        words = facts.carried(variant)
        yield Wish(("quote", row.id), words.source.id, section, words.text, None, quote, _LEAST, quoted=True)


def _variant_wishes(row: UtteranceFacts, rendering: str, facts: StoryFacts, quote: int) -> Iterator[Wish]:
    section = QUOTES if _is_shared(row, facts) else SINGLE
    fullest = next((facts.carried(v) for v in row.variants if v.quote == row.fullest and v.quote in facts.quotes), None)
    for variant, _ in _one_an_outlet(row, row.fullest, facts):
        words = facts.carried(variant)
        if variant.rendering != rendering or not fullest or same_words(words.text, fullest.text):
            continue
        name = ("variant", row.id, words.id)
        yield Wish(name, words.source.id, section, words.text, None, quote, _LEAST, quoted=True)
        gone = " ".join(text for kind, text in variant.changes if kind == "removed")
        if rendering == "reworded" and gone:
            yield Wish(("gone", row.id, words.id), fullest.source.id, section, gone, None, len(gone), len(gone))


def _one_an_outlet(row: UtteranceFacts, heading: int, facts: StoryFacts) -> list[tuple[VariantFacts, tuple[str, ...]]]:
    """Each outlet's best rendering, and where else it carries the utterance; in order of publication.

    Best is what heads the utterance, then the nearest to its fullest form.
    """
    by_outlet: dict[str, list[VariantFacts]] = {}
    for variant in own_variants(row, facts):
        by_outlet.setdefault(facts.carried(variant).source.publisher.slug, []).append(variant)
    chosen, nearness = [], tuple(LABELS)
    for found in by_outlet.values():
        found.sort(key=lambda v: (v.quote != heading, nearness.index(v.rendering) if v.rendering in nearness else 9))
        chosen.append((found[0], tuple(filter(None, (facts.carried(v).address for v in found[1:])))))
    return chosen


def _utterance(row: UtteranceFacts, facts: StoryFacts, granted: Mapping[Any, Granted]) -> Utterance:
    own = [facts.carried(variant) for variant in own_variants(row, facts)]
    heading = granted.get(("quote", row.id))
    source = _headed_by(row, facts, heading)
    renderings = [
        _rendering(row, variant, also, source, heading, facts, granted)
        for variant, also in _one_an_outlet(row, source.id, facts)
    ]
    reviews = [_by_review(facts.carried(v)) for v in row.variants if _is_review(v, facts)]
    return Utterance(
        id=row.id,
        words=heading.words.rstrip(",") if heading else "",
        source=source,
        speaker=row.speaker or source.speaker,
        first=min(own, key=lambda words: (words.source.published, words.id)),
        renderings=(*renderings, *reviews),
        reviewed=any(words.reviewed for words in own),
    )


def _headed_by(row: UtteranceFacts, facts: StoryFacts, heading: Granted | None) -> QuoteWords:
    """The quote whose words head the utterance."""
    candidates = [facts.carried(variant) for variant in _by_fullness(row, facts)]
    if heading is None:
        return candidates[0]
    return next(
        words for words in candidates if words.source.id == heading.wish.article and words.text == heading.wish.text
    )


def _rendering(
    row: UtteranceFacts,
    variant: VariantFacts,
    also: tuple[str, ...],
    heading: QuoteWords,
    shown: Granted | None,
    facts: StoryFacts,
    granted: Mapping[Any, Granted],
) -> Rendering:
    words = facts.carried(variant)
    label = _label(variant, words, heading)
    own = granted.get(("variant", row.id, words.id))
    if words.id == heading.id or same_words(words.text, heading.text):
        return Rendering(words, words.source.publisher, label, above=shown is not None, also=also)
    if own and own.whole and ("gone", row.id, words.id) in granted:
        changes = spoken_changes(variant.changes)
        return Rendering(words, words.source.publisher, label, own.words, changes, also=also)
    return Rendering(words, words.source.publisher, label, own.words.rstrip(",") if own else "", also=also)


def _label(variant: VariantFacts, words: QuoteWords, heading: QuoteWords) -> str:
    """Nobody's words stand in quotation marks in reported speech: it is neither verbatim nor, heading the others, told
    in other words than itself."""
    heads = words.id == heading.id or same_words(words.text, heading.text)
    if words.kind == "indirect" and (variant.rendering == "verbatim" or heads):
        return Wording("reported speech")
    return LABELS.get(variant.rendering, variant.rendering)


def _is_review(variant: VariantFacts, facts: StoryFacts) -> bool:
    words = facts.quotes.get(variant.quote)
    return words is not None and not words.source.publisher.compared


def _by_review(words: QuoteWords) -> Rendering:
    label = Wording("translated, by way of a press review") if words.translated else Wording("by way of a press review")
    return Rendering(words, words.credited or words.source.publisher, label, review=True)
