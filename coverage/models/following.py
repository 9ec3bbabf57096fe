"""Feeds that a WebSub hub is told of: which may have changed, and what it was last told."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class FollowedFeedQuerySet(models.QuerySet["FollowedFeed"]):
    """Feeds by what is left to do."""

    def due(self, now: datetime) -> FollowedFeedQuerySet:
        """Those that may have changed, and whose time has come."""
        return self.filter(due_at__lte=now)


class FollowedFeed(models.Model):
    """A feed by its path without the form ("/s/3/feed"); its forms change together."""

    base = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of the content that the hub was last told of.")
    due_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="When it is looked at; empty: nothing has happened to it."
    )
    failures = models.PositiveIntegerField(default=0, help_text="Pings that failed since the last good one.")

    objects = FollowedFeedQuerySet.as_manager()

    class Meta:
        ordering = ("base",)

    def __str__(self) -> str:
        return self.base
