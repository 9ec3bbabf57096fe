"""The latest texts of each outlet → whether its pages seem to have changed under the layouts that read them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from aggregator.models import Outlet, Snapshot
from aggregator.reading.decide import NO_LAYOUT_TRIED, is_doubtful

LATEST = 10  # texts of an outlet that are looked at
ALARMING = 3  # of them, doubtful ones that raise the alarm


@dataclass(frozen=True, slots=True)
class PageHealth:
    """How many of an outlet's latest texts were read from pages, and how many of these are doubtful."""

    looked_at: int = 0
    doubtful: int = 0

    @property
    def is_alarming(self) -> bool:
        return self.doubtful >= ALARMING

    @property
    def told(self) -> str:
        """For the desk: "well", "layout changed? 4 of 10 pages", or "no pages yet"."""
        if not self.looked_at:
            return "no pages yet"
        return f"layout changed? {self.doubtful} of {self.looked_at} pages" if self.is_alarming else "well"


def page_health() -> dict[int, PageHealth]:
    """Every listed outlet's key and the health of its pages."""
    health = {key: PageHealth() for key in Outlet.objects.listed().values_list("pk", flat=True)}
    layouts = {outlet.pk: bool(outlet.spec and outlet.spec.layouts) for outlet in Outlet.objects.listed()}
    for key, slug, reader, agreement in _latest():
        doubtful = is_doubtful(slug, reader, agreement, has_layouts=layouts[key])
        before = health[key]
        health[key] = PageHealth(before.looked_at + 1, before.doubtful + doubtful)
    return health


def _latest() -> list[tuple[int, str, str, float | None]]:
    """Outlet, its slug, reader and agreement of the latest texts that were read from pages."""
    place = Window(RowNumber(), partition_by=F("article__outlet"), order_by=[F("taken_at").desc(), F("pk").desc()])
    rows = Snapshot.objects.filter(article__outlet__listed=True).exclude(reader__in=NO_LAYOUT_TRIED).order_by()
    latest = rows.annotate(place=place).filter(place__lte=LATEST)
    return list(latest.values_list("article__outlet", "article__outlet__slug", "reader", "agreement"))
