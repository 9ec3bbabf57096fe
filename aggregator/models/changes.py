"""What became of an article's text: its changes from one snapshot to the next, and of the words that were shown."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aggregator.models.articles import Article, Snapshot
from aggregator.models.findings import Claim, Quote


class TextChange(models.Model):
    """One change between two texts of an article: words of the old one that gave way to words of the new one."""

    class Kind(models.TextChoices):
        HEADLINE = "headline", _("headline")
        NUMBER = "number", _("number or date")
        NAME = "name", _("name")
        QUOTE = "quote", _("quote")
        ATTRIBUTION = "attribution", _("attribution")
        WORDING = "wording", _("wording")
        MOVED = "moved", _("moved")
        MARKS = "marks", _("commas and marks")

    class Part(models.TextChoices):
        TITLE = "title", "headline"
        TEXT = "text", "text"

    article = models.ForeignKey(Article, models.CASCADE, related_name="changes")
    before = models.ForeignKey(Snapshot, models.CASCADE, related_name="changes_from")
    after = models.ForeignKey(Snapshot, models.CASCADE, related_name="changes_to")
    kind = models.CharField(max_length=11, choices=Kind.choices, db_index=True)
    rank = models.PositiveSmallIntegerField(help_text="0 matters most.")
    part = models.CharField(max_length=5, choices=Part.choices)
    old_start = models.PositiveIntegerField()
    old_end = models.PositiveIntegerField()
    new_start = models.PositiveIntegerField()
    new_end = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now, db_index=True, help_text="When it was seen.")

    class Meta:
        verbose_name = "edit of a text"
        verbose_name_plural = "edits of texts"
        ordering = ("-at", "rank", "part", "new_start")
        constraints = (
            models.UniqueConstraint(
                fields=("before", "after", "part", "old_start", "new_start"), name="one_change_a_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: “{self.old_words[:80]}” → “{self.new_words[:80]}”"

    @property
    def old_words(self) -> str:
        """What stood there; empty where words were only put in."""
        source = self.before.title if self.part == self.Part.TITLE else self.before.text
        return source[self.old_start : self.old_end]

    @property
    def new_words(self) -> str:
        """What stands there now; empty where words were only taken out."""
        source = self.after.title if self.part == self.Part.TITLE else self.after.text
        return source[self.new_start : self.new_end]


class SpanCheckQuerySet(models.QuerySet["SpanCheck"]):
    """Checked spans by whether someone should look."""

    def broken(self) -> SpanCheckQuerySet:
        """Quotes and claims that readers were shown and that do not stand in the newer text as they did."""
        return self.filter(shown=True, fate__in=SpanCheck.BROKEN)

    def unsettled(self) -> SpanCheckQuerySet:
        """Those that no editor has looked at since."""
        return self.filter(settled=False)


class SpanCheck(models.Model):
    """A quote or claim of an earlier text, looked up in a newer one."""

    class Fate(models.TextChoices):
        KEPT = "kept", _("stands as it was")
        RECREDITED = "credit", _("stands, credited to someone else")
        CHANGED = "changed", _("stands changed")
        GONE = "gone", _("is gone")

    BROKEN = (Fate.RECREDITED, Fate.CHANGED, Fate.GONE)

    article = models.ForeignKey(Article, models.CASCADE, related_name="span_checks")
    quote = models.ForeignKey(Quote, models.CASCADE, null=True, blank=True, related_name="checks")
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, blank=True, related_name="checks")
    against = models.ForeignKey(Snapshot, models.CASCADE, related_name="span_checks", help_text="The newer text.")
    fate = models.CharField(max_length=7, choices=Fate.choices)
    spans = models.JSONField(
        default=list, blank=True, help_text="Where it stands in the newer text: [[start, end], …]."
    )
    shown = models.BooleanField(default=False, help_text="An editor had accepted it, or a story showed it.")
    settled = models.BooleanField(default=False, help_text="An editor has looked at it.")
    at = models.DateTimeField(default=timezone.now)

    objects = SpanCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "quote or claim after an edit"
        verbose_name_plural = "quotes and claims after edits"
        ordering = ("-at", "id")
        constraints = (
            models.UniqueConstraint(fields=("quote", "against"), name="a_quote_checked_once_a_text"),
            models.UniqueConstraint(fields=("claim", "against"), name="a_claim_checked_once_a_text"),
            models.CheckConstraint(
                condition=Q(quote=None, claim__isnull=False) | Q(quote__isnull=False, claim=None),
                name="a_check_is_of_a_quote_or_a_claim",
            ),
        )

    def __str__(self) -> str:
        return f"{self.span} {self.get_fate_display()}"

    @property
    def span(self) -> Quote | Claim:
        """The quote or claim."""
        found = self.quote or self.claim
        assert found is not None  # the table's own constraint
        return found

    @property
    def words_now(self) -> str:
        """What stands in its place in the newer text; empty where nothing does."""
        return " … ".join(self.against.text[start:end] for start, end in self.spans)
