"""A list of the desk with a hundred thousand rows: opened without counting all of them, and taken along as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from aggregator.admin_asking import MOST
from aggregator.listing.spreadsheet import inert

if TYPE_CHECKING:
    _Page = admin.ModelAdmin[Any]
else:
    _Page = object

COUNTED = 100_000
"""Rows that a list counts: who has more looks for them by search and filters."""

_AT_ONCE = 500  # rows of an export that are in memory


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # it takes none at run time
    """Counts so far and no further: a count of everything reads everything."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by()[:COUNTED].count()


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


class LaidOutList(ChangeList):
    """A page of a list, with whatever its rows' columns need besides, gathered once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        desk_page: Any = self.model_admin
        self.result_list = desk_page.laid_out(list(self.result_list))


class LongList(_Page):
    """What lists of the desk share."""

    show_full_result_count = False
    paginator = BoundedPaginator

    @admin.action(description=_("Export the chosen ones as CSV"))
    def export_csv(self, request: HttpRequest, rows: QuerySet[Any]) -> StreamingHttpResponse:
        answer = StreamingHttpResponse(self._lines(request, rows), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.csv"'
        return answer

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        """No decision is about more rows than a person can look through: told before any work is done for them."""
        deciding = {*request.POST.getlist("action")} - {"", "export_csv"}
        if deciding and (count := _chosen(request, queryset)) > MOST:
            told = _("Choose %(most)d at most; these are %(count)d.") % {"most": MOST, "count": count}
            self.message_user(request, told, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        if deciding and (chosen := request.POST.getlist(ACTION_CHECKBOX_NAME)) and not _has_any(queryset, chosen):
            gone = _("What you chose is not in this list any more: nothing was done.")
            self.message_user(request, gone, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever may look may take along."""
        found = super().get_actions(request)
        if self.has_view_permission(request):
            export: Any = self.get_action("export_csv")
            found["export_csv"] = export
        return found

    def laid_out(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Rows with whatever their columns need besides."""
        return rows

    def _lines(self, request: HttpRequest, rows: QuerySet[Any]) -> Iterator[str]:
        columns = [name for name in self.get_list_display(request) if name != "action_checkbox"]
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow(
            ["id", *(str(label_for_field(name, self.model, self)) for name in columns)]
        )  # fmt: skip
        for some in _batches(rows):
            for row in self.laid_out(some):
                yield writer.writerow([row.pk, *(inert(self._told(row, name)) for name in columns)])

    def _told(self, row: Any, name: Any) -> str:
        try:
            field, _, value = lookup_field(name, row, self)
        except ObjectDoesNotExist:
            return ""
        if field is not None and field.choices:
            value = getattr(row, f"get_{field.name}_display")()
        if hasattr(value, "isoformat"):
            return str(value.isoformat())
        return "" if value is None else " ".join(strip_tags(str(value).replace("<br>", " ")).split())


def _chosen(request: HttpRequest, rows: QuerySet[Any]) -> int:
    """How many rows an action is asked for, counted no further than a list counts."""
    if request.POST.get("select_across") == "1":
        return rows.order_by()[:COUNTED].count()
    return len(set(request.POST.getlist(ACTION_CHECKBOX_NAME)))


def _has_any(rows: QuerySet[Any], chosen: Sequence[str]) -> bool:
    """Whether one of the chosen is in the list still: workers and other editors change what it shows."""
    with suppress(ValueError, ValidationError):  # what is no number is Django's to refuse
        return rows.filter(pk__in=chosen).exists()
    return True


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows.iterator(chunk_size=_AT_ONCE):
        some.append(row)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
