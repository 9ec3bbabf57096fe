"""A story whose articles have new texts → which of the words that it showed are to be checked against them."""

from __future__ import annotations

from django.db.models import F, Q

from aggregator.models import SpanCheck
from coverage.models import Story


def mark_shown(story: Story) -> int:
    """Mark the checks of quotes and claims that the story's comparison so far shows; gives how many are marked.

    To be called before the comparison is written anew: then it shows the new texts' words.
    """
    of_quote = Q(quote__variants__group__story=story) | Q(quote__passage__story=story)
    of_claim = Q(claim__cells__group__story=story)
    newest = SpanCheck.objects.filter(against=F("article__snapshot"), article__membership__story=story, shown=False)
    checks = newest.filter(of_quote | of_claim).exclude(quote__hidden=True).exclude(claim__hidden=True)
    return SpanCheck.objects.filter(pk__in=list(checks.values_list("pk", flat=True))).update(shown=True)
