"""The latest texts of each outlet → whether its pages seem to have changed under the layouts that read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from aggregator.models import Article, Outlet, Snapshot
from aggregator.reading.decide import NO_LAYOUT_TRIED, is_doubtful

LATEST = 10  # texts of an outlet that are looked at
_ARTICLES = 30  # of an outlet, among whose texts those are looked for
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
        before = health[key]
        if before.looked_at < LATEST:
            doubtful = is_doubtful(slug, reader, agreement, has_layouts=layouts[key])
            health[key] = PageHealth(before.looked_at + 1, before.doubtful + doubtful)
    return health


def _latest() -> Iterable[tuple[int, str, str, float | None]]:
    """Outlet, its slug, reader and agreement of the latest texts that were read from live pages, newest first: what an
    archive brings in says nothing of today's layout. Of each outlet's latest articles only, so that the cost is the
    same however many there are."""
    live = Article.objects.filter(origin=Article.Origin.LIVE, state=Article.State.READ)
    own = live.filter(outlet=OuterRef("pk")).order_by("-pk").values("pk")
    places = [Subquery(own[place : place + 1]) for place in range(_ARTICLES)]
    rows = Outlet.objects.listed().order_by().values_list(*places)
    newest = [pk for row in rows for pk in row if pk]
    texts = Snapshot.objects.filter(article__in=newest).exclude(reader__in=NO_LAYOUT_TRIED)
    return texts.order_by("-taken_at", "-pk").values_list(
        "article__outlet", "article__outlet__slug", "reader", "agreement"
    )
