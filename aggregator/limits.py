"""The limits that every piece of work keeps to: its lease, its time and memory, the delay at a host."""

from __future__ import annotations

import random
from datetime import timedelta

from django.conf import settings

from aggregator.fetch import rules_from_settings
from aggregator.hosts import StoredHosts
from aggregator.models import Outlet
from aggregator.sandbox import run_bounded
from aggregator.turns import Courtesy

LEASE = timedelta(seconds=45)  # after which what a dead worker held is free again
RENEWED = timedelta(seconds=15)  # how often a living one renews it (`aggregator.holding`)
QUEUED = timedelta(seconds=45)  # how long a waiting task is believed in; the broker may have lost it
JITTER = random.Random()  # noqa: S311 - spreads what is asked again, keeps no secret


def bounded(function: str, *arguments: object) -> object:
    """Run a pure function ("package.module:name") in a process that ends when it takes too long or too much memory."""
    return run_bounded(function, *arguments, seconds=settings.READ_SECONDS, megabytes=settings.READ_MEGABYTES)


def courtesy_for(outlet: Outlet) -> Courtesy:
    """How the workers ask the outlet's hosts."""
    return Courtesy(rules_from_settings(), StoredHosts(), delay_of(outlet))


def delay_of(outlet: Outlet) -> float:
    """Seconds between two requests to one of the outlet's hosts: its own wish, or the setting where that is longer."""
    return max(settings.FETCH_MIN_DELAY_SECONDS, outlet.spec.min_delay if outlet.spec else 0)
