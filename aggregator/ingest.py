"""fetch → read → decide → save: an article that is due becomes a snapshot with its quotes, claims and citations."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.db.models import F

from aggregator.asking import read_page_bytes, read_pasted_bytes, read_words
from aggregator.captures import capture_of
from aggregator.edited import changes_to
from aggregator.holding import AWAY, renewed
from aggregator.journal import note
from aggregator.limits import JITTER, LEASE, QUEUED
from aggregator.models import Article, Capture, Outlet
from aggregator.models.articles import ArticleQuerySet
from aggregator.models.leases import over
from aggregator.outlets import outlet_of
from aggregator.reading.decide import gives_up, next_look, page_from_feed, published_of, reads_less, titled
from aggregator.reading.types import FeedEntry, Instant, ReadingError, TimeSource
from aggregator.store import save_reading
from aggregator.switches import switched_on
from aggregator.turns import NotYet
from aggregator.wire.fetched import FetchError
from aggregator.wire.politeness import next_try

logger = logging.getLogger(__name__)

MOST_QUEUED = 500
"""Articles that wait in the broker at a time: what it loses, or holds too long, is sent again, and must not pile up."""


def articles_to_take_up(now: datetime, most: int = MOST_QUEUED) -> dict[int, str]:
    """Articles that a task is to be sent for, each with its queue, marked so that none is sent twice: those whose bytes
    are here ("read") until so many wait, others ("fetch") one an outlet or archive at a time, since a host takes one
    request at a time."""
    most = max(0, most - Article.objects.due(now).exclude(over("queued_until", now)).count())
    due = switched_on(Article.objects.due(now)).unqueued(now).order_by("next_try_at", "pk")
    elsewhere = due.awaiting_snapshot()
    here = due.exclude(origin=Article.Origin.LIVE).exclude(pk__in=elsewhere.values("pk"))
    chosen = dict.fromkeys(here.values_list("pk", flat=True)[:most], "read")
    chosen |= dict.fromkeys(first_of_each("outlet_id", due.filter(origin=Article.Origin.LIVE)), "fetch")
    chosen |= dict.fromkeys(first_of_each("archive", elsewhere), "fetch")
    Article.objects.filter(pk__in=chosen).update(queued_until=now + QUEUED)
    return chosen


def first_of_each(column: str, rows: ArticleQuerySet) -> list[int]:
    """The first row of each value of a column."""
    first: dict[object, int] = {}
    for pk, value in rows.values_list("pk", column)[:2000]:
        first.setdefault(value, pk)
    return list(first.values())


def take_up(article_id: int, now: datetime) -> bool:
    """Fetch (or take from its archive), read and store one due article; True when it was read now.

    Safe to run twice or at the same time: only the caller that wins the lease goes on. A failure is logged under its
    reason and the article is put off or refused; nothing is raised.
    """
    if not switched_on(Article.objects.filter(pk=article_id)).exists():
        return False
    mine = Article.objects.due(now).filter(pk=article_id)
    if not mine.update(lease_until=now + LEASE, queued_until=None, attempts=F("attempts") + 1):
        return False
    with renewed(lease_of(article_id)):
        return _take_up(Article.objects.select_related("outlet").get(pk=article_id), now)


def lease_of(article_id: int) -> Callable[[datetime], int]:
    """Renews an article's lease, as long as it has one."""
    held = Article.objects.filter(pk=article_id, lease_until__isnull=False)
    return lambda until: held.update(lease_until=until)


def _take_up(article: Article, now: datetime) -> bool:
    try:
        read_capture(article, capture_of(article, now), now)
        return True
    except NotYet as busy:
        Article.objects.filter(pk=article.pk).update(
            attempts=F("attempts") - 1, next_try_at=busy.at, lease_until=None, queued_until=None
        )
    except (FetchError, ReadingError) as error:
        if not _read_from_feed(article, error, now):
            _put_off(article, error, now)
    except AWAY:
        raise  # the database, not the article: its lease ends by itself
    except Exception as error:
        logger.exception("article %s could not be taken up", article.pk)
        _put_off(article, ReadingError("crashed", repr(error)), now)
    return False


def read_capture(article: Article, capture: Capture, now: datetime) -> bool:
    """Read the bytes of an article's page and store what they say; True when its text is not the one before.

    Raises ReadingError where they cannot be read, or give less of the article than was read of it before.
    """
    if article.origin == Article.Origin.PASTED:
        page = read_pasted_bytes(capture.body, article.url)
    else:
        page = read_page_bytes(capture.body, article.url, capture.content_type, outlet_of(article.url))
    entry = _entry_of(article)
    page, published = titled(page, entry), published_of(page, entry.published, capture.captured_at)
    before = article.snapshot
    if before and reads_less(article.access, page.access):
        raise ReadingError("less could be read than before", f"{article.access}, now {page.access}")
    article.captured_at, article.captured_from = capture.captured_at, capture.captured_from
    article.looked_at, article.misses, article.gone_at = now, 0, None
    if article.origin == Article.Origin.LIVE:
        when = published.at if published else article.published_at
        article.read_again_at = next_look(when, article.first_seen_at, now)
    found = read_words(page)
    if found.without_tagger:
        note("read by rules alone", article.url, article=article, detail=found.without_tagger)
    return save_reading(article, found, published, now, changes_to(before, page)) != before


def _read_from_feed(article: Article, error: FetchError | ReadingError, now: datetime) -> bool:
    """An outlet that is read by summary only often shuts its pages: what its feed tells is then what we may show."""
    page = page_from_feed(_entry_of(article))
    if article.outlet.access != Outlet.Access.SUMMARY or page is None or article.snapshot_id:
        return False
    note(error.reason, article.url, article=article, detail=f"{error.detail} (its feed's summary was taken)")
    save_reading(article, read_words(page), page.published, now)
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
    away = article.snapshot_id and isinstance(error, FetchError) and error.status in (404, 410)
    Article.objects.kept().filter(pk=article.pk).update(
        state=_state_after(article, refused),
        reason=error.reason[:120],
        gone_at=article.gone_at or now if away else article.gone_at,
        next_try_at=now if refused else next_try(article.attempts, now, retry_after, JITTER),
        lease_until=None,
        queued_until=None,
    )
    note(error.reason, article.url, article=article, detail=error.detail)


def _state_after(article: Article, refused: bool) -> str:
    """Given up or to be tried again; what was read once stays read whatever became of reading it again."""
    if refused:
        return Article.State.READ if article.snapshot_id else Article.State.REFUSED
    return Article.State.DUE
