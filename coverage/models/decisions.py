"""What persons decide at the desk: asked for, carried out, refused, undone; and what readers are told of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from aggregator.history import PersonsHistory
from aggregator.models import Claim, Outlet, Quote, Speaker
from coverage.models.stories import Story


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions by what became of them."""

    def waiting(self) -> DecisionQuerySet:
        """Proposed, and neither taken nor refused yet."""
        return self.filter(state=Decision.State.PROPOSED)

    def standing(self) -> DecisionQuerySet:
        """Carried out, and not undone."""
        return self.filter(state=Decision.State.DONE)


class Decision(models.Model):
    """One decision about stories, articles, quotes, claims or speakers. Who may only propose asks for it; an editor
    takes it."""

    class Kind(models.TextChoices):
        EDIT = "edit", "edit"
        MERGE = "merge", "merge"
        SPLIT = "split", "split"
        MOVE = "move", "move"
        NEW = "new", "new story"
        ACCEPT = "accept", "accept where it is"
        REJECT = "reject", "take out of its story"
        ADD = "add", "add articles"
        NOT_NEWS = "not news", "not news"
        HAND_BACK = "hand back", "hand stories back"
        RELEASE = "release", "hand articles back"
        SPANS = "spans", "quotes and claims"
        ALIGN = "align", "how quotes are carried"
        STATEMENT = "statement", "statements"
        SPEAKER = "speaker", "speakers"

    class State(models.TextChoices):
        PROPOSED = "proposed", "waits for an editor"
        DONE = "done", "carried out"
        REFUSED = "refused", "refused"
        UNDONE = "undone", "undone"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    asked = models.JSONField(help_text="What it is about and what is to become of it, by numbers of rows.")
    told = models.CharField("decision", max_length=600, help_text="In words.")
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, db_index=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="Why it was refused or undone.")
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    footprint = models.JSONField(default=dict, blank=True, help_text="What it changed: place → [before, after].")
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    stories = models.ManyToManyField(Story, related_name="decisions", blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")
        permissions = (("propose_decision", "Can propose decisions, which an editor takes"),)

    def __str__(self) -> str:
        return self.told


class Correction(models.Model):
    """What a person changed on something that readers could see: told to them, with the reason. Rows are only added."""

    class Kind(models.TextChoices):
        HEADLINE = "headline", "headline"
        STANDFIRST = "standfirst", "standfirst"
        WITHDRAWN = "withdrawn", "withdrawn"
        MERGED = "merged", "merged"
        MOVED = "moved", "articles moved"
        QUOTE = "quote", "quote"
        CLAIM = "claim", "claim"
        SPEAKER = "speaker", "speaker"
        REVIEW = "review", "press review"

    class What(models.TextChoices):
        SPEAKER = "speaker", "speaker"
        SOURCE = "source", "source"
        ENDS = "ends", "ends"
        LABEL = "label", "label"
        SENTENCE = "sentence", "sentence"
        STANCE = "stance", "stance"
        OUT = "out", "taken out"
        NAME = "name", "name"
        MERGED = "merged", "merged"
        PARTED = "parted", "split off"

    story = models.ForeignKey(Story, models.SET_NULL, null=True, blank=True, related_name="corrections")
    decision = models.ForeignKey(Decision, models.SET_NULL, null=True, blank=True, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(
        max_length=8,
        choices=What.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Of a quote, claim or speaker: what changed.",
    )
    outlet = models.ForeignKey(
        Outlet, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Whose stance changed."
    )
    quote = models.ForeignKey(Quote, models.SET_NULL, null=True, blank=True, related_name="corrections")
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="corrections")
    speaker = models.ForeignKey(
        Speaker, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Whose words they are now."
    )
    subject = models.CharField(max_length=300, help_text="The story or speaker corrected, as readers knew it.")
    old = models.CharField(max_length=600, blank=True, help_text="Of a label or stance its code; empty: the workers’.")
    new = models.CharField(max_length=600, blank=True)
    reason = models.TextField(blank=True)
    signed = models.CharField(max_length=120, blank=True, help_text="The editor's name, where it is public.")
    undoing = models.BooleanField(default=False, help_text="It takes an earlier correction back.")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def span(self) -> Quote | Claim | None:
        """The quote or claim that was corrected."""
        return self.quote or self.claim


class PublicName(models.Model):
    """The name under which a person's corrections are signed for readers. Who has none signs nothing."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="public_name")
    name = models.CharField(max_length=120)

    history = PersonsHistory()

    def __str__(self) -> str:
        return self.name
