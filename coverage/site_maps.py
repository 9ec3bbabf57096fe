"""Public pages → sitemap.xml (sitemaps.org): an index, and parts that each hold so many by their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from aggregator.models import Outlet, Quote
from coverage.answers import answer
from coverage.comparing.sheet import ALONE
from coverage.models import QuoteGroup, Story
from coverage.site_address import absolute
from coverage.standing import quotes_in_public, speakers_in_public, statements_in_public

PART = 10_000
"""Numbers of a part, so that nothing ever moves to another."""
STORIES = 5_000
"""Numbers of a part of stories: it may hold 50,000 addresses, and a story has ten."""

_TYPE = "application/xml; charset=utf-8"
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"

Entry = tuple[str, datetime | None]
"""A path, and when what stands there last changed."""


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The parts that there are: four queries."""
    found: list[Entry] = [(reverse("sitemap-pages"), None)]
    rows = Story.objects.visible().order_by().annotate(part=(F("pk") - 1) / STORIES).values("part")
    parts = rows.annotate(changed=Max("changed_at")).order_by("part").values_list("part", "changed")
    found += [(reverse("sitemap-stories", args=[part + 1]), changed) for part, changed in parts]
    for name, public in (("claims", statements_in_public()), ("quotes", _quotes()), ("speakers", speakers_in_public())):
        numbers = public.order_by().annotate(part=(F("pk") - 1) / PART).values_list("part", flat=True).distinct()
        found += [(reverse(f"sitemap-{name}", args=[part + 1]), None) for part in sorted(numbers)]
    return _answer(request, "sitemapindex", "sitemap", found)


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:
    """Everything but the stories."""
    named = [
        reverse(name) for name in ("front", "outlets", "feeds", "search", "corrections", "about", "takedown", "bot")
    ]
    outlets = [outlet.get_absolute_url() for outlet in Outlet.objects.listed()]
    return _answer(request, "urlset", "url", [(path, None) for path in (*named, *outlets)])


@require_safe
def stories(request: HttpRequest, part: int) -> HttpResponseBase:
    """The public stories of one part, each with its further pages: one query."""
    rows = _of_part(Story.objects.visible(), part, STORIES).only("title", "changed_at")
    return _part(request, [(path, story.changed_at) for story in rows for path in _pages_of(story)])


@require_safe
def claims(request: HttpRequest, part: int) -> HttpResponseBase:
    """The statements of public stories: one query."""
    rows = _of_part(statements_in_public(), part).values_list("pk", "story__changed_at")
    return _part(request, [(reverse("claim", args=[pk]), changed) for pk, changed in rows])


@require_safe
def quotes(request: HttpRequest, part: int) -> HttpResponseBase:
    """The quotes at whose numbers pages stand: one query."""
    rows = _of_part(_quotes(), part).values_list("pk", "article__membership__story__changed_at")
    return _part(request, [(reverse("quote", args=[pk]), changed) for pk, changed in rows])


@require_safe
def speakers(request: HttpRequest, part: int) -> HttpResponseBase:
    """The speakers whom readers see quotes of: one query."""
    rows = _of_part(speakers_in_public(), part)
    return _part(request, [(speaker.get_absolute_url(), None) for speaker in rows.only("slug")])


def _pages_of(story: Story) -> list[str]:
    named = ("story-compare", "story-timeline", "story-changes", "story-review")
    further = [reverse(name, args=[story.pk]) for name in named]
    return [story.get_absolute_url(), *further, *(reverse("story-section", args=[story.pk, name]) for name in ALONE)]


def _quotes() -> QuerySet[Quote]:
    return quotes_in_public().filter(pk__in=QuoteGroup.objects.values("fullest"))


def _of_part(rows: QuerySet[Any], part: int, size: int = PART) -> QuerySet[Any]:
    return rows.filter(pk__gt=(part - 1) * size, pk__lte=part * size).order_by("pk")


def _part(request: HttpRequest, found: list[Entry]) -> HttpResponseBase:
    if not found:
        raise Http404("No such part")
    return _answer(request, "urlset", "url", found)


def _answer(request: HttpRequest, root: str, element: str, entries: Iterable[Entry]) -> HttpResponseBase:
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SCHEMA}">']
    for path, changed in entries:
        moment = f"<lastmod>{changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
        lines.append(f"<{element}><loc>{escape(absolute(path))}</loc>{moment}</{element}>")
    return answer(request, "\n".join([*lines, f"</{root}>\n"]).encode(), _TYPE)
