"""A story that ends → the one that goes on in its place, with nothing told twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from coverage.models import Exclusion, Membership, Passage, PressReview, Story, StoryEvent
from coverage.models.retired import retire, retire_utterances
from coverage.ready_pages import forget
from coverage.search.writing import hand_over
from coverage.statements import hand_over as hand_over_statements


def take_in(story: Story, heir: Story, now: datetime) -> None:
    """All that is left in a story goes into another, and its address with it, as those that led to it before."""
    articles = set(story.memberships.values_list("article", flat=True))
    Exclusion.objects.filter(story=heir, article__in=articles).delete()
    _carry_exclusions(story, heir)
    forget_elsewhere(articles, heir)
    hand_over(story, heir)
    story.memberships.update(story=heir, joined_at=now, position=None)  # the order was the other story's
    hand_over_statements(story, heir)
    if not PressReview.objects.filter(story=heir).exists():
        PressReview.objects.filter(story=story).update(story=heir)
    retire(story.claim_groups.all())
    retire_utterances(story.quote_groups.all())
    for rows in (story.quote_groups, story.claim_groups, story.differences, story.passages):
        rows.all().delete()
    forget([story.pk])
    Story.objects.filter(Q(pk=story.pk) | Q(merged_into=story)).update(merged_into=heir)
    Story.objects.filter(pk=story.pk).update(digest="", stale=False)


def lost_reviews(stories: Iterable[Story], heir: Story) -> list[PressReview]:
    """Published press reviews that readers would lose if the stories went into the heir: it can have one alone."""
    own = PressReview.objects.filter(story=heir).count()
    rows = PressReview.objects.published().filter(story__in=[story.pk for story in stories]).exclude(story=heir)
    found = list(rows.select_related("story"))
    return found if own + len(found) > 1 else []


def reviews_in_sight(stories: Iterable[int]) -> set[int]:
    """Numbers of the stories' press reviews that readers see."""
    rows = PressReview.objects.published().filter(story__in=set(stories), story__state=Story.State.PUBLIC)
    return set(rows.values_list("pk", flat=True))


def out_of_sight(reviews: Iterable[int]) -> list[PressReview]:
    """Of these press reviews, those that are published still and that readers see no more, for their story's sake."""
    rows = PressReview.objects.published().filter(pk__in=set(reviews)).exclude(story__state=Story.State.PUBLIC)
    return list(rows.select_related("story").order_by("pk"))


def _carry_exclusions(story: Story, heir: Story) -> None:
    """What an editor took out of a story is not to come back by way of the one that its address leads to."""
    there = Membership.objects.filter(story__in=(story, heir)).values("article")
    barred = story.exclusions.exclude(article__in=there).values_list("article", flat=True)
    Exclusion.objects.bulk_create(
        [Exclusion(story=heir, article_id=article) for article in barred], ignore_conflicts=True
    )


def forget_elsewhere(articles: set[int], to: Story | None) -> None:
    """Other stories no longer tell what became of these articles; the one they go to tells it from their texts."""
    kept = {to.pk} if to else set()
    StoryEvent.objects.filter(article__in=articles).exclude(story__in=kept).delete()
    Passage.objects.filter(quote__article__in=articles).exclude(story__in=kept).delete()
