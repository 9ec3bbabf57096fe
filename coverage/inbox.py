"""An editor's decisions on articles that came in → facts that the workers respect: accepted, taken out, set aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from aggregator.models import Article
from coverage.assemble import refresh_facts
from coverage.desk import DeskError, put, settle_left
from coverage.heirs import forget_elsewhere
from coverage.models import Exclusion, Membership, Story


@transaction.atomic
def accept(articles: Iterable[Article]) -> int:
    """Leave the articles where the workers put them, for good; gives how many there were."""
    wanted = {article.pk for article in articles}
    placed = Membership.objects.filter(article__in=wanted)
    if placed.count() != len(wanted):
        raise DeskError("Choose articles that are in a story: the others have no place yet that could be accepted.")
    return placed.update(placed_by=Membership.By.PERSON, released=False)


@transaction.atomic
def begin(articles: Iterable[Article], now: datetime) -> Story:
    """Make the articles, from wherever they are, a story of their own; gives it. What they leave is held, or leads on,
    as when they are moved."""
    wanted = {article.pk for article in articles}
    if not wanted or Article.objects.filter(pk__in=wanted, snapshot=None).exists():
        raise DeskError("Choose articles that have been read: the others have no words to compare yet.")
    left = _stories_of(wanted)
    new = Story.objects.create(created_at=now, changed_at=now)
    put(wanted, new, now)
    settle_left(left, new, now)
    refresh_facts(new, now)
    return new


@transaction.atomic
def take_out(articles: Iterable[Article], now: datetime) -> None:
    """Take the articles out of their stories; the workers never put them back there, and look for another place."""
    wanted = {article.pk for article in articles}
    left = _stories_of(wanted)
    if not left:
        raise DeskError("Choose articles that are in a story.")
    _remove(wanted, left, now)


@transaction.atomic
def set_aside(articles: Iterable[Article], now: datetime) -> None:
    """Mark the articles as no news: out of their stories, and into no other."""
    wanted = {article.pk for article in articles}
    _remove(wanted, _stories_of(wanted), now)
    Article.objects.filter(pk__in=wanted).update(not_news=True)


def _stories_of(articles: set[int]) -> list[Story]:
    rows = Story.objects.select_for_update().filter(memberships__article__in=articles)
    return list(Story.objects.filter(pk__in={story.pk for story in rows}).order_by("pk"))


def _remove(articles: set[int], left: list[Story], now: datetime) -> None:
    memberships = Membership.objects.filter(article__in=articles)
    for row in memberships:
        Exclusion.objects.get_or_create(story_id=row.story_id, article_id=row.article_id)
    forget_elsewhere(articles, None)
    memberships.delete()
    Article.objects.filter(pk__in=articles).update(unsettled=True)
    for story in left:
        if story.lead_id in articles:
            story.lead = None
        if not story.memberships.exists():  # nothing is left that readers could be shown
            hidden = story.state == Story.State.HIDDEN  # it stays so, whatever comes to it
            story.state = Story.State.HIDDEN if hidden else Story.State.GATHERING
            story.set_by_person = sorted({*story.set_by_person, "title"} - (set() if hidden else {"state"}))
        refresh_facts(story, now)
