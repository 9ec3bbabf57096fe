"""The bookkeeping of the work: what became of each request, whose turn it is at a host, who holds which lease."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from aggregator.models.articles import Article
from aggregator.models.feeds import Feed

EVENTS = ("ok", "unchanged", "moved for good", "frozen", "news again")
"""Outcomes of the log that are no refusals."""


class FetchLogQuerySet(models.QuerySet["FetchLog"]):
    """Lines of the log by what they tell."""

    def refusals(self) -> FetchLogQuerySet:
        """Those that tell of something refused or dropped."""
        return self.exclude(outcome__in=EVENTS)

    def by_reason(self) -> dict[str, int]:
        """How often each reason was given, the commonest first."""
        rows = self.order_by().values("outcome").annotate(times=models.Sum("count"))
        return {row["outcome"]: row["times"] for row in rows.order_by("-times", "outcome")}


class FetchLog(models.Model):
    """What became of one request, feed entry or page: one of EVENTS, or the reason it was refused under."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    feed = models.ForeignKey(Feed, models.CASCADE, null=True, blank=True, related_name="log")
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="log")
    url = models.URLField(max_length=1000)
    outcome = models.CharField(max_length=120, db_index=True)
    detail = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(default=1, help_text="How many entries it speaks of.")
    milliseconds = models.PositiveIntegerField(default=0)
    bytes = models.PositiveIntegerField(default=0)

    objects = FetchLogQuerySet.as_manager()

    class Meta:
        verbose_name = "fetch"
        verbose_name_plural = "fetches and refusals"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.outcome}: {self.url}"


class LastRun(models.Model):
    """When one of beat's tasks last ended, and how."""

    name = models.CharField(max_length=100, primary_key=True)
    ended_at = models.DateTimeField()
    seconds = models.FloatField(default=0)
    well = models.BooleanField(default=True)

    class Meta:
        verbose_name = "last run of the workers"
        verbose_name_plural = "last runs of the workers"
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} at {self.ended_at}"


class Host(models.Model):
    """A host's turn: one connection at a time across all workers, a minimum delay, and its robots.txt."""

    name = models.CharField(max_length=260, primary_key=True, help_text="host:port")
    free_at = models.DateTimeField(default=timezone.now, help_text="When the next request may begin.")
    set_at = models.DateTimeField(null=True, blank=True, help_text="When that was said.")
    robots_rule = models.CharField(max_length=10, blank=True, help_text="file, allow all or allow none.")
    robots_text = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
