"""The outlets that are followed → whether this machine reaches them, by each host's robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.db import DatabaseError

from aggregator.fetch import rules_from_settings
from aggregator.models import Feed
from aggregator.operations.doctor import Finding
from aggregator.robots import fetch_robots
from aggregator.switches import followed
from aggregator.wire.fetched import FetchError
from aggregator.wire.politeness import origin_of

_SECONDS = 8.0  # for one host: someone waits for the answer


def reach() -> Iterator[Finding]:
    """One finding for each host; and one that is "broken" where there are some and none answers."""
    if not settings.LIVE:
        yield Finding("outlets", "well", "LIVE is off: none is followed")
        return
    try:
        addresses = followed(Feed.objects.all()).values_list("url", flat=True)
        origins = sorted({origin_of(address) for address in addresses})
    except DatabaseError:
        yield Finding("outlets", "broken", "which are followed stands in the database, which does not answer")
        return
    if not origins:
        yield Finding("outlets", "look", "no feed is followed: manage.py sync_outlets, or switch one on at the desk")
    found = [(origin, _why_not(origin)) for origin in origins]
    for origin, why in found:
        yield Finding("outlets", "look" if why else "well", f"{origin}: {why or 'answers'}")
    if found and all(why for _, why in found):
        yield Finding("outlets", "broken", "none of them is reached: has this machine a network?")


def _why_not(origin: str) -> str:
    try:
        robots = fetch_robots(origin, replace(rules_from_settings(), deadline_seconds=_SECONDS))
    except FetchError as error:
        return f"{error.reason}"
    return f"is not reached ({robots.detail or 'no answer'})" if robots.rule == "allow none" else ""
