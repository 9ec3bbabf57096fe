"""Quotes that wait for an editor's eye, the least sure first → which comes next, and what is shown of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from aggregator.models import Quote
from coverage.models import QuoteVariant, Story


@dataclass(frozen=True, slots=True)
class Place:
    """A quote's place in the queue: how many wait in all, and the numbers of those before and after it."""

    waiting: int
    before: int | None
    after: int | None


def queue(story: int | None = None) -> QuerySet[Quote]:
    """Quotes that readers may see and no editor has accepted, the least sure first; of one story where it is named."""
    rows: QuerySet[Quote] = Quote.objects.to_review()
    if story is not None:
        rows = rows.filter(article__membership__story=story)
    return rows.order_by("confidence", "pk")


def place_of(quote: Quote, story: int | None = None) -> Place:
    """Where a quote stands in the queue, or would stand: three queries."""
    rows = queue(story).exclude(pk=quote.pk)
    less = Q(confidence__lt=quote.confidence) | Q(confidence=quote.confidence, pk__lt=quote.pk)
    before = rows.filter(less).order_by("-confidence", "-pk").values_list("pk", flat=True).first()
    after = rows.exclude(less).values_list("pk", flat=True).first()
    return Place(queue(story).count(), before, after)


def renderings_of(quote: Quote) -> list[QuoteVariant]:
    """The quote in each utterance that it belongs to, and the others there: one query."""
    rows = QuoteVariant.objects.filter(group__variants__quote=quote).select_related("quote__article__outlet", "group")
    return list(rows.order_by("group", "position", "pk"))


def others_of(quote: Quote, story: Story | int | None) -> QuerySet[Quote]:
    """Quotes of other articles of the story, which may be the same utterance."""
    if story is None:  # else it would be the quotes of all articles that are in none
        return Quote.objects.none()
    rows: Any = Quote.objects.shown().filter(article__membership__story=story)
    return rows.exclude(article=quote.article_id).select_related("article__outlet").order_by("article", "start")  # type: ignore[no-any-return]
