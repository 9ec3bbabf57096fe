"""Backfills: the old articles of an outlet that someone asked for, and the places that are looked through for them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import models
from django.utils import timezone

from aggregator.models.articles import Article
from aggregator.models.sources import Outlet


class Backfill(models.Model):
    """One request for an outlet's old articles. Asked for again it is the same row and goes on where it was."""

    class Source(models.TextChoices):
        LIST = "list", "a list of addresses"
        SITEMAP = "sitemap", "sitemaps"
        INDEX = "index", "an archive's index"
        WARC = "warc", "WARC files"

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="backfills")
    source = models.CharField(max_length=7, choices=Source.choices)
    named = models.CharField(max_length=1000, blank=True, help_text="The list, sitemaps or files that were named.")
    window = models.CharField(max_length=21, blank=True, help_text="Its days, such as 2022-06-15/2022-06-20.")
    undated = models.BooleanField(default=False, help_text="Articles of unknown date are taken too.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When everything had been looked through.")
    articles: models.ManyToManyField[Article, models.Model] = models.ManyToManyField(Article, related_name="backfills")

    class Meta:
        ordering = ("-started_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("outlet", "source", "named", "window", "undated"), name="one_backfill"),
        )

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.outlet), self.window, f"from {self.get_source_display()}", self.named]))

    def refused(self) -> Counter[str]:
        """How many addresses and places were refused, by reason."""
        told: Counter[str] = Counter()
        for place in self.places.all():
            told.update(place.refused)
            told[place.reason] += place.state == BackfillPlace.State.REFUSED
        return +told


class BackfillPlaceQuerySet(models.QuerySet["BackfillPlace"]):
    """Places by what is left to do."""

    def left(self) -> BackfillPlaceQuerySet:
        """Not looked through yet."""
        return self.filter(state=BackfillPlace.State.DUE)

    def next(self) -> BackfillPlace | None:
        """The one whose time comes first."""
        return self.left().order_by("next_try_at", "pk").first()


class BackfillPlace(models.Model):
    """A sitemap, a query to an archive's index, a list or a file: looked through once, part by part."""

    class State(models.TextChoices):
        DUE = "due", "to be looked through"
        DONE = "done", "looked through"
        REFUSED = "refused", "refused"

    backfill = models.ForeignKey(Backfill, models.CASCADE, related_name="places")
    address = models.CharField(max_length=1000, help_text="Its address, file name or query.")
    state = models.CharField(max_length=7, choices=State.choices, default=State.DUE)
    cursor = models.TextField(blank=True, help_text="The resumption key that its next part is asked for with.")
    parts = models.PositiveIntegerField(default=0, help_text="How many of its parts have been looked through.")
    found = models.PositiveIntegerField(default=0, help_text="Wanted articles in it, known ones too.")
    new = models.PositiveIntegerField(default=0, help_text="Those that were not known before.")
    refused = models.JSONField(default=dict, blank=True, help_text="Addresses that were not wanted, by reason.")
    reason = models.CharField(max_length=120, blank=True, help_text="Why the last try failed.")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)

    objects = BackfillPlaceQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("backfill", "address"), name="a_place_once_in_a_backfill"),)

    def __str__(self) -> str:
        return self.address

    def wait(self, now: datetime) -> float:
        """Seconds until it may be asked."""
        return max(0.0, (self.next_try_at - now).total_seconds())
