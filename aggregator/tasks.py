"""The clock's and the queue's way into the package: every task takes ids and is safe to run twice."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from aggregator import ingest, looks, polling
from aggregator.added_outlets import know_added_outlets
from aggregator.alarms import alarms
from aggregator.clock import mind_the_clock
from aggregator.models import FetchLog

logger = logging.getLogger(__name__)


@shared_task(name="aggregator.poll_due_feeds")
def poll_due_feeds() -> int:
    """Send a task for each live feed whose time has come."""
    feeds = polling.feeds_to_poll(timezone.now())
    for feed_id in feeds:
        poll_feed.delay(feed_id)
    return len(feeds)


@shared_task(name="aggregator.poll_feed")
def poll_feed(feed_id: int) -> int:
    """Ask one live feed; gives how many articles are new."""
    know_added_outlets()
    return polling.poll_feed(feed_id, timezone.now())


@shared_task(name="aggregator.sweep_articles")
def sweep_articles() -> int:
    """Send a task for everything that is due and has none: the database, not the broker, knows what is left to do."""
    mind_the_clock(timezone.now())
    for capture_id in polling.captured_feeds_to_read():
        read_captured_feed.delay(capture_id)
    articles = ingest.articles_to_take_up(timezone.now())
    for article_id, queue in articles.items():
        take_up_article.apply_async((article_id,), queue=queue)
    for article_id in looks.articles_to_look_at(timezone.now()):
        look_again_at_article.delay(article_id)
    return len(articles)


@shared_task(name="aggregator.read_captured_feed")
def read_captured_feed(capture_id: int) -> int:
    """Take the entries of an archived feed."""
    know_added_outlets()
    return polling.read_captured_feed(capture_id, timezone.now())


@shared_task(name="aggregator.take_up_article")
def take_up_article(article_id: int) -> bool:
    """Fetch, read and store one article."""
    know_added_outlets()
    return ingest.take_up(article_id, timezone.now())


@shared_task(name="aggregator.look_again_at_article")
def look_again_at_article(article_id: int) -> bool:
    """Look at the page of one article that was read; a new text becomes a snapshot."""
    know_added_outlets()
    return looks.look_again(article_id, timezone.now())


@shared_task(name="aggregator.tell_alarms")
def tell_alarms() -> int:
    """Write each alarm that is up into the log; gives how many."""
    up = alarms()
    for alarm in up:
        logger.warning("alarm %s: %s (%s)", alarm.kind, alarm.about, alarm.detail)
    return len(up)


@shared_task(name="aggregator.prune_logs")
def prune_logs() -> int:
    """Forget fetch logs that are older than the setting says."""
    old = FetchLog.objects.filter(at__lt=timezone.now() - timedelta(days=settings.FETCH_LOG_DAYS))
    return old.delete()[0]
