"""Whose turn it is at a host: one connection across all workers, a minimum delay, and its robots.txt, kept in the
database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

from aggregator.models import Host
from aggregator.robots import Robots, allows, crawl_delay, fetch_robots
from aggregator.wire.fetched import FetchError, FetchRules
from aggregator.wire.politeness import host_of, origin_of

ROBOTS_KEPT = timedelta(hours=24)
ROBOTS_KEPT_FAILING = timedelta(hours=1)


class NotYet(Exception):
    """The host is busy or was asked a moment ago: come back at `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


@contextmanager
def turn_at(url: str, rules: FetchRules, delay: float, now: datetime) -> Iterator[Callable[[str], None]]:
    """Hold the address's host for one fetch; gives what to call with each address that a redirect leads to.

    Raises NotYet while another worker holds a host or its delay runs, FetchError where a robots.txt forbids an
    address. If the worker dies the turn ends by itself.
    """
    held: dict[str, datetime] = {}
    wished = 0.0

    def go_to(address: str) -> None:
        if host_of(address) not in held:
            held[host_of(address)] = _hold(address, rules, delay)
        _obey_robots(address, rules, now)

    try:
        go_to(url)
        yield go_to
    except FetchError as error:
        wished = error.retry_after or 0.0
        raise
    finally:
        for name, until in held.items():
            _let_go(name, until, rules, max(delay, wished))


def _hold(url: str, rules: FetchRules, delay: float) -> datetime:
    """Until when the host is held: time for robots.txt, the page, and what a redirect asks for besides."""
    name, now = host_of(url), timezone.now()
    host, _ = Host.objects.get_or_create(name=name, defaults={"free_at": now})
    until = now + timedelta(seconds=4 * rules.deadline_seconds + delay)
    if not Host.objects.filter(name=name, free_at__lte=now).update(free_at=until):
        host.refresh_from_db()
        raise NotYet(host.free_at)
    return until


def _let_go(name: str, until: datetime, rules: FetchRules, delay: float) -> None:
    """The host's next fetch may begin after `delay` seconds, or its robots.txt's Crawl-delay where that is longer. A
    turn that ended by itself meanwhile is another worker's now and stays so."""
    wait = max(delay, crawl_delay(_kept(Host.objects.get(name=name)), rules.user_agent))
    Host.objects.filter(name=name, free_at=until).update(free_at=timezone.now() + timedelta(seconds=wait))


def _obey_robots(url: str, rules: FetchRules, now: datetime) -> None:
    robots = _robots_of(Host.objects.get(name=host_of(url)), url, rules, now)
    if not allows(robots, url, rules.user_agent):
        # No file and no answer is not a refusal for good: the host may be back in an hour.
        forbidden = robots.rule == "file"
        raise FetchError("robots.txt forbids it" if forbidden else "robots.txt not reachable", permanent=forbidden)


def _robots_of(host: Host, url: str, rules: FetchRules, now: datetime) -> Robots:
    kept_for = ROBOTS_KEPT_FAILING if host.robots_rule == "allow none" else ROBOTS_KEPT
    if host.robots_at and host.robots_at > now - kept_for:
        return _kept(host)
    robots = fetch_robots(origin_of(url), rules)
    host.robots_rule, host.robots_text, host.robots_at = robots.rule, robots.text, now
    host.save(update_fields=["robots_rule", "robots_text", "robots_at"])
    return robots


def _kept(host: Host) -> Robots:
    return Robots(host.robots_rule or "allow all", host.robots_text)
