"""What is remembered of hosts between two requests: in the database for all workers, or by one command alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from aggregator.models import Host
from aggregator.robots import Robots
from aggregator.turns import NotYet


class StoredHosts:
    """Rows that all workers share: whoever moves a host's `free_at` first has it."""

    def hold(self, name: str, now: datetime, until: datetime) -> None:
        host, _ = Host.objects.get_or_create(name=name, defaults={"free_at": now})
        if not Host.objects.filter(name=name, free_at__lte=now).update(free_at=until, set_at=now):
            host.refresh_from_db()
            raise NotYet(host.free_at)

    def extend(self, name: str, now: datetime, until: datetime, longer: datetime) -> None:
        Host.objects.filter(name=name, free_at=until).update(free_at=longer, set_at=now)

    def let_go(self, name: str, now: datetime, until: datetime, free_at: datetime) -> None:
        Host.objects.filter(name=name, free_at=until).update(free_at=free_at, set_at=now)

    def robots(self, name: str) -> tuple[Robots, datetime] | None:
        host = Host.objects.filter(name=name).first()
        if host is None or host.robots_at is None:
            return None
        return Robots(host.robots_rule, host.robots_text), host.robots_at

    def keep_robots(self, name: str, robots: Robots, now: datetime) -> None:
        Host.objects.filter(name=name).update(robots_rule=robots.rule, robots_text=robots.text, robots_at=now)


@dataclass
class OwnHosts:
    """The memory of one command that stores nothing: it is polite to hosts that it asks twice, and forgets them."""

    free_at: dict[str, datetime] = field(default_factory=dict)
    files: dict[str, tuple[Robots, datetime]] = field(default_factory=dict)

    def hold(self, name: str, now: datetime, until: datetime) -> None:
        if name in self.free_at and self.free_at[name] > now:
            raise NotYet(self.free_at[name])
        self.free_at[name] = until

    def extend(self, name: str, now: datetime, until: datetime, longer: datetime) -> None:
        if self.free_at.get(name) == until:
            self.free_at[name] = longer

    def let_go(self, name: str, now: datetime, until: datetime, free_at: datetime) -> None:
        if self.free_at.get(name) == until:
            self.free_at[name] = free_at

    def robots(self, name: str) -> tuple[Robots, datetime] | None:
        return self.files.get(name)

    def keep_robots(self, name: str, robots: Robots, now: datetime) -> None:
        self.files[name] = (robots, now)
