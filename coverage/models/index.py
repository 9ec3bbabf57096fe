"""What grouping knows of an article, and the index by which articles that share rare words find each other."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aggregator.models import Article, Snapshot


class ArticleSketch(models.Model):
    """The words, names and figures that an article is grouped by, counted once for each text it has had."""

    class Kind(models.TextChoices):
        REPORT = "report", _("report")
        ROUNDUP = "roundup", _("roundup of several stories")
        LIVE = "live", _("live blog")
        OPINION = "opinion", _("opinion piece")

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="sketch")
    snapshot = models.ForeignKey(
        Snapshot, models.SET_NULL, null=True, blank=True, related_name="+", help_text="The text that it was made from."
    )
    at = models.DateTimeField(db_index=True, help_text="When the article was published, or first seen.")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.REPORT)
    counts = models.JSONField(default=dict, help_text="Stems of the title and of the top of the text, names, figures.")

    class Meta:
        ordering = ("-at", "-article")

    def __str__(self) -> str:
        return f"{self.article} as a {self.get_kind_display()}"


class Posting(models.Model):
    """One of an article's rarest words, and when the article came: shared by all workers that look for its like."""

    stem = models.CharField(max_length=60)
    at = models.DateTimeField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="postings")

    class Meta:
        ordering = ("stem", "-at", "-article")
        indexes = (models.Index(fields=("stem", "at", "article"), name="posting_by_time"),)
        constraints = (models.UniqueConstraint(fields=("article", "stem"), name="a_word_once_an_article"),)

    def __str__(self) -> str:
        return f"{self.stem}: {self.article}"
