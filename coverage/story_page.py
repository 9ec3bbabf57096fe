"""A story → its page: what the template shows, and the HTML in a language, with no reader asking for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import translation

from aggregator.models import Article, Outlet
from coverage.comparing import sheet
from coverage.comparing.fragments import is_web_address
from coverage.comparing.sides import Dispute
from coverage.comparing.timeline import Moment, scale
from coverage.linked_data import embedded, story_data
from coverage.models import Story, Tombstone
from coverage.story_facts import arranged, articles_of, facts_of, limits

TEMPLATE = "coverage/story.html"


def made(story: Story, language: str) -> bytes:
    """The page's HTML: the same bytes as a reader's request for its address makes. Of a request it takes the path
    alone; host and scheme are the settings' (`SITE_URL`)."""
    with translation.override(language):
        request = HttpRequest()
        request.method, request.path = "GET", story.get_absolute_url()
        request.path_info = request.path
        request.resolver_match = resolve(request.path)
        return render_to_string(TEMPLATE, story_context(story), request).encode()


def story_context(story: Story, section: str = "") -> dict[str, Any]:
    """What the story's page shows, or one section of it alone."""
    articles = articles_of(story)
    own = [article for article in articles if article.outlet.listed]
    laid_out = sheet.lay_out(facts_of(story, articles), limits(), section)
    listed = list(Outlet.objects.listed())
    covering = {column.publisher.slug for column in laid_out.grid.columns}
    moments = scale([Moment(a.pk, None if a.published_day_only else a.published_at, a.modified_at) for a in own])
    return {
        "story": story,
        "articles": [line_of(article, number) for number, article in arranged(story, articles)],
        "removed": story.tombstones.filter(kind=Tombstone.Kind.ARTICLE).select_related("outlet"),
        "own": own,
        "first": own[0] if own else None,
        "sheet": laid_out,
        "linked_data": embedded(story_data(story, own, laid_out)),
        "compared": len(listed),
        "silent": [outlet for outlet in listed if outlet.slug not in covering],
        "disputed": _first_of_each_kind(laid_out.disputes),
        "timeline": list(zip(own, moments.lanes, strict=True)),
        "ticks": moments.ticks,
        "sample": any(article.origin == Article.Origin.SAMPLE for article in articles),
        "limits": limits(),
    }


def _first_of_each_kind(disputes: Iterable[Dispute]) -> dict[str, int]:
    """What the outlets differ on, in a word each, with the number of the first difference of that kind."""
    found: dict[str, int] = {}
    for dispute in disputes:
        found.setdefault(dispute.kind, dispute.id)
    return found


def line_of(article: Article, number: int) -> dict[str, Any]:
    """An article in a list; `address` is empty where its link is no web address."""
    address = article.link if is_web_address(article.link) else ""
    owner = article.outlet.owner_at(article.when)
    return {"article": article, "number": number, "address": address, "owner": owner}
