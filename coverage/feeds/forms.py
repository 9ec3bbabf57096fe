"""A channel → the bytes of RSS 2.0, Atom 1.0 or JSON Feed 1.1, and their media type."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from coverage.feeds.channel import Channel, Item

FORMS = ("rss", "atom", "json")
MEDIA_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
_HISTORY = "http://purl.org/syndication/history/1.0"  # RFC 5005
_VERSION = "https://jsonfeed.org/version/1.1"
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not in XML 1.0


def written(channel: Channel, form: str) -> bytes:
    """The channel in a form: "rss", "atom" or "json"."""
    return _json(channel) if form == "json" else _xml(channel, _RSS if form == "rss" else _Atom)


class _RSS(Rss201rev2Feed):
    """RSS 2.0 with the Atom links that say where it stands, where its past and its hub are."""

    def latest_post_date(self) -> datetime:
        """When its contents last changed; Django's own gives the present moment to an empty feed."""
        updated: datetime = self.feed["updated"]
        return updated

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **_history(self.feed["links"])}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        _add_links(handler, self.feed["links"], "atom:link")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


class _Atom(Atom1Feed):
    """Atom 1.0 with the same links."""

    def latest_post_date(self) -> datetime:
        """When its contents last changed."""
        updated: datetime = self.feed["updated"]
        return updated

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **_history(self.feed["links"])}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        _add_links(handler, self.feed["links"], "link")


def _xml(channel: Channel, kind: type[_RSS | _Atom]) -> bytes:
    feed = kind(
        title=_fit(channel.title),
        link=channel.link,
        description=_fit(channel.about),
        subtitle=_fit(channel.about),
        language="en",
        author_name="Parallax",
        feed_url=channel.address,
        feed_guid=channel.guid,
        updated=channel.updated,
        links=_links(channel),
    )
    for item in channel.items:
        feed.add_item(
            title=_fit(item.title),
            link=item.link,
            description=_fit(item.body),
            unique_id=item.guid,
            unique_id_is_permalink=False,
            pubdate=item.published.replace(microsecond=0),
            updateddate=_told_apart(item),
            author_name=_fit(item.author),
        )
    return feed.writeString("utf-8").encode()


def _told_apart(item: Item) -> datetime:
    """When it changed, with a fraction of a second by its guid: what changed at one moment is told apart, as readers
    that go by the date alone (and the W3C's validator) ask, and each time in the same way."""
    fraction = int.from_bytes(hashlib.sha256(item.guid.encode()).digest()[:4]) % 1_000_000
    return item.updated.replace(microsecond=fraction)


def _links(channel: Channel) -> dict[str, str]:
    links = {
        "hub": channel.hub,
        "current": channel.current,
        "prev-archive": channel.previous,
        "next-archive": channel.following,
    }
    return {relation: address for relation, address in links.items() if address}


def _history(links: dict[str, str]) -> dict[str, str]:
    return {"xmlns:fh": _HISTORY} if "current" in links else {}


def _add_links(handler: SimplerXMLGenerator, links: dict[str, str], element: str) -> None:
    for relation, address in links.items():
        handler.addQuickElement(element, None, {"rel": relation, "href": address})
    if "current" in links:
        handler.addQuickElement("fh:archive")


def _json(channel: Channel) -> bytes:
    feed: dict[str, Any] = {
        "version": _VERSION,
        "title": _fit(channel.title),
        "home_page_url": channel.link,
        "feed_url": channel.address,
        "description": _fit(channel.about),
        "language": "en",
        "authors": [{"name": "Parallax"}],
    }
    if channel.previous:
        feed["next_url"] = channel.previous
    if channel.hub:
        feed["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    feed["items"] = [_json_item(item) for item in channel.items]
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode()


def _json_item(item: Item) -> dict[str, Any]:
    return {
        "id": item.guid,
        "url": item.link,
        "title": _fit(item.title),
        "content_html": _fit(item.body),
        "date_published": _moment(item.published),
        "date_modified": _moment(item.updated),
        "authors": [{"name": _fit(item.author)}],
    }


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fit(text: str) -> str:
    """The text without what XML cannot carry."""
    return _UNFIT.sub("", text)
