"""A request or a task that ended → its counts; all counts → what Prometheus reads of them."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from django.conf import settings
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from aggregator.operations.counts import Counts

_COUNTERS = {
    "parallax_requests": ("Requests answered.", ("view", "method", "status")),
    "parallax_not_understood": ("What readers asked for and we could not understand.", ("reason",)),
    "parallax_tasks": ("Tasks that ended.", ("task", "state")),
}
_TIMES = {
    "parallax_request_seconds": ("Time to answer a request.", ("view",)),
    "parallax_task_seconds": ("Time that a task took.", ("task",)),
}
_INFINITE = float("inf")
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, _INFINITE)  # seconds
_own: dict[int, Counts] = {}  # by process: a worker's children are forks


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    """One request was answered."""
    counted = {_key("parallax_requests", view, method, str(status)): 1.0}
    counts().add(counted | _timed("parallax_request_seconds", view, seconds))


def count_not_understood(reason: str) -> None:
    """A reader asked for something that is not there; the page says so and shows the rest."""
    counts().add({_key("parallax_not_understood", reason): 1.0})


def count_task(name: str, state: str, seconds: float) -> None:
    """One task ended, in a state of Celery's."""
    counts().add({_key("parallax_tasks", name, state): 1.0} | _timed("parallax_task_seconds", name, seconds))


def counts() -> Counts:
    """Those of this process."""
    if os.getpid() not in _own:
        _own.clear()
    return _own.setdefault(os.getpid(), Counts(Path(settings.DATA_DIR) / "metrics"))


class Counted(Collector):
    """All that web and worker processes on this data folder counted."""

    def collect(self) -> Iterator[CounterMetricFamily | HistogramMetricFamily]:
        sums: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
        for key, number in counts().sums().items():
            name, *labels = json.loads(key)
            sums[name][tuple(labels)] = number
        for name, (about, labels) in _COUNTERS.items():
            counter = CounterMetricFamily(name, about, labels=labels)
            for values, number in sorted(sums[name].items()):
                counter.add_metric(values, number)
            yield counter
        for name, (about, labels) in _TIMES.items():
            histogram = HistogramMetricFamily(name, about, labels=labels)
            for values, seconds in sorted(sums[f"{name}_sum"].items()):
                found = sums[f"{name}_bucket"]
                upto = accumulate(found.get((*values, bound), 0.0) for bound in map(_bound, _BOUNDS))
                histogram.add_metric(values, list(zip(map(_bound, _BOUNDS), upto, strict=True)), seconds)
            yield histogram


def _timed(name: str, label: str, seconds: float) -> dict[str, float]:
    bound = next(bound for bound in _BOUNDS if seconds <= bound)
    return {_key(f"{name}_bucket", label, _bound(bound)): 1.0, _key(f"{name}_sum", label): seconds}


def _bound(seconds: float) -> str:
    return "+Inf" if seconds == _INFINITE else str(float(seconds))


def _key(*words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
