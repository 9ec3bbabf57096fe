"""The desk's page for backfills: what was asked for, how far it came, and what was refused."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.template.loader import render_to_string

from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.models import Backfill, BackfillPlace

_MOST_PLACES = 100  # on a backfill's page


@admin.register(Backfill)
class BackfillAdmin(ReadOnlyAdmin):
    """Old articles that someone asked for."""

    list_display = ("__str__", "places_left", "articles_found", "articles_new", "started_at", "finished_at")
    list_filter = ("source", "outlet")
    list_select_related = ("outlet",)
    ordering = ("-started_at", "-id")  # said again: a model's own ordering is lost where rows are counted
    search_fields = ("named", "outlet__name", "places__address")
    fields = ("outlet", "source", "named", "window", "undated", "started_at", "finished_at", "articles_found",
              "articles_new", "refused_by_reason", "looked_through")  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Backfill]:
        rows: QuerySet[Backfill] = super().get_queryset(request)
        left = Count("places", filter=Q(places__state=BackfillPlace.State.DUE))
        found = Backfill.articles.through._default_manager.filter(backfill=OuterRef("pk")).order_by().values("backfill")
        counted = Subquery(found.annotate(n=Count("pk")).values("n"))
        return rows.annotate(left=left, found=counted, came=Sum("places__new"))

    @admin.display(description="places left", ordering="left")
    def places_left(self, backfill: Backfill) -> int:
        return backfill.left  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="articles", ordering="found")
    def articles_found(self, backfill: Backfill) -> int:
        return backfill.found or 0  # type: ignore[attr-defined]

    @admin.display(description="of these new", ordering="came")
    def articles_new(self, backfill: Backfill) -> int:
        return backfill.came or 0  # type: ignore[attr-defined]

    @admin.display(description="refused")
    def refused_by_reason(self, backfill: Backfill) -> str:
        return ", ".join(f"{count} {reason}" for reason, count in sorted(backfill.refused().items())) or "—"

    @admin.display(description="looked through")
    def looked_through(self, backfill: Backfill) -> str:
        places = backfill.places.all()[:_MOST_PLACES]
        return render_to_string("admin/aggregator/places.html", {"places": places, "count": backfill.places.count()})
