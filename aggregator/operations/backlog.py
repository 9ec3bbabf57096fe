"""The database → how much work waits, how long it has waited, and what does not get on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Min

from aggregator.models import Article, Feed, FetchLog, Lease
from aggregator.switches import articles_waiting, feeds_waiting, looks_waiting

LATE = timedelta(minutes=10)
"""Work that has been due for longer is late: the sweepers look for it every few seconds."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Counts of what is due now and may be done: LIVE, FOLLOW and the editors' switches are heeded. `oldest` is when
    the longest waiting of each sort became due (None: nothing waits)."""

    articles: int
    articles_oldest: datetime | None
    looks: int
    feeds: int
    feeds_oldest: datetime | None
    unplaced: int
    unplaced_oldest: datetime | None
    stale_stories: int
    stale_oldest: datetime | None

    def waits(self, now: datetime) -> dict[str, float]:
        """Seconds for which the longest waiting has been due: articles, feeds, placing, comparing."""
        oldest = {"articles": self.articles_oldest, "feeds": self.feeds_oldest}
        oldest |= {"placing": self.unplaced_oldest, "comparing": self.stale_oldest}
        return {name: max(0.0, (now - at).total_seconds()) if at else 0.0 for name, at in oldest.items()}

    def is_late(self, now: datetime) -> bool:
        """Whether something has been due for longer than it may."""
        return max(self.waits(now).values()) > LATE.total_seconds()


def backlog(now: datetime) -> Backlog:
    """What waits at this moment: a handful of counts, each over an indexed state."""
    due, feeds = articles_waiting(now), feeds_waiting(now)
    unplaced = Article.objects.unsettled().of_listed_outlets().filter(membership=None, not_news=False)
    story = apps.get_model("coverage", "Story")  # by name: one article at a time knows nothing of stories
    stale = story.objects.to_compare()
    return Backlog(
        articles=due.count(),
        articles_oldest=due.aggregate(at=Min("next_try_at"))["at"],
        looks=looks_waiting(now).count(),
        feeds=feeds.count(),
        feeds_oldest=feeds.aggregate(at=Min("next_poll_at"))["at"],
        unplaced=unplaced.count(),
        unplaced_oldest=unplaced.aggregate(at=Min("looked_at"))["at"],
        stale_stories=stale.count(),
        stale_oldest=stale.aggregate(at=Min("waits_since"))["at"],
    )


def held(now: datetime) -> dict[str, int]:
    """How much is held by workers at this moment, by what it is."""
    return {
        "articles": Article.objects.filter(lease_until__gt=now).count(),
        "feeds": Feed.objects.filter(lease_until__gt=now).count(),
        "leases": Lease.objects.filter(until__gt=now).count(),
    }


def fetched_since(since: datetime) -> dict[str, int]:
    """How often each outcome stands in the fetch log since then."""
    return FetchLog.objects.filter(at__gte=since).by_reason()
