"""A story's articles → its timeline: one lane for each, with its dot's place on a scale in per cent of the width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coverage.comparing.wording import Wording

_STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (5, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 20160, 43200, 129600, 259200, 525600)
)
_MOST_TICKS = 5
_EDGE = 4.0  # per cent left free on both sides, so that no dot is cut off
SHORT_MONTHS = (
    Wording("Jan"),
    Wording("Feb"),
    Wording("Mar"),
    Wording("Apr"),
    Wording("May"),
    Wording("Jun"),
    Wording("Jul"),
    Wording("Aug"),
    Wording("Sep"),
    Wording("Oct"),
    Wording("Nov"),
    Wording("Dec"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """When an article was published, and when its page says that it was changed; None: not known."""

    id: int
    published: datetime | None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """Where an article's dot and its change stand, such as "37.5%"; empty where there is none."""

    id: int
    at: str
    changed: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the scale and what is written at it."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The lanes in the order given, and the marks."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def scale(moments: Sequence[Moment]) -> Scale:
    """One scale for all lanes. A change far after the last report is left to the list, so that it does not squeeze
    the rest; with fewer than two moments in time there is nothing to draw and no marks are given."""
    times = sorted(moment.published for moment in moments if moment.published)
    if not times or times[0] == times[-1]:
        return Scale(tuple(Lane(moment.id, "", "") for moment in moments), ())
    first, last = times[0], times[-1]
    end = last + (last - first)
    near = [m.modified for m in moments if m.modified and first <= m.modified <= end]
    last = max([last, *near])
    lanes = tuple(Lane(m.id, _at(m.published, first, last), _changed(m, first, last)) for m in moments)
    return Scale(lanes, _ticks(first, last))


def _changed(moment: Moment, first: datetime, last: datetime) -> str:
    return "" if moment.modified == moment.published else _at(moment.modified, first, last)


def _at(time: datetime | None, first: datetime, last: datetime) -> str:
    if time is None or not first <= time <= last:
        return ""
    return f"{_EDGE + (100 - 2 * _EDGE) * ((time - first) / (last - first)):.2f}%"


def _ticks(first: datetime, last: datetime) -> tuple[Tick, ...]:
    step = next((step for step in _STEPS if (last - first) / step <= _MOST_TICKS), (last - first) / _MOST_TICKS)
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    mark = midnight + ((first - midnight) // step) * step
    ticks = []
    while mark <= last:
        if mark >= first:
            label = f"{mark:%H:%M}" if step < timedelta(days=1) else _day_of(mark)
            ticks.append(Tick(_at(mark, first, last), label))
        mark += step
    return tuple(ticks)


def _day_of(mark: datetime) -> Wording:
    return Wording("{day} {month}", day=mark.day, month=SHORT_MONTHS[mark.month - 1])
