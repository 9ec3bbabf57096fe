"""Something that can be followed → its newest entries, and its past in archives that stay as they are (RFC 5005).

An archive covers a block of the numbers that the table gives its rows, which no row ever leaves: whatever is deleted,
hidden or moved elsewhere, nothing goes from one archive to another. A block is an archive once the table's numbers have
passed it. The feed itself has the newest entries, those of the block that is not full yet, and what came to it last,
however old (an article of years ago that joins a story, or is found just as its block is full): so whoever keeps up
with the feed misses nothing, and whoever reads it and the archives that it leads to has everything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from coverage.feeds.channel import Channel, Item
from coverage.site_address import absolute, tag

SIZE = 50
"""The newest entries of a feed."""
BLOCK = 200
"""Numbers that an archive covers where a feed has some rows of its table; where it has many of them, `SIZE`."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is followed.

    `name` is what its guid ends with, `page` the path of its page, `base` its own path without the form: "/s/3/feed"
    stands at "/s/3/feed.rss" and its archives at "/s/3/feed/1.rss". `rows` are all that may ever be an entry, `shown`
    those of them that readers may see, newest first and with all that `items` needs to make entries of them; `lately`
    the same, the last that came first, where rows may come in another order than that of their numbers. `dense`: it
    has many rows of its table. `changed` and `compared` are a Channel's.
    """

    name: str
    title: str
    about: str
    page: str
    base: str
    rows: QuerySet[Any]
    shown: QuerySet[Any]
    items: Callable[[Sequence[Any]], tuple[Item, ...]]
    changed: datetime | None = None
    lately: QuerySet[Any] | None = None
    dense: bool = False
    compared: datetime | None = None

    def address(self, form: str, part: int | None = None) -> str:
        """The absolute address of the feed, or of one of its archives, in a form."""
        return absolute(f"{self.base}.{form}" if part is None else f"{self.base}/{part}.{form}")


def newest(source: Source, form: str) -> Channel:
    """The feed: its newest entries, what came last, and whatever is in no archive yet; six queries at most and those
    of its entries."""
    start = (_current(source) - 1) * _block(source)
    asked = [source.shown[:SIZE], source.shown.filter(pk__gt=start)]
    if start:
        lately = source.shown.order_by("-pk") if source.lately is None else source.lately
        asked.append(lately[:SIZE])
    keys = {key for rows in asked for key in rows.values_list("pk", flat=True)}
    before = source.shown.filter(pk__lte=start).exclude(pk__in=keys)
    previous = _archive_of(source, before.order_by("-pk")) if start else None
    links = {"previous": source.address(form, previous) if previous else ""}
    return _channel(source, form, source.shown.filter(pk__in=keys), source.changed, None, **links)


def archive(source: Source, form: str, part: int) -> Channel | None:
    """The archive of that number, from 1; None where its block is not full. It may have no entries (any more)."""
    if not 1 <= part < (current := _current(source)):
        return None
    first, last = (part - 1) * _block(source), part * _block(source)
    previous = _archive_of(source, source.shown.filter(pk__lte=first).order_by("-pk")) if first else None
    following = _archive_of(source, source.shown.filter(pk__gt=last).order_by("pk"))
    return _channel(
        source,
        form,
        source.shown.filter(pk__gt=first, pk__lte=last),
        None,
        part,
        previous=source.address(form, previous) if previous else "",
        following=source.address(form, following) if following and following < current else "",
        current=source.address(form),
    )


def _block(source: Source) -> int:
    return SIZE if source.dense else BLOCK


def _current(source: Source) -> int:
    """The block, from 1, that the table's next row lies in."""
    newest_row = source.rows.model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return (newest_row or 0) // _block(source) + 1


def _archive_of(source: Source, rows: QuerySet[Any]) -> int | None:
    """The number of the archive that the first of the rows lies in."""
    key = rows.values_list("pk", flat=True).first()
    return (key - 1) // _block(source) + 1 if key else None


def _channel(
    source: Source, form: str, entries: QuerySet[Any], changed: datetime | None, part: int | None, **links: str
) -> Channel:
    return Channel(
        guid=tag(source.name),
        title=f"Parallax: {source.title}",
        about=source.about,
        link=absolute(source.page),
        address=source.address(form, part),
        items=source.items(list(entries)),
        changed=changed,
        hub=settings.WEBSUB_HUB,
        compared=source.compared,
        **links,
    )
