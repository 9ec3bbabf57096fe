"""What can be followed here, and what the outlets publish themselves → OPML, for a feed reader to take in."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from aggregator.listing.opml import ListedSource, Outline, SourceKind, write_opml
from aggregator.models import Feed, Outlet
from coverage.answers import answer
from coverage.front_page import NEWEST
from coverage.models import Story
from coverage.site_address import absolute

_TYPE = "text/x-opml; charset=utf-8"


@require_safe
def ours(request: HttpRequest) -> HttpResponseBase:
    """The site's own feeds: all stories and changes, the outlets, the newest stories: two queries."""
    outlets = [_ours(outlet.name, f"/o/{outlet.slug}/feed.rss", f"/o/{outlet.slug}/") for outlet in _outlets()]
    stories = Story.objects.visible().order_by("-last_published_at", "-pk")[:NEWEST]
    changes = [_ours(f"Changes: {s}", f"/s/{s.pk}/changes.rss", s.get_absolute_url()) for s in stories]
    outlines = [
        Outline(
            "",
            (
                _ours("All stories", "/feeds/stories.rss", "/"),
                _ours("All changes", "/feeds/changes.rss", "/"),
                _ours("Corrections", "/feeds/corrections.rss", "/corrections/"),
            ),
        ),
        Outline("Outlets", tuple(outlets)),
        Outline("Changes of the newest stories", tuple(changes)),
    ]
    return _answer(request, "Parallax", outlines, "parallax.opml")


@require_safe
def theirs(request: HttpRequest) -> HttpResponseBase:
    """The outlets' own feeds and news sitemaps, as they are asked: one query."""
    sources: dict[str, list[ListedSource]] = {}
    rows = Feed.objects.filter(ended="", enabled=True, outlet__listed=True).select_related("outlet")
    for feed in rows.order_by("outlet__position", "outlet__name", "pk"):
        outlet = feed.outlet
        one = ListedSource(outlet.name, feed.url, outlet.home, cast(SourceKind, feed.kind))
        sources.setdefault(outlet.name, []).append(one)
    outlines = [Outline(name, tuple(found)) for name, found in sources.items()]
    return _answer(request, "The outlets that Parallax follows", outlines, "outlets.opml")


def _outlets() -> list[Outlet]:
    return list(Outlet.objects.listed())


def _ours(title: str, feed: str, page: str) -> ListedSource:
    return ListedSource(f"Parallax: {title}", absolute(feed), absolute(page))


def _answer(request: HttpRequest, title: str, outlines: list[Outline], name: str) -> HttpResponseBase:
    named = {"Content-Disposition": f'inline; filename="{name}"'}
    told = [outline for outline in outlines if outline.sources]
    return answer(request, write_opml(title, told), _TYPE, None, named)
