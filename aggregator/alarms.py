"""The database → what someone at the desk has to look at: one line for each alarm that is up."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from aggregator.alarm import Alarm
from aggregator.models import Feed, Outlet
from aggregator.operations.backlog import Backlog, backlog
from aggregator.page_health import page_health
from aggregator.switches import followed
from aggregator.work_alarms import of_work

__all__ = ["Alarm", "alarms"]


def alarms(waiting: Backlog | None = None) -> list[Alarm]:
    """Every alarm that is up: of the work, of feeds, of outlets' pages. Another kind joins by its own generator.

    `waiting` is what waits now, where the caller has asked already."""
    now = timezone.now()
    return [*of_work(waiting or backlog(now), now), *_of_feeds(), *_of_pages()]


def _of_feeds() -> Iterator[Alarm]:
    """Of those that are followed, and those that ended: what nobody asks cannot get well again."""
    asked = set(followed(Feed.objects.all()).values_list("pk", flat=True))
    for feed in Feed.objects.select_related("outlet"):
        if feed.pk not in asked and not feed.ended:
            continue
        match feed.health():
            case "gone" | "ended":
                yield Alarm("ended", feed.url, feed.polled_at, feed.ended)
            case "failing":
                yield Alarm("failing", feed.url, feed.succeeded_at, f"{feed.failures} times, {feed.last_problem}")
            case "frozen":
                newest = f"newest item {feed.newest_item_at:%Y-%m-%d %H:%M} UTC" if feed.newest_item_at else "no dates"
                yield Alarm("frozen", feed.url, feed.frozen_since, newest)


def _of_pages() -> Iterator[Alarm]:
    health = page_health()
    for outlet in Outlet.objects.listed():
        if health[outlet.pk].is_alarming:
            yield Alarm("layout", outlet.name, None, health[outlet.pk].told)
