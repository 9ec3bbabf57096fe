"""Requests, tasks and what waits → the text that Prometheus reads.

Web and worker processes count into small files of the data folder, so that any web process of a machine tells for all
of that machine; what waits is asked of the database and the broker.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from aggregator.alarms import alarms
from aggregator.models import Feed
from aggregator.operations.backlog import backlog, fetched_since, held
from aggregator.operations.counters import Counted
from aggregator.operations.queues import NoBroker, queue_lengths

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition() -> bytes:
    """All metrics of this machine, and of the work that waits, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Counted())
    registry.register(_Work())
    return generate_latest(registry)


class _Work(Collector):
    """What the database and the broker tell, at the moment of asking."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _of_broker()
        try:
            yield from _of_database()
            up = 1
        except DatabaseError:
            up = 0
        yield GaugeMetricFamily("parallax_database_up", "Whether the database answers.", value=up)


def _of_broker() -> Iterator[GaugeMetricFamily]:
    try:
        lengths = queue_lengths()
    except NoBroker:
        lengths = {}
    yield GaugeMetricFamily("parallax_broker_up", "Whether the broker answers.", value=1 if lengths else 0)
    yield _labelled("parallax_queue_length", "Messages that wait in a queue.", "queue", lengths)


def _of_database() -> Iterator[GaugeMetricFamily]:
    now = timezone.now()
    waiting = backlog(now)
    counts = {"articles": waiting.articles, "looks": waiting.looks, "feeds": waiting.feeds}
    counts |= {"placing": waiting.unplaced, "comparing": waiting.stale_stories}
    yield _labelled("parallax_due", "What is due and not done.", "work", counts)
    yield _labelled("parallax_oldest_due_seconds", "For how long the oldest is due.", "work", waiting.waits(now))
    yield _labelled("parallax_held", "What workers hold.", "what", held(now))
    hour = fetched_since(now - timedelta(hours=1))
    yield _labelled("parallax_fetched_last_hour", "The fetch log's last hour.", "outcome", hour)
    feeds: dict[str, int] = {}
    for feed in Feed.objects.select_related("outlet"):
        feeds[feed.health()] = feeds.get(feed.health(), 0) + 1
    yield _labelled("parallax_feeds", "Feeds by their health.", "health", feeds)
    kinds: dict[str, int] = {}
    for alarm in alarms(waiting):
        kinds[alarm.kind] = kinds.get(alarm.kind, 0) + 1
    yield _labelled("parallax_alarms", "Alarms that are up.", "kind", kinds)


def _labelled(name: str, about: str, label: str, found: dict[str, int] | dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=(label,))
    for key, value in found.items():
        family.add_metric((key,), value)
    return family
