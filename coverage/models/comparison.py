"""What the comparison of a story found: quotes and claims aligned across outlets, and differences."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aggregator.models import Claim, Outlet, Quote
from aggregator.models.findings import persons_fields
from coverage.comparing.excerpts import cut
from coverage.languages import between_marks
from coverage.models.stories import Story

TOPIC = 80  # characters of what outlets differ on


class QuoteGroup(models.Model):
    """The same utterance as several articles carry it."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="quote_groups")
    fullest = models.ForeignKey(Quote, models.CASCADE, related_name="+")
    speaker = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return str(self.fullest)


class QuoteVariant(models.Model):
    """One article's rendering of an utterance, with the word-level change from its fullest form."""

    class Rendering(models.TextChoices):
        VERBATIM = "verbatim", "verbatim"
        SHORTENED = "shortened", "shortened"
        REWORDED = "reworded", "reworded"
        TRANSLATED = "translated", "translated"
        PARAPHRASED = "paraphrased", "paraphrased"

    group = models.ForeignKey(QuoteGroup, models.CASCADE, related_name="variants")
    quote = models.ForeignKey(Quote, models.CASCADE, related_name="variants")
    words = models.TextField(
        blank=True, help_text="The quote's sentences that belong to the utterance; often all of it."
    )
    rendering = models.CharField(max_length=11, choices=Rendering.choices)
    changes = models.JSONField(default=list, help_text='[["same"|"removed"|"added", words], …]')
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("group", "quote"), name="a_quote_once_in_an_utterance"),)

    def __str__(self) -> str:
        return f"{self.quote} ({self.rendering})"


class ClaimGroupQuerySet(models.QuerySet["ClaimGroup"]):
    """Statements by what readers see, and by whether an editor has a word in them."""

    def shown(self) -> ClaimGroupQuerySet:
        """Not hidden by an editor."""
        return self.filter(hidden=False)

    def held(self) -> ClaimGroupQuerySet:
        """Those that an editor has touched: no comparison ends them."""
        of_it = {"group": models.OuterRef("pk")}  # looked up for each: all cells there are would be gone through
        held, cells = ClaimHold.objects.filter(**of_it), ClaimCell.objects.filter(**of_it, set_by_person=True)
        return self.filter(~models.Q(set_by_person=[]) | models.Exists(held) | models.Exists(cells))


class ClaimGroup(models.Model):
    """One statement as the story's outlets report it."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="claim_groups")
    clearest = models.ForeignKey(Claim, models.CASCADE, related_name="+")
    sentence = models.CharField(max_length=300)
    background = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    reviewed = models.BooleanField(default=False, db_default=False, help_text="An editor has accepted it.")
    hidden = models.BooleanField(default=False, db_default=False)
    set_by_person = persons_fields()

    objects = ClaimGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "statement"
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.sentence

    @property
    def by_editor(self) -> bool:
        """Whether the sentence is an editor's own."""
        return "sentence" in self.set_by_person


class ClaimHold(models.Model):
    """A claim that an editor holds in a statement, or keeps out of it. It follows the claim from text to text."""

    group = models.ForeignKey(ClaimGroup, models.CASCADE, related_name="holds")
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="holds")
    inside = models.BooleanField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("group", "claim"), name="one_word_on_a_claim"),)

    def __str__(self) -> str:
        return f"{self.claim} {'in' if self.inside else 'not in'} {self.group}"


class ClaimCell(models.Model):
    """How one outlet stands to a statement."""

    class Stance(models.TextChoices):
        OWN = "own", _("says so itself")
        CITES = "cites", _("cites someone for it")
        DIFFERS = "differs", _("differs")
        NONE = "none", _("not found in its text")
        UNREAD = "unread", _("could not be read")

    BARE = (Stance.NONE, Stance.UNREAD)
    """Of these no words of its text are evidence."""

    group = models.ForeignKey(ClaimGroup, models.CASCADE, related_name="cells")
    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="+")
    stance = models.CharField(max_length=7, choices=Stance.choices)
    claims: models.ManyToManyField[Claim, CellClaim] = models.ManyToManyField(
        Claim, through="CellClaim", related_name="cells"
    )
    credited = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)
    set_by_person = models.BooleanField(default=False, db_default=False, help_text="An editor has set it.")

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("group", "outlet"), name="one_cell_an_outlet"),)

    def __str__(self) -> str:
        return f"{self.outlet}: {self.get_stance_display()}"


class CellClaim(models.Model):
    """A claim that shows an outlet's stance; best first."""

    cell = models.ForeignKey(ClaimCell, models.CASCADE)
    claim = models.ForeignKey(Claim, models.CASCADE)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return str(self.claim)


class Difference(models.Model):
    """A point on which outlets differ."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="differences")
    kind = models.CharField(max_length=10)
    topic = models.CharField(max_length=200)
    weight = models.FloatField(default=0)
    key = models.CharField(max_length=40, blank=True, help_text="What it goes by from one comparison to the next.")
    sides = models.JSONField(help_text='[{"value": …, "evidence": [[claim id, start, end], …]}, …]')
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.topic}: {' · '.join(str(side['value']) for side in self.sides)}"

    def told_topic(self) -> str:
        """What outlets differ on, as it reads amid a sentence: a credit's topic is what somebody said."""
        topic = cut(self.topic, TOPIC)
        return gettext("who said “%(words)s”") % {"words": between_marks(topic)} if self.kind == "credit" else topic


class Passage(models.Model):
    """A press review's quote, and the sentence of the credited outlet's own article that it renders."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="passages")
    quote = models.OneToOneField(Quote, models.CASCADE, related_name="passage")
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.quote} renders {self.claim}"
