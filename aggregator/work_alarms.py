"""The database → alarms about the work itself: what does not get on, and why nobody would see it else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Avg, Count, Q
from django.db.models.functions import Coalesce

from aggregator.alarm import Alarm
from aggregator.clock import latest_sweep
from aggregator.models import Article, FetchLog
from aggregator.operations.backlog import LATE, Backlog
from aggregator.operations.dated_copies import LATE as LATE_COPY
from aggregator.operations.dated_copies import last_copy
from aggregator.operations.schema import unapplied
from aggregator.reading.decide import MOST_ATTEMPTS

SILENT = timedelta(minutes=2)
"""Beat calls for a sweep every few seconds."""

SLOW_MILLISECONDS = 5000
_HOUR = timedelta(hours=1)
_FEW = 5  # requests to an outlet, of which nothing can be told
_SHOWN = 20  # articles that are stuck


def of_work(waiting: Backlog, now: datetime) -> Iterator[Alarm]:
    """Kinds: "migration", "workers", "queue", "stuck", "slow", "backup"; `waiting` is what waits at that moment."""
    if missing := unapplied():
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield Alarm("migration", f"{missing[0]}{more}", None, "to be applied: manage.py migrate")
    yield from _of_workers(waiting, now)
    yield from _of_queues(waiting, now)
    yield from _of_stuck_articles()
    yield from _of_slow_outlets(now)
    yield from _of_backups(now)


def _of_workers(waiting: Backlog, now: datetime) -> Iterator[Alarm]:
    swept = latest_sweep()
    if swept is None and waiting.is_late(now):
        yield Alarm("workers", "beat and workers", None, "they never swept, and work is late: start both")
    elif swept and now - swept > SILENT:
        yield Alarm("workers", "beat and workers", swept, "no sweep since: one of them, or the broker, is down")


def _of_queues(waiting: Backlog, now: datetime) -> Iterator[Alarm]:
    late = now - LATE
    if waiting.articles_oldest and waiting.articles_oldest < late:
        yield Alarm("queue", "articles to read", waiting.articles_oldest, f"{waiting.articles} are due")
    if waiting.feeds_oldest and waiting.feeds_oldest < late:
        yield Alarm("queue", "feeds to poll", waiting.feeds_oldest, f"{waiting.feeds} are due")
    if waiting.unplaced_oldest and waiting.unplaced_oldest < late:
        yield Alarm("stuck", "placing articles into stories", waiting.unplaced_oldest, f"{waiting.unplaced} wait")
    if waiting.stale_oldest and waiting.stale_oldest < late:
        yield Alarm("stuck", "comparing stories", waiting.stale_oldest, f"{waiting.stale_stories} wait")


def _of_backups(now: datetime) -> Iterator[Alarm]:
    if not settings.BACKUP_DIR:
        return  # they are made in another way, if at all
    last = last_copy()
    if last is None or now - last > LATE_COPY:
        told = f"the last was made at {last:%Y-%m-%d %H:%M} UTC" if last else "none was ever made"
        yield Alarm("backup", "copies of the database", last, told)


def _of_stuck_articles() -> Iterator[Alarm]:
    """Tried so often without an end of any kind, they must have ended their workers: failures come to an end."""
    stuck = Article.objects.filter(state=Article.State.DUE, attempts__gt=MOST_ATTEMPTS).order_by("pk")
    for article in stuck[:_SHOWN]:
        yield Alarm("stuck", article.url, article.first_seen_at, f"taken up {article.attempts} times, never to an end")


def _of_slow_outlets(now: datetime) -> Iterator[Alarm]:
    asked = FetchLog.objects.filter(at__gte=now - _HOUR).order_by()
    asked = asked.filter(Q(milliseconds__gt=0) | Q(outcome="took too long"))
    name = Coalesce("article__outlet__name", "feed__outlet__name")
    late = Count("pk", filter=Q(outcome="took too long"))
    rows = asked.values(outlet_name=name).annotate(
        asked=Count("pk"), late=late, usual=Avg("milliseconds", filter=Q(milliseconds__gt=0))
    )
    for row in rows.filter(asked__gte=_FEW).order_by("outlet_name"):
        usual = int(row["usual"] or 0)
        if row["outlet_name"] and (usual > SLOW_MILLISECONDS or row["late"] * 2 > row["asked"]):
            told = f"{usual / 1000:.1f} s on average, {row['late']} of {row['asked']} requests took too long"
            yield Alarm("slow", row["outlet_name"], None, told)
