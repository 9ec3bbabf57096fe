"""Articles that a person adds: by their addresses, or with their text pasted where a page cannot be fetched."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from aggregator.models.articles import Article


class Addition(models.Model):
    """What a person pasted at once. Nothing of it is asked for until it is entered."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    entered_at = models.DateTimeField(null=True, blank=True, help_text="When the workers were given it.")

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.made_at:%d %B %Y, %H:%M}"


class AddedAddress(models.Model):
    """One address of an addition, and what became of it: an article, or the reason why there is none."""

    addition = models.ForeignKey(Addition, models.CASCADE, related_name="addresses")
    line = models.CharField(max_length=1000, help_text="As it was pasted.")
    pasted = models.JSONField(null=True, blank=True, help_text="Text, title, byline and time, until it is entered.")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="added_by")
    known = models.BooleanField(default=False, help_text="The article was here already.")
    reason = models.CharField(max_length=120, blank=True, help_text="Why it was refused.")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.line
