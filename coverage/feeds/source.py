"""Something that can be followed → its newest entries, and its past in archives that stay as they are (RFC 5005).

What a feed follows is rows that are only ever added. Every `SIZE` of them, in order of their numbers, are an archive
for good, whatever becomes of one of them; the newest entries and all rows that are in no archive yet are the feed
itself. So whoever reads the feed and the archives that it leads to has had everything.
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
"""Rows of an archive, and the newest entries of a feed."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is followed.

    `name` is what its guid ends with, `page` the path of its page, `base` its own path without the form: "/s/3/feed"
    stands at "/s/3/feed.rss" and its archives at "/s/3/feed/1.rss". `rows` are all that may ever be an entry, `shown`
    those of them that readers may see, newest first and with all that `items` needs to make entries of them.
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

    def address(self, form: str, part: int | None = None) -> str:
        """The absolute address of the feed, or of one of its archives, in a form."""
        return absolute(f"{self.base}.{form}" if part is None else f"{self.base}/{part}.{form}")


def newest(source: Source, form: str) -> Channel:
    """The feed: its newest entries, and whatever is in no archive yet; four queries and those of its entries."""
    archives = source.rows.count() // SIZE
    waiting = source.rows.order_by("pk").values_list("pk", flat=True)[archives * SIZE :]
    first = source.shown.values_list("pk", flat=True)[:SIZE]
    entries = source.shown.filter(pk__in={*waiting, *first})
    previous = source.address(form, archives) if archives else ""
    return _channel(source, form, entries, source.changed, None, previous=previous)


def archive(source: Source, form: str, part: int) -> Channel | None:
    """The archive of that number, from 1; None where there is none (yet)."""
    archives = source.rows.count() // SIZE
    if not 1 <= part <= archives:
        return None
    rows = source.rows.order_by("pk").values_list("pk", flat=True)[(part - 1) * SIZE : part * SIZE]
    return _channel(
        source,
        form,
        source.shown.filter(pk__in=list(rows)),
        None,
        part,
        previous=source.address(form, part - 1) if part > 1 else "",
        following=source.address(form, part + 1) if part < archives else "",
        current=source.address(form),
    )


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
        **links,
    )
