"""Outlets and their feeds, with the health of each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aggregator.outlets import OUTLETS
from aggregator.outlets.spec import OutletSpec

FROZEN_AFTER = timedelta(hours=48)


class OutletQuerySet(models.QuerySet["Outlet"]):
    """Outlets by what may be done with them."""

    def listed(self) -> OutletQuerySet:
        """The outlets that the site compares; not the press reviews that quote them."""
        return self.filter(listed=True)


class Outlet(models.Model):
    """A publisher. Name, access and the rest are copied from `aggregator.outlets`; `enabled` is the editors' switch."""

    class Access(models.TextChoices):
        OPEN = "open", "open"
        SUMMARY = "summary", "summary only"
        CLOSED = "closed", "closed"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    monogram = models.CharField(max_length=4)
    home = models.URLField()
    access = models.CharField(max_length=8, choices=Access.choices, default=Access.OPEN)
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place where outlets are listed.")
    listed = models.BooleanField(default=True, help_text="Compared on the site; press reviews are not.")
    enabled = models.BooleanField(default=True, help_text="Off: nothing is fetched from it any more.")

    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/o/{self.slug}/"

    @property
    def spec(self) -> OutletSpec | None:
        """The outlet's data in code; None for a press review."""
        return OUTLETS.get(self.slug)

    def owner_at(self, moment: datetime | None) -> str:
        """Who owned it at a moment; empty where that is not known."""
        return self.spec.owner_on((moment or timezone.now()).date()) if self.spec else ""


class FeedQuerySet(models.QuerySet["Feed"]):
    """Feeds by their health."""

    def active(self) -> FeedQuerySet:
        """Switched on, of an outlet that is switched on, and not gone for good."""
        return self.filter(enabled=True, outlet__enabled=True, gone=False)

    def due(self, now: datetime) -> FeedQuerySet:
        """Active feeds whose time has come and that no worker holds."""
        return self.active().filter(Q(lease_until=None) | Q(lease_until__lt=now), next_poll_at__lte=now)

    def failing(self) -> FeedQuerySet:
        """Active feeds whose last three polls or more all failed."""
        return self.active().filter(failures__gte=3)

    def frozen(self, now: datetime) -> FeedQuerySet:
        """Active feeds that answer, with nothing newer than 48 hours."""
        return self.active().filter(succeeded_at__isnull=False, newest_item_at__lt=now - FROZEN_AFTER)


class Feed(models.Model):
    """A live source of an outlet's new articles, and what became of asking it."""

    class Kind(models.TextChoices):
        RSS = "rss", "RSS or Atom"
        SITEMAP = "sitemap", "news sitemap"

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="feeds")
    url = models.URLField(max_length=1000, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.RSS)
    enabled = models.BooleanField(default=True)
    gone = models.BooleanField(default=False, help_text="Answered 410: asked no more.")
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    next_poll_at = models.DateTimeField(default=timezone.now, db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    newest_item_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="Polls that failed since the last good one.")
    last_problem = models.CharField(max_length=300, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ("outlet", "url")

    def __str__(self) -> str:
        return self.url

    def health(self, now: datetime) -> str:
        """One word or phrase: gone, off, failing, frozen, not asked yet, trouble or well."""
        if self.gone:
            return "gone"
        if not (self.enabled and self.outlet.enabled):
            return "off"
        if self.failures >= 3:
            return "failing"
        if self.succeeded_at and self.newest_item_at and self.newest_item_at < now - FROZEN_AFTER:
            return "frozen"
        if not self.polled_at:
            return "not asked yet"
        return "trouble" if self.failures else "well"
