"""Words that were taken down → struck out of what the desk remembers: decisions, corrections, logs and histories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from aggregator.models import Snapshot
from aggregator.removal import TAKEN_DOWN
from coverage.models import Correction, Decision, Story

_KNOWN = 60  # characters by which a headline is known again where it was shortened


def headlines_of(articles: Sequence[int]) -> set[str]:
    """The headlines that the articles have had, as far as is needed to know them again."""
    rows = Snapshot.objects.filter(article__in=articles).values_list("title", "article__title")
    return {title[:_KNOWN] for row in rows for title in row if title}


def strike(headlines: set[str], spans: dict[str, set[int]], stories: Sequence[Story]) -> None:
    """Strike headlines, and the words of quotes and claims (their numbers by "quote" and "claim"), wherever a decision
    about the stories, a correction, a log or a history repeats them. Who decided what, and when, stays."""
    keys = [story.pk for story in stories]
    keys += Story.objects.filter(merged_into__in=keys).values_list("pk", flat=True)
    decisions = list(Decision.objects.filter(stories__in=keys).distinct())
    decisions += [row for row in Decision.objects.filter(kind=Decision.Kind.SPANS) if _is_of(row, spans)]
    for decision in decisions:
        _strike_decision(decision, headlines, whole=_is_of(decision, spans))
    gone = Q(quote__in=spans.get("quote", ())) | Q(claim__in=spans.get("claim", ()))
    Correction.objects.filter(gone).update(old="", new="")
    for correction in Correction.objects.filter(story__in=keys):
        _strike_fields(correction, ("subject", "old", "new"), headlines)
    for line in Story.history.filter(id__in=keys):
        _strike_fields(line, ("title", "standfirst"), headlines)
    logs = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Story), object_id__in=map(str, keys))
    for entry in logs:
        _strike_fields(entry, ("object_repr", "change_message"), headlines)


def _is_of(decision: Decision, spans: dict[str, set[int]]) -> bool:
    about = decision.asked if isinstance(decision.asked, dict) else {}
    return bool(spans.get(about.get("model", ""), set()) & set(about.get("rows", ())))


def _strike_decision(decision: Decision, headlines: set[str], whole: bool) -> None:
    """`whole` tells that it is about words that are gone: then nothing of it can be undone either."""
    told = decision.told
    if whole:
        decision.told, decision.footprint = TAKEN_DOWN, {}
        decision.corrections.update(subject=TAKEN_DOWN, old="", new="")
    else:
        decision.told, decision.footprint = _struck(decision.told, headlines), _struck(decision.footprint, headlines)
    decision.asked = _struck(decision.asked, headlines)
    decision.save(update_fields=["told", "footprint", "asked"])
    if decision.told != told:
        LogEntry.objects.filter(change_message=told).update(change_message=TAKEN_DOWN)


def _strike_fields(row: Any, names: Sequence[str], headlines: set[str]) -> None:
    before = {name: getattr(row, name) for name in names}
    after = {name: _struck(value, headlines) for name, value in before.items()}
    if after != before:
        type(row)._default_manager.filter(pk=row.pk).update(**after)


def _struck(value: Any, headlines: set[str]) -> Any:
    """The value; "taken down" in place of every text in it that repeats a headline."""
    if isinstance(value, str):
        return TAKEN_DOWN if any(headline in value for headline in headlines) else value
    if isinstance(value, list):
        return [_struck(one, headlines) for one in value]
    if isinstance(value, dict):
        return {name: _struck(one, headlines) for name, one in value.items()}
    return value
