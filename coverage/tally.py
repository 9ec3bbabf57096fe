"""The database → the counts that `manage.py status` prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from aggregator.models import Article, Citation, Claim, Feed, FetchLog, Quote, SpanCheck, TextChange
from coverage.models import ClaimGroup, Difference, QuoteGroup, Story


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of what is stored, and what was refused under which reason."""

    counts: dict[str, int]
    refused: dict[str, int]
    feeds: dict[str, str]


def tally(now: datetime) -> Tally:
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
    return Tally(counts, _refused(), {feed.url: feed.health(now) for feed in Feed.objects.select_related("outlet")})


def _aligned_claims() -> int:
    groups = ClaimGroup.objects.annotate(reporting=Count("cells__claims__article__outlet", distinct=True))
    return groups.filter(reporting__gte=2).count()


def _refused() -> dict[str, int]:
    rows = FetchLog.objects.exclude(outcome__in=["ok", "unchanged"]).values("outcome").annotate(n=Sum("count"))
    return {row["outcome"]: row["n"] for row in rows.order_by("-n", "outcome")}
