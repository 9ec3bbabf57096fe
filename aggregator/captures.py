"""An article → the bytes of its page: kept already, fetched from the outlet, or fetched from an archive's snapshot."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from aggregator.asking import ask, ask_for_page
from aggregator.journal import note
from aggregator.limits import courtesy_for
from aggregator.models import Article, Capture
from aggregator.outlets.article_addresses import article_address
from aggregator.reading.cdx import snapshot_of
from aggregator.reading.types import ReadingError
from aggregator.reading.window import article_url
from aggregator.removal import refuse_if_removed
from aggregator.wire.fetched import Fetched, FetchError


def capture_of(article: Article, now: datetime) -> Capture:
    """The article's bytes: from its archive, whose snapshot is fetched once and kept, or fetched live and not kept.

    Raises FetchError, and NotYet while the host is busy.
    """
    if article.origin == Article.Origin.LIVE:
        return _live(article, _fetch_live(article, now, "", ""))
    stored = Capture.objects.filter(url=article.url, archive=article.archive).first()
    if stored is None and article.origin == Article.Origin.ARCHIVE and article.captured_from.startswith("http"):
        stored = _fetch_snapshot(article, now)
    if stored is None:
        raise FetchError("not in the archive", permanent=True)
    return stored


def look_at(article: Article, now: datetime) -> Capture | None:
    """A live article's page as it is now; None where its server says that it is what it was. Raises as `capture_of`."""
    answer = _fetch_live(article, now, article.etag, article.last_modified)
    return None if answer.unchanged else _live(article, answer)


def _fetch_live(article: Article, now: datetime, etag: str, last_modified: str) -> Fetched:
    courtesy = courtesy_for(article.outlet)
    answer = ask_for_page(article.url, article.outlet.slug, courtesy, now, etag, last_modified)
    if article_address(article.url) and not article_address(answer.final_url):
        raise FetchError("leads to another page", permanent=True, detail=answer.final_url[:200])
    _note(article, "unchanged" if answer.unchanged else "ok", answer)
    return answer


def _live(article: Article, answer: Fetched) -> Capture:
    """What was fetched; the article keeps the validators that the next look sends back, whole or not at all."""
    article.etag = answer.etag if len(answer.etag) <= 500 else ""
    article.last_modified = answer.last_modified if len(answer.last_modified) <= 200 else ""
    return Capture(
        url=article.url,
        outlet=article.outlet,
        packed=Capture.pack(answer.body),
        content_type=answer.content_type,
        captured_at=timezone.now(),
    )


def _fetch_snapshot(article: Article, now: datetime) -> Capture:
    """An archive leads from the time that was asked for to the capture that it has; its address tells which it is."""
    answer = ask(article.captured_from, "page", courtesy_for(article.outlet), now)
    snapshot = snapshot_of(settings.SNAPSHOTS_URL, answer.final_url)
    if snapshot is None:
        raise FetchError("leads to another site", permanent=True, detail=answer.final_url[:200])
    if _identity(snapshot.original) != article.url:
        raise FetchError("snapshot of another page", permanent=True, detail=snapshot.original[:200])
    _note(article, "ok", answer)
    values = {
        "outlet": article.outlet,
        "origin": article.origin,
        "packed": Capture.pack(answer.body),
        "content_type": answer.content_type[:200],
        "captured_at": snapshot.at,
        "captured_from": answer.final_url[:1000],
    }
    with transaction.atomic():
        refuse_if_removed(article)
        return Capture.objects.get_or_create(url=article.url, archive=article.archive, defaults=values)[0]


def _identity(original: str) -> str:
    try:
        return article_url(original)
    except ReadingError:
        return ""


def _note(article: Article, outcome: str, answer: Fetched) -> None:
    note(outcome, answer.url, article=article, milliseconds=answer.milliseconds, size=answer.wire_bytes)
