"""Requests that something be taken down, and what is left where something was."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aggregator.models import Article, Outlet
from coverage.models.stories import Story

_PLACE = re.compile(
    r"/(?:api/v1/)?(?P<kind>s|c|q|a|p|o|stories|claims|quotes|articles|speakers|outlets)/(?P<name>[^/.\x00]+)"
)
_SHORT = {"stories": "s", "claims": "c", "quotes": "q", "articles": "a", "speakers": "p", "outlets": "o"}


def reference() -> str:
    """A name that nobody can guess."""
    return secrets.token_urlsafe(12)


class TakedownRequestQuerySet(models.QuerySet["TakedownRequest"]):
    """Requests by where they stand."""

    def open(self) -> TakedownRequestQuerySet:
        """Those that nobody has decided."""
        return self.filter(state=TakedownRequest.State.OPEN)

    def since(self, moment: datetime) -> TakedownRequestQuerySet:
        """Those that came after a moment."""
        return self.filter(received_at__gte=moment)

    def to_forget(self, now: datetime) -> TakedownRequestQuerySet:
        """Decided ones whose contact data is no longer needed."""
        before = now - timedelta(days=settings.TAKEDOWN_CONTACT_DAYS)
        return self.filter(decided_at__lt=before).exclude(email="", name="")


class TakedownRequest(models.Model):
    """What somebody asks to be taken down, and what was decided. Name, e-mail and statement are never public."""

    class State(models.TextChoices):
        OPEN = "open", _("received; nobody has decided it yet")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    class Ground(models.TextChoices):
        RIGHTS = "rights", _("It is my work, or that of whom I speak for")
        PRIVACY = "privacy", _("It is about me, and should not be here")
        WRONG = "wrong", _("It is wrong, or attributed to the wrong person")
        LAW = "law", _("A court or a law forbids it")
        OTHER = "other", _("Something else")

    class Extent(models.TextChoices):
        ARTICLE = "article", _("one article")
        QUOTE = "quote", _("one quote or statement")
        OUTLET = "outlet", _("everything of an outlet")

    reference = models.CharField(max_length=24, unique=True, default=reference)
    address = models.URLField(max_length=1000, help_text="Of the article, or of our page that shows it.")
    extent = models.CharField(max_length=7, choices=Extent.choices, default=Extent.ARTICLE)
    ground = models.CharField(max_length=7, choices=Ground.choices)
    statement = models.TextField(max_length=4000)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    sender = models.CharField(max_length=32, blank=True, help_text="A hash that lasts a day, against floods.")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="takedown_requests")
    outlet = models.ForeignKey(Outlet, models.SET_NULL, null=True, blank=True, related_name="takedown_requests")
    place = models.CharField(
        "quote or statement",
        max_length=24,
        blank=True,
        default="",
        db_default="",
        validators=[RegexValidator(r"^[qc]/[0-9]{1,18}$", "Write “q/12” or “c/15”.")],
        help_text="Where one alone is meant: “q/12” for the quote at /q/12/, “c/15” for the statement at /c/15/.",
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN, db_index=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=600, blank=True, help_text="The reason that the sender is told.")

    objects = TakedownRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-id")
        permissions = (("take_down", "Can take articles and outlets down, and decide requests"),)

    def __str__(self) -> str:
        return f"{self.get_extent_display()}: {self.address}"

    def get_absolute_url(self) -> str:
        return reverse("takedown-request", args=[self.reference])


class TombstoneQuerySet(models.QuerySet["Tombstone"]):
    """Tombstones by where they stand."""

    def at(self, path: str) -> Tombstone | None:
        """The one that stands at an address of the site, or above it; None for none."""
        place = place_of(path)
        return self.select_related("outlet", "story__merged_into").filter(place=place).first() if place else None


class Tombstone(models.Model):
    """What stood at a place of the site until it was taken down, when and why; nothing of its text."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("an article")
        CLAIM = "claim", _("a statement")
        QUOTE = "quote", _("a quote")
        STORY = "story", _("a story")
        SPEAKER = "speaker", _("a speaker")
        OUTLET = "outlet", _("an outlet’s articles")

    place = models.CharField(max_length=200, unique=True, help_text="“s/3”: the address without what may change.")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    outlet = models.ForeignKey(Outlet, models.SET_NULL, null=True, blank=True, related_name="tombstones")
    story = models.ForeignKey(Story, models.SET_NULL, null=True, blank=True, related_name="tombstones")
    published_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(default=timezone.now, db_index=True)
    why = models.CharField(max_length=600, help_text="Public.")
    request = models.ForeignKey(TakedownRequest, models.SET_NULL, null=True, blank=True, related_name="tombstones")

    objects = TombstoneQuerySet.as_manager()

    class Meta:
        ordering = ("-removed_at", "-id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.place}"

    @property
    def standing_story(self) -> Story | None:
        """The public story that it stood in, where there is one."""
        story = self.story.standing_story() if self.story else None
        return story if story and story.state == Story.State.PUBLIC else None


def place_of(path: str) -> str:
    """An address as tombstones name it: "s/3" for all that stands below story 3, its feeds and its answers of the API;
    empty where nothing of the kind stands."""
    found = _PLACE.match(path)
    if not found:
        return ""
    kind, name = _SHORT.get(found["kind"], found["kind"]), found["name"]
    return f"{kind}/{name if kind in 'po' else name.split('-', 1)[0]}"
