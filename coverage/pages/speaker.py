"""A speaker's address → the page: the names seen, and what the outlets quote the speaker with, story by story."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from aggregator.models import Article, Speaker
from coverage.comparing import one_speaker
from coverage.comparing.one_speaker import Spoken
from coverage.linked_data import embedded, speaker_data
from coverage.models import QuoteVariant, Story
from coverage.pages.paging import before_asked
from coverage.standing import public_speaker, quotes_in_public
from coverage.story_facts import limits, publishers, quote_words, source_of

STORIES = 20  # of a page, the newest numbers first


@require_safe
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """Who a speaker is and what the outlets carry of what they say."""
    found = public_speaker(slug)
    if found.slug != slug:
        return redirect(found, permanent=True)
    return render(request, "coverage/speaker.html", _context(found, before_asked(request)))


def _context(speaker: Speaker, before: int | None) -> dict[str, Any]:
    stories, older = _stories(speaker, before)
    spoken = _spoken(speaker, stories)
    shown = one_speaker.lay_out(spoken, limits())
    by_number = {story.pk: story for story in stories}
    names = list(speaker.names.all())
    return {
        "speaker": speaker,
        "names": [name for name in names if name.name != speaker.name],
        "kind": speaker.get_kind_display(),
        "stories": [{"story": by_number[key], "said": said} for key, said in shown.items()],
        "older": older,
        "newest": before is None,
        "sample": _in_sample(stories),
        "linked_data": embedded(speaker_data(speaker, names, [one for said in shown.values() for one in said])),
    }


def _stories(speaker: Speaker, before: int | None) -> tuple[list[Story], int | None]:
    """The newest public stories with the speaker's words, and the number before which the older ones lie."""
    quoted = quotes_in_public().filter(speaker=speaker).values("article__membership__story")
    rows = Story.objects.visible().filter(pk__in=quoted).order_by("-pk")
    found = list((rows if before is None else rows.filter(pk__lt=before))[: STORIES + 1])
    return found[:STORIES], found[STORIES - 1].pk if len(found) > STORIES else None


def _in_sample(stories: list[Story]) -> bool:
    return Article.objects.filter(membership__story__in=stories, origin=Article.Origin.SAMPLE).exists()


def _spoken(speaker: Speaker, stories: list[Story]) -> list[Spoken]:
    """The speaker's quotes in these stories, story by story: three queries."""
    outlets = publishers()
    rows = quotes_in_public().filter(speaker=speaker, article__membership__story__in=stories)
    found = list(
        rows.select_related("article__outlet", "article__membership", "article__snapshot", "speaker")
        .defer("article__snapshot__text", "article__feed_summary")
        .order_by("-article__membership__story_id", "article__published_at", "start")
    )
    groups = dict(QuoteVariant.objects.filter(quote__in=found).values_list("quote", "group"))
    articles = {quote.article_id: quote.article for quote in found}
    sources = {key: source_of(article, 0) for key, article in articles.items()}
    return [
        Spoken(
            quote_words(quote, sources, outlets),
            quote.article.membership.story_id,
            groups.get(quote.pk, -quote.pk),  # one that no comparison has seen yet stands alone
            quote.speaker_confidence or 0.0,
            quote.speaker_resolution,
        )
        for quote in found
    ]
