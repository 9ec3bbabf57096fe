"""When and how often a host may be asked: whose host it is, what Retry-After says, when to ask again."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from aggregator.wire.addresses import read_address

FIRST_WAIT = 60.0
LONGEST_WAIT = 6 * 3600.0
AFTER_NEWS = 10 * 60.0
AFTER_NO_NEWS = 20 * 60.0
LONGEST_POLL_WAIT = 12 * 3600.0
LONGEST_RETRY_AFTER = 24 * 3600
"""Seconds. A server may ask for any wait; longer ones are shortened to this, so that a slip of theirs loses no feed."""


def host_of(url: str) -> str:
    """The host whose politeness lease an address needs: lower case, with the port where it is not the usual one.

    Raises FetchError where the text is no web address.
    """
    return read_address(url).netloc


def origin_of(url: str) -> str:
    """The scheme and host at which an address's robots.txt stands, such as "https://example.org"."""
    address = read_address(url)
    return f"{address.scheme}://{address.netloc}"


def retry_after_seconds(value: str, now: datetime) -> int | None:
    """The wait that a Retry-After header asks for: seconds or a date (RFC 9110, 10.2.3); None where it says neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(int(value[:12]), LONGEST_RETRY_AFTER)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return int(min(max((at - now).total_seconds(), 0), LONGEST_RETRY_AFTER))


def next_try(
    attempts: int,
    now: datetime,
    retry_after: int | None,
    rng: random.Random,
    first: float = FIRST_WAIT,
    longest: float = LONGEST_WAIT,
) -> datetime:
    """When to ask again after the `attempts`-th failure in a row (from 1).

    Doubles from `first` to `longest` seconds, of which a random half is taken off so that many that failed together do
    not come back together; never before `retry_after` seconds.
    """
    wait = min(first * 2 ** min(max(attempts - 1, 0), 20), longest)
    return _after(wait * rng.uniform(0.5, 1.0), now, retry_after)


def next_poll(failures: int, now: datetime, found_new: bool, retry_after: int | None, rng: random.Random) -> datetime:
    """When a feed is asked again: sooner after news, later and later (12 hours at most) while it fails, each time a
    little differently; never before `retry_after` seconds."""
    if failures:
        return next_try(failures, now, retry_after, rng, AFTER_NEWS, LONGEST_POLL_WAIT)
    wait = AFTER_NEWS if found_new else AFTER_NO_NEWS
    return _after(wait * rng.uniform(0.8, 1.0), now, retry_after)


def _after(wait: float, now: datetime, retry_after: int | None) -> datetime:
    asked = min(max(retry_after or 0, 0), LONGEST_RETRY_AFTER)
    return now + timedelta(seconds=max(wait, asked))
