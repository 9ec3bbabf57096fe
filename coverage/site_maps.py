"""Public pages → sitemap.xml (sitemaps.org): an index, and parts that each hold so many stories by their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from django.db.models import F, Max
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from aggregator.models import Outlet
from coverage.answers import answer
from coverage.models import Story
from coverage.site_address import absolute

PART = 10_000
"""Story numbers of a part, so that a story never moves to another; a part may hold 50,000 addresses."""

_TYPE = "application/xml; charset=utf-8"
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"

Entry = tuple[str, datetime | None]
"""A path, and when what stands there last changed."""


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The parts that there are: one query."""
    rows = Story.objects.visible().order_by().annotate(part=(F("pk") - 1) / PART).values("part")
    parts = rows.annotate(changed=Max("changed_at")).order_by("part").values_list("part", "changed")
    stories = [(reverse("sitemap-stories", args=[part + 1]), changed) for part, changed in parts]
    return _answer(request, "sitemapindex", "sitemap", [(reverse("sitemap-pages"), None), *stories])


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:
    """Everything but the stories."""
    named = [reverse(name) for name in ("front", "outlets", "feeds", "corrections", "about")]
    outlets = [outlet.get_absolute_url() for outlet in Outlet.objects.listed()]
    return _answer(request, "urlset", "url", [(path, None) for path in (*named, *outlets)])


@require_safe
def stories(request: HttpRequest, part: int) -> HttpResponseBase:
    """The public stories of one part: one query."""
    rows = Story.objects.visible().filter(pk__gt=(part - 1) * PART, pk__lte=part * PART).order_by("pk")
    found = [(story.get_absolute_url(), story.changed_at) for story in rows.only("title", "changed_at")]
    if not found:
        raise Http404("No such part")
    return _answer(request, "urlset", "url", found)


def _answer(request: HttpRequest, root: str, element: str, entries: Iterable[Entry]) -> HttpResponseBase:
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SCHEMA}">']
    for path, changed in entries:
        moment = f"<lastmod>{changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
        lines.append(f"<{element}><loc>{escape(absolute(path))}</loc>{moment}</{element}>")
    return answer(request, "\n".join([*lines, f"</{root}>\n"]).encode(), _TYPE)
