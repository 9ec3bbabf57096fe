"""Work that somebody holds for a short time, and when that is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

FARTHEST = timedelta(minutes=2)
"""No lease is given for so long, nor is a task believed in: what ends later than that from now was set by a clock that
ran ahead, and holds nothing."""


def over(name: str, now: datetime) -> Q:
    """That what holds until the time in the field `name` is over."""
    ended, never = {f"{name}__lt": now}, {f"{name}__gt": now + FARTHEST}
    return Q(**{name: None}) | Q(**ended) | Q(**never)


class Lease(models.Model):
    """A piece of work that only one worker does at a time; it ends by itself when its holder dies."""

    name = models.CharField(max_length=60, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} until {self.until}"

    @classmethod
    def take(cls, name: str, now: datetime, length: timedelta) -> bool:
        """Whether the lease was free and is now the caller's for so long."""
        until = now + length
        _, made = cls.objects.get_or_create(name=name, defaults={"until": until})
        return made or bool(cls.objects.filter(over("until", now), name=name).update(until=until))

    @classmethod
    def give_back(cls, name: str, now: datetime) -> None:
        """End the lease before its time."""
        cls.objects.filter(name=name).update(until=now - timedelta(seconds=1))
