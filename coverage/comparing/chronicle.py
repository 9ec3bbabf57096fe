"""What is known of moments in and around a story → one list by day: publication, first seen, edits and events apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from coverage.comparing.excerpts import Granted, Limits, Wish, grant
from coverage.comparing.shown import ClaimWords, Publisher, words_of

Kind = Literal["published", "seen", "edited", "event"]
_NAMED = 4
"""How many statements are named beside a date."""
_CHARACTERS, _LEAST = 90, 30
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
    """A statement that tells of a date: `first` to `last` day, in whose words, and the statement's number and, where
    an editor worded it, sentence; `focus` is where the claim's words name the date."""

    first: date
    last: date
    claim: ClaimWords
    focus: tuple[int, int]
    statement: int
    sentence: str = ""

    @property
    def publisher(self) -> Publisher:
        """Whose words these are."""
        return self.claim.source.publisher


@dataclass(frozen=True, slots=True)
class Naming:
    """A statement that names a date, with a few of its words; empty where the article may show no more on the page."""

    statement: int
    words: str
    publisher: Publisher


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A day or a period that outlets name: which, and in which statements; `more` counts those that are left out."""

    first: date
    last: date
    publishers: tuple[Publisher, ...]
    statements: tuple[Naming, ...]
    more: int = 0

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


def told_dates(dated: Iterable[Dated], most: int, limits: Limits) -> tuple[ToldDate, ...]:
    """At most so many of the dates, those that most outlets name; in their own order."""
    found: dict[tuple[date, date], list[Dated]] = {}
    for one in dated:
        found.setdefault((one.first, one.last), []).append(one)
    chosen = sorted(found.values(), key=lambda rows: (-len(_publishers(rows)), -len(_statements(rows)), rows[0].first))
    rows = sorted(chosen[:most], key=lambda rows: (rows[0].first, rows[0].last))
    granted = grant([wish for same in rows for wish in _wishes(same)], limits, {})
    return tuple(_told(same, granted) for same in rows)


def _publishers(rows: Sequence[Dated]) -> tuple[Publisher, ...]:
    return tuple({one.publisher.slug: one.publisher for one in rows}.values())


def _statements(rows: Sequence[Dated]) -> list[Dated]:
    """A row for each statement: the first."""
    return list({one.statement: one for one in reversed(rows)}.values())[::-1]


def _wishes(rows: Sequence[Dated]) -> Iterator[Wish]:
    used: set[int] = set()  # a sentence can stand in two statements: the second is told in another's words, if any
    for named in _statements(rows)[:_NAMED]:
        own = [one for one in rows if one.statement == named.statement and not named.sentence]
        own = [one for one in own if one.claim.id not in used] + [one for one in own if one.claim.id in used]
        for one in own:
            yield Wish(_key(one), one.claim.source.id, "dates", one.claim.text, one.focus, _CHARACTERS, _LEAST)
        used.update(one.claim.id for one in own[:1])


def _key(one: Dated) -> Hashable:
    return one.first, one.last, one.statement


def _told(rows: Sequence[Dated], granted: Mapping[Hashable, Granted]) -> ToldDate:
    every = _statements(rows)
    named: dict[object, Naming] = {}
    for one in every[:_NAMED]:
        words = one.sentence or words_of(granted, _key(one))
        named.setdefault(words or one.statement, Naming(one.statement, words, one.publisher))
    return ToldDate(rows[0].first, rows[0].last, _publishers(rows), tuple(named.values()), len(every[_NAMED:]))
