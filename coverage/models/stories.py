"""Stories, the articles in them, and what happened to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from aggregator.history import PersonsHistory
from aggregator.models import Article, Snapshot
from aggregator.models.leases import over
from coverage.comparing.placing import REST_HOURS

REST = timedelta(hours=REST_HOURS)


class StoryQuerySet(models.QuerySet["Story"]):
    """Stories by who may see them."""

    def standing(self) -> StoryQuerySet:
        """Not merged into another."""
        return self.filter(merged_into=None)

    def visible(self) -> StoryQuerySet:
        """What readers see: standing, published, and of two outlets or more (or published by an editor)."""
        return self.standing().filter(state=Story.State.PUBLIC)

    def resting(self, now: datetime) -> StoryQuerySet:
        """Nothing has been added to them for some days."""
        return self.filter(last_published_at__lt=now - REST)

    def awake(self, now: datetime) -> StoryQuerySet:
        """Their event goes on, or they have no article yet."""
        return self.filter(Q(last_published_at=None) | Q(last_published_at__gte=now - REST))

    def to_compare(self) -> StoryQuerySet:
        """Standing stories that changed, or one of whose articles has a new text, since they were compared."""
        known = Q(compared_snapshot=F("article__snapshot"))
        new = Membership.objects.filter(article__in=Article.objects.unsettled(), article__snapshot__isnull=False)
        stale = Story.objects.filter(stale=True).order_by().values("pk")  # each of the two by an index of its own
        return self.standing().filter(pk__in=stale.union(new.exclude(known).order_by().values("story")))

    def unqueued(self, now: datetime) -> StoryQuerySet:
        """For whose comparison no task is believed to be on its way."""
        return self.filter(over("queued_until", now))


class Story(models.Model):
    """Articles that report the same event. Its number, address and guid never change; a merged one redirects."""

    class State(models.TextChoices):
        GATHERING = "gathering", "not public yet"
        PUBLIC = "public", "public"
        HIDDEN = "hidden", "hidden by an editor"
        WITHHELD = "withheld", "kept back while an outlet in it is taken down"

    title = models.CharField(max_length=300, blank=True)
    standfirst = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GATHERING)
    locked = models.BooleanField(default=False, help_text="Takes no new articles by itself.")
    pinned = models.BooleanField(
        default=False, db_default=False, help_text="Stands first on the front page while its day is there."
    )
    lead = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="+", help_text="The article that stands first."
    )
    set_by_person = models.JSONField(
        default=list, blank=True, help_text="Fields that an editor has set; the workers leave them alone."
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", help_text="Where its address leads."
    )
    reviewed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, help_text="When its comparison last changed.")
    first_published_at = models.DateTimeField(null=True, blank=True)
    last_published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    stale = models.BooleanField(default=True, db_index=True, help_text="Its comparison is to be made again.")
    queued_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then a task for its comparison is believed to be on its way."
    )
    waits_since = models.DateTimeField(
        null=True, blank=True, help_text="When a task for the comparison that is due was first sent."
    )
    compared_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of the comparison that is stored.")
    articles: models.ManyToManyField[Article, Membership] = models.ManyToManyField(
        Article, through="Membership", related_name="stories"
    )

    objects = StoryQuerySet.as_manager()
    history = PersonsHistory(
        excluded_fields=["articles", "stale", "queued_until", "waits_since", "compared_at", "digest", "changed_at"]
    )

    class Meta:
        ordering = ("-last_published_at", "-id")
        verbose_name_plural = "stories"
        constraints = (
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="a_story_is_not_merged_into_itself"),
        )

    def __str__(self) -> str:
        return self.title or f"Story {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of its address; it may change, the number does not."""
        return slugify(self.title)[:80].rstrip("-") or "story"

    def rests(self, now: datetime) -> bool:
        """Whether nothing has been added to it for some days; it wakes when its event goes on."""
        return self.last_published_at is not None and now - self.last_published_at > REST

    def standing_story(self) -> Story:
        """The story that its address leads to: itself, or what it was merged into."""
        story, seen = self, {self.pk}
        while story.merged_into is not None and story.merged_into_id not in seen:
            story = story.merged_into
            seen.add(story.pk)
        return story

    def set_by_editor(self, **fields: Any) -> None:
        """Set fields as a person's decision, which the workers leave alone from then on."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.set_by_person = sorted({*self.set_by_person, *fields})


class Membership(models.Model):
    """An article's place in a story; an article has one at most."""

    class By(models.TextChoices):
        MACHINE = "machine", "found by its words"
        PERSON = "person", "put there by an editor"

    story = models.ForeignKey(Story, models.CASCADE, related_name="memberships")
    article = models.OneToOneField(Article, models.CASCADE, related_name="membership")
    placed_by = models.CharField(max_length=7, choices=By.choices, default=By.MACHINE)
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list, blank=True, help_text="The words, names and figures that placed it.")
    joined_at = models.DateTimeField(default=timezone.now)
    released = models.BooleanField(
        default=False, db_index=True, help_text="An editor lets the workers place it again; until then it stays."
    )
    position = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place in the story, where an editor set one; else by publication."
    )
    compared_snapshot = models.ForeignKey(
        Snapshot, models.SET_NULL, null=True, blank=True, related_name="+", help_text="The text that was compared."
    )

    class Meta:
        ordering = ("story", "article__published_at")

    def __str__(self) -> str:
        return f"{self.article} in {self.story}"


class Exclusion(models.Model):
    """An editor took this article out of this story: the workers never put it back."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="exclusions")
    article = models.ForeignKey(Article, models.CASCADE, related_name="exclusions")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "article kept out of a story"
        verbose_name_plural = "articles kept out of stories"
        constraints = (models.UniqueConstraint(fields=("story", "article"), name="one_exclusion"),)

    def __str__(self) -> str:
        return f"{self.article} not in {self.story}"


class StoryEvent(models.Model):
    """Something that happened to a story, for its changes: an article joined, a headline changed …"""

    class Kind(models.TextChoices):
        JOINED = "joined", _("joined the story")
        HEADLINE = "headline", _("changed its headline")
        TEXT = "text", _("changed its text")
        MERGED = "merged", _("was merged into this story")
        PARTED = "parted", _("stands on its own again")
        RENAMED = "renamed", _("was renamed by an editor")
        DIFFERENCE = "differs", _("shows a difference between outlets")

    story = models.ForeignKey(Story, models.CASCADE, related_name="events")
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    detail = models.CharField(max_length=600, blank=True)
    key = models.CharField(max_length=40, blank=True, help_text="Of a difference: what it goes by in its story.")

    class Meta:
        verbose_name = "change of a story"
        verbose_name_plural = "changes of stories"
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("story", "key"), condition=Q(kind="differs"), name="a_difference_is_told_once"
            ),
            models.UniqueConstraint(
                fields=("story", "article"), condition=Q(kind="joined"), name="an_article_joins_a_story_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.story}: {self.get_kind_display()}"
