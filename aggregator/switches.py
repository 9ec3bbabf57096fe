"""The switches by which outlets are followed (LIVE, FOLLOW, the editors' own) → the articles that may be asked for."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q

from aggregator.models import Article, Outlet
from aggregator.models.articles import ArticleQuerySet


def switched_on(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those that need no fetch, live ones whose outlet is followed at this moment, and snapshots of an outlet that no
    editor has switched off."""
    live = Q(origin=Article.Origin.LIVE)
    off = Q(outlet__enabled=False)
    not_followed = off if settings.LIVE else Q()
    if settings.LIVE and settings.FOLLOW:
        not_followed = off | ~Q(outlet__slug__in=settings.FOLLOW)
    silent = Article.objects.awaiting_snapshot().filter(off)
    return (
        articles.exclude(outlet__withdrawn_at__isnull=False)
        .exclude(live & not_followed)
        .exclude(pk__in=silent.values("pk"))
    )


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
