"""Whose turn it is, how long a server asks to wait, and when to come back after a failure."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.wire.politeness import LONGEST_RETRY_AFTER, host_of, next_poll, next_try, origin_of, retry_after_seconds

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


def test_a_host_has_one_name_for_its_turn():
    assert host_of("HTTP://Example.org.:80/a") == host_of("https://example.org/b") == "example.org"
    assert host_of("http://127.0.0.1:8099/") == "127.0.0.1:8099"
    assert origin_of("https://Example.org/a/b?c") == "https://example.org"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999999999999", LONGEST_RETRY_AFTER),
        ("Mon, 05 Jan 2026 11:00:00 GMT", 3600),
        ("Mon, 05 Jan 2026 09:00:00 GMT", 0),
        ("Fri, 31 Dec 2999 23:59:59 GMT", LONGEST_RETRY_AFTER),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("Mon, 99 Jan 2026 99:00:00 GMT", None),
    ],
)
def test_it_reads_retry_after(value, seconds):
    assert retry_after_seconds(value, NOW) == seconds


@given(st.integers(1, 10_000), st.one_of(st.none(), st.integers(0, 10**9)), st.integers(0, 2**32))
def test_the_next_try_is_later_each_time_within_bounds(attempts, retry_after, seed):
    wait = (next_try(attempts, NOW, retry_after, random.Random(seed)) - NOW).total_seconds()
    assert 30 <= wait <= 24 * 3600
    assert wait >= min(retry_after or 0, 24 * 3600)
    if attempts < 8 and not retry_after:
        assert 30 * 2 ** (attempts - 1) <= wait <= 60 * 2 ** (attempts - 1)


def test_feeds_that_failed_together_do_not_come_back_together():
    rng = random.Random(1)
    times = {next_try(3, NOW, None, rng) for _ in range(50)}
    assert len(times) == 50
    assert max(times) - min(times) > timedelta(seconds=60)


@given(st.integers(0, 10_000), st.booleans(), st.one_of(st.none(), st.integers(0, 10**9)), st.integers(0, 2**32))
def test_a_feed_is_asked_again_within_bounds_and_never_before_its_server_wishes(failures, news, retry_after, seed):
    wait = (next_poll(failures, NOW, news, retry_after, random.Random(seed)) - NOW).total_seconds()
    assert 300 <= wait <= (24 * 3600 if retry_after else 12 * 3600)
    assert wait >= min(retry_after or 0, 24 * 3600)
    if failures == 0 and not retry_after:
        assert (480 if news else 960) <= wait <= (600 if news else 1200)
    if 0 < failures < 7 and not retry_after:
        assert 300 * 2 ** (failures - 1) <= wait <= 600 * 2 ** (failures - 1)


@pytest.mark.parametrize("failures", [0, 1, 20])
def test_feeds_that_were_asked_together_are_not_asked_together_again(failures):
    rng = random.Random(1)
    times = {next_poll(failures, NOW, False, None, rng) for _ in range(50)}
    assert len(times) == 50
    assert max(times) - min(times) > timedelta(seconds=60)


@given(st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1)))
def test_a_date_to_come_back_at_is_a_wait_from_now(at):
    seconds = retry_after_seconds(at.strftime("%a, %d %b %Y %H:%M:%S GMT"), NOW)
    wanted = (at.replace(microsecond=0, tzinfo=UTC) - NOW).total_seconds()
    assert seconds == min(max(wanted, 0), LONGEST_RETRY_AFTER)


@given(st.text(max_size=40))
def test_any_retry_after_is_a_bounded_wait_or_none(value):
    seconds = retry_after_seconds(value, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_RETRY_AFTER
