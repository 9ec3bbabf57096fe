"""What was found in an article: quotes, claims and credit given, each a span of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Q

from aggregator.history import PersonsHistory
from aggregator.models.articles import Article, Snapshot
from aggregator.models.sources import Outlet
from aggregator.models.speakers import Speaker, SpeakerName


class SpeakerKind(models.TextChoices):
    """What speaks."""

    PERSON = "person", "person"
    ORGANISATION = "organisation", "organisation"
    DOCUMENT = "document", "document"
    GROUP = "group", "unnamed group"
    UNKNOWN = "unknown", "unknown"


class Resolution(models.TextChoices):
    """How a speaker's words were made to mean a name; `aggregator.reading.types.Resolution` says what each is."""

    AS_WRITTEN = "as written", "as written"
    FULL_NAME = "full name", "full name"
    APPOSITION = "apposition", "name beside it"
    PRONOUN = "pronoun", "pronoun"
    ROLE = "role", "role"
    COMPANY = "the company", "the company"
    OUTLET = "the outlet", "the outlet"
    NO_NAME = "no name", "not named"
    UNRESOLVED = "unresolved", "not resolved"
    EDITOR = "editor", "by an editor"


def persons_fields() -> models.JSONField[Any, Any]:
    """Names of the fields that an editor has set; the workers never set those again."""
    return models.JSONField(
        default=list, db_default=[], blank=True, editable=False, help_text="Fields that an editor has set."
    )


class SpanQuerySet(models.QuerySet[Any]):
    """Quotes and claims that may be shown."""

    def current(self) -> SpanQuerySet:
        """Of their article's newest text."""
        return self.filter(snapshot_id=F("article__snapshot_id"))

    def shown(self) -> SpanQuerySet:
        """Current, and not hidden by an editor."""
        return self.current().filter(hidden=False)

    def to_review(self) -> SpanQuerySet:
        """Shown, and accepted by no editor yet."""
        return self.shown().filter(reviewed=False)


def words_at(spans: Sequence[Sequence[int]], text: str) -> str:
    """What [start, end] spans of a text hold, as a quote gives it."""
    return " … ".join(text[start:end] for start, end in spans)


class Quote(models.Model):
    """Words that an article gives as someone's: one or more spans of its snapshot."""

    class Kind(models.TextChoices):
        DIRECT = "direct", "direct"
        MIXED = "mixed", "mixed"
        INDIRECT = "indirect", "indirect"

    article = models.ForeignKey(Article, models.CASCADE, related_name="quotes")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="quotes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    spans = models.JSONField(help_text="[[start, end], …] in the snapshot's text.")
    text = models.TextField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    speaker_words = models.CharField(max_length=300, blank=True, help_text="As written.")
    speaker_name = models.CharField(max_length=300, blank=True, help_text="Whom that means.")
    speaker_kind = models.CharField(max_length=12, blank=True, choices=SpeakerKind.choices)
    speaker_resolution = models.CharField(max_length=12, blank=True, choices=Resolution.choices)
    speaker_confidence = models.FloatField(
        null=True, blank=True, help_text="0 to 1: how likely these words are whose it is, and mean that name."
    )
    speaker = models.ForeignKey(Speaker, models.SET_NULL, null=True, blank=True, related_name="quotes")
    speaker_as = models.ForeignKey(
        SpeakerName, models.SET_NULL, null=True, blank=True, related_name="quotes", help_text="The name that led there."
    )
    cue = models.CharField(max_length=100, blank=True)
    confidence = models.FloatField(default=0)
    found_by = models.CharField(max_length=40)
    told_to = models.CharField(max_length=100, blank=True, help_text="The newsroom that it was said to.")
    carried_from = models.ForeignKey(
        Outlet,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_quotes",
        help_text="In a press review: whose.",
    )
    translated = models.BooleanField(default=False)
    reviewed = models.BooleanField(default=False, help_text="An editor has accepted it.")
    hidden = models.BooleanField(default=False)
    set_by_person = persons_fields()

    objects = SpanQuerySet.as_manager()
    history = PersonsHistory(excluded_fields=["text"])  # whose text is deleted leaves none in the history

    class Meta:
        ordering = ("article", "start")
        constraints = (
            models.UniqueConstraint(fields=("snapshot", "start", "end"), name="one_quote_a_span"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="quote_span_is_not_empty"),
        )
        indexes = (models.Index(fields=("reviewed", "confidence", "id"), name="quotes_by_doubt"),)

    def __str__(self) -> str:
        return f"“{self.text[:80]}”"

    def is_verbatim(self) -> bool:
        """Whether its text is still what its spans hold in the snapshot."""
        return self.text == words_at(self.spans, self.snapshot.text)


