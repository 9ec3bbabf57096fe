"""The switches by which outlets are followed (LIVE, FOLLOW, the editors' own) → feeds and articles to be asked for."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from aggregator.models import Article, Feed, Outlet
from aggregator.models.articles import ArticleQuerySet, awaits_snapshot
from aggregator.models.feeds import FeedQuerySet


def followed(feeds: FeedQuerySet) -> FeedQuerySet:
    """Those that are asked: active ones of the outlets that are followed; none where following is switched off."""
    if not settings.LIVE:
        return feeds.none()
    active = feeds.active()
    return active.filter(outlet__slug__in=settings.FOLLOW) if settings.FOLLOW else active


def feeds_waiting(now: datetime) -> FeedQuerySet:
    """Followed feeds whose time has come, whether or not a worker holds them."""
    return followed(Feed.objects.all()).filter(next_poll_at__lte=now)


def articles_waiting(now: datetime) -> ArticleQuerySet:
    """Articles to be read that may be asked for and whose time has come, whether or not a worker holds them."""
    return switched_on(Article.objects.filter(state=Article.State.DUE, next_try_at__lte=now))


def looks_waiting(now: datetime) -> ArticleQuerySet:
    """Read articles whose page may be asked for and is due for another look."""
    return switched_on(Article.objects.to_look_at_again(now))


def switched_on(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those that need no fetch, live ones whose outlet is followed at this moment or that an editor asked for by their
    addresses, and snapshots; none of an outlet that an editor has switched off."""
    live = Q(origin=Article.Origin.LIVE)
    off = Q(outlet__enabled=False)
    left = articles.exclude(outlet__withdrawn_at__isnull=False).exclude(live & off).exclude(off & awaits_snapshot())
    if not settings.LIVE:
        return left.exclude(live, Q(asked_for=False) | Q(snapshot__isnull=False))  # asked for once, and not followed
    if settings.FOLLOW:
        return left.exclude(live & ~Q(outlet__slug__in=settings.FOLLOW), asked_for=False)
    return left


def why_not_followed(outlet: Outlet, live: bool) -> str:
    """Why nothing is asked for on behalf of an outlet, as a sentence that says what to change; empty where it is.

    `live` tells that the outlet itself is to be asked, not an archive.
    """
    if outlet.withdrawn_at:
        return f"Everything of {outlet} was taken down on request: nothing of it is stored any more."
    if not outlet.enabled:
        return f"{outlet} is switched off in the admin: switch it on there."
    if live and not settings.LIVE:
        return "Live outlets are not followed (LIVE=0): set LIVE=1, or take its snapshots from an archive (--index)."
    if live and settings.FOLLOW and outlet.slug not in settings.FOLLOW:
        return f"FOLLOW does not name {outlet.slug}: add it, or take its snapshots from an archive (--index)."
    return ""
