"""A statement's address → its page: what each outlet of the story does with it, and where it says so."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from aggregator.models import Article, Claim
from coverage.comparing import one_claim
from coverage.comparing.shown import DifferenceFacts, StoryFacts
from coverage.linked_data import claim_data, embedded
from coverage.models import ClaimGroup
from coverage.standing import Gone, standing_claim
from coverage.story_facts import (
    articles_of,
    claims_of,
    difference_facts,
    limits,
    publishers,
    source_of,
    statements_of,
)


@require_safe
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement across the story's outlets."""
    try:
        group = standing_claim(pk)
    except Gone as gone:
        return render(request, "coverage/claim_gone.html", {"story": gone.story}, status=410)
    if group.pk != pk:
        return redirect("claim", group.pk, permanent=True)
    return render(request, "coverage/claim.html", _context(group))


def _context(group: ClaimGroup) -> dict[str, Any]:
    articles = articles_of(group.story)
    sheet = one_claim.lay_out(facts_of_claim(group, articles), limits())
    return {
        "story": group.story,
        "claim": sheet,
        "background": group.background,
        "sample": any(article.origin == Article.Origin.SAMPLE for article in articles),
        "linked_data": embedded(claim_data(group, sheet)),
    }


def facts_of_claim(group: ClaimGroup, articles: list[Article]) -> StoryFacts:
    """The statement, its story's outlets, and what they differ on in it: six queries."""
    outlets = publishers()
    sources = {article.pk: source_of(article, number) for number, article in enumerate(articles, 1)}
    [row] = statements_of(ClaimGroup.objects.filter(pk=group.pk), outlets)
    own = {claim for cell in row.cells for claim in cell.claims}
    differences = [difference_facts(found) for found in group.story.differences.all()]
    differing = [found for found in differences if own & _claims_of(found)]
    needed = own.union(*map(_claims_of, differing))
    claims = Claim.objects.shown().filter(pk__in=needed, article__in=list(sources)).order_by("article_id", "start")
    return StoryFacts(
        sources=tuple(sources.values()),
        claims=claims_of(claims, sources),
        statements=(row,),
        differences=tuple(differing),
    )


def _claims_of(difference: DifferenceFacts) -> set[int]:
    return {claim for side in difference.sides for claim, _, _ in side.evidence}
