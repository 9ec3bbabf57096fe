"""What an editor picks beside a list → the rows that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from aggregator.models import Feed, SpanCheck
from aggregator.models.work import EVENTS
from aggregator.page_health import page_health
from aggregator.switches import feeds_waiting, looks_waiting

DOUBTFUL = 0.7
"""Below that, about every third speaker is not the right one."""


UNSURE = 0.5
"""Claims below that are as likely none."""

REFUSED_SINCE = timedelta(hours=24)


class NarrowingFilter(admin.SimpleListFilter):
    """A filter that is on from the start: the first of its choices is what the list shows unasked."""

    def value(self) -> str:
        chosen = super().value()
        known = [str(value) for value, _ in self.lookup_choices]
        return chosen if chosen in known else known[0]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for value, title in self.lookup_choices:
            query = changelist.get_query_string({str(self.parameter_name): str(value)})
            yield {"selected": self.value() == value, "query_string": query, "display": title}


class HealthFilter(admin.SimpleListFilter):
    """Feeds that need someone to look at them."""

    title = "health"
    parameter_name = "health"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in ("failing", "frozen", "gone", "moved", "off", "due")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        feeds = Feed.objects.all()
        found = {
            "failing": feeds.failing(),
            "frozen": feeds.frozen(),
            "gone": feeds.exclude(ended=""),
            "moved": feeds.moved(),
            "due": feeds_waiting(timezone.now()),
            "off": feeds.filter(Q(enabled=False) | Q(outlet__enabled=False), ended=""),
        }.get(self.value() or "")
        return queryset if found is None else queryset.filter(pk__in=found.values("pk"))


class PagesFilter(admin.SimpleListFilter):
    """Outlets whose pages seem to have changed under their layouts."""

    title = "pages"
    parameter_name = "pages"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("changed", "layout changed?"), ("well", "well"), ("none", "no pages yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen is None:
            return queryset
        health = page_health()
        states = {
            key: "changed" if one.is_alarming else "well" if one.looked_at else "none" for key, one in health.items()
        }
        return queryset.filter(pk__in=[key for key, state in states.items() if state == chosen])


class TextFilter(NarrowingFilter):
    """Of an article's newest text, which alone readers see, or of those before it."""

    title = "text"
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("newest", "newest text"), ("earlier", "earlier texts"), ("all", "all texts")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        newest = Q(snapshot_id=F("article__snapshot_id"))
        return {"newest": queryset.filter(newest), "earlier": queryset.exclude(newest)}.get(self.value(), queryset)


class StandingFilter(NarrowingFilter):
    """Stories or speakers that stand on their own, or those that lead to another."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("standing", "on their own"), ("merged", "merged into another"), ("all", "all")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        on_their_own = queryset.filter(merged_into=None)
        return {"standing": on_their_own, "merged": queryset.exclude(merged_into=None)}.get(self.value(), queryset)


class SpeakerSureFilter(admin.SimpleListFilter):
    """Quotes by how sure it is whose they are, so that an editor can look at the doubtful ones."""

    title = "speaker"
    parameter_name = "sure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("doubtful", "doubtful"), ("unresolved", "not resolved"), ("none", "none found"), ("sure", "sure")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        named = queryset.exclude(speaker_name="").exclude(speaker_resolution="unresolved")
        found = {
            "doubtful": named.filter(speaker_confidence__lt=DOUBTFUL),
            "unresolved": queryset.filter(speaker_resolution="unresolved"),
            "none": queryset.filter(speaker_name=""),
            "sure": named.filter(speaker_confidence__gte=DOUBTFUL),
        }.get(self.value() or "")
        return queryset if found is None else found


class ClaimSureFilter(admin.SimpleListFilter):
    """Claims by how sure it is that they are any."""

    title = "claim"
    parameter_name = "sure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("unsure", "may be none"), ("sure", "sure")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        unsure, sure = queryset.filter(score__lt=UNSURE), queryset.filter(score__gte=UNSURE)
        return {"unsure": unsure, "sure": sure}.get(self.value() or "", queryset)


class RefusalFilter(admin.SimpleListFilter):
    """Lines of the log that tell of something refused or dropped of late."""

    title = "refusals"
    parameter_name = "told"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("refused", "refused in 24 hours")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "refused":
            return queryset
        return queryset.exclude(outcome__in=EVENTS).filter(at__gte=timezone.now() - REFUSED_SINCE)


class LookFilter(admin.SimpleListFilter):
    """Articles whose page is due for another look."""

    title = "next look"
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("due", "due")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        due = looks_waiting(timezone.now())
        return queryset.filter(pk__in=due.values("pk")) if self.value() == "due" else queryset


class BrokenFilter(NarrowingFilter):
    """Quotes and claims that readers were shown and an edit broke, which an editor should see to; or the others."""

    title = "checks"
    parameter_name = "checks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("broken", "broken, not seen to"), ("settled", "broken, seen to"), ("all", "all checks")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        broken = SpanCheck.objects.broken()
        found = {"broken": broken.unsettled(), "settled": broken.filter(settled=True)}.get(self.value())
        return queryset if found is None else queryset.filter(pk__in=found.values("pk"))
