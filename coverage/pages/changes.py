"""A story's address → what was edited in its articles, the weightiest first, and what else happened to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from aggregator.models import Article, Snapshot, SpanCheck, TextChange
from coverage.comparing.edits_shown import EditFacts, lay_out, surroundings
from coverage.feeds.changes import MATTERING, told, worth_telling
from coverage.models import Story, StoryEvent
from coverage.standing import public_story
from coverage.story_facts import articles_of, limits, source_of

_MOST = 60  # edits on the page, of those that matter
_EVENTS = 40
_EDITS = (StoryEvent.Kind.HEADLINE, StoryEvent.Kind.TEXT)


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """The edits of a story's articles, and what happened to the story."""
    story = public_story(pk)
    if story.pk != pk:
        return redirect("story-changes", story.pk, permanent=True)
    return render(request, "coverage/changes.html", _context(story))


def _context(story: Story) -> dict[str, Any]:
    articles = [article for article in articles_of(story) if article.outlet.listed]
    rows = TextChange.objects.filter(article__in=articles)
    by_kind = Counter(rows.order_by().values_list("kind", flat=True))
    small = {label: by_kind[kind] for kind, label in TextChange.Kind.choices if kind not in MATTERING and by_kind[kind]}
    events = worth_telling(StoryEvent.objects.filter(story=story).exclude(kind__in=_EDITS))
    matter = sum(by_kind[kind] for kind in MATTERING)
    return {
        "story": story,
        "edits": lay_out(_edits(rows, articles), limits()),
        "matter": matter,
        "left_out": max(0, matter - _MOST),
        "small": small,
        "broken": _broken(articles),
        "events": told(list(events[:_EVENTS])),
        "looked_at": max((article.looked_at for article in articles if article.looked_at), default=None),
        "sample": any(article.origin == Article.Origin.SAMPLE for article in articles),
    }


def _edits(rows: QuerySet[TextChange], articles: Sequence[Article]) -> list[EditFacts]:
    """The edits that matter most, with what stands around them: two queries."""
    found = list(rows.filter(kind__in=MATTERING).order_by("rank", "-at", "part", "new_start")[:_MOST])
    texts = Snapshot.objects.in_bulk({key for row in found for key in (row.before_id, row.after_id)})
    sources = {article.pk: source_of(article, number) for number, article in enumerate(articles, 1)}
    edits = []
    for row in found:
        row.before, row.after = texts[row.before_id], texts[row.after_id]
        around = ("", "")
        if row.part == TextChange.Part.TEXT:
            around = surroundings(row.after.text, row.new_start, row.new_end)
        source = sources[row.article_id]
        edits.append(EditFacts(row.pk, source, row.kind, row.rank, row.at, row.old_words, row.new_words, *around))
    return edits


def _broken(articles: Sequence[Article]) -> list[SpanCheck]:
    """Quotes and claims that readers were shown and that do not stand in the newest text as they did."""
    checks = SpanCheck.objects.broken().filter(article__in=articles, against=F("article__snapshot"))
    rows = checks.select_related("article__outlet", "quote", "claim").defer("article__feed_summary")
    return list(rows.order_by("-at", "pk")[:_EVENTS])
