"""/api/v1/stories: stories, each with its grid, quotes, differences and credit as its page lays them out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from aggregator.models import Article, Outlet
from coverage.api.laid_out import citations, disagreements, grid, utterances
from coverage.api.lists import StoryPage
from coverage.api.outlets import article_shape
from coverage.api.paging import Before, Limit, Number, Since, Slug, in_utc, page
from coverage.api.shapes import Problem, StoryLine, StoryShape
from coverage.comparing import sheet
from coverage.front_page import Card, cards, with_rows
from coverage.models import Membership, Story
from coverage.site_address import absolute
from coverage.story_facts import articles_of, facts_of, limits

router = Router(tags=["stories"])


@router.get("/stories", response={200: StoryPage, 422: Problem}, summary="Stories")
def list_stories(
    request: HttpRequest, outlet: Slug = None, since: Since = None, before: Before = None, limit: Limit = 20
) -> StoryPage:
    """Public stories, of an outlet where one is named."""
    rows = Story.objects.visible()
    if outlet is not None:
        covered = Membership.objects.filter(article__outlet__slug=outlet, article__outlet__listed=True)
        rows = rows.filter(pk__in=covered.values("story"))
    if since is not None:
        rows = rows.filter(changed_at__gte=in_utc(since))
    found, following = page(request, with_rows(rows), before, limit)
    outlets = list(Outlet.objects.listed())
    return StoryPage(items=[StoryLine(**_line(card)) for card in cards(found, outlets)], next=following)


@router.get("/stories/{pk}", response={200: StoryShape, 404: Problem, 422: Problem}, summary="One story")
def one_story(request: HttpRequest, pk: Number) -> StoryShape:
    """A story with its grid of claims and outlets, quotes with their renderings, differences, and who cites whom.

    The number of a merged story gives what it was merged into, whose `id` is another.
    """
    named = get_object_or_404(Story.objects.select_related("merged_into"), pk=pk)
    story = get_object_or_404(with_rows(Story.objects.visible()), pk=named.standing_story().pk)
    [card] = cards([story], list(Outlet.objects.listed()))
    articles = articles_of(story)
    facts = facts_of(story, articles)
    laid_out = sheet.lay_out(facts, limits())
    return StoryShape(
        **_line(card),
        standfirst=story.standfirst,
        coverage=[article_shape(_in(story, article)) for article in articles if article.outlet.listed],
        grid=grid(laid_out.grid),
        quotes=utterances(laid_out.quotations),
        disagreements=disagreements(laid_out.disputes),
        citations=citations(laid_out.credits),
    )


def _in(story: Story, article: Article) -> Article:
    """The article, told which story it is in, so that nothing is asked again."""
    membership = next(row for row in story.memberships.all() if row.article_id == article.pk)
    membership.story = story
    article.membership = membership
    return article


def _line(card: Card) -> dict[str, Any]:
    story = card.story
    return {
        "id": story.pk,
        "title": str(story),
        "page": absolute(story.get_absolute_url()),
        "api": absolute(f"/api/v1/stories/{story.pk}"),
        "first_published": story.first_published_at,
        "last_published": story.last_published_at,
        "changed": story.changed_at,
        "reviewed": story.reviewed,
        "outlets": [one.outlet.slug for one in card.headlines],
        "articles": len(card.articles),
        "differences": card.differences,
        "sample": card.is_sample,
    }
