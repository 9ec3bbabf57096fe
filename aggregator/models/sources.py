"""Outlets, and what may be done with each."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

from aggregator.history import PersonsHistory
from aggregator.outlets import OUTLETS
from aggregator.outlets.added import added_spec
from aggregator.outlets.spec import OutletSpec


class OutletQuerySet(models.QuerySet["Outlet"]):
    """Outlets by what may be done with them."""

    def listed(self) -> OutletQuerySet:
        """The outlets that the site compares; not the press reviews that quote them, nor what was taken down whole."""
        return self.filter(listed=True, withdrawn_at=None)


class Outlet(models.Model):
    """A publisher. Name, access and the rest are copied from `aggregator.outlets`; `enabled` is the editors' switch."""

    class Access(models.TextChoices):
        OPEN = "open", "open"
        SUMMARY = "summary", "summary only"
        CLOSED = "closed", "closed"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    monogram = models.CharField(max_length=4)
    home = models.URLField()
    access = models.CharField(max_length=8, choices=Access.choices, default=Access.OPEN)
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place where outlets are listed.")
    listed = models.BooleanField(default=True, help_text="Compared on the site; press reviews are not.")
    enabled = models.BooleanField(default=True, help_text="Off: nothing is fetched from it any more.")

    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when nothing of it may be stored: its text was deleted on request."
    )
    added = models.JSONField(
        null=True,
        blank=True,
        help_text="Of an outlet that an editor added: domains, colours, feeds. Empty: in the code.",
    )

    objects = OutletQuerySet.as_manager()
    history = PersonsHistory(excluded_fields=["monogram", "position", "added"])

    class Meta:
        ordering = ("position", "name")
        permissions = (("delete_outlet_text", "Can delete all stored text of an outlet"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/o/{self.slug}/"

    @property
    def spec(self) -> OutletSpec | None:
        """The outlet's data, in code or as an editor added it; None for a press review."""
        return OUTLETS.get(self.slug) or self.added_spec

    @property
    def added_spec(self) -> OutletSpec | None:
        """What an editor added, as the code knows outlets; None for all others."""
        if self.added is None:
            return None
        return added_spec(self.slug, self.name, self.monogram, self.home, self.added)

    def owner_at(self, moment: datetime | None) -> str:
        """Who owned it at a moment; empty where that is not known."""
        return self.spec.owner_on((moment or timezone.now()).date()) if self.spec else ""
