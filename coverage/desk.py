"""An editor's decisions → facts that the workers respect: rename, merge, split, move, hide, lock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from aggregator.models import Article
from coverage.assemble import refresh_facts
from coverage.models import Exclusion, Membership, Story, StoryEvent


class DeskError(Exception):
    """A decision that cannot be carried out; the message is for the editor."""


@transaction.atomic
def merge(stories: Iterable[Story], into: Story, now: datetime) -> None:
    """Put every article of the stories into one; their addresses and guids lead there for ever."""
    others = [story for story in stories if story.pk != into.pk]
    if into.merged_into_id or not others:
        raise DeskError("Choose two or more stories, and one that stands to merge them into.")
    for story in others:
        Exclusion.objects.filter(story=into, article__membership__story=story).delete()
        story.memberships.update(story=into)
        story.merged_into = into
        story.save(update_fields=["merged_into"])
        StoryEvent.objects.create(story=into, kind=StoryEvent.Kind.MERGED, at=now, detail=story.title)
    into.memberships.update(placed_by=Membership.By.PERSON)
    refresh_facts(into, now)


@transaction.atomic
def split(story: Story, articles: Iterable[Article], now: datetime) -> Story:
    """Make the chosen articles a story of their own. Both halves are held together from then on, and apart."""
    chosen = list(articles)
    left = story.memberships.exclude(article__in=chosen)
    if not chosen or not left.exists():
        raise DeskError("Choose some of the story's articles, not all of them.")
    new = Story.objects.create(created_at=now, changed_at=now)
    _put(chosen, new, now)
    left.update(placed_by=Membership.By.PERSON)
    refresh_facts(story, now)
    return new


@transaction.atomic
def move(articles: Iterable[Article], to: Story, now: datetime) -> None:
    """Put articles into a story; they never go back to the one they came from by themselves."""
    if to.merged_into_id:
        raise DeskError("That story was merged into another.")
    sources = _put(articles, to, now)
    for story in sources:
        if story.memberships.exists():
            refresh_facts(story, now)
        else:
            story.merged_into = to
            story.save(update_fields=["merged_into"])


@transaction.atomic
def rename(story: Story, title: str, now: datetime) -> None:
    """Give the story a headline of the editor's own; its address keeps its number."""
    before = story.title
    story.set_by_editor(title=title)
    story.changed_at = now
    story.save()
    StoryEvent.objects.create(story=story, kind=StoryEvent.Kind.RENAMED, at=now, detail=f"{before} → {title}"[:600])


def _put(articles: Iterable[Article], to: Story, now: datetime) -> list[Story]:
    """Place articles in a story as a person's decision; gives the stories that they left."""
    left: dict[int, Story] = {}
    for article in articles:
        membership = Membership.objects.select_related("story").filter(article=article).first()
        if membership and membership.story_id != to.pk:
            left[membership.story_id] = membership.story
            Exclusion.objects.get_or_create(story=membership.story, article=article)
        Exclusion.objects.filter(story=to, article=article).delete()
        Membership.objects.update_or_create(
            article=article,
            defaults={"story": to, "placed_by": Membership.By.PERSON, "score": 1.0, "joined_at": now},
        )
    refresh_facts(to, now)
    return list(left.values())
