"""fetch → read → decide → save: an article that is due becomes a snapshot with its quotes, claims and citations."""

from __future__ import annotations

import logging
import random
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from aggregator.fetch import fetch, rules_from_settings
from aggregator.journal import note
from aggregator.limits import LEASE, QUEUED, bounded, delay_of
from aggregator.models import Article, Capture, Outlet
from aggregator.models.articles import ArticleQuerySet
from aggregator.outlets import outlet_of
from aggregator.reading.decide import gives_up, page_from_feed, published_of, titled
from aggregator.reading.types import FeedEntry, Instant, Page, ReadArticle, ReadingError, TimeSource
from aggregator.store import save_reading
from aggregator.turns import NotYet, turn_at
from aggregator.wire.fetched import FetchError
from aggregator.wire.politeness import next_try

logger = logging.getLogger(__name__)

_JITTER = random.Random()  # noqa: S311 - spreads retries, keeps no secret


def articles_to_take_up(now: datetime, most: int = 500) -> list[int]:
    """Articles that a task is to be sent for, marked so that none is sent twice: archived ones as many as there are,
    live ones one an outlet at a time, since a host takes one request at a time."""
    due = Article.objects.due(now).unqueued(now).order_by("next_try_at", "pk")
    chosen = list(due.exclude(origin=Article.Origin.LIVE).values_list("pk", flat=True)[:most])
    if settings.LIVE:
        live = due.filter(origin=Article.Origin.LIVE, outlet__enabled=True)
        live = live.filter(outlet__slug__in=settings.FOLLOW) if settings.FOLLOW else live
        chosen += _first_of_each_outlet(live)
    Article.objects.filter(pk__in=chosen).update(queued_until=now + QUEUED)
    return chosen


def take_up(article_id: int, now: datetime) -> bool:
    """Fetch (or take from its archive), read and store one due article; True when it was read now.

    Safe to run twice or at the same time: only the caller that wins the lease goes on. A failure is logged under its
    reason and the article is put off or refused; nothing is raised.
    """
    if not _may_be_taken_up(article_id):
        return False
    won = Article.objects.due(now).filter(pk=article_id).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    if not won:
        return False
    article = Article.objects.select_related("outlet").get(pk=article_id)
    try:
        _read(article, now)
        return True
    except NotYet as busy:
        Article.objects.filter(pk=article_id).update(
            attempts=F("attempts") - 1, next_try_at=busy.at, lease_until=None, queued_until=None
        )
    except (FetchError, ReadingError) as error:
        if not _read_from_feed(article, error, now):
            _put_off(article, error, now)
    except Exception as error:
        logger.exception("article %s could not be taken up", article_id)
        _put_off(article, ReadingError("crashed", repr(error)), now)
    return False


def _may_be_taken_up(article_id: int) -> bool:
    """Whether it needs no fetch, or following live outlets and its own outlet are switched on at this moment."""
    followed = Q(outlet__enabled=True) if settings.LIVE else Q(pk=None)
    chosen = Article.objects.filter(~Q(origin=Article.Origin.LIVE) | followed, pk=article_id)
    if settings.FOLLOW:
        chosen = chosen.filter(~Q(origin=Article.Origin.LIVE) | Q(outlet__slug__in=settings.FOLLOW))
    return chosen.exists()


def _read(article: Article, now: datetime) -> None:
    capture = _capture_of(article, now)
    spec = outlet_of(article.url)
    page = cast(
        Page, bounded("aggregator.reading.pages:read_page", capture.body, article.url, capture.content_type, spec)
    )
    entry = _entry_of(article)
    article.captured_at = capture.captured_at
    published = published_of(page, entry.published, capture.captured_at)
    found = _read_words(titled(page, entry))
    if found.without_tagger:
        note("read by rules alone", article.url, article=article, detail=found.without_tagger)
    save_reading(article, found, published, now)


def _read_words(page: Page) -> ReadArticle:
    return cast(ReadArticle, bounded("aggregator.reader:read_words", page, settings.TAGGER_FOLDER))


def _capture_of(article: Article, now: datetime) -> Capture:
    """The article's bytes: from its archive, or fetched now and not kept (the snapshot is)."""
    if article.origin != Article.Origin.LIVE:
        stored = Capture.objects.filter(url=article.url, archive=article.archive).first()
        if stored is None:
            raise FetchError("not in the archive", permanent=True)
        return stored
    rules = rules_from_settings()
    with turn_at(article.url, rules, delay_of(article.outlet), now) as go_to:
        answer = fetch(article.url, rules, accept="page", on_redirect=go_to)
    where = outlet_of(answer.final_url)
    if where is None or where.slug != article.outlet.slug:
        raise FetchError("leads to another site", permanent=True, detail=answer.final_url[:200])
    note("ok", article.url, article=article, milliseconds=answer.milliseconds, size=answer.wire_bytes)
    return Capture(
        url=article.url,
        outlet=article.outlet,
        packed=Capture.pack(answer.body),
        content_type=answer.content_type,
        captured_at=timezone.now(),
    )


def _read_from_feed(article: Article, error: FetchError | ReadingError, now: datetime) -> bool:
    """An outlet that is read by summary only often shuts its pages: what its feed tells is then what we may show."""
    page = page_from_feed(_entry_of(article))
    if article.outlet.access != Outlet.Access.SUMMARY or page is None:
        return False
    note(error.reason, article.url, article=article, detail=f"{error.detail} (its feed's summary was taken)")
    save_reading(article, _read_words(page), page.published, now)
    return True


def _entry_of(article: Article) -> FeedEntry:
    published = None
    if article.published_at:
        precision = "day" if article.published_day_only else "instant"
        source = cast(TimeSource, article.published_source)
        published = Instant(article.published_at, article.published_zone, source, precision)  # type: ignore[arg-type]
    return FeedEntry(article.url, article.title, article.feed_summary, tuple(article.authors), published)


def _put_off(article: Article, error: FetchError | ReadingError, now: datetime) -> None:
    # The same bytes read the same way fail again: only what was fetched live is worth another try.
    permanent = error.permanent if isinstance(error, FetchError) else article.origin != Article.Origin.LIVE
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    refused = gives_up(permanent, article.attempts)
    Article.objects.filter(pk=article.pk).update(
        state=_state_after(article, refused),
        reason=error.reason[:120],
        next_try_at=now if refused else next_try(article.attempts, now, retry_after, _JITTER),
        lease_until=None,
        queued_until=None,
    )
    note(error.reason, article.url, article=article, detail=error.detail)


def _state_after(article: Article, refused: bool) -> str:
    """Given up or to be tried again; what was read once stays read whatever became of reading it again."""
    if refused:
        return Article.State.READ if article.snapshot_id else Article.State.REFUSED
    return Article.State.DUE


def _first_of_each_outlet(due: ArticleQuerySet) -> list[int]:
    first: dict[int, int] = {}
    for pk, outlet in due.values_list("pk", "outlet_id")[:2000]:
        first.setdefault(outlet, pk)
    return list(first.values())
