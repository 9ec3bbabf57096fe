"""Credit that articles give → who cites whom, in words or by link, and who was first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

By = Literal["words", "link"]


@dataclass(frozen=True, slots=True)
class CitationRow:
    """Credit given in one article: the sentence at `start` to `end` of its text credits `name`; `credited` is the slug
    where that is one of the outlets, else empty."""

    article: int
    outlet: str
    published: datetime
    name: str
    credited: str
    by: By
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Crediting:
    """One outlet's credit to another: how it is given, and the sentences (article, start, end), earliest first."""

    outlet: str
    by: tuple[By, ...]
    evidence: tuple[tuple[int, int, int], ...]
    first: datetime


@dataclass(frozen=True, slots=True)
class CreditedOne:
    """An outlet, body or document with everyone who credits it, earliest first; `outlet` is its slug, empty for one
    that is not an outlet here."""

    name: str
    outlet: str
    by: tuple[Crediting, ...]


@dataclass(frozen=True, slots=True)
class WhoCitesWhom:
    """The story's credit: whoever most outlets credit first, and the outlets that published first (several where the
    times are equal, none where none is known)."""

    credited: tuple[CreditedOne, ...]
    first: tuple[str, ...]
    first_at: datetime | None


def who_cites_whom(citations: Iterable[CitationRow], published: Mapping[str, datetime] | None = None) -> WhoCitesWhom:
    """Groups credit by whom it goes to; an outlet's credit to itself is left out.

    `published` is each outlet's first publication in the story, by slug; without it the citing articles' own times
    are all that is known of who was first.
    """
    rows = sorted(citations, key=_by_publication)
    groups: dict[str, list[CitationRow]] = defaultdict(list)
    for row in rows:
        if row.credited != row.outlet:
            groups[row.credited or f"name {row.name.casefold()}"].append(row)
    credited = sorted((_credited(group) for group in groups.values()), key=_by_weight)
    times = dict(published or {})
    if published is None:
        for row in reversed(rows):
            times[row.outlet] = row.published
    first_at = min(times.values(), default=None)
    first = tuple(sorted(outlet for outlet, at in times.items() if at == first_at))
    return WhoCitesWhom(tuple(credited), first, first_at)


def _credited(rows: Sequence[CitationRow]) -> CreditedOne:
    by_outlet: dict[str, list[CitationRow]] = defaultdict(list)
    for row in rows:
        by_outlet[row.outlet].append(row)
    in_words = [row.name for row in rows if row.by == "words"] or [row.name for row in rows]
    return CreditedOne(in_words[0], rows[0].credited, tuple(_crediting(found) for found in by_outlet.values()))


def _crediting(rows: Sequence[CitationRow]) -> Crediting:
    ways: tuple[By, ...] = tuple(way for way in ("words", "link") if any(row.by == way for row in rows))
    evidence = dict.fromkeys((row.article, row.start, row.end) for row in rows)
    return Crediting(rows[0].outlet, ways, tuple(evidence), rows[0].published)


def _by_weight(one: CreditedOne) -> tuple[int, str, str]:
    return -len(one.by), one.name.casefold(), one.outlet


def _by_publication(row: CitationRow) -> tuple[datetime, int, int, int, str, str, str, str]:
    return row.published, row.article, row.start, row.end, row.by, row.name, row.outlet, row.credited
