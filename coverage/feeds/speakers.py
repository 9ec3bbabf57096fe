"""A speaker → what can be followed: the articles that quote the speaker, each with the words as it carries them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from django.template.loader import render_to_string

from aggregator.models import Article, Quote, Speaker
from coverage.comparing.excerpts import Wish, grant
from coverage.feeds.articles import headline_of, place_of, visible_story
from coverage.feeds.channel import Item
from coverage.feeds.source import Source
from coverage.models import Story
from coverage.site_address import absolute, tag
from coverage.standing import public_speaker
from coverage.story_facts import limits


def speaker_quotes(slug: str) -> Source:
    """What the outlets quote a speaker with; a merged speaker's are those of whom it was merged into."""
    speaker = public_speaker(slug)
    quoting = Article.objects.filter(pk__in=Quote.objects.filter(speaker=speaker).values("article"))
    public = {"membership__story__state": Story.State.PUBLIC, "membership__story__merged_into": None}
    shown = Quote.objects.shown().filter(speaker=speaker)
    rows = quoting.read().of_listed_outlets().filter(pk__in=shown.values("article"), **public)
    named = Quote.objects.filter(article=OuterRef("pk"), speaker=speaker, speaker_as__isnull=False).order_by("pk")
    rows = rows.annotate(first_named=Subquery(named.values("speaker_as")[:1]))
    rows = rows.select_related("outlet", "snapshot", "membership__story").defer("snapshot__text", "feed_summary")
    return Source(
        name=f"speaker/{speaker.pk}",
        title=speaker.name,
        about=f"What the outlets quote {speaker.name} with.",
        page=speaker.get_absolute_url(),
        base=f"/p/{speaker.slug}/feed",
        rows=quoting,
        shown=rows.order_by("-published_at", "-pk").prefetch_related(Prefetch("quotes", shown, to_attr="said")),
        items=partial(_items, speaker),
        lately=rows.order_by("-snapshot_id", "-pk"),
    )


def _items(speaker: Speaker, articles: Sequence[Any]) -> tuple[Item, ...]:
    return tuple(_item(speaker, article) for article in articles)


def _item(speaker: Speaker, article: Any) -> Item:
    story = visible_story(article)
    body = {
        "article": article,
        "speaker": speaker,
        "story": story,
        "here": absolute(speaker.get_absolute_url()),
        "quotes": (quotes := _excerpts(article)),
        "reviewed": all(quote["reviewed"] for quote in quotes),
    }
    return Item(
        guid=tag(_name_of(speaker, article)),
        title=f"{speaker.name} in {article.outlet.name}: {headline_of(article)}",
        link=place_of(article, story),
        published=article.when,
        updated=max(filter(None, (article.when, article.modified_at))),
        author=article.byline or article.outlet.name,
        body=render_to_string("coverage/feeds/speaker.html", body),
        seen=article.snapshot.taken_at if article.snapshot else article.first_seen_at,
    )


def _name_of(speaker: Speaker, article: Any) -> str:
    """What ends the guid: the name by which the article, in whichever of its texts, first meant the speaker; so that
    no quote that is hidden, or that a later text brings, changes it. Names move along when speakers are merged or
    split, so that nothing is told twice then; it goes by the speaker where an editor alone has said who it is."""
    name = article.first_named
    return f"article/{article.pk}/named/{name}" if name else f"article/{article.pk}/speaker/{speaker.pk}"


def _excerpts(article: Any) -> list[dict[str, Any]]:
    """The speaker's quotes in an article, within the limits of one entry: those in quotation marks first."""
    bounds = limits()
    ordered = sorted(article.said, key=lambda quote: (quote.kind == Quote.Kind.INDIRECT, quote.start))
    wishes = [Wish(q.pk, article.pk, "item", q.text, None, bounds.quote, 30, quoted=True) for q in ordered]
    granted = grant(wishes, bounds, {})
    return [{"words": granted[q.pk].words, "kind": q.kind, "reviewed": q.reviewed} for q in ordered if q.pk in granted]
