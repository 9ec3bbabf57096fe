"""A part of a place that was looked through → articles that are due, and how far the place was come, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from aggregator.models import Article, Backfill, BackfillPlace
from aggregator.reading.entering import LONGEST_URL
from aggregator.reading.types import Instant


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article to take: live, or from the snapshot at `captured_from`; title and time where a sitemap gives them."""

    url: str
    captured_from: str = ""
    title: str = ""
    published: Instant | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a place gave: wanted articles, what was refused, further places, and the key of the next part
    (empty: it was the last). `entered` and `new` tell of articles that were entered already."""

    wanted: Sequence[Wanted]
    refused: Counter[str] = field(default_factory=Counter)
    places: Sequence[str] = ()
    cursor: str = ""
    entered: Sequence[int] = ()
    new: int = 0


@transaction.atomic
def save_part(place: BackfillPlace, part: Part, now: datetime) -> None:
    """Enter the part's articles and note how far the place was come: both or neither, and each part once, whoever else
    works at the same backfill."""
    refused = Counter(place.refused) + part.refused
    found = [_enter(place.backfill, one, now) for one in part.wanted if _fits(one)]
    refused["address too long"] += len(part.wanted) - len(found)
    mine = BackfillPlace.objects.filter(pk=place.pk, state=BackfillPlace.State.DUE, parts=place.parts)
    came_first = mine.update(
        state=BackfillPlace.State.DUE if part.cursor else BackfillPlace.State.DONE,
        cursor=part.cursor,
        parts=place.parts + 1,
        found=place.found + len(found) + len(part.entered),
        new=place.new + sum(new for _, new in found) + part.new,
        refused=dict(+refused),
        reason="",
        attempts=0,
        next_try_at=now,
    )
    place.backfill.articles.add(*[pk for pk, _ in found], *part.entered)
    if came_first:
        for address in part.places:
            BackfillPlace.objects.get_or_create(backfill=place.backfill, address=address, defaults={"next_try_at": now})


def _fits(wanted: Wanted) -> bool:
    return max(len(wanted.url), len(wanted.captured_from)) <= LONGEST_URL


def _enter(backfill: Backfill, wanted: Wanted, now: datetime) -> tuple[int, bool]:
    """The wanted article, and whether it is new. One that could not be had so far is tried again from here."""
    published = wanted.published
    article, new = Article.objects.get_or_create(
        url=wanted.url,
        defaults={
            "outlet": backfill.outlet,
            "link": wanted.url,
            "title": wanted.title[:500],
            "published_at": published.at if published else None,
            "published_zone": published.zone if published else "",
            "published_source": published.source if published else "",
            "published_day_only": bool(published and published.precision == "day"),
            "first_seen_at": now,
            "next_try_at": now,
            **_origin(wanted),
        },
    )
    if not new and article.origin in _TAKEN_OVER[bool(wanted.captured_from)]:
        unread = Article.objects.filter(pk=article.pk, snapshot=None, state=Article.State.REFUSED)
        fresh = {"state": Article.State.DUE, "reason": "", "attempts": 0, "next_try_at": now}
        unread.update(**_origin(wanted), **fresh, lease_until=None, queued_until=None)
    return article.pk, new


def _origin(wanted: Wanted) -> dict[str, Any]:
    if not wanted.captured_from:
        return {"origin": Article.Origin.LIVE, "archive": "", "captured_from": ""}
    archive = settings.ARCHIVE_NAME[:200]
    return {"origin": Article.Origin.ARCHIVE, "archive": archive, "captured_from": wanted.captured_from}


_TAKEN_OVER = {
    True: (Article.Origin.LIVE, Article.Origin.ARCHIVE),
    False: (Article.Origin.ARCHIVE,),
}
"""Whose refused articles a snapshot (or else the live page) may stand in for."""
