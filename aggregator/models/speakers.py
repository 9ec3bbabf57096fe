"""Speakers across articles: who they are, the names they were seen under, what editors decided in single articles."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from aggregator.history import PersonsHistory
from aggregator.models.articles import Article


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    """Speakers by whether they stand."""

    def standing(self) -> SpeakerQuerySet:
        """Not merged into another."""
        return self.filter(merged_into=None)

    def counted(self) -> SpeakerQuerySet:
        """With how many names, quotes and articles each has (`names_seen`, `quotes_given`, `articles_in`), of the
        articles' newest texts."""
        quotes = Speaker._meta.get_field("quotes").related_model._default_manager
        own = quotes.filter(speaker=OuterRef("pk"), snapshot_id=F("article__snapshot_id")).order_by().values("speaker")
        names = SpeakerName.objects.filter(speaker=OuterRef("pk")).order_by().values("speaker")
        return self.annotate(
            names_seen=_number(names.annotate(n=Count("pk"))),
            quotes_given=_number(own.annotate(n=Count("pk"))),
            articles_in=_number(own.annotate(n=Count("article", distinct=True))),
        )


class Speaker(models.Model):
    """A person or body whose words articles give. Its slug never changes; one that was merged leads to its heir. The
    workers make speakers and never change one: a name and kind that stand here are the first seen or an editor's."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        ORGANISATION = "organisation", "organisation"

    slug = models.SlugField(max_length=120, unique=True, help_text="Its address; it never changes.")
    name = models.CharField(max_length=300, help_text="As readers see it.")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", help_text="Where its address leads."
    )
    first_seen_at = models.DateTimeField(default=timezone.now)

    objects = SpeakerQuerySet.as_manager()
    history = PersonsHistory(excluded_fields=["first_seen_at"])

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="a_speaker_is_not_merged_into_itself"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/p/{self.slug}/"

    def standing_speaker(self) -> Speaker:
        """Whom its address leads to: itself, or the one that it was merged into."""
        speaker, seen = self, {self.pk}
        while speaker.merged_into is not None and speaker.merged_into_id not in seen:
            speaker = speaker.merged_into
            seen.add(speaker.pk)
        return speaker


class SpeakerName(models.Model):
    """A name that a speaker was seen under, and the key under which articles find the speaker by it."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="names")
    key = models.CharField(
        max_length=320, unique=True, help_text="Its kind and name without what may differ; one speaker has it."
    )
    name = models.CharField(max_length=300, help_text="As first seen.")
    kind = models.CharField(max_length=12, choices=Speaker.Kind.choices)
    first_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("first_seen_at", "id")

    def __str__(self) -> str:
        return self.name


class SpeakerPin(models.Model):
    """An editor's word that in one article a name means this speaker, whoever else is called so."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="speaker_pins")
    key = models.CharField(max_length=320, help_text="The name's key, or its words where it has none.")
    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="pins")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "key"), name="one_pin_for_a_name_in_an_article"),)

    def __str__(self) -> str:
        return f"{self.key} in {self.article}"


def _number(rows: QuerySet[Any]) -> Any:
    return Coalesce(Subquery(rows.values("n")), 0)
