"""The database → what someone at the desk has to look at: one line for each alarm that is up."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from aggregator.alarm import Alarm
from aggregator.models import Feed, Outlet
from aggregator.page_health import page_health
from aggregator.work_alarms import of_work

__all__ = ["Alarm", "alarms"]


def alarms() -> list[Alarm]:
    """Every alarm that is up: of the work, of feeds, of outlets' pages. Another kind joins by its own generator."""
    return [*of_work(timezone.now()), *_of_feeds(), *_of_pages()]


def _of_feeds() -> Iterator[Alarm]:
    for feed in Feed.objects.select_related("outlet"):
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
