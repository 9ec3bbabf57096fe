"""The values that a feed is written from: frozen, whatever the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

EPOCH = datetime(2022, 6, 17, tzinfo=UTC)
"""When an empty feed last changed."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry. `guid` never changes, whatever else does, and no other entry ever has it. `body` is HTML.

    `updated` is when it last changed for a reader; `seen` when we last learnt anything of it, where that is later.
    """

    guid: str
    title: str
    link: str
    published: datetime
    updated: datetime
    author: str
    body: str
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed before it becomes RSS, Atom or JSON; `link` is the page that it follows, `address` where it stands itself.

    `previous` and `following` are the archives before and after it and `current` the feed that an archive belongs to
    (RFC 5005, section 4); empty: there is none. `compared` is when what entries tell was last compared anew, which may
    take words out of one without a trace: no entry tells it, the answer's Last-Modified does.
    """

    guid: str
    title: str
    about: str
    link: str
    address: str
    items: tuple[Item, ...]
    changed: datetime | None = None
    previous: str = ""
    following: str = ""
    current: str = ""
    hub: str = ""
    compared: datetime | None = None

    @property
    def updated(self) -> datetime:
        """When its contents last changed."""
        moments = [moment for item in self.items for moment in (item.updated, item.seen) if moment]
        return max([moment for moment in (*moments, self.changed) if moment], default=EPOCH)

    @property
    def is_archive(self) -> bool:
        """Whether it is a part of the past that does not change any more."""
        return bool(self.current)
