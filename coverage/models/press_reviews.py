"""Press reviews that editors write: prose in which every quote is a reference."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from aggregator.history import PersonsHistory
from coverage.models.stories import Story


class PressReviewQuerySet(models.QuerySet["PressReview"]):
    """Press reviews by whether readers see them."""

    def published(self) -> PressReviewQuerySet:
        """Those that readers see."""
        return self.exclude(published_body="")


class PressReview(models.Model):
    """A story's press review. What is written and what is published are two texts: the one changes, the other stands
    until it is published again. In both a quote is a reference (`coverage.comparing.review_text`), never its words."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="press_review")
    title = models.CharField(max_length=300, blank=True, help_text="Empty: the story's.")
    body = models.TextField(blank=True)
    published_title = models.CharField(max_length=300, blank=True, editable=False)
    published_body = models.TextField(blank=True, editable=False)
    cited = models.JSONField(
        default=dict, blank=True, editable=False, help_text="By reference: the hash of its words when it was published."
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PressReviewQuerySet.as_manager()
    history = PersonsHistory(excluded_fields=["changed_at", "cited"])

    class Meta:
        ordering = ("-changed_at", "-id")
        permissions = (("publish_pressreview", "Can publish press reviews, and take them off again"),)

    def __str__(self) -> str:
        return self.title or f"Press review of {self.story}"

    @property
    def is_published(self) -> bool:
        """Whether readers see one."""
        return bool(self.published_body)
