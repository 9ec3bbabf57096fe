"""What is known of moments in and around a story → one list by day: publication, first seen, edits and events apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from coverage.comparing.shown import Publisher

Kind = Literal["published", "seen", "edited", "event"]
_ORDER: Sequence[Kind] = ("published", "edited", "seen", "event")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something at a moment. `source` is who tells the time ("our clock", or where the page gives it), `zone` the
    publisher's; `what` names it more closely; `article` is its id, 0 for none."""

    at: datetime
    kind: Kind
    what: str
    publisher: Publisher | None = None
    article: int = 0
    zone: str = ""
    source: str = ""
    day_only: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DayOfStory:
    """A day in UTC, and what happened on it in order; what has no hour stands first."""

    day: date
    happenings: tuple[Happening, ...]


def by_day(happenings: Iterable[Happening]) -> tuple[DayOfStory, ...]:
    """The days, the first one first."""
    found: dict[date, list[Happening]] = {}
    for one in sorted(happenings, key=_place):
        found.setdefault(one.at.astimezone(UTC).date(), []).append(one)
    return tuple(DayOfStory(day, tuple(rows)) for day, rows in found.items())


def _place(one: Happening) -> tuple[object, ...]:
    utc = one.at.astimezone(UTC)
    return utc.date(), not one.day_only, utc, _ORDER.index(one.kind), one.article, one.what


@dataclass(frozen=True, slots=True)
class Dated:
    """A statement that tells of a date: `first` to `last` day, by whom, and the statement's number."""

    first: date
    last: date
    publisher: Publisher
    statement: int


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A day or a period that outlets name: which, and in which statements."""

    first: date
    last: date
    publishers: tuple[Publisher, ...]
    statements: tuple[int, ...]

    @property
    def span(self) -> str:
        """What it is called: a "day", "month", "year" or "period"."""
        after = self.last + timedelta(days=1)
        if self.first == self.last:
            return "day"
        if self.first.day != 1 or after.day != 1:
            return "period"
        months = (after.year - self.first.year) * 12 + after.month - self.first.month
        return "month" if months == 1 else "year" if months == 12 and self.first.month == 1 else "period"


def told_dates(dated: Iterable[Dated], most: int) -> tuple[ToldDate, ...]:
    """At most so many of the dates, those that most outlets name; in their own order."""
    found: dict[tuple[date, date], list[Dated]] = {}
    for one in dated:
        found.setdefault((one.first, one.last), []).append(one)
    told = [
        ToldDate(
            first,
            last,
            tuple({one.publisher.slug: one.publisher for one in rows}.values()),
            tuple(dict.fromkeys(one.statement for one in rows)),
        )
        for (first, last), rows in found.items()
    ]
    chosen = sorted(told, key=lambda one: (-len(one.publishers), -len(one.statements), one.first))[:most]
    return tuple(sorted(chosen, key=lambda one: (one.first, one.last)))
