"""What a decision changes → its footprint: each place that it changed with what stood there before and stands since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from aggregator.models import Article
from coverage.models import Exclusion, Membership, PressReview, Story

Places = dict[str, Any]
"""By place ("story/3/title", "article/5/place", "not/3/5", "review/2"): what stands there."""

Footprint = dict[str, list[Any]]
"""By place: what stood there before a decision, and what stood there after it."""

FIELDS = ("title", "standfirst", "state", "locked", "reviewed", "pinned", "lead_id", "merged_into_id", "set_by_person")
"""Of a story: what persons decide."""

_PLACE = ("story_id", "placed_by", "score", "reasons", "released", "position")


def scope_of(stories: Iterable[int], articles: Iterable[int]) -> tuple[set[int], set[int]]:
    """All stories and articles that a decision about these may touch: those of the one in the other, and what leads
    to a story."""
    all_articles = set(articles)
    all_stories = {*stories, *Membership.objects.filter(article__in=all_articles).values_list("story", flat=True)}
    all_stories |= set(Story.objects.filter(merged_into__in=all_stories).values_list("pk", flat=True))
    all_articles |= set(Membership.objects.filter(story__in=all_stories).values_list("article", flat=True))
    return all_stories, all_articles


def places(stories: set[int], articles: set[int]) -> Places:
    """What stands at every place of the stories and articles: five queries."""
    found: Places = {}
    for row in Story.objects.filter(pk__in=stories).values("pk", *FIELDS):
        found |= {f"story/{row['pk']}/{name}": row[name] for name in FIELDS}
    for row in Membership.objects.filter(article__in=articles).values("article_id", *_PLACE):
        found[f"article/{row['article_id']}/place"] = {name: row[name] for name in _PLACE}
    for row in Article.objects.filter(pk__in=articles).values("pk", "not_news"):
        found[f"article/{row['pk']}/not_news"] = row["not_news"]
    for story, article in Exclusion.objects.filter(
        Q(story__in=stories) | Q(article__in=articles)
    ).values_list("story", "article"):  # fmt: skip
        found[f"not/{story}/{article}"] = True
    for review, story in PressReview.objects.filter(story__in=stories).values_list("pk", "story"):
        found[f"review/{review}"] = story
    return found


def footprint(before: Places, after: Places) -> Footprint:
    """Where the two differ; a place that was not there, or is no more, holds None."""
    return {
        place: [before.get(place), after.get(place)]
        for place in sorted({*before, *after})
        if before.get(place) != after.get(place)
    }


def stories_in(print_: Footprint) -> set[int]:
    """Numbers of the stories whose fields or articles a footprint tells of."""
    found = {int(place.split("/")[1]) for place in print_ if place.startswith(("story/", "not/"))}
    for place, values in print_.items():
        if place.endswith("/place"):
            found |= {value["story_id"] for value in values if value}
        elif place.startswith("review/"):
            found |= {value for value in values if value}
    return found


def articles_in(print_: Footprint) -> set[int]:
    """Numbers of the articles that a footprint tells of."""
    return {int(place.split("/")[-1] if place.startswith("not/") else place.split("/")[1])
            for place in print_ if place.startswith(("article/", "not/"))}  # fmt: skip
