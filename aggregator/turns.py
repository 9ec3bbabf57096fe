"""Whose turn it is at a host: one connection across all workers, a minimum delay, and its robots.txt, kept in the
database."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from aggregator.fetched import FetchError, FetchRules
from aggregator.models import Host
from aggregator.politeness import host_of, origin_of
from aggregator.robots import Robots, allows, crawl_delay, fetch_robots

ROBOTS_KEPT = timedelta(hours=24)
ROBOTS_KEPT_FAILING = timedelta(hours=1)


class NotYet(Exception):
    """The host is busy or was asked a moment ago: come back at `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


def take_turn(url: str, rules: FetchRules, delay: float, now: datetime) -> None:
    """Hold the host for one fetch. Raises NotYet while another worker holds it or its delay runs, and FetchError where
    its robots.txt forbids the address. `give_turn_back` must follow; if the worker dies the turn ends by itself."""
    name = host_of(url)
    host, _ = Host.objects.get_or_create(name=name, defaults={"free_at": now})
    # Two fetches at the most happen in one turn: robots.txt and the page.
    held_until = now + timedelta(seconds=2 * rules.deadline_seconds + delay)
    if not Host.objects.filter(name=name, free_at__lte=now).update(free_at=held_until):
        host.refresh_from_db()
        raise NotYet(host.free_at)
    try:
        robots = _robots_of(host, url, rules, now)
        if not allows(robots, url, rules.user_agent):
            # No file and no answer is not a refusal for good: the host may be back in an hour.
            forbidden = robots.rule == "file"
            raise FetchError("robots.txt forbids it" if forbidden else "robots.txt not reachable", permanent=forbidden)
    except FetchError:
        give_turn_back(url, rules, delay)
        raise


def give_turn_back(url: str, rules: FetchRules, delay: float) -> None:
    """Let the host's next fetch begin after `delay` seconds, or its robots.txt's Crawl-delay where that is longer."""
    host = Host.objects.get(name=host_of(url))
    wait = max(delay, crawl_delay(_kept(host), rules.user_agent))
    Host.objects.filter(pk=host.pk).update(free_at=timezone.now() + timedelta(seconds=wait))


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
