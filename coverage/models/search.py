"""What can be found, and the words that readers may mistype."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from aggregator.models import Article
from coverage.models.stories import Story


class SearchEntry(models.Model):
    """Something that can be found, by what readers may see of it; `coverage.search` alone writes it.

    The words themselves lie where each database searches best: on SQLite in the table `coverage_searchwords` (FTS5),
    on PostgreSQL in a column `words` (tsvector). A migration that rebuilds this table on SQLite drops the trigger
    there: end it with `coverage.search.index.prepare`, as the one that made it.
    """

    class Kind(models.TextChoices):
        STORY = "story", "story"
        ARTICLE = "article", "article"
        QUOTE = "quote", "quote"
        CLAIM = "claim", "claim"
        SPEAKER = "speaker", "speaker"

    kind = models.CharField(max_length=7, choices=Kind.choices)
    key = models.PositiveBigIntegerField(help_text="The number of the story, article, utterance, statement or speaker.")
    story = models.ForeignKey(Story, models.CASCADE, null=True, blank=True, related_name="search_entries")
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="search_entries")
    at = models.DateTimeField(help_text="What it is listed by.")
    place = models.BigIntegerField(
        null=True, unique=True, help_text="Its moment and number in one: the newest has the largest."
    )
    title_stems = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of its words: the same ones are not written again.")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-place",)
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_search_entry_a_thing"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """A word that stands in something that can be found, or did once."""

    word = models.CharField(max_length=40, unique=True)
    stem = models.CharField(max_length=60, db_index=True)

    def __str__(self) -> str:
        return self.word


class SearchPiece(models.Model):
    """A piece of a word, by which it is found when it is mistyped (`coverage.searching.spelling`)."""

    key = models.CharField(max_length=60)
    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="pieces")

    class Meta:
        indexes = (models.Index(fields=("key", "word"), name="search_piece"),)

    def __str__(self) -> str:
        return f"{self.key} of {self.word}"
