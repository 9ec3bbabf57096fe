"""An editor's decisions → facts that the workers respect: rename, publish, hide, merge, split, move, hand back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from aggregator.models import Article
from coverage.assemble import refresh_facts
from coverage.heirs import forget_elsewhere, lost_reviews, take_in
from coverage.models import Exclusion, Membership, PressReview, Story, StoryEvent

_KEPT = {"title", "standfirst", "state"}  # what workers would set anew; they never set the others


class DeskError(Exception):
    """A decision that cannot be carried out; the message is for the editor."""


@transaction.atomic
def merge(stories: Iterable[Story], into: Story, now: datetime) -> None:
    """Put every article of the stories into one; their addresses and guids lead there for ever."""
    rows = _fresh({into.pk, *(story.pk for story in stories)})
    target = rows.pop(into.pk)
    others = [story for story in rows.values() if not story.merged_into_id]
    if target.merged_into_id or not others:
        raise DeskError("Choose two stories or more that stand; those that were merged lead elsewhere already.")
    _keep_reviews(others, target)
    for story in sorted(others, key=_review_unseen):
        take_in(story, target, now)
        StoryEvent.objects.create(story=target, kind=StoryEvent.Kind.MERGED, at=now, detail=story.title)
    hold(target)
    refresh_facts(target, now)


@transaction.atomic
def split(story: Story, articles: Iterable[Article], now: datetime) -> Story:
    """Make the chosen articles a story of their own; gives it. Both halves are held together from then on, and apart.

    What an editor has hidden stays hidden in both halves.
    """
    wanted = {article.pk for article in articles}
    source = _fresh({story.pk})[story.pk]
    chosen = source.memberships.filter(article__in=wanted)
    if not wanted or chosen.count() != len(wanted):
        raise DeskError("Choose articles of one story.")
    if not _own(source).exclude(article__in=wanted).exists():
        raise DeskError("Choose some of the story's articles: at least one outlet's own article must stay in it.")
    new = Story(created_at=now, changed_at=now)
    if source.state == Story.State.HIDDEN:
        new.set_by_editor(state=Story.State.HIDDEN)
    new.save()
    put(wanted, new, now)
    for half in (source, new):
        hold(half)
        refresh_facts(half, now)
    return new


@transaction.atomic
def move(articles: Iterable[Article], to: Story, now: datetime) -> None:
    """Put articles into a story; they never go back to the one they came from by themselves.

    The articles that stay behind, and those that were there already, are held where they are: the workers would else
    let them follow the one that was moved. A story that loses its last article leads to where that went.
    """
    wanted = {article.pk for article in articles}
    left = set(Membership.objects.filter(article__in=wanted).values_list("story", flat=True))
    rows = _fresh({to.pk, *left})
    target = rows.pop(to.pk)
    if target.merged_into_id:
        raise DeskError(f"“{target}” was merged into another story: choose one that stands.")
    if Article.objects.filter(pk__in=wanted, snapshot=None).exists():
        raise DeskError("Choose articles that have been read: the others have no words to compare yet.")
    put(wanted, target, now)
    settle_left(rows.values(), target, now)
    hold(target)
    refresh_facts(target, now)


def settle_left(stories: Collection[Story], to: Story, now: datetime) -> None:
    """Stories out of which an editor put articles into another one: those that stay are held, and a story that has no
    outlet's own article left leads to where those went."""
    empty = [story for story in stories if not _own(story).exists()]
    _keep_reviews(empty, to)
    for story in stories:
        if story in empty:
            take_in(story, to, now)
        else:
            hold(story)
            refresh_facts(story, now)


@transaction.atomic
def edit(story: Story, now: datetime, **fields: Any) -> None:
    """Set fields of a story as a person's decision. The articles that it has at that moment are held in it."""
    row = _fresh({story.pk})[story.pk]
    if row.merged_into_id:
        raise DeskError(f"“{row}” was merged into another story: edit that one.")
    kept = {name: value for name, value in fields.items() if name in _KEPT}
    if all(getattr(row, name) == value for name, value in fields.items()) and set(kept) <= set(row.set_by_person):
        return
    before = row.title
    row.set_by_editor(**kept)
    for name, value in fields.items():
        setattr(row, name, value)
    if set(fields) != {"locked"}:  # which readers do not see
        row.changed_at = now
    if not row.title.strip():
        row.set_by_person = [name for name in row.set_by_person if name != "title"]
    elif row.title != before:
        detail = f"{before} → {row.title}"[:600]
        StoryEvent.objects.create(story=row, kind=StoryEvent.Kind.RENAMED, at=now, detail=detail)
    hold(row)
    refresh_facts(row, now)


