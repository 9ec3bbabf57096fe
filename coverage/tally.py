"""The database → the counts that `manage.py status` prints."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from aggregator.alarms import Alarm, alarms
from aggregator.models import Article, Citation, Claim, Feed, FetchLog, Outlet, Quote, SpanCheck, TextChange
from aggregator.page_health import page_health
from coverage.models import ClaimGroup, Difference, QuoteGroup, Story


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of what is stored, of what was refused under which reason, in all and of each feed (count, reason,
    address), the health of each feed and of each outlet's pages, and the alarms that are up."""

    counts: dict[str, int]
    refused: dict[str, int]
    feeds: dict[str, str]
    pages: dict[str, str]
    refused_of_feeds: list[tuple[int, str, str]]
    alarms: list[Alarm]


def tally() -> Tally:
    """Everything at a glance."""
    articles = Article.objects.of_listed_outlets()
    aligned_quotes = QuoteGroup.objects.annotate(carried=Count("variants__quote__article", distinct=True))
    counts = {
        "articles": articles.count(),
        "articles read": articles.read().count(),
        "articles waiting": articles.filter(state=Article.State.DUE).count(),
        "articles refused": articles.refused().count(),
        "articles whose page is gone": articles.gone().count(),
        "changes of articles' texts": TextChange.objects.count(),
        "shown quotes and claims that an edit broke": SpanCheck.objects.broken().unsettled().count(),
        "quotes": Quote.objects.shown().filter(article__outlet__listed=True).count(),
        "quotes by way of a press review": Quote.objects.shown().filter(article__outlet__listed=False).count(),
        "claims": Claim.objects.shown().filter(article__outlet__listed=True).count(),
        "citations": Citation.objects.current().count(),
        "stories of two outlets or more": Story.objects.visible().count(),
        "stories of one outlet so far": Story.objects.standing().filter(state=Story.State.GATHERING).count(),
        "quotes aligned across articles": aligned_quotes.filter(carried__gte=2).count(),
        "claims aligned across outlets": _aligned_claims(),
        "differences": Difference.objects.count(),
    }
    return Tally(counts, FetchLog.objects.refusals().by_reason(), _feeds(), _pages(), _refused_of_feeds(), alarms())


def _aligned_claims() -> int:
    groups = ClaimGroup.objects.annotate(reporting=Count("cells__claims__article__outlet", distinct=True))
    return groups.filter(reporting__gte=2).count()


def _pages() -> dict[str, str]:
    health = page_health()
    return {outlet.name: health[outlet.pk].told for outlet in Outlet.objects.listed()}


def _feeds() -> dict[str, str]:
    return {feed.url: feed.health() for feed in Feed.objects.select_related("outlet")}


def _refused_of_feeds() -> list[tuple[int, str, str]]:
    rows = FetchLog.objects.refusals().exclude(feed=None).order_by().values_list("feed__url", "outcome")
    return [(times, why, url) for url, why, times in rows.annotate(times=Sum("count")).order_by("feed__url", "-times")]
