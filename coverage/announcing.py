"""Feeds that may have changed → pings to a WebSub hub for those that did; nothing where no hub is set.

Whatever changes a story marks its feeds. Beat's task writes each of them, compares it with what the hub was last told
of, and pings where it differs. What fails is tried again, later and later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.urls import resolve

from aggregator.fetch import post, rules_from_settings
from aggregator.journal import note
from aggregator.limits import JITTER
from aggregator.models import Article, Quote, Speaker
from aggregator.wire.fetched import FetchError
from aggregator.wire.politeness import next_try
from coverage.answers import digest
from coverage.feeds.forms import FORMS, written
from coverage.feeds.source import Source, newest
from coverage.models import FollowedFeed, Story

_MOST = 200  # feeds that one task looks at


def may_have_changed(story: Story, articles: Iterable[Article], now: datetime) -> None:
    """Mark the feeds in which a story and its articles stand, to be looked at by the next task."""
    if not settings.WEBSUB_HUB:
        return
    articles = list(articles)
    outlets = {article.outlet.slug for article in articles if article.outlet.listed}
    bases = ["/feeds/stories", "/feeds/changes", f"/s/{story.pk}/feed", f"/s/{story.pk}/changes"]
    bases += [f"/o/{slug}/feed" for slug in sorted(outlets)]
    bases += [f"/c/{claim}/feed" for claim in story.claim_groups.values_list("pk", flat=True)]
    quoted = Speaker.objects.standing().filter(quotes__in=Quote.objects.shown().filter(article__in=articles))
    bases += [f"/p/{slug}/feed" for slug in quoted.values_list("slug", flat=True).distinct()]
    mark(bases, now)


def mark(bases: Iterable[str], now: datetime) -> None:
    """Have the feeds at these paths looked at by the next task."""
    if not settings.WEBSUB_HUB:
        return
    FollowedFeed.objects.bulk_create(
        [FollowedFeed(base=base, due_at=now) for base in bases],
        update_conflicts=True,
        unique_fields=["base"],
        update_fields=["due_at"],
    )


def announce_due(now: datetime) -> int:
    """Ping the hub for each feed that is due and has changed; gives how many it was told of."""
    if not settings.WEBSUB_HUB:
        return 0
    return sum(_announce(feed, now) for feed in FollowedFeed.objects.due(now).order_by("due_at", "pk")[:_MOST])


def _announce(feed: FollowedFeed, now: datetime) -> bool:
    row = FollowedFeed.objects.filter(pk=feed.pk)
    unmarked = row.filter(due_at=feed.due_at)  # what was marked again meanwhile stays so
    try:
        topics, content = _content_of(feed.base)
    except Http404:
        row.delete()  # no reader can follow it any more
        return False
    if content == feed.digest:
        unmarked.update(due_at=None)
        return False
    try:
        post(settings.WEBSUB_HUB, [("hub.mode", "publish"), *(("hub.url", t) for t in topics)], rules_from_settings())
    except FetchError as error:
        note(error.reason, settings.WEBSUB_HUB, detail=f"{feed.base}: {error.detail}")
        again = next_try(feed.failures + 1, now, error.retry_after, JITTER)
        row.update(failures=feed.failures + 1, due_at=again)
        return False
    row.update(digest=content, failures=0)
    unmarked.update(due_at=None)
    return True


def _content_of(base: str) -> tuple[list[str], str]:
    """A feed's addresses, and the digest of what it holds. Raises Http404 where there is no such feed any more."""
    found = resolve(f"{base}.json")
    source_of: Callable[..., Source] = getattr(found.func, "source_of")  # noqa: B009 - the views of feeds have it
    source = source_of(**{name: value for name, value in found.kwargs.items() if name != "form"})
    if source.base != base:
        raise Http404("Its story was merged into another")
    return [source.address(form) for form in FORMS], digest(written(newest(source, "json"), "json"))
