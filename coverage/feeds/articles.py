"""Articles → entries of a feed, each with the excerpts that one entry may show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.template.loader import render_to_string

from aggregator.models import Article, Quote
from coverage.comparing.excerpts import Wish, grant
from coverage.comparing.shown import Publisher
from coverage.feeds.channel import Item
from coverage.models import Story
from coverage.site_address import absolute, tag
from coverage.story_facts import limits, publishers, quote_words, source_of


def with_quotes(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Articles, newest first, with their best quotes and the story that each is in."""
    quotes = (
        Quote.objects.select_related("speaker")
        .shown()
        .exclude(kind=Quote.Kind.INDIRECT)
        .order_by("-confidence", "start")
    )
    rows = articles.select_related("outlet", "snapshot", "membership__story").defer("snapshot__text", "feed_summary")
    return rows.order_by("-published_at", "-pk").prefetch_related(Prefetch("quotes", quotes, to_attr="best_quotes"))


def article_items(articles: Sequence[Article]) -> tuple[Item, ...]:
    """The articles (with `with_quotes`) as entries."""
    outlets = publishers()
    return tuple(_item(article, outlets) for article in articles)


def visible_story(article: Article) -> Story | None:
    """The story that readers find the article in."""
    membership = getattr(article, "membership", None)
    story: Story | None = membership.story if membership else None
    return story if story and story.state == Story.State.PUBLIC and not story.merged_into_id else None


def place_of(article: Article, story: Story | None) -> str:
    """Where an entry about the article leads: the article itself, its place in its story, or its outlet's page."""
    here = absolute(f"{story.get_absolute_url()}#article-{article.pk}") if story else ""
    source = source_of(article, 0)
    link = here if (article.link_is_home and here) or not source.address else source.address
    return link or absolute(article.outlet.get_absolute_url())


def headline_of(article: Article) -> str:
    """Its headline, or what else names it."""
    return article.title or f"{article.outlet.name}, {article.when:%d %B %Y}"


def _item(article: Article, outlets: Mapping[int, Publisher]) -> Item:
    story = visible_story(article)
    here = absolute(f"{story.get_absolute_url()}#article-{article.pk}") if story else ""
    body = {"article": article, "story": story, "here": here, "quotes": _excerpts(article, outlets)}
    return Item(
        guid=tag(f"article/{article.pk}"),
        title=headline_of(article),
        link=place_of(article, story),
        published=article.when,
        updated=max(filter(None, (article.when, article.modified_at))),
        author=article.byline or article.outlet.name,
        body=render_to_string("coverage/feeds/article.html", body),
        seen=article.snapshot.taken_at if article.snapshot else article.first_seen_at,
    )


def _excerpts(article: Any, outlets: Mapping[int, Publisher]) -> list[dict[str, str]]:
    """An article's best quotes, within the limits of one feed item."""
    sources = {article.pk: source_of(article, 0)}
    quotes = [quote_words(quote, sources, outlets) for quote in article.best_quotes]
    bounds = limits()
    wishes = [Wish(q.id, article.pk, "item", q.text, None, bounds.quote, 30, quoted=True) for q in quotes]
    granted = grant(wishes, bounds, {})
    return [
        {"words": granted[q.id].words, "kind": q.kind, "speaker": q.speaker, "address": q.address}
        for q in quotes
        if q.id in granted
    ]
