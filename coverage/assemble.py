"""articles not yet placed → comparing → stories: grouping, on what editors have decided. Never overrides an editor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from aggregator.models import Article, Lease
from coverage.comparing.headline import clearest_headline
from coverage.comparing.judging import forests
from coverage.comparing.placing import arrive
from coverage.models import Membership, Story, StoryEvent
from coverage.ready_pages import forget
from coverage.search.writing import index_stories, index_story
from coverage.shelf import DatabaseShelf, EditedMeanwhile, OutOfTurn
from coverage.sketching import dense_of, profile_of, sketch

TOGETHER = 20  # articles that are placed in one transaction
_TRIES = 5  # to place some of them where others are at the same stories
HEADLINES = 40  # of a story's latest articles, among which the clearest is chosen
_TURN = "placing"
_WAITS = Q(membership=None) | Q(membership__released=True)


def unplaced() -> list[int]:
    """Articles whose words are stored and that are in no story yet, or that an editor lets the workers place again, in
    the order in which they are placed: by publication."""
    new = Article.objects.unsettled().order_by().values("pk")  # each of the two by an index of its own
    among = new.union(Membership.objects.filter(released=True).order_by().values("article"))
    read = Article.objects.read().of_listed_outlets().filter(_WAITS, not_news=False, pk__in=among)
    return list(read.order_by(Coalesce("published_at", "first_seen_at"), "pk").values_list("pk", flat=True))


def place(articles: Sequence[int], now: datetime) -> int:
    """Place the articles in the given order, each beside what lies near it; gives how many were placed.

    One worker at a time, some at a time: what a crash interrupts is as if it had not begun, so that beginning again
    gives the same stories. Where an editor decides something meanwhile, the rest waits for the next beat.
    """
    placed = 0
    for some in _batched(articles, TOGETHER):
        try:
            placed += _place_together(some, now)
        except EditedMeanwhile:
            return placed
    return placed


def _place_together(articles: Sequence[int], now: datetime) -> int:
    rows = Article.objects.select_related("outlet", "snapshot").in_bulk(articles)
    dense = dense_of(list(rows.values()))  # a second's work, before anybody has to wait for it
    first: frozenset[int] = frozenset()
    for _ in range(_TRIES):
        try:
            return _placed([rows[key] for key in articles if key in rows], dense, first, now)
        except OutOfTurn as found:  # nothing was stored, and nothing is kept
            first |= found.stories
    raise EditedMeanwhile


def _placed(rows: Sequence[Article], dense: Mapping[int, Any], first: Iterable[int], now: datetime) -> int:
    with transaction.atomic():
        take_turn(now)
        waiting = set(unplaced_among(row.pk for row in rows))
        shelf = DatabaseShelf(now, first)
        for row in (row for row in rows if row.pk in waiting):
            arrive(sketch(row, dense.get(row.pk)), shelf, forests())
        stories = Story.objects.standing().select_for_update().filter(pk__in=shelf.touched).order_by("pk")
        index_stories([story.pk for story in stories if _refreshed(story, now)])  # last, and all of them in one order
    return len(waiting)


def unplaced_among(articles: Iterable[int]) -> list[int]:
    """Those of the articles that still wait: another worker may have placed some."""
    rows = Article.objects.read().of_listed_outlets().filter(_WAITS, pk__in=articles, not_news=False)
    return list(rows.values_list("pk", flat=True))


def take_turn(now: datetime) -> None:
    """Wait until no worker places anything; the turn ends with the transaction."""
    Lease.objects.get_or_create(name=_TURN, defaults={"until": now})
    Lease.objects.select_for_update().get(name=_TURN)


def refresh_facts(story: Story, now: datetime) -> None:
    """What the story's row tells of its articles: title, first and last report, whether it is public, what joined."""
    if _refreshed(story, now):
        index_story(story)


def _refreshed(story: Story, now: datetime) -> bool:
    """The same but for the search index; whether that has to tell of it."""
    articles = Article.objects.filter(membership__story=story)
    own = articles.filter(outlet__listed=True)
    times = sorted(
        article.when for article in (own if own.exists() else articles).only("published_at", "first_seen_at")
    )
    story.first_published_at, story.last_published_at = (times[0], times[-1]) if times else (None, None)
    if "title" not in story.set_by_person:
        latest = (
            (own if own.exists() else articles).select_related("outlet", "snapshot").order_by("-published_at", "-pk")
        )
        story.title = clearest_headline([profile_of(article) for article in latest[:HEADLINES]])[:300]
    if "state" not in story.set_by_person:
        enough = own.values("outlet").distinct().count() >= 2
        shown = enough and (settings.PUBLISH_UNREVIEWED or story.reviewed)
        story.state = Story.State.PUBLIC if shown else Story.State.GATHERING
    elif story.state == Story.State.WITHHELD:
        story.state = Story.State.PUBLIC  # which is what an editor had set
    if story.state == Story.State.PUBLIC and articles.filter(outlet__withdrawn_at__isnull=False).exists():
        story.state = Story.State.WITHHELD
    story.stale = True
    story.save()
    if story.state != Story.State.PUBLIC:
        forget([story.pk])
    joined = StoryEvent.objects.filter(story=story, kind=StoryEvent.Kind.JOINED).values("article")
    StoryEvent.objects.bulk_create(
        [
            StoryEvent(story=story, article=article, kind=StoryEvent.Kind.JOINED, at=article.when)
            for article in articles.exclude(pk__in=joined)
        ],
        ignore_conflicts=True,
    )
    # A new one is found from its first comparison on.
    return bool(story.compared_at) or story.search_entries.exists()


def _batched(articles: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return [articles[start : start + size] for start in range(0, len(articles), size)]
