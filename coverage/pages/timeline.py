"""A story's address → its timeline: when articles came out, were first seen and were edited, and what happened when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from aggregator.models import Article
from coverage.comparing.chronicle import Dated, Happening, Kind, by_day, told_dates
from coverage.comparing.shown import ClaimWords, Source
from coverage.comparing.timeline import Moment, scale
from coverage.feeds.changes import Told, told, worth_telling
from coverage.models import CellClaim, Story, StoryEvent
from coverage.standing import public_story, statements_in_public
from coverage.story_facts import articles_of, limits, publisher_of, source_of

_EVENTS = 120
_DATES = 14
_EDITS = (StoryEvent.Kind.HEADLINE, StoryEvent.Kind.TEXT)


@require_safe
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Publication, first seen, edits and events, each time with its zone and source."""
    story = public_story(pk)
    if story.pk != pk:
        return redirect("story-timeline", story.pk, permanent=True)
    return render(request, "coverage/timeline.html", _context(story))


def _context(story: Story) -> dict[str, Any]:
    articles = [article for article in articles_of(story) if article.outlet.listed]
    # That an article joined bears the time of its publication, which stands there already.
    rows = StoryEvent.objects.filter(story=story).exclude(kind=StoryEvent.Kind.JOINED)
    events = told(list(worth_telling(rows)[:_EVENTS]))
    sources = {article.pk: source_of(article, number) for number, article in enumerate(articles, 1)}
    happenings = [*_of_articles(articles), *map(_of_event, events)]
    lanes = scale([Moment(a.pk, None if a.published_day_only else a.published_at, a.modified_at) for a in articles])
    return {
        "story": story,
        "days": by_day(happenings),
        "dates": told_dates(_dated(story, sources), _DATES, limits()),
        "timeline": list(zip(articles, lanes.lanes, strict=True)),
        "ticks": lanes.ticks,
        "sample": any(article.origin == Article.Origin.SAMPLE for article in articles),
    }


def _of_articles(articles: Sequence[Article]) -> Iterator[Happening]:
    """What each article tells of its times, and when it was first seen here."""
    for article in articles:
        if article.published_at:
            yield replace(
                _of(article, article.published_at, "published", "published"),
                zone=article.published_zone,
                source=article.published_source,
                day_only=article.published_day_only,
                detail=article.title,
            )
        if article.modified_at and article.modified_at != article.published_at:
            yield _of(article, article.modified_at, "edited", "told", "page")
        if article.gone_at:
            yield _of(article, article.gone_at, "edited", "gone")
        yield _of(article, article.first_seen_at, "seen", "seen")


def _of(article: Article, at: datetime, kind: Kind, what: str, source: str = "clock") -> Happening:
    return Happening(at, kind, what, publisher_of(article.outlet), article.pk, source=source)


def _of_event(one: Told) -> Happening:
    event = one.event
    publisher = publisher_of(event.article.outlet) if event.article else None
    kind: Kind = "edited" if event.kind in _EDITS else "event"
    # What outlets differ on is their words: the story's page shows it, within its limits. The kind of it is ours.
    found = one.difference.kind if one.difference else ""
    title = found if event.kind == StoryEvent.Kind.DIFFERENCE else one.title
    return Happening(event.at, kind, event.kind, publisher, event.article_id or 0, source="clock", detail=title)


def _dated(story: Story, sources: Mapping[int, Source]) -> Iterator[Dated]:
    """The dates that the story's statements name, as far as these are shown: one query."""
    rows = CellClaim.objects.filter(cell__group__in=statements_in_public().filter(story=story), claim__hidden=False)
    rows = rows.filter(claim__article__in=list(sources)).select_related("claim", "cell__group")
    for row in rows.order_by("cell__position", "position"):
        claim, group = row.claim, row.cell.group
        words = ClaimWords(claim.pk, sources[claim.article_id], claim.text, claim.start)
        for figure in claim.figures:
            if figure.get("kind") in ("date", "period") and figure["low"] and figure["high"]:
                first, last = (date.fromordinal(int(figure[end])) for end in ("low", "high"))
                focus = figure["start"] - claim.start, figure["end"] - claim.start
                yield Dated(first, last, words, focus, group.pk, group.sentence if group.by_editor else "")
