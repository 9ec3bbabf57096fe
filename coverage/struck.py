"""Words that were taken down → struck out of what the desk remembers: decisions, corrections, logs and histories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from aggregator.models import Claim, Quote, Snapshot
from aggregator.removal import TAKEN_DOWN
from coverage.footprints import stories_in
from coverage.mentions import Mentions, mentions_of
from coverage.models import ClaimGroup, Correction, Decision, Story

_KNOWN = 60  # characters by which a headline, or a statement's sentence, is known again where it was shortened


@dataclass(frozen=True, slots=True)
class Gone:
    """What is taken down: articles, quotes and claims by number, how the headlines begin, and the claims' words."""

    articles: frozenset[int]
    quotes: frozenset[int]
    claims: frozenset[int]
    headlines: frozenset[str]
    words: frozenset[str]

    def are_in(self, found: Mentions) -> bool:
        """Whether one of them is mentioned."""
        return bool(self.articles & found.articles or self.quotes & found.quotes or self.claims & found.claims)


def gone_with(articles: Sequence[int]) -> Gone:
    """All that goes with the articles, read while it is there."""
    titles = Snapshot.objects.filter(article__in=articles).values_list("title", "article__title")
    claims = dict(Claim.objects.filter(article__in=articles).values_list("pk", "text"))
    return Gone(
        frozenset(articles),
        frozenset(Quote.objects.filter(article__in=articles).values_list("pk", flat=True)),
        frozenset(claims),
        frozenset(title[:_KNOWN] for row in titles for title in row if title),
        frozenset(claims.values()),
    )


def strike(gone: Gone, stories: Sequence[Story]) -> None:
    """Strike headlines, and the words of quotes and claims, wherever a decision about them or about a story that they
    are or were in, a correction, a log or a history repeats them. Who decided what, and when, stays."""
    told_of = {row.pk: row for row in Decision.objects.iterator() if gone.are_in(mentions_of(row))}
    keys = {story.pk for story in stories}.union(*(stories_in(row.footprint) for row in told_of.values()))
    keys |= set(Story.objects.filter(merged_into__in=keys).values_list("pk", flat=True))
    told_of |= {row.pk: row for row in Decision.objects.filter(stories__in=keys)}
    for decision in told_of.values():
        _strike_decision(decision, gone)
    about = Q(quote__in=gone.quotes) | Q(claim__in=gone.claims)
    Correction.objects.filter(about).update(old="", new="")
    for correction in Correction.objects.filter(story__in=keys):
        _strike_fields(correction, ("subject", "old", "new"), gone.headlines)
    for line in Story.history.filter(id__in=keys):
        _strike_fields(line, ("title", "standfirst"), gone.headlines)
    for entry in _log_of(Story).filter(object_id__in=map(str, keys)):
        _strike_fields(entry, ("object_repr", "change_message"), gone.headlines)
    for entry in _log_of(ClaimGroup):
        if _tells_statement(entry.object_repr, gone.words):
            LogEntry.objects.filter(pk=entry.pk).update(object_repr=TAKEN_DOWN, change_message="")


def _log_of(model: type[Story] | type[ClaimGroup] | type[Decision]) -> Any:
    return LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))


def _strike_decision(decision: Decision, gone: Gone) -> None:
    """Of what is about quotes that are gone, or tells a sentence that is, nothing can be undone either."""
    told = decision.told
    if _tells_words(decision, gone):
        decision.told, decision.footprint = TAKEN_DOWN, {}
        decision.corrections.update(subject=TAKEN_DOWN, old="", new="")
    else:
        decision.told = _struck(decision.told, gone.headlines)
        decision.footprint = _struck(decision.footprint, gone.headlines)
    decision.asked = _struck(decision.asked, gone.headlines)
    decision.save(update_fields=["told", "footprint", "asked"])
    if decision.told != told:
        _log_of(Decision).filter(object_id=str(decision.pk)).update(object_repr=TAKEN_DOWN)
        LogEntry.objects.filter(change_message__contains=told).update(change_message=TAKEN_DOWN)


def _tells_words(decision: Decision, gone: Gone) -> bool:
    if decision.kind == Decision.Kind.STATEMENT:
        return _tells_statement(decision.told.partition("statement “")[2], gone.words)
    if decision.kind == Decision.Kind.SPEAKER:  # it tells names, and how many quotes
        return False
    found = mentions_of(decision)
    return bool(gone.quotes & found.quotes or gone.claims & found.claims)


def _tells_statement(told: str, words: Iterable[str]) -> bool:
    """Whether the sentence, as it is told, begins with words of a claim; the workers cut it at clauses."""
    begins = re.split("[…”]", told)[0][:_KNOWN]
    return bool(begins) and any(begins in one for one in words)


def _strike_fields(row: Any, names: Sequence[str], words: Iterable[str]) -> None:
    before = {name: getattr(row, name) for name in names}
    after = {name: _struck(value, words) for name, value in before.items()}
    if after != before:
        type(row)._default_manager.filter(pk=row.pk).update(**after)


def _struck(value: Any, words: Iterable[str]) -> Any:
    """The value; "taken down" in place of every text in it that repeats one of the words."""
    if isinstance(value, str):
        return TAKEN_DOWN if _repeats(value, words) else value
    if isinstance(value, list):
        return [_struck(one, words) for one in value]
    if isinstance(value, dict):
        return {name: _struck(one, words) for name, one in value.items()}
    return value


def _repeats(text: str, words: Iterable[str]) -> bool:
    return any(one in text for one in words)
