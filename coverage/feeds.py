"""Stories and articles → RSS 2.0 and Atom, with permanent guids and honest validators (ETag, Last-Modified, 304)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from aggregator.models import Article, Outlet, Quote
from coverage.comparing.excerpts import Wish, grant
from coverage.front_page import Card, cards, with_rows
from coverage.models import Story
from coverage.story_facts import limits, publishers, quote_words, source_of

MOST = 50  # items in a feed
_EPOCH = datetime(2022, 6, 17, tzinfo=UTC)
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not in XML 1.0


@dataclass(frozen=True, slots=True)
class Item:
    """An entry; `guid` never changes, whatever else does. `body` is HTML."""

    guid: str
    title: str
    link: str
    published: datetime
    updated: datetime
    author: str
    body: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed before it becomes RSS or Atom; `link` is the page that it follows."""

    guid: str
    title: str
    about: str
    link: str
    updated: datetime
    items: tuple[Item, ...]


class _Rss(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        """When its contents last changed; Django's own gives the present moment to an empty feed."""
        updated: datetime = self.feed["updated"]
        return updated


class _Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """When its contents last changed."""
        updated: datetime = self.feed["updated"]
        return updated


_FORMATS: dict[str, type[_Rss | _Atom]] = {"rss": _Rss, "atom": _Atom}


@require_safe
def stories_feed(request: HttpRequest, form: str) -> HttpResponseBase:
    """All stories, the one that changed last first."""
    outlets = list(Outlet.objects.listed())
    found = cards(with_rows(Story.objects.visible().order_by("-changed_at", "-pk"))[:MOST], outlets)
    channel = Channel(
        guid=tag("stories"),
        title="Parallax: all stories",
        about="Every story that two outlets or more report, with who covers it and where they differ.",
        link=_absolute(reverse("front")),
        updated=max((card.story.changed_at for card in found), default=_EPOCH),
        items=tuple(_story_item(card) for card in found),
    )
    return _answer(request, channel, form)


@require_safe
def story_feed(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """One story's articles, newest first; a merged story's address leads to the feed of what it was merged into."""
    story = get_object_or_404(Story.objects.select_related("merged_into"), pk=pk)
    standing = story.standing_story()
    if standing.pk != story.pk:
        return redirect("story-feed", standing.pk, form, permanent=True)
    story = get_object_or_404(Story.objects.visible(), pk=pk)
    found = _with_quotes(story.articles.filter(outlet__listed=True))
    channel = Channel(
        guid=tag(f"story/{story.pk}/articles"),
        title=f"Parallax: {story.title}",
        about="The articles that the outlets publish on this story.",
        link=_absolute(story.get_absolute_url()),
        updated=story.changed_at,
        items=_article_items(found, {article.pk: story for article in found}),
    )
    return _answer(request, channel, form)


@require_safe
def outlet_feed(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """One outlet's articles, newest first."""
    outlet = get_object_or_404(Outlet.objects.listed(), slug=slug)
    found = _with_quotes(outlet.articles.read())
    seen = [article.snapshot.taken_at if article.snapshot else article.first_seen_at for article in found]
    channel = Channel(
        guid=tag(f"outlet/{outlet.slug}"),
        title=f"Parallax: {outlet.name}",
        about=f"What {outlet.name} publishes, and the stories that it belongs to.",
        link=_absolute(outlet.get_absolute_url()),
        updated=max(seen, default=_EPOCH),
        items=_article_items(found, {article.pk: story for article in found if (story := visible_story(article))}),
    )
    return _answer(request, channel, form)


def tag(name: str) -> str:
    """A permanent name of this installation (RFC 4151)."""
    return f"tag:{settings.TAG_AUTHORITY}:{name}"


def visible_story(article: Article) -> Story | None:
    """The story that readers find the article in."""
    membership = getattr(article, "membership", None)
    story: Story | None = membership.story if membership else None
    return story if story and story.state == Story.State.PUBLIC and not story.merged_into_id else None


def _answer(request: HttpRequest, channel: Channel, form: str) -> HttpResponseBase:
    etag = quote_etag(hashlib.sha256(repr((form, settings.SITE_URL, channel)).encode()).hexdigest()[:32])
    modified = int(channel.updated.timestamp())
    response = get_conditional_response(request, etag, modified)
    if response is None:
        feed = _written(channel, form, _absolute(request.path))
        response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = channel.updated.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _written(channel: Channel, form: str, address: str) -> _Rss | _Atom:
    feed = _FORMATS[form](
        title=_fit(channel.title),
        link=channel.link,
        description=_fit(channel.about),
        subtitle=_fit(channel.about),
        language="en",
        author_name="Parallax",
        feed_url=address,
        feed_guid=channel.guid,
        updated=channel.updated,
    )
    for item in channel.items:
        feed.add_item(
            title=_fit(item.title),
            link=item.link,
            description=_fit(item.body),
            unique_id=item.guid,
            unique_id_is_permalink=False,
            pubdate=item.published,
            updateddate=item.updated,
            author_name=_fit(item.author),
        )
    return feed


def _story_item(card: Card) -> Item:
    story = card.story
    published = story.first_published_at or story.created_at
    return Item(
        guid=tag(f"story/{story.pk}"),
        title=story.title or str(story),
        link=_absolute(story.get_absolute_url()),
        published=published,
        updated=max(published, story.changed_at),
        author="Parallax",
        body=render_to_string("coverage/feeds/story.html", {"card": card}),
    )


def _with_quotes(articles: Any) -> list[Article]:
    quotes = Quote.objects.shown().exclude(kind=Quote.Kind.INDIRECT).order_by("-confidence", "start")
    rows = articles.select_related("outlet", "snapshot", "membership__story").defer("snapshot__text", "feed_summary")
    ordered = rows.order_by("-published_at", "-pk")[:MOST]
    return list(ordered.prefetch_related(Prefetch("quotes", quotes, to_attr="best_quotes")))


def _article_items(articles: Sequence[Article], stories: dict[int, Story]) -> tuple[Item, ...]:
    outlets = publishers()
    return tuple(_article_item(article, stories.get(article.pk), outlets) for article in articles)


def _article_item(article: Article, story: Story | None, outlets: dict[int, Any]) -> Item:
    here = f"{_absolute(story.get_absolute_url())}#article-{article.pk}" if story else ""
    source = source_of(article, 0)
    link = here if (article.link_is_home and here) or not source.address else source.address
    updated = max(filter(None, (article.when, article.modified_at)))
    body = {"article": article, "story": story, "here": here, "quotes": _excerpts(article, outlets)}
    return Item(
        guid=tag(f"article/{article.pk}"),
        title=article.title or f"{article.outlet.name}, {article.when:%d %B %Y}",
        link=link or _absolute(article.outlet.get_absolute_url()),
        published=article.when,
        updated=updated,
        author=article.byline or article.outlet.name,
        body=render_to_string("coverage/feeds/article.html", body),
    )


def _excerpts(article: Article, outlets: dict[int, Any]) -> list[dict[str, str]]:
    """An article's best quotes, within the limits of one feed item."""
    sources = {article.pk: source_of(article, 0)}
    quotes = [quote_words(quote, sources, outlets) for quote in article.best_quotes]  # type: ignore[attr-defined]
    bounds = limits()
    wishes = [Wish(q.id, article.pk, "item", q.text, None, bounds.quote, 30, quoted=True) for q in quotes]
    granted = grant(wishes, bounds, {})
    return [
        {"words": granted[q.id].words, "speaker": q.speaker, "address": q.address} for q in quotes if q.id in granted
    ]


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _fit(text: str) -> str:
    """The text without what XML cannot carry."""
    return _UNFIT.sub("", text)
