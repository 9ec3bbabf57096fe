"""Articles that their story tells as they are → marked so, that the workers' sweeps need not look at them.

The mark saves work and decides nothing: where it is missing, an article is looked at once more than it need be; where
it is wrong, `unsettle_slipped` finds that out.
"""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from aggregator.models import Article
from coverage.models import Membership

TOGETHER = 5000  # articles that are marked at once


def settle(memberships: QuerySet[Membership]) -> int:
    """Mark those of the memberships' articles whose present text was compared in its story; gives how many."""
    told = memberships.filter(article__in=Article.objects.unsettled(), released=False)
    found = told.filter(compared_snapshot=F("article__snapshot")).order_by()[:TOGETHER]
    texts = dict(found.values_list("article", "compared_snapshot"))
    # By both: a text that came meanwhile leaves its article unsettled.
    return Article.objects.filter(pk__in=texts, snapshot__in=texts.values()).update(unsettled=False)


def unsettle_slipped() -> int:
    """Take the mark from what a sweep would have to see; gives how many had slipped. It goes through all articles."""
    new = Q(membership__compared_snapshot=None) | ~Q(membership__compared_snapshot=F("snapshot"))
    marked = Article.objects.read().filter(unsettled=False, not_news=False)
    slipped = marked.filter(Q(membership=None) | (new & Q(snapshot__isnull=False))).order_by().values("pk")
    return Article.objects.filter(pk__in=list(slipped.values_list("pk", flat=True))).update(unsettled=True)
