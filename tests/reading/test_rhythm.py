"""How often a feed brings news, and from when on its silence is an alarm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.outlets import OUTLETS
from aggregator.reading.rhythm import (
    FEWEST_TIMES,
    LEAST_QUIET,
    MOST_QUIET,
    credible,
    is_frozen,
    quiet_allowed,
    usual_gap,
)

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPANS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4000))
TIMES = st.lists(SPANS.map(lambda ago: NOW - ago), max_size=40)


def every(gap: timedelta, count: int = 20) -> list[datetime]:
    return [NOW - gap * number for number in range(count)]


def test_the_usual_gap_is_the_one_that_nine_in_ten_keep_to():
    assert usual_gap(every(HOUR), NOW) == HOUR
    assert usual_gap([*every(HOUR), NOW - timedelta(days=900)], NOW) == HOUR  # an item pinned for years
    assert usual_gap([NOW - HOUR * ago for ago in (0, 1, 2, 3, 5, 8)], NOW) == 3 * HOUR


def test_a_few_items_have_no_rhythm():
    assert usual_gap(every(HOUR, FEWEST_TIMES - 1), NOW) is None
    assert usual_gap([NOW] * 50, NOW) is None


@pytest.mark.parametrize(
    ("gap", "most", "allowed"),
    [
        (timedelta(minutes=10), MOST_QUIET, LEAST_QUIET),
        (8 * HOUR, MOST_QUIET, 32 * HOUR),
        (timedelta(days=3), MOST_QUIET, MOST_QUIET),
        (timedelta(days=7), timedelta(days=60), timedelta(days=28)),
        (None, MOST_QUIET, MOST_QUIET),
        (HOUR, 6 * HOUR, 6 * HOUR),
    ],
)
def test_silence_is_allowed_for_four_gaps_within_bounds(gap, most, allowed):
    assert quiet_allowed(gap, most) == allowed


def test_a_time_that_lies_ahead_makes_no_feed_fresh():
    assert credible([datetime(2999, 1, 1, tzinfo=UTC), NOW + 3 * HOUR, NOW - HOUR], NOW) == [NOW - HOUR, NOW]


@pytest.mark.parametrize(
    ("newest", "changed", "frozen"),
    [
        (NOW - 47 * HOUR, NOW, False),
        (NOW - 49 * HOUR, NOW, True),
        (NOW, NOW - 49 * HOUR, True),  # the same items with a new date
        (None, NOW - 49 * HOUR, True),  # items without dates
        (None, NOW - HOUR, False),
    ],
)
def test_a_feed_is_frozen_when_nothing_new_has_come_for_too_long(newest, changed, frozen):
    assert is_frozen(newest, changed, 48 * HOUR, NOW) is frozen


@pytest.mark.parametrize("slug", list(OUTLETS))
def test_none_of_the_six_may_be_silent_for_longer_than_48_hours(slug):
    assert all(feed.most_quiet <= 48 * HOUR for feed in OUTLETS[slug].feeds)


@given(TIMES, SPANS)
def test_whatever_the_times_are_the_alarm_comes_within_the_bounds(times, most):
    allowed = quiet_allowed(usual_gap(times, NOW), most)
    assert min(LEAST_QUIET, most) <= allowed <= most
    newest = max(credible(times, NOW), default=None)
    assert is_frozen(newest, NOW, allowed, (newest or NOW) + most + HOUR)
    assert not is_frozen(newest, newest or NOW, allowed, newest or NOW)


@given(TIMES, TIMES)
def test_the_order_and_repetition_of_items_change_nothing(times, others):
    assert usual_gap(times, NOW) == usual_gap([*reversed(times), *times], NOW)
    assert credible(times + others, NOW) == sorted({*credible(times, NOW), *credible(others, NOW)})


@given(TIMES.filter(lambda times: len(set(times)) >= FEWEST_TIMES), st.timedeltas(HOUR, timedelta(days=400)))
def test_the_gap_does_not_depend_on_when_it_is_looked_at(times, later):
    assert usual_gap(times, NOW) == usual_gap(times, NOW + later)
    gap = usual_gap(times, NOW)
    assert gap is not None
    assert timedelta(0) < gap <= max(times) - min(times)
