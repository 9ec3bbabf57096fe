"""What can be followed, one function each: from the parts of an address to a Source, or 404."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db.models import Max, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse

from aggregator.models import Article, Outlet
from coverage.feeds.articles import article_items, headline_of, place_of, visible_story, with_quotes
from coverage.feeds.changes import change_items, worth_telling
from coverage.feeds.channel import Item
from coverage.feeds.source import Source
from coverage.front_page import Card, cards, with_rows
from coverage.models import CellClaim, ClaimCell, ClaimGroup, Story, StoryEvent
from coverage.site_address import absolute, tag
from coverage.standing import Gone, public_story, standing_claim


def all_stories() -> Source:
    """All stories, the one that changed last first."""
    return Source(
        name="stories",
        title="all stories",
        about="Every story that two outlets or more report, with who covers it and where they differ.",
        page=reverse("front"),
        base="/feeds/stories",
        rows=Story.objects.all(),
        shown=with_rows(Story.objects.visible().order_by("-changed_at", "-pk")),
        items=story_items,
        dense=True,
    )


def all_changes() -> Source:
    """What happened to all stories."""
    return Source(
        name="changes",
        title="changes of all stories",
        about="Articles that joined a story, edits that matter, new differences and mergers.",
        page=reverse("front"),
        base="/feeds/changes",
        rows=StoryEvent.objects.all(),
        shown=worth_telling(StoryEvent.objects.all()),
        items=change_items,
        dense=True,
        compared=Story.objects.aggregate(last=Max("changed_at"))["last"],
    )


def story_articles(pk: int) -> Source:
    """One story's articles, newest first; a merged story's are those of what it was merged into."""
    story = public_story(pk)
    own = Article.objects.filter(membership__story=story, outlet__listed=True)
    return Source(
        name=f"story/{story.pk}/articles",
        title=str(story),
        about="The articles that the outlets publish on this story.",
        page=story.get_absolute_url(),
        base=f"/s/{story.pk}/feed",
        rows=own,
        shown=with_quotes(own),
        items=article_items,
        changed=story.changed_at,
        lately=own.order_by("-membership__joined_at", "-pk"),
    )


def story_changes(pk: int) -> Source:
    """What happened to one story."""
    story = public_story(pk)
    return Source(
        name=f"story/{story.pk}/changes",
        title=f"changes of {story}",
        about="Articles that joined this story, edits that matter, new differences and mergers.",
        page=story.get_absolute_url(),
        base=f"/s/{story.pk}/changes",
        rows=StoryEvent.objects.filter(story=story),
        shown=worth_telling(StoryEvent.objects.filter(story=story)),
        items=change_items,
        compared=story.changed_at,
    )


def outlet_articles(slug: str) -> Source:
    """One outlet's articles, newest first."""
    outlet = get_object_or_404(Outlet.objects.listed(), slug=slug)
    return Source(
        name=f"outlet/{outlet.slug}",
        title=outlet.name,
        about=f"What {outlet.name} publishes, and the stories that it belongs to.",
        page=outlet.get_absolute_url(),
        base=f"/o/{outlet.slug}/feed",
        rows=Article.objects.filter(outlet=outlet),
        shown=with_quotes(Article.objects.read().filter(outlet=outlet)),
        items=article_items,
        lately=Article.objects.read().filter(outlet=outlet).order_by("-snapshot_id", "-pk"),
    )


def claim_reports(pk: int) -> Source:
    """The articles that report one statement, newest first."""
    try:
        group = standing_claim(pk)
    except Gone as gone:
        raise Http404("It is not compared any more") from gone
    story = group.story
    found = CellClaim.objects.filter(cell__group=group, claim__article__outlet__listed=True)
    reporting = Article.objects.filter(pk__in=found.values("claim__article"))
    shown = reporting.read().select_related("outlet", "snapshot", "membership__story")
    return Source(
        name=f"claim/{group.pk}",
        title=f"a statement in {story}",
        about="Who reports this statement, and how: in its own voice, crediting someone, or otherwise.",
        page=reverse("claim", args=[group.pk]),
        base=f"/c/{group.pk}/feed",
        rows=reporting,
        shown=shown.defer("snapshot__text", "feed_summary").order_by("-published_at", "-pk"),
        items=partial(_report_items, group),
        changed=story.changed_at,
        lately=reporting.read().order_by("-membership__joined_at", "-pk"),
    )


def story_items(stories: Sequence[Story]) -> tuple[Item, ...]:
    """The stories (with `front_page.with_rows`) as entries: one query more."""
    outlets = list(Outlet.objects.listed())
    return tuple(_story_item(card) for card in cards(stories, outlets))


def _story_item(card: Card) -> Item:
    story = card.story
    published = story.first_published_at or story.created_at
    return Item(
        guid=tag(f"story/{story.pk}"),
        title=story.title or str(story),
        link=absolute(story.get_absolute_url()),
        published=published,
        updated=max(published, story.changed_at),
        author="Parallax",
        body=render_to_string("coverage/feeds/story.html", {"card": card}),
    )


def _report_items(group: ClaimGroup, articles: Sequence[Article]) -> tuple[Item, ...]:
    cells: QuerySet[ClaimCell] = group.cells.select_related("outlet")
    by_outlet = {cell.outlet_id: cell for cell in cells}
    return tuple(_report_item(group, article, by_outlet.get(article.outlet_id)) for article in articles)


def _report_item(group: ClaimGroup, article: Article, cell: ClaimCell | None) -> Item:
    story = visible_story(article)
    here = absolute(reverse("claim", args=[group.pk])) if story else ""
    body = {"group": group, "article": article, "cell": cell, "story": story, "here": here}
    return Item(
        guid=tag(f"claim/{group.pk}/article/{article.pk}"),
        title=headline_of(article),
        link=place_of(article, story),
        published=article.when,
        updated=max(filter(None, (article.when, article.modified_at))),
        author=article.byline or article.outlet.name,
        body=render_to_string("coverage/feeds/report.html", body),
        seen=article.snapshot.taken_at if article.snapshot else article.first_seen_at,
    )
