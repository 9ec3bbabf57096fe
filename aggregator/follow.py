"""Articles that were entered → a progress bar while the workers read them, and what became of them in a few lines."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from aggregator import broker, ingest
from aggregator.celery import app
from aggregator.models import Article
from aggregator.models.articles import ArticleQuerySet
from aggregator.models.leases import over
from aggregator.supervision.terminal import Terminal
from aggregator.switches import switched_on


def follow_reading(
    articles: Sequence[int], terminal: Terminal | None = None, patience: timedelta = timedelta(0)
) -> str:
    """Wait until each article is read or refused; gives what became of them.

    Where no worker answers the articles are read here, one by one, by the very function that the task calls. What was
    put off for longer than `patience` is not waited for; the workers come back to it.
    """
    bar = terminal or Terminal()
    waits = workers_answer()
    for turn in count(1):
        left = _undecided(articles, patience).count()
        bar.progress(len(articles) - left, len(articles), "articles read or refused")
        if not left:
            break
        if waits:
            time.sleep(_BETWEEN_LOOKS)
        else:
            _read_next(articles, patience)
        if waits and turn % _TURNS_BETWEEN_PINGS == 0:
            waits = workers_answer()
    bar.end_progress()
    return _outcome(articles)


_TURNS_BETWEEN_PINGS = 40
_BETWEEN_LOOKS = 0.5  # seconds
_LONGEST_NAP = 2.0


def workers_answer() -> bool:
    """Whether any Celery worker answers within two seconds."""
    try:
        options = broker.impatience(app.conf.broker_url, 3)
        with app.connection_for_write(connect_timeout=1, transport_options=options) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
            return bool(app.control.ping(timeout=2.0, limit=1, connection=connection))
    except OperationalError:  # kombu's name for a broker that is not there
        return False


def _read_next(articles: Sequence[int], patience: timedelta) -> None:
    """Read the article whose time comes first, once it has come. What a dead worker holds comes when its lease ends."""
    now = timezone.now()
    waiting = _undecided(articles, patience)
    free = waiting.filter(over("lease_until", now)).order_by("next_try_at", "pk").first()
    if free and free.next_try_at <= now:
        ingest.take_up(free.pk, now)
    else:
        time.sleep(min(_LONGEST_NAP, (free.next_try_at - now).total_seconds()) if free else _LONGEST_NAP)


def _undecided(articles: Sequence[int], patience: timedelta) -> ArticleQuerySet:
    now = timezone.now()
    # The others were put off to a later hour.
    in_hand = Q(attempts=0) | Q(lease_until__gt=now) | Q(next_try_at__lte=now + patience)
    return switched_on(Article.objects.filter(in_hand, pk__in=articles, state=Article.State.DUE))


def _outcome(articles: Sequence[int]) -> str:
    rows = Article.objects.filter(pk__in=articles).values_list("state", "reason", "access")
    told = Counter(f"{state}: {reason}" if reason else f"{state} ({access})" for state, reason, access in rows)
    return "\n".join(f"  {count:4} {what}" for what, count in sorted(told.items(), key=lambda row: (-row[1], row[0])))
