"""What a person asks for of an outlet's old articles → a backfill with the places that are to be looked through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urljoin

from django.db import transaction

from aggregator.models import Backfill, BackfillPlace, Outlet
from aggregator.reading.cdx import index_query
from aggregator.reading.index_plan import index_queries
from aggregator.reading.types import ReadingError
from aggregator.reading.window import Window, wanted_article

Source = Backfill.Source


@dataclass(frozen=True, slots=True)
class Wish:
    """An outlet's old articles, as a person asks for them.

    `names` are the list, sitemaps or files that were named; none means the outlet's robots.txt for sitemaps and the
    article forms of its spec for an archive's index. `addresses` are the list's lines.
    """

    outlet: Outlet
    source: str
    window: Window
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    undated: bool = False


@transaction.atomic
def open_backfill(wish: Wish, now: datetime, again: bool = False) -> Backfill:
    """The backfill of a wish, new or where it was left, with its places; `again` looks through all of them anew."""
    backfill, _ = Backfill.objects.get_or_create(
        outlet=wish.outlet,
        source=wish.source,
        named=" ".join(wish.names)[:1000],
        window=_written(wish.window),
        undated=wish.undated,
        defaults={"started_at": now},
    )
    for address in _places(wish, backfill, now):
        BackfillPlace.objects.get_or_create(backfill=backfill, address=address[:1000], defaults={"next_try_at": now})
    if again or wish.source == Source.LIST:  # a list may have grown, and reading it asks nobody
        fresh = {"state": BackfillPlace.State.DUE, "cursor": "", "parts": 0, "found": 0, "new": 0, "refused": {}}
        walked = backfill.places.exclude(address=_LIST_ITSELF)
        walked.update(**fresh, reason="", attempts=0, next_try_at=now)
    if backfill.places.left().exists():
        Backfill.objects.filter(pk=backfill.pk).update(finished_at=None)
    return backfill


_LIST_ITSELF = "the list itself"


def window_of(backfill: Backfill) -> Window:
    """The days of a backfill."""
    first, _, last = backfill.window.partition("/")
    return Window(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def _written(window: Window) -> str:
    return f"{window.first or ''}/{window.last or ''}" if window.first or window.last else ""


def _places(wish: Wish, backfill: Backfill, now: datetime) -> Sequence[str]:
    match wish.source:
        case Source.SITEMAP:
            return wish.names or (urljoin(wish.outlet.home, "/robots.txt"),)
        case Source.INDEX if wish.names:
            return _each_address(wish, backfill, now)
        case Source.INDEX:
            return _queries(wish)
    return wish.names


def _queries(wish: Wish) -> tuple[str, ...]:
    spec, first, last = wish.outlet.spec, wish.window.first, wish.window.last
    if spec is None or first is None or last is None:
        raise ValueError("an index is asked for an outlet's articles of some days")
    return index_queries(spec, first, last)


def _each_address(wish: Wish, backfill: Backfill, now: datetime) -> list[str]:
    """A query for each wanted address of a list; what is not wanted is told at a place that stands for the list."""
    queries: list[str] = []
    refused: Counter[str] = Counter()
    for line in wish.addresses:
        try:
            url = wanted_article(line, wish.outlet.slug, wish.window)
            queries.append(index_query(url, "exact"))
        except ReadingError as error:
            refused[error.reason] += 1
    done = {"state": BackfillPlace.State.DONE, "refused": dict(refused), "next_try_at": now}
    BackfillPlace.objects.update_or_create(backfill=backfill, address=_LIST_ITSELF, defaults=done)
    return list(dict.fromkeys(queries))