class Claim(models.Model):
    """A checkable statement in an article, and whom the article credits for it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="claims")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="claims")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    source_words = models.CharField(max_length=300, blank=True, help_text="Whom the article credits, as written.")
    source_name = models.CharField(max_length=300, blank=True, help_text="Whom that means; empty: its own voice.")
    source_kind = models.CharField(max_length=12, blank=True, choices=SpeakerKind.choices)
    source_resolution = models.CharField(max_length=12, blank=True, choices=Resolution.choices)
    source_confidence = models.FloatField(
        null=True, blank=True, help_text="0 to 1: how likely these words are whose it is, and mean that name."
    )
    source = models.ForeignKey(Speaker, models.SET_NULL, null=True, blank=True, related_name="claims")
    source_as = models.ForeignKey(
        SpeakerName, models.SET_NULL, null=True, blank=True, related_name="claims", help_text="The name that led there."
    )
    source_outlet = models.ForeignKey(Outlet, models.SET_NULL, null=True, blank=True, related_name="credited_claims")
    cue = models.CharField(max_length=100, blank=True)
    hedged = models.BooleanField(default=False)
    negated = models.BooleanField(default=False)
    figures = models.JSONField(default=list, blank=True)
    score = models.FloatField(default=0)
    told_to = models.CharField(max_length=100, blank=True, help_text="The newsroom that the source told it.")
    reviewed = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    set_by_person = persons_fields()

    objects = SpanQuerySet.as_manager()
    history = PersonsHistory(excluded_fields=["text", "figures"])

    class Meta:
        ordering = ("article", "start")
        constraints = (
            models.UniqueConstraint(fields=("snapshot", "start", "end"), name="one_claim_a_span"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="claim_span_is_not_empty"),
        )
        indexes = (models.Index(fields=("reviewed", "score", "id"), name="claims_by_doubt"),)

    def __str__(self) -> str:
        return self.text[:100]

    def is_verbatim(self) -> bool:
        """Whether its text is still what its span holds in the snapshot."""
        return self.text == self.snapshot.text[self.start : self.end]


class Citation(models.Model):
    """Credit that an article gives to an outlet, person or document, in words or by a link."""

    class By(models.TextChoices):
        WORDS = "words", "in words"
        LINK = "link", "by link"

    class What(models.TextChoices):
        FIRST = "first", "having it first"
        TOLD = "told", "what it was told"
        REPORT = "report", "what it reports"
        DOCUMENT = "document", "what it published"

    class Whom(models.TextChoices):
        OUTLET = "outlet", "an outlet"
        DOCUMENT = "document", "a document"
        PERSON = "person", "a person"

    article = models.ForeignKey(Article, models.CASCADE, related_name="citations")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="citations")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField(help_text="The sentence that gives it.")
    name = models.CharField(max_length=300)
    outlet = models.ForeignKey(Outlet, models.SET_NULL, null=True, blank=True, related_name="citations")
    by = models.CharField(max_length=5, choices=By.choices)
    href = models.URLField(max_length=1000, blank=True)
    what = models.CharField("for", max_length=8, choices=What.choices, default=What.REPORT)
    whom = models.CharField("is", max_length=8, choices=Whom.choices, default=Whom.OUTLET)
    name_start = models.PositiveIntegerField(default=0, help_text="Of the words that name it, or of the link's.")
    name_end = models.PositiveIntegerField(default=0)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = "credit to another outlet"
        verbose_name_plural = "credits to other outlets"
        ordering = ("article", "start")
        constraints = (
            models.UniqueConstraint(fields=("snapshot", "start", "name", "by"), name="one_citation_a_sentence"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.get_by_display()}"
