"""A snapshot's text into its quotes: direct, mixed and indirect speech, each with its speaker and cue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aggregator.reading.drafts import Draft, LeftOut, Span, drafts_by_rules, joined_over_paragraphs
from aggregator.reading.speakers import Naming
from aggregator.reading.tagging.merging import with_tagged
from aggregator.reading.tagging.tagger import Tagger
from aggregator.reading.types import FoundQuote, QuoteKind
from aggregator.reading.whole_sources import agent_of
from aggregator.reading.words import units


@dataclass(frozen=True, slots=True)
class ReadQuotes:
    """The quotes of a text in order, and the quoted stretches that were knowingly left out of them."""

    quotes: tuple[FoundQuote, ...]
    left_out: tuple[LeftOut, ...]


def find_quotes(text: str, own: Collection[str] = (), tagger: Tagger | None = None) -> tuple[FoundQuote, ...]:
    """The quotes of `text`, by first span. Thoughts and stands ("wants", "believes", "criticized") are among them with
    a `confidence` below 0.5; speech and writing have more. `own` are the names of the outlet whose article it is, which
    "the report" and "the site" do not mean. Without a `tagger` the rules find them alone."""
    return read_quotes(text, own, tagger).quotes


def read_quotes(text: str, own: Collection[str] = (), tagger: Tagger | None = None) -> ReadQuotes:
    """As `find_quotes`, with the quoted stretches that are not speech. Every quoted stretch is in one of the two."""
    parts = units(text)
    drafts, left_out = drafts_by_rules(parts)
    told = tagger.attributions(text) if tagger else None
    if told is not None:
        drafts, left_out = with_tagged(text, parts, (drafts, left_out), told)
    joined = joined_over_paragraphs(parts, drafts)
    naming = Naming(text, parts, own)
    quotes = [_finished(text, draft, naming) for draft in sorted(joined, key=lambda draft: draft.first)]
    return ReadQuotes(tuple(quotes), tuple(left_out))


def _finished(text: str, draft: Draft, naming: Naming) -> FoundQuote:
    spans = tuple(sorted(set(draft.spans)))
    if draft.speaker is None and draft.cue and not draft.boxes:
        draft.speaker, draft.speaker_sure = agent_of(text, draft.cue), 0.7
    words = draft.speaker and (naming.whole(draft.speaker, draft.cue) if draft.found_by != "rules" else draft.speaker)
    speaker = naming.speaker(words, draft.speaker_sure) if words else None
    if speaker and draft.speech:
        naming.heard(speaker)
    strength = draft.strength if draft.speech else min(draft.strength, 0.45)
    return FoundQuote(spans, _joined(text, spans), _kind(draft), speaker, draft.cue, strength, draft.found_by)


def _joined(text: str, spans: Sequence[Span]) -> str:
    words = text[spans[0][0] : spans[0][1]]
    for (_, end), (start, stop) in pairwise(spans):
        between = any(character.isalnum() for character in text[end:start])
        words += (" … " if between else " ") + text[start:stop]
    return words


def _kind(draft: Draft) -> QuoteKind:
    if draft.whole:
        return "direct"
    return "mixed" if draft.boxes else "indirect"
