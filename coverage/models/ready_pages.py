"""Stories' pages, made before anybody asks for them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from coverage.models.stories import Story


class ReadyPage(models.Model):
    """A story's page in one language, as a worker made it. It can be made again at any time, and is dropped with the
    transaction that takes down or hides anything that it shows."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="ready_pages")
    language = models.CharField(max_length=10)
    version = models.CharField(max_length=32, help_text="What it was made from, in short.")
    made_with = models.CharField(max_length=32, help_text="Code, templates and settings that it was made with.")
    packed = models.BinaryField(help_text="Its HTML, gzipped.")
    made_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(
        default=timezone.now, db_index=True, help_text="When a worker last looked whether it is still the same."
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("story", "language"), name="one_ready_page_a_language"),)

    def __str__(self) -> str:
        return f"{self.story} ({self.language})"
