"""Requests, tasks and what waits → the text that Prometheus reads.

Web and worker processes count into small files of the data folder (prometheus_client's multi-process mode), so that any
web process of a machine tells for all of that machine; what waits is asked of the database and the broker.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from platform import node

from billiard.process import current_process
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from aggregator.alarms import alarms
from aggregator.models import Feed
from aggregator.operations.backlog import backlog, fetched_since, held
from aggregator.operations.queues import NoBroker, queue_lengths

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_KEPT_SECONDS = 7 * 86_400.0  # the counts of a process that is gone
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


def _slot() -> str:
    """The name of this process's file: a worker's child keeps its place's, so that files do not pile up."""
    place = getattr(current_process(), "index", None)
    if place is None:
        return f"{node()}-pid{os.getpid()}"
    return f"{node()}-{zlib.crc32(' '.join(sys.argv).encode()):08x}-place{place}"


_folder = Path(settings.DATA_DIR) / "metrics"
with suppress(OSError):  # a folder that cannot be had is told of by the checks, in a sentence
    _folder.mkdir(parents=True, exist_ok=True)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_folder)
values.ValueClass = values.MultiProcessValue(_slot)  # type: ignore[no-untyped-call]

REQUESTS = Counter("parallax_requests", "Requests answered.", ("view", "method", "status"))
NOT_UNDERSTOOD = Counter("parallax_not_understood", "What readers asked for and we could not understand.", ("reason",))
REQUEST_SECONDS = Histogram("parallax_request_seconds", "Time to answer a request.", ("view",), buckets=_BUCKETS)
TASKS = Counter("parallax_tasks", "Tasks that ended.", ("task", "state"))
TASK_SECONDS = Histogram("parallax_task_seconds", "Time that a task took.", ("task",), buckets=_BUCKETS)


def exposition() -> bytes:
    """All metrics of this machine, and of the work that waits, in Prometheus' text format."""
    _forget_the_old()
    registry = CollectorRegistry()
    with suppress(ValueError):  # the folder was deleted meanwhile
        MultiProcessCollector(registry, str(_folder))  # type: ignore[no-untyped-call]
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
    for alarm in alarms():
        kinds[alarm.kind] = kinds.get(alarm.kind, 0) + 1
    yield _labelled("parallax_alarms", "Alarms that are up.", "kind", kinds)


def _labelled(name: str, about: str, label: str, found: dict[str, int] | dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=(label,))
    for key, value in found.items():
        family.add_metric((key,), value)
    return family


def _forget_the_old() -> None:
    for path in _folder.glob("*.db"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
                path.unlink()
