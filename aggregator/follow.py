"""Articles that were entered → a progress bar while the workers read them, and what became of them in a few lines."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from itertools import count

from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from aggregator import ingest
from aggregator.celery import app
from aggregator.models import Article
from aggregator.models.articles import ArticleQuerySet


def follow_reading(articles: Sequence[int], console: Console | None = None) -> str:
    """Wait until each article is read or refused; gives what became of them.

    Where no worker answers the articles are read here, one by one, by the very function that the task calls.
    """
    with Progress(
        TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console or Console()
    ) as progress:
        bar = progress.add_task("", total=len(articles))
        waits = workers_answer()
        for turn in count(1):
            left = _undecided(articles).count()
            progress.update(bar, completed=len(articles) - left)
            if not left or not (_wait() if waits else _read_next(articles)):
                break
            if waits and turn % _TURNS_BETWEEN_PINGS == 0:
                waits = workers_answer()
    return _outcome(articles)


_TURNS_BETWEEN_PINGS = 40


def workers_answer() -> bool:
    """Whether any Celery worker answers within two seconds."""
    try:
        with app.connection_for_write(connect_timeout=1) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
            return bool(app.control.ping(timeout=2.0, limit=1, connection=connection))
    except OperationalError:  # kombu's name for a broker that is not there
        return False


def _wait() -> bool:
    time.sleep(0.5)
    return True


def _read_next(articles: Sequence[int]) -> bool:
    due = _undecided(articles).filter(next_try_at__lte=timezone.now()).first()
    if due is None:
        return False  # held by a worker that died: its lease must end first
    ingest.take_up(due.pk, timezone.now())
    return True


def _undecided(articles: Sequence[int]) -> ArticleQuerySet:
    in_hand = Q(attempts=0) | Q(lease_until__gt=timezone.now())  # the others were put off to a later hour
    return Article.objects.filter(in_hand, pk__in=articles, state=Article.State.DUE)


def _outcome(articles: Sequence[int]) -> str:
    rows = Article.objects.filter(pk__in=articles).values_list("state", "reason", "access")
    told = Counter(f"{state}: {reason}" if reason else f"{state} ({access})" for state, reason, access in rows)
    return "\n".join(f"  {count:4} {what}" for what, count in sorted(told.items(), key=lambda row: (-row[1], row[0])))
