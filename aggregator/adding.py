"""Addresses that a person adds, of any site, and pasted texts → articles that are due, or the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aggregator.added_outlets import know_added_outlets
from aggregator.journal import note
from aggregator.listing.opml import ListedSource
from aggregator.models import AddedAddress, Addition, Article, Capture, Outlet
from aggregator.opml_intake import Intake, checked, outlet_at, site_of
from aggregator.outlets import outlet_of
from aggregator.reading.entering import LONGEST_URL
from aggregator.reading.pasted import packed
from aggregator.reading.types import ReadingError
from aggregator.reading.urls import normalise
from aggregator.wire.fetched import FetchError

MOST = 50
"""Addresses of one addition."""

PASTED = "pasted text"
"""The archive under which pasted texts are kept."""


def prepare(lines: Iterable[str], user: Any, now: datetime, pasted: Mapping[str, Any] | None = None) -> Addition:
    """Keep what was pasted; nothing is asked for yet. `pasted` has the text, title, byline and time of a single one."""
    addition = Addition.objects.create(made_by=user, made_at=now)
    rows = [
        AddedAddress(
            addition=addition,
            line=line[:LONGEST_URL],
            pasted=pasted,
            reason="address too long" if len(line) > LONGEST_URL else "",  # a part of it would be another's
        )
        for line in lines
    ]
    AddedAddress.objects.bulk_create(rows)
    return addition


@transaction.atomic
def enter(addition: Addition, now: datetime) -> None:
    """Make each address an article that is due, whatever FOLLOW and LIVE say, for a person asks for it. Entering it
    twice changes nothing. Only the workers fetch, by the one way that checks the machine behind an address.

    Reasons: those of `read_address` and `normalise`, "address too long", "port not allowed", "no site of its own",
    "belongs to a known outlet", "taken down", "switched off", "read already" (of a text that is pasted).
    """
    know_added_outlets()
    for row in addition.addresses.select_for_update().filter(article=None, reason=""):
        try:
            row.article, row.known = _entered(row, now)
        except (FetchError, ReadingError) as error:
            row.reason = error.reason[:120]
            note(error.reason, row.line, detail=error.detail)
        row.pasted = None
        row.save()
    Addition.objects.filter(pk=addition.pk, entered_at=None).update(entered_at=now)


def _entered(row: AddedAddress, now: datetime) -> tuple[Article, bool]:
    address = checked(row.line.strip())
    url = normalise(address.url)
    if len(url) > LONGEST_URL:
        raise ReadingError("address too long")
    outlet = _outlet_of(url)
    gone = Article.objects.filter(url=url, state=Article.State.REMOVED)
    if outlet.withdrawn_at or gone.exists():
        raise ReadingError("taken down", url)
    if not outlet.enabled and not row.pasted:
        raise ReadingError("switched off", outlet.name)
    return _pasted(url, outlet, row.pasted, now) if row.pasted else _asked_for(url, outlet, now)


def _outlet_of(url: str) -> Outlet:
    """The outlet at an address; one of its own for a site that is not known. Raises ReadingError."""
    known = outlet_of(url)
    if known:
        return Outlet.objects.get(slug=known.slug)
    source = ListedSource(address=url, site="", title="", kind="rss")
    return outlet_at(site_of(source, checked(url)), source, Intake())


def _asked_for(url: str, outlet: Outlet, now: datetime) -> tuple[Article, bool]:
    given = {"outlet": outlet, "link": url, "asked_for": True, "first_seen_at": now, "next_try_at": now}
    article, new = Article.objects.get_or_create(url=url, defaults=given)
    if not new:
        again = {"origin": Article.Origin.LIVE, "archive": "", "captured_from": "", "asked_for": True}
        unread = Article.objects.filter(pk=article.pk, snapshot=None)
        unread.update(**again, state=Article.State.DUE, reason="", attempts=0, next_try_at=now, queued_until=None)
    return article, not new


def _pasted(url: str, outlet: Outlet, told: Mapping[str, Any], now: datetime) -> tuple[Article, bool]:
    """The text takes the place of the page's, for good: what is pasted later is a newer text."""
    read = Article.objects.filter(url=url, snapshot__isnull=False).exclude(origin=Article.Origin.PASTED)
    if read.exists():
        raise ReadingError("read already")
    body = packed(told["title"], told["byline"], told["published"], told["text"])
    kept = {"kind": Capture.Kind.PAGE, "outlet": outlet, "packed": Capture.pack(body), "captured_at": now}
    kept |= {"content_type": "text/plain; charset=utf-8", "origin": Article.Origin.PASTED}
    Capture.objects.update_or_create(url=url, archive=PASTED, defaults=kept)
    given = {
        "origin": Article.Origin.PASTED,
        "archive": PASTED,
        "state": Article.State.DUE,
        "reason": "",
        "attempts": 0,
    }
    given |= {"next_try_at": now, "queued_until": None, "lease_until": None, "captured_from": ""}
    article, new = Article.objects.update_or_create(
        url=url, defaults=given, create_defaults={**given, "outlet": outlet, "link": url, "first_seen_at": now}
    )
    return article, not new