@transaction.atomic
def arrange(story: Story, order: Iterable[int], now: datetime) -> None:
    """Give the story's articles an order of the editor's own (by their numbers); those that are not named follow them
    in order of publication. No article named: the order of publication again. All are held in it, as by any edit."""
    row = _fresh({story.pk})[story.pk]
    places = {article: place for place, article in enumerate(order, 1)}
    if row.memberships.filter(article__in=places).count() != len(places):
        raise DeskError("Choose articles of one story.")
    for membership in row.memberships.all():
        membership.position = places.get(membership.article_id)
        membership.save(update_fields=["position"])
    hold(row)
    Story.objects.filter(pk=row.pk).update(changed_at=now)


@transaction.atomic
def hand_back(stories: Iterable[Story], now: datetime) -> None:
    """Let the workers title and publish the stories again. Their articles stay held: `release` lets those go."""
    for story in _fresh({story.pk for story in stories}).values():
        if story.merged_into_id:
            continue
        story.set_by_person, story.changed_at = [], now
        refresh_facts(story, now)


@transaction.atomic
def release(articles: Iterable[Article]) -> int:
    """Let the workers place the articles again, even where an editor took them from; gives how many were held.

    They stay where they are until the workers' next turn.
    """
    wanted = {article.pk for article in articles}
    Exclusion.objects.filter(article__in=wanted).delete()
    held = Membership.objects.filter(article__in=wanted, placed_by=Membership.By.PERSON)
    return held.update(placed_by=Membership.By.MACHINE, released=True)


def put(articles: set[int], to: Story, now: datetime) -> None:
    """Place articles in a story as a person's decision; no other story takes them, or tells of them, any more."""
    left = Membership.objects.filter(article__in=articles).exclude(story=to)
    for membership in left:
        Exclusion.objects.get_or_create(story_id=membership.story_id, article_id=membership.article_id)
    moved = {membership.article_id for membership in left}
    forget_elsewhere(moved, to)
    Exclusion.objects.filter(story=to, article__in=articles).delete()
    there = {"story": to, "score": 1.0, "reasons": [], "joined_at": now, "position": None}
    Membership.objects.filter(article__in=moved).update(**there)
    held = Membership.objects.filter(article__in=articles)
    held.update(placed_by=Membership.By.PERSON, released=False)
    Article.objects.filter(pk__in=articles, not_news=True).update(not_news=False)  # whoever puts it there says so
    for article in articles - set(held.values_list("article", flat=True)):
        Membership.objects.create(
            article_id=article, story=to, placed_by=Membership.By.PERSON, score=1.0, joined_at=now
        )


def _fresh(keys: set[int]) -> dict[int, Story]:
    """The stories as they stand now, kept from other writers until the decision is stored."""
    return {story.pk: story for story in Story.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def _own(story: Story) -> QuerySet[Membership]:
    """The outlets' own articles in a story; not the press reviews about it."""
    return story.memberships.filter(article__outlet__listed=True)


def _keep_reviews(stories: Iterable[Story], heir: Story) -> None:
    """Readers lose no press review that an editor wrote for them without somebody deciding it."""
    if lost := lost_reviews(stories, heir):
        named = " and ".join(f"“{review.story}”" for review in lost)
        raise DeskError(
            f"{named}: the press review of this story is published, and “{heir}” can have only one. Take one off first."
        )


def _review_unseen(story: Story) -> bool:
    """Sorts the story first whose press review readers see: the others' drafts do not take its place."""
    return not PressReview.objects.published().filter(story=story).exists()


def hold(story: Story) -> None:
    """The workers leave the story's present articles in it, and merge it into no other."""
    story.memberships.update(placed_by=Membership.By.PERSON, released=False)
