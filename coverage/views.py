"""The readers' pages: each fetches, builds one dict and renders, in a fixed number of queries."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from aggregator.models import Article, Citation, Feed, Outlet
from aggregator.outlets import OUTLETS
from coverage import front_page, measured
from coverage.feeds.articles import visible_story
from coverage.kept_pages import CACHE_CONTROL, kept_story
from coverage.linked_data import embedded, front_data, outlet_data
from coverage.models import Story
from coverage.outlet_styles import style_sheet
from coverage.search import page as search
from coverage.searching.query import Query
from coverage.site_address import absolute
from coverage.standing import most_quoted, public_story
from coverage.story_facts import limits
from coverage.story_page import line_of, made
from coverage.templatetags.shown import told_day

_NEWEST = 20  # articles on an outlet's page
_SPEAKERS = 24  # in the list of feeds
_NAMES = 12  # names in its lists of credit
_HEALTH = {
    "gone": gettext_lazy("gone for good (the server answered 410): asked no more"),
    "ended": gettext_lazy("ended: it has moved onto another of the feeds"),
    "off": gettext_lazy("switched off by an editor"),
    "failing": gettext_lazy("failing: the last three requests or more brought nothing"),
    "frozen": gettext_lazy("frozen: it answers, but has brought nothing new for longer than its rhythm allows"),
    "not asked yet": gettext_lazy("not asked yet"),
    "trouble": gettext_lazy("the last request brought nothing; it is asked again"),
    "well": gettext_lazy("well"),
}


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The newest days' stories, and the latest changes beside them."""
    page = front_page.newest_days()
    context = {
        "front": page,
        "events": front_page.latest_changes(),
        "sample": page.is_sample,
        "newest": True,
        "linked_data": embedded(front_data(page, absolute(request.path))),
    }
    response = render(request, "coverage/front.html", context)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


@require_safe
def day(request: HttpRequest, day: date) -> HttpResponse:
    """One day's stories."""
    page = front_page.one_day(day)
    if not page.lead:
        raise Http404("No story on that day")
    data = embedded(front_data(page, absolute(request.path), told_day(day)))
    context = {"front": page, "events": [], "sample": page.is_sample, "day": day, "linked_data": data}
    if not page.days[0].is_whole:
        whole = search.address(Query(after=day, before=day + timedelta(days=1)), "story")
        context |= {"most": front_page.MOST, "whole": whole}
    return render(request, "coverage/front.html", context)


@require_safe
def story(request: HttpRequest, pk: int, slug: str = "") -> HttpResponseBase:
    """A story: who reports what, the quotes, the differences, the timeline, the credit, the articles."""
    if kept := kept_story(request, pk, slug):
        return kept
    standing = public_story(pk)
    if (standing.pk, standing.slug) != (pk, slug):
        # A merge is for good; a headline may change and change back.
        return redirect(standing, permanent=standing.pk != pk)
    page = HttpResponse(made(standing, get_language() or settings.LANGUAGE_CODE))
    page.headers["Cache-Control"] = CACHE_CONTROL
    return page


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """The outlets that the site compares."""
    rows = Outlet.objects.listed().annotate(read=Count("articles", filter=Q(articles__state=Article.State.READ)))
    rows = rows.order_by("position", "name")  # counting loses a model's own, and PostgreSQL keeps to none
    now = timezone.now()
    listed = [{"outlet": outlet, "owner": outlet.owner_at(now)} for outlet in rows]
    return render(request, "coverage/outlets.html", {"listed": listed})


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """An outlet: owners, access, its feeds' health, its newest articles, whom it credits and who credits it."""
    found = get_object_or_404(Outlet.objects.listed(), slug=slug)
    articles = list(found.articles.read().select_related("outlet", "membership__story").defer("feed_summary")[:_NEWEST])
    feeds = list(_feeds(found))
    asked = [feed for feed in feeds if feed.health() in ("failing", "trouble", "frozen", "well")]
    context = {
        "outlet": found,
        "unreachable": bool(asked) and all(feed.health() == "failing" for feed in asked),
        "frozen": bool(asked) and all(feed.health() in ("failing", "frozen") for feed in asked),
        "owners": _owners(found),
        "feeds": [{"feed": feed, "health": _HEALTH[feed.health()]} for feed in feeds],
        "articles": [{**line_of(article, 0), "story": visible_story(article)} for article in articles],
        "credits": _credits(found),
        "credited_by": _credited_by(found),
        "sample": any(article.origin == Article.Origin.SAMPLE for article in articles),
        "linked_data": embedded(outlet_data(found, articles)),
    }
    return render(request, "coverage/outlet.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The method."""
    contact = settings.CONTACT_URL
    context = {
        "limits": limits(),
        "outlets": get_text_list([outlet.name for outlet in Outlet.objects.listed()], _("and")) or _("the outlets"),
        "user_agent": settings.FETCH_USER_AGENT,
        "contact": "" if contact.startswith(settings.SITE_URL) else contact,
        "delay": settings.FETCH_MIN_DELAY_SECONDS,
        "log_days": settings.FETCH_LOG_DAYS,
        "measured": measured.told(),
    }
    return render(request, "coverage/about.html", context)


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """What can be followed."""
    stories = list(Story.objects.visible().order_by("-last_published_at", "-pk")[: front_page.NEWEST])
    speakers = most_quoted(stories, _SPEAKERS)
    context = {"outlets": Outlet.objects.listed(), "stories": stories, "speakers": speakers}
    return render(request, "coverage/feeds.html", context)


def _sheet_etag(request: HttpRequest) -> str:
    return quote_etag(hashlib.sha256(_sheet().encode()).hexdigest()[:32])


def _sheet() -> str:
    added = [spec for outlet in Outlet.objects.exclude(added=None) if (spec := outlet.added_spec)]
    return style_sheet({spec.slug: spec for spec in (*added, *OUTLETS.values())}.values())


@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=_sheet_etag)
def outlet_sheet(request: HttpRequest) -> HttpResponse:
    """The outlets' colours."""
    return HttpResponse(_sheet(), content_type="text/css; charset=utf-8")


def _owners(outlet: Outlet) -> list[Any]:
    return list(outlet.spec.owners) if outlet.spec else []


def _feeds(outlet: Outlet) -> QuerySet[Feed]:
    return outlet.feeds.select_related("outlet")


def _credits(outlet: Outlet) -> QuerySet[Citation, dict[str, Any]]:
    """Whom its articles credit, by how many articles."""
    rows = Citation.objects.current().filter(article__outlet=outlet).exclude(outlet=outlet)
    named = rows.values("name", "outlet__slug", "outlet__name", "outlet__monogram")
    return named.annotate(articles=Count("article", distinct=True)).order_by("-articles", "name")[:_NAMES]  # type: ignore[no-any-return]


def _credited_by(outlet: Outlet) -> QuerySet[Outlet]:
    """Outlets whose articles credit it, by how many articles."""
    current = (
        Citation.objects.current().filter(outlet=outlet, article__outlet__listed=True).exclude(article__outlet=outlet)
    )
    rows = Outlet.objects.listed().filter(articles__citations__in=current)
    return rows.annotate(count=Count("articles", distinct=True)).order_by("-count", "position")
