"""The times of a feed's items → how often it brings news, and whether it has fallen silent for too long."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

LEAST_QUIET = timedelta(hours=24)
"""A night and a slow Sunday morning: no feed counts as frozen before that."""

MOST_QUIET = timedelta(hours=48)
"""Where an outlet's data says nothing else, no feed may be silent for longer, whatever its items' gaps were."""

FEWEST_TIMES = 5
_KEPT = 0.9  # of the gaps: the tenth that is longer holds the nights, the holidays and the item pinned for years
_PATIENCE = 4  # usual gaps
_AHEAD = timedelta(hours=26)  # a clock in the wrong zone; what lies further ahead is no item's time


def credible(times: Iterable[datetime], now: datetime) -> list[datetime]:
    """The times that can be an item's, each once, oldest first: none lies further ahead than a wrong zone explains."""
    return sorted({min(time, now) for time in times if time <= now + _AHEAD})


def usual_gap(times: Iterable[datetime], now: datetime) -> timedelta | None:
    """The gap between neighbouring items that nine in ten of them keep to (nearest rank); None for fewer than five."""
    known = credible(times, now)
    if len(known) < FEWEST_TIMES:
        return None
    gaps = sorted(later - earlier for earlier, later in pairwise(known))
    return gaps[math.ceil(_KEPT * len(gaps)) - 1]


def quiet_allowed(gap: timedelta | None, most: timedelta = MOST_QUIET) -> timedelta:
    """How long a feed with this usual gap may bring nothing new: four gaps, a day at the least, `most` at the most."""
    if gap is None:
        return most
    return min(max(_PATIENCE * gap, LEAST_QUIET), most)


def is_frozen(newest: datetime | None, changed: datetime, allowed: timedelta, now: datetime) -> bool:
    """Whether a feed that answers has brought nothing new for longer than allowed.

    `newest` is its newest item's time (None where it dates none), `changed` when its list of items last changed: the
    older of the two counts, since a feed that gives the same items a new date each day brings no news either.
    """
    return now - (min(newest, changed) if newest else changed) > allowed
