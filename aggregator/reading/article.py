"""A page into everything that it yields: quotes, claims and citations, each a span of the page's text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aggregator.outlets import OUTLETS, outlet_of
from aggregator.reading.citations import find_citations
from aggregator.reading.claims import find_claims
from aggregator.reading.credited import credited
from aggregator.reading.quotes import find_quotes
from aggregator.reading.tagging.tagger import Tagger
from aggregator.reading.tagging.vectors import article_vector
from aggregator.reading.types import Instant, Page, ReadArticle

SPEECH = 0.5
"""Quotes below this confidence report a thought or a stand ("wants", "criticized") and are no one's words."""


def read_article(page: Page, tagger: Tagger | None = None, without_tagger: str = "") -> ReadArticle:
    """The quotes, claims and citations of a page. An empty text yields none of them. Without a `tagger` rules alone
    find the quotes; `without_tagger` is why there is none, and is handed on."""
    names = outlet_names()
    own = outlet_of(page.url)
    published = _day(page.published, own.zone if own else "UTC") if page.published else None
    own_names = (own.name, *own.aliases) if own else ()
    quotes = tuple(quote for quote in find_quotes(page.text, own_names, tagger) if quote.confidence >= SPEECH)
    claims = find_claims(page.text, quotes, published, names)
    citations = find_citations(page.text, page.links, names, _slug_at, own.slug if own else "")
    vector = article_vector(tagger, page.title, page.text) if tagger else b""
    weights = tagger.weights if tagger and vector else ""
    return ReadArticle(page, quotes, credited(claims, citations, page.text), citations, without_tagger, vector, weights)


def outlet_names() -> dict[str, str]:
    """Every name by which articles credit the outlets, to their slugs; an outlet's own name comes first."""
    return {name: outlet.slug for outlet in OUTLETS.values() for name in (outlet.name, *outlet.aliases)}


def _day(instant: Instant, zone: str) -> date:
    """The day on the publisher's own calendar: "Friday" is said there, not in UTC."""
    offset = _OFFSET.fullmatch(instant.zone)
    if offset:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"])
        return (instant.at + timedelta(minutes=-minutes if offset["sign"] == "-" else minutes)).date()
    try:
        return instant.at.astimezone(ZoneInfo(instant.zone or zone)).date()
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return instant.at.date()


def _slug_at(url: str) -> str:
    outlet = outlet_of(url)
    return outlet.slug if outlet else ""


_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)")
