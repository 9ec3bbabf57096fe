"""A quote's address → its page: how each outlet carries the same words, who says them, where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from aggregator.models import Article, Quote
from coverage.comparing import one_quote
from coverage.comparing.shown import StoryFacts, UtteranceFacts, VariantFacts
from coverage.linked_data import embedded, quote_data
from coverage.models import QuoteGroup
from coverage.site_address import absolute
from coverage.standing import Gone, standing_quote
from coverage.story_facts import articles_of, limits, publishers, quotes_of, source_of, utterances_of


@require_safe
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """One quote across the story's outlets. Each of its renderings leads to the page of the fullest."""
    try:
        found = standing_quote(pk)
    except Gone as gone:
        return render(request, "coverage/quote_gone.html", {"story": gone.story}, status=410)
    story = found.article.membership.story
    groups = list(utterances_of(QuoteGroup.objects.filter(story=story, variants__quote=found).order_by("position")))
    articles = articles_of(story)
    facts = _facts(found, articles, groups)
    lead = _lead(found, facts)
    if lead != found.pk:
        return redirect(f"{reverse('quote', args=[lead])}#in-{found.article.outlet.slug}")
    if found.pk != pk:
        return redirect("quote", found.pk, permanent=True)
    return render(request, "coverage/quote.html", _context(found, articles, facts))


def _context(found: Quote, articles: Sequence[Article], facts: StoryFacts) -> dict[str, Any]:
    story = found.article.membership.story
    shown = one_quote.lay_out(facts, limits())
    page = absolute(reverse("quote", args=[found.pk]))
    return {
        "story": story,
        "quote": found,
        "shown": shown,
        "sample": any(article.origin == Article.Origin.SAMPLE for article in articles),
        "linked_data": embedded(quote_data(story, page, shown)),
    }


def _facts(found: Quote, articles: Sequence[Article], groups: Sequence[UtteranceFacts]) -> StoryFacts:
    """The utterances that the quote belongs to, or the quote alone where none is known yet."""
    outlets = publishers()
    alone = UtteranceFacts(0, found.pk, found.speaker_name, (VariantFacts(found.pk, "verbatim"),))
    rows = tuple(groups) or (alone,)
    sources = {article.pk: source_of(article, number) for number, article in enumerate(articles, 1)}
    wanted = {variant.quote for row in rows for variant in row.variants}
    quotes = Quote.objects.shown().filter(pk__in=wanted, article__in=list(sources))
    return StoryFacts(
        sources=tuple(sources.values()),
        quotes=quotes_of(quotes.order_by("article_id", "start"), sources, outlets),
        utterances=rows,
    )


def _lead(found: Quote, facts: StoryFacts) -> int:
    """The quote at whose number the page stands: the fullest form that may be shown."""
    fullest = [row.fullest for row in facts.utterances]
    own = [key for key in fullest if key in facts.quotes and facts.quotes[key].source.publisher.compared]
    return found.pk if found.pk in own or not own else own[0]
