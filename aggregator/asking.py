"""An address → its bytes, asked for politely, and what they say, read in a process of its own: the one way that the
workers and `fetchcheck` take."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.conf import settings

from aggregator.fetch import fetch
from aggregator.limits import bounded
from aggregator.outlets import OutletSpec, outlet_of
from aggregator.reading.types import Page, ReadArticle, ReadFeed
from aggregator.turns import Courtesy, turn_at
from aggregator.wire.fetched import Accept, Fetched, FetchError


def ask_for_feed(
    url: str, kind: str, courtesy: Courtesy, now: datetime, etag: str = "", last_modified: str = ""
) -> tuple[Fetched, ReadFeed | None]:
    """A feed's ("rss") or news sitemap's ("sitemap") answer and its entries; None where nothing changed since.

    Raises FetchError, ReadingError, and NotYet while it is another's turn at the host.
    """
    answer = ask(url, "feed", courtesy, now, etag, last_modified)
    if answer.unchanged:
        return answer, None
    return answer, read_feed_bytes(answer.body, answer.final_url, kind, answer.content_type)


def ask_for_page(
    url: str, slug: str, courtesy: Courtesy, now: datetime, etag: str = "", last_modified: str = ""
) -> Fetched:
    """The answer at an article's address, which must not lead away from the outlet `slug` (empty: not one of ours).

    Raises FetchError, and NotYet while it is another's turn at the host.
    """
    answer = ask(url, "page", courtesy, now, etag, last_modified)
    where = outlet_of(answer.final_url)
    if (where.slug if where else "") != slug:
        raise FetchError("leads to another site", permanent=True, detail=answer.final_url[:200])
    return answer


def ask(
    url: str, accept: Accept, courtesy: Courtesy, now: datetime, etag: str = "", last_modified: str = ""
) -> Fetched:
    """Any address's answer, asked for in turn; robots.txt is heeded at every redirect. Raises FetchError and NotYet."""
    with turn_at(url, courtesy, now) as go_to:
        return fetch(url, courtesy.rules, etag, last_modified, accept=accept, on_redirect=go_to)


def read_feed_bytes(body: bytes, url: str, kind: str, content_type: str = "") -> ReadFeed:
    """A feed's or news sitemap's entries, read in a bounded process; raises ReadingError."""
    reader = "aggregator.reading.sitemaps:read_sitemap" if kind == "sitemap" else "aggregator.reading.feeds:read_feed"
    arguments = (body, url) if kind == "sitemap" else (body, url, content_type)
    return cast(ReadFeed, bounded(reader, *arguments))


def read_page_bytes(body: bytes, url: str, content_type: str, spec: OutletSpec | None) -> Page:
    """What an article's page says, read in a bounded process; raises ReadingError."""
    return cast(Page, bounded("aggregator.reading.pages:read_page", body, url, content_type, spec))


def read_pasted_bytes(body: bytes, url: str) -> Page:
    """What an editor pasted, read in a bounded process; raises ReadingError."""
    return cast(Page, bounded("aggregator.reading.pasted:read_pasted", body, url))


def read_words(page: Page) -> ReadArticle:
    """A page's quotes, claims and credit, found in a bounded process; raises ReadingError."""
    return cast(ReadArticle, bounded("aggregator.reader:read_words", page, settings.TAGGER_FOLDER))
