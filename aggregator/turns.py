"""Whose turn it is at a host: one connection across all workers, a minimum delay, and its robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

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


class Hosts(Protocol):
    """What is remembered of hosts, by name (`host_of`): until when each is taken, and what its robots.txt said."""

    def hold(self, name: str, now: datetime, until: datetime) -> None:
        """Take the host; it is free again at `until` if its holder dies. Raises NotYet while it is not free."""

    def extend(self, name: str, now: datetime, until: datetime, longer: datetime) -> None:
        """Keep the host until `longer`, if it is still held until `until`."""

    def let_go(self, name: str, now: datetime, until: datetime, free_at: datetime) -> None:
        """Free the host at `free_at`, if it is still held until `until`; else it is another's by now and stays so."""

    def robots(self, name: str) -> tuple[Robots, datetime] | None:
        """The host's robots.txt, and when it was asked for; None where it never was."""

    def keep_robots(self, name: str, robots: Robots, now: datetime) -> None:
        """Remember the host's robots.txt."""


@dataclass(frozen=True, slots=True)
class Courtesy:
    """How hosts are asked: the limits of a fetch, who remembers the hosts, seconds between two requests to one."""

    rules: FetchRules
    hosts: Hosts
    delay: float


@contextmanager
def turn_at(url: str, courtesy: Courtesy, now: datetime) -> Iterator[Callable[[str], None]]:
    """Hold the address's host for one fetch; gives what to call with each address that a redirect leads to.

    Raises NotYet while another worker holds a host or its delay runs, FetchError where a robots.txt forbids an
    address. If the worker dies the turn ends by itself.
    """
    held: dict[str, datetime] = {}
    wished = 0.0

    def take(address: str) -> None:
        if host_of(address) not in held:
            held[host_of(address)] = _hold(address, courtesy)

    def go_to(address: str) -> None:
        take(address)
        _obey_robots(_robots_of(address, courtesy, now, take), address, courtesy)
        for name, until in held.items():  # what comes next has its own time
            again = datetime.now(UTC)
            held[name] = _held_until(courtesy, again)
            courtesy.hosts.extend(name, again, until, held[name])

    try:
        go_to(url)
        yield go_to
    except FetchError as error:
        wished = error.retry_after or 0.0
        raise
    finally:
        for name, until in held.items():
            _let_go(name, until, courtesy, wished)


def _hold(url: str, courtesy: Courtesy) -> datetime:
    now = datetime.now(UTC)
    until = _held_until(courtesy, now)
    courtesy.hosts.hold(host_of(url), now, until)
    return until


def _held_until(courtesy: Courtesy, now: datetime) -> datetime:
    """Time for one request: robots.txt, then the page, then what a redirect asks for; each extends it anew."""
    return now + timedelta(seconds=1.5 * courtesy.rules.deadline_seconds + courtesy.delay)


def _let_go(name: str, until: datetime, courtesy: Courtesy, wished: float) -> None:
    """The host's next fetch may begin after the longest of our delay, its Crawl-delay and its Retry-After."""
    kept = courtesy.hosts.robots(name)
    asked = crawl_delay(kept[0], courtesy.rules.user_agent) if kept else 0.0
    wait = max(courtesy.delay, asked, wished)
    now = datetime.now(UTC)
    courtesy.hosts.let_go(name, now, until, now + timedelta(seconds=wait))


def _obey_robots(robots: Robots, url: str, courtesy: Courtesy) -> None:
    if not allows(robots, url, courtesy.rules.user_agent):
        # No file and no answer is not a refusal for good: the host may be back in an hour.
        forbidden = robots.rule == "file"
        reason = "robots.txt forbids it" if forbidden else "robots.txt not reachable"
        raise FetchError(reason, permanent=forbidden, detail=robots.detail)


def _robots_of(url: str, courtesy: Courtesy, now: datetime, take: Callable[[str], None]) -> Robots:
    name = host_of(url)
    if kept := courtesy.hosts.robots(name):
        robots, at = kept
        if at > now - (ROBOTS_KEPT_FAILING if robots.rule == "allow none" else ROBOTS_KEPT):
            return robots
    robots = fetch_robots(origin_of(url), courtesy.rules, on_redirect=take)
    courtesy.hosts.keep_robots(name, robots, now)
    return robots
