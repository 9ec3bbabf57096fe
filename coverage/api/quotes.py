"""/api/v1/quotes: quotes as articles carry them, with their renderings elsewhere, within the limits of one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from aggregator.models import Quote
from coverage.api.lists import QuotePage
from coverage.api.paging import Before, Limit, Number, NumberAsked, Slug, page
from coverage.api.shapes import Problem, QuoteDetail, QuoteShape, VariantShape
from coverage.comparing.excerpts import Granted, Wish, grant
from coverage.models import QuoteVariant
from coverage.site_address import absolute
from coverage.standing import quotes_in_public
from coverage.story_facts import limits, source_of

router = Router(tags=["quotes"])
Speaker = Annotated[str | None, Query(max_length=300, pattern=r"^[^\x00]+$", description="a speaker's whole name")]


@router.get("/quotes", response={200: QuotePage, 422: Problem}, summary="Quotes")
def list_quotes(
    request: HttpRequest,
    story: NumberAsked = None,
    outlet: Slug = None,
    speaker: Speaker = None,
    before: Before = None,
    limit: Limit = 20,
) -> QuotePage:
    """Quotes in public stories, of a story, an outlet or a speaker where one is named."""
    rows = _shown()
    if story is not None:
        rows = rows.filter(article__membership__story=story)
    if outlet is not None:
        rows = rows.filter(article__outlet__slug=outlet)
    if speaker is not None:
        rows = rows.filter(speaker_name=speaker)
    found, following = page(request, rows, before, limit)
    granted = _granted(found)
    return QuotePage(items=[QuoteShape(**_shape(quote, granted)) for quote in found], next=following)


@router.get("/quotes/{pk}", response={200: QuoteDetail, 404: Problem, 422: Problem}, summary="One quote")
def one_quote(request: HttpRequest, pk: Number) -> QuoteDetail:
    """A quote, and how other articles carry it."""
    quote = get_object_or_404(_shown(), pk=pk)
    others = QuoteVariant.objects.filter(group__variants__quote=quote).exclude(quote=quote).order_by("position", "pk")
    renderings = dict(others.values_list("quote", "rendering"))
    rows = {row.pk: row for row in _shown().filter(pk__in=renderings)}
    variants = [rows[key] for key in renderings if key in rows]
    granted = _granted([quote, *variants])
    return QuoteDetail(
        **_shape(quote, granted),
        variants=[
            VariantShape(rendering=renderings[row.pk], quote=QuoteShape(**_shape(row, granted))) for row in variants
        ],
    )


def _shown() -> QuerySet[Quote]:
    """Quotes that readers may see in a public story; those of press reviews are not the outlets' own."""
    rows = quotes_in_public().select_related("article__outlet", "article__membership", "speaker")
    return rows.defer("article__feed_summary")


def _granted(quotes: Sequence[Quote]) -> Mapping[Any, Granted]:
    bounds = limits()
    wishes = [Wish(q.pk, q.article_id, "quotes", q.text, None, bounds.quote, 30, quoted=True) for q in quotes]
    return grant(wishes, bounds, {})


def _shape(quote: Quote, granted: Mapping[Any, Granted]) -> dict[str, Any]:
    first = quote.spans[0][1] - quote.spans[0][0] if quote.spans else len(quote.text)
    return {
        "id": quote.pk,
        "outlet": quote.article.outlet.slug,
        "article": quote.article_id,
        "story": quote.article.membership.story_id,
        "words": granted[quote.pk].words if quote.pk in granted else "",
        "kind": quote.kind,
        "speaker": quote.speaker_name or quote.speaker_words,
        "translated": quote.translated,
        "reviewed": quote.reviewed,
        "address": source_of(quote.article, 0).place(quote.text[:first]),
        "page": absolute(f"/q/{quote.pk}/"),
        "speaker_page": absolute(quote.speaker.get_absolute_url()) if quote.speaker else "",
    }
