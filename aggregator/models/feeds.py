"""Feeds: where each is asked, what became of asking it, and its health."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aggregator.history import PersonsHistory
from aggregator.models.leases import over
from aggregator.models.sources import Outlet
from aggregator.outlets.spec import FeedSpec
from aggregator.reading.rhythm import MOST_QUIET, quiet_allowed

FAILING = 3
"""Polls that brought nothing, one after the other, before a feed counts as failing."""


class FeedQuerySet(models.QuerySet["Feed"]):
    """Feeds by their health."""

    def active(self) -> FeedQuerySet:
        """Switched on, of an outlet that is switched on, and not ended."""
        return self.filter(enabled=True, outlet__enabled=True, ended="")

    def due(self, now: datetime) -> FeedQuerySet:
        """Active feeds whose time has come and that no worker holds."""
        return self.active().filter(over("lease_until", now), next_poll_at__lte=now)

    def failing(self) -> FeedQuerySet:
        """Active feeds whose last polls all failed."""
        return self.active().filter(failures__gte=FAILING)

    def frozen(self) -> FeedQuerySet:
        """Active feeds that answer, and bring nothing new for longer than their rhythm allows."""
        return self.active().filter(frozen_since__isnull=False)

    def moved(self) -> FeedQuerySet:
        """Feeds that are asked at another address than the code names."""
        return self.exclude(moved_at=None)


class Feed(models.Model):
    """A live source of an outlet's new articles, and what became of asking it."""

    class Kind(models.TextChoices):
        RSS = "rss", _("RSS or Atom")
        SITEMAP = "sitemap", _("news sitemap")

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="feeds")
    named_url = models.URLField(max_length=1000, unique=True, help_text="Its address in the code.")
    url = models.URLField(max_length=1000, unique=True, help_text="Where it is asked.")
    moved_at = models.DateTimeField(null=True, blank=True, help_text="When permanent redirects last moved it.")
    moved_from = models.JSONField(default=list, blank=True, help_text="Its addresses before, oldest first.")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.RSS)
    enabled = models.BooleanField(default=True)
    ended = models.CharField(max_length=60, blank=True, help_text="Why it is asked no more.")
    etag = models.CharField(max_length=2000, blank=True)
    last_modified = models.CharField(max_length=2000, blank=True)
    next_poll_at = models.DateTimeField(default=timezone.now, db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="Polls that failed since the last good one.")
    last_problem = models.CharField(max_length=300, blank=True)
    newest_item_at = models.DateTimeField(null=True, blank=True)
    items_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the addresses of its items.")
    items_changed_at = models.DateTimeField(null=True, blank=True, help_text="When its list of items last changed.")
    usual_gap = models.DurationField(null=True, blank=True, help_text="Between items; nine in ten keep to it.")
    frozen_since = models.DateTimeField(null=True, blank=True, help_text="When the alarm was raised.")

    objects = FeedQuerySet.as_manager()
    history = PersonsHistory(
        excluded_fields=[
            "moved_at", "moved_from", "kind", "etag", "last_modified", "next_poll_at", "lease_until", "polled_at",
            "succeeded_at", "failures", "last_problem", "newest_item_at", "items_sha256", "items_changed_at",
            "usual_gap", "frozen_since",
        ]
    )  # fmt: skip

    class Meta:
        ordering = ("outlet", "url")

    def __str__(self) -> str:
        return self.url

    @property
    def spec(self) -> FeedSpec | None:
        """The feed's data in code."""
        outlet = self.outlet.spec
        return next((feed for feed in outlet.feeds if feed.url == self.named_url), None) if outlet else None

    @property
    def quiet_allowed(self) -> timedelta:
        """How long it may bring nothing new before it counts as frozen."""
        return quiet_allowed(self.usual_gap, self.spec.most_quiet if self.spec else MOST_QUIET)

    def start_again(self, now: datetime) -> None:
        """Ask it again at the address in the code, whatever ended or moved it, with nothing that it gave before."""
        if self.url != self.named_url:
            self.moved_from = [*self.moved_from, self.url]
        self.url, self.moved_at, self.ended = self.named_url, None, ""
        self.etag = self.last_modified = ""
        self.failures, self.next_poll_at = 0, now
        self.save(
            update_fields=[
                "url", "moved_at", "moved_from", "ended", "etag", "last_modified", "failures", "next_poll_at",
            ]
        )  # fmt: skip

    def health(self) -> str:
        """One word or phrase: gone, ended, off, failing, frozen, not asked yet, trouble or well."""
        if self.ended:
            return "gone" if self.ended == "gone" else "ended"
        if not (self.enabled and self.outlet.enabled):
            return "off"
        if self.failures >= FAILING:
            return "failing"
        if self.frozen_since:
            return "frozen"
        if not self.polled_at:
            return "not asked yet"
        return "trouble" if self.failures else "well"
