"""Articles that were read → another look at their pages: a new text, no change, a page that is gone, or a miss."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.utils import timezone

from aggregator.captures import look_at
from aggregator.holding import AWAY, renewed
from aggregator.ingest import first_of_each, lease_of, read_capture
from aggregator.journal import note
from aggregator.limits import JITTER, LEASE, QUEUED
from aggregator.models import Article
from aggregator.reading.decide import look_after_miss, next_look
from aggregator.reading.types import ReadingError
from aggregator.switches import looks_waiting, switched_on
from aggregator.turns import NotYet
from aggregator.wire.fetched import FetchError
from aggregator.wire.politeness import next_try

logger = logging.getLogger(__name__)

_AWAY = (404, 410)
_FOR_GOOD = 410


def articles_to_look_at(now: datetime) -> list[int]:
    """Read articles whose page is due for another look, one an outlet, marked so that no task is sent twice."""
    due = looks_waiting(now).unqueued(now).order_by("read_again_at", "pk")
    chosen = first_of_each("outlet_id", due)
    Article.objects.filter(pk__in=chosen).update(queued_until=now + QUEUED)
    return chosen


def look_again(article_id: int, now: datetime) -> bool:
    """Ask for a read article's page again; True when it had a new text.

    Safe to run twice or at the same time. Whatever goes wrong, the article stays read as it was: the failure is logged
    under its reason, and the page is looked at later. A page that is gone keeps its text and says since when.
    """
    mine = Article.objects.to_look_at_again(now).filter(pk=article_id)
    if not switched_on(mine).exists() or not mine.update(lease_until=now + LEASE, queued_until=None):
        return False
    with renewed(lease_of(article_id)):
        return _look_again(Article.objects.select_related("outlet", "snapshot").get(pk=article_id), now)


def _look_again(article: Article, now: datetime) -> bool:
    try:
        return _look(article, now)
    except NotYet as busy:
        _put_down(article, read_again_at=busy.at)
    except (FetchError, ReadingError) as error:
        _missed(article, error, now)
    except AWAY:
        raise  # the database, not the page: its lease ends by itself
    except Exception as error:
        logger.exception("article %s could not be looked at again", article.pk)
        _missed(article, ReadingError("crashed", repr(error)), now)
    return False


def _look(article: Article, now: datetime) -> bool:
    capture = look_at(article, now)
    if capture is not None:
        return read_capture(article, capture, now)
    usual = next_look(article.published_at, article.first_seen_at, now)
    seen = {"captured_at": timezone.now(), "looked_at": now, "read_again_at": usual}
    _put_down(article, **seen, misses=0, gone_at=None, reason="")
    return False


def _missed(article: Article, error: FetchError | ReadingError, now: datetime) -> None:
    status = error.status if isinstance(error, FetchError) else None
    permanent = error.permanent if isinstance(error, FetchError) else True  # the same page reads the same again
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    misses = article.misses + 1
    usual = next_look(article.published_at, article.first_seen_at, now)
    again = look_after_miss(usual, next_try(misses, now, retry_after, JITTER), misses, permanent)
    _put_down(
        article,
        read_again_at=None if status == _FOR_GOOD else again,
        gone_at=article.gone_at or now if status in _AWAY else article.gone_at,
        looked_at=now,
        misses=misses,
        reason=error.reason[:120],
    )
    note(error.reason, article.url, article=article, detail=error.detail)


def _put_down(article: Article, **values: Any) -> None:
    """Write what the look found, and let the article go."""
    Article.objects.kept().filter(pk=article.pk).update(lease_until=None, queued_until=None, **values)
