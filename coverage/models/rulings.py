"""What editors say of the comparison itself: how a quote is carried, and which quotes are the same utterance."""

from __future__ import annotations

from django.db import models

from aggregator.models import Quote
from coverage.models.comparison import QuoteVariant


class QuoteLabel(models.Model):
    """How a quote renders its utterance, by an editor's word. It follows the quote from text to text."""

    quote = models.OneToOneField(Quote, models.CASCADE, related_name="label")
    rendering = models.CharField(max_length=11, choices=QuoteVariant.Rendering.choices)

    def __str__(self) -> str:
        return f"{self.quote} ({self.rendering})"


class QuoteTie(models.Model):
    """Two quotes that are the same utterance, or are not, by an editor's word. It follows them from text to text."""

    one = models.ForeignKey(Quote, models.CASCADE, related_name="ties")
    other = models.ForeignKey(Quote, models.CASCADE, related_name="+")
    same = models.BooleanField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("one", "other"), name="one_word_on_two_quotes"),)

    def __str__(self) -> str:
        return f"{self.one} {'is' if self.same else 'is not'} {self.other}"
