"""Utterances and statements that a comparison gave up, by their numbers: what those lead to from then on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet

from aggregator.models import Claim, Quote
from coverage.models.comparison import ClaimGroup, QuoteGroup
from coverage.models.stories import Story


class RetiredClaim(models.Model):
    """The number that a statement had, the sentence that said it best, and the story that it stood in."""

    number = models.PositiveBigIntegerField(primary_key=True)
    story = models.ForeignKey(Story, models.CASCADE, related_name="retired_claims")
    clearest = models.ForeignKey(Claim, models.CASCADE, related_name="+")

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"statement {self.number}"


class RetiredUtterance(models.Model):
    """The number that an utterance had, and its fullest form."""

    number = models.PositiveBigIntegerField(primary_key=True)
    fullest = models.ForeignKey(Quote, models.CASCADE, related_name="+")

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"utterance {self.number}"


def retire(groups: QuerySet[Any] | Iterable[ClaimGroup]) -> None:
    """Keep what the statements' addresses lead to; to be called before they are deleted."""
    RetiredClaim.objects.bulk_create(
        [RetiredClaim(number=row.pk, story_id=row.story_id, clearest_id=row.clearest_id) for row in groups],
        ignore_conflicts=True,
    )


def retire_utterances(groups: QuerySet[Any] | Iterable[QuoteGroup]) -> None:
    """Keep the utterances' numbers, for when they are found again; to be called before they are deleted."""
    RetiredUtterance.objects.bulk_create(
        [RetiredUtterance(number=row.pk, fullest_id=row.fullest_id) for row in groups], ignore_conflicts=True
    )
