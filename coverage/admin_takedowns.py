"""The desk's pages for removals: requests, articles and outlets that are taken down, and the tombstones they leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html

from aggregator.admin_asking import ReasonedForm, ask, log, sent
from aggregator.admin_display import web_link
from aggregator.admin_feeds import OutletAdmin, ReadOnlyAdmin
from aggregator.admin_long import LongList
from aggregator.models import Article, Outlet
from aggregator.removal import Stored, stored_of
from aggregator.wording import counted
from coverage import takedown
from coverage.admin_articles import ArticleAdmin
from coverage.models import TakedownRequest, Tombstone
from coverage.takedown import told

_RIGHT, _OUTLETS = "coverage.take_down", "aggregator.delete_outlet_text"
_PRIVATE = ("statement", "name", "email")


class WhyForm(forms.Form):
    """The reason that is told in public, and a tick that it cannot be undone."""

    why = forms.CharField(
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        label="Public reason",
        help_text="Stands on the tombstone, and is told to who asked. Name nobody who did not publish it.",
    )
    sure = forms.BooleanField(label="Delete for good", help_text="What is deleted cannot be brought back.")

    def __init__(self, stored: Stored, data: Any = None, hidden: int = 0) -> None:
        super().__init__(data)
        deleting = f"Delete {told(stored)} for good" if stored.articles or not hidden else ""
        hiding = f"Hide {counted(hidden, 'quote or statement', 'quotes or statements')}" if hidden else ""
        self.fields["sure"].label = " · ".join(filter(None, (deleting, hiding)))


class RefusalForm(forms.Form):
    """Why a request is refused."""

    why = forms.CharField(
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        label="Reason",
        help_text="Told to who asked, on the request's own page.",
    )


class Removing:
    """Who may take down: the desk chief, by a permission of its own."""

    def has_take_down_permission(self, request: HttpRequest) -> bool:
        """Taking down deletes for good."""
        return request.user.has_perm(_RIGHT)


@admin.register(TakedownRequest)
class TakedownRequestAdmin(Removing, LongList, admin.ModelAdmin):  # type: ignore[type-arg]  # it takes none at run time
    """Requests. Accepting one takes its article, or outlet, down at once, or hides its quote or statement; refusing
    gives a reason. Which of ours an address means can be set by hand."""

    list_display = ("received_at", "extent", "ground", "address", "article", "state", "decided_at")
    list_filter = ("state", "extent", "ground")
    list_select_related = ("article",)
    search_fields = ("address", "answer")
    date_hierarchy = "received_at"
    form = ReasonedForm
    fields = ("state", "leads_to", "extent", "ground", *_PRIVATE, "received_at", "article", "outlet", "place",
              "why", "their_page", "answer", "decided_at", "decided_by")  # fmt: skip
    readonly_fields = tuple(name for name in fields if name not in ("article", "outlet", "place", "why"))
    autocomplete_fields = ("article", "outlet")
    actions = ("accept", "refuse")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who asked, and what they wrote, is for those alone who decide."""
        hidden = [] if self.has_take_down_permission(request) else list(_PRIVATE)
        hidden += [] if self.has_change_permission(request, obj) else ["why"]
        return [name for name in self.fields if name not in hidden]

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What was set, and why: a request has no history of rows, which would keep who asked."""
        changed = " and ".join(name for name in form.changed_data if name != "why")
        why = form.cleaned_data["why"].strip()
        return f"Set {changed}{': ' if why else ''}{why}" if changed else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="address")
    def leads_to(self, asked: TakedownRequest) -> str:
        return web_link(asked.address)

    @admin.display(description="what its sender sees")
    def their_page(self, asked: TakedownRequest) -> str:
        return format_html('<a href="{0}">{0}</a>', asked.get_absolute_url())

    @admin.action(description="Accept: take down what the chosen requests mean …", permissions=["take_down"])
    def accept(self, request: HttpRequest, rows: QuerySet[TakedownRequest]) -> HttpResponse | None:
        chosen = list(rows.filter(state=TakedownRequest.State.OPEN).select_related("article", "outlet"))
        if not chosen or not all(takedown.meant(one) for one in chosen):
            what = "Choose open requests of which is known what they mean: set the article, the outlet or the quote."
            self.message_user(request, what, messages.ERROR)
            return None
        form = WhyForm(takedown.stored_for(chosen), sent(request), takedown.hidden_for(chosen))
        if not form.is_valid():
            return ask(request, self, "accept", "Take down", chosen, form)
        for one in chosen:
            takedown.accept(one, takedown.Why(form.cleaned_data["why"], timezone.now(), one), request.user)
        log(request, chosen, "Accepted: taken down", form.cleaned_data["why"])
        self.message_user(request, f"{counted(len(chosen), 'request')} accepted; what they meant is gone.")
        return None

    @admin.action(description="Close the chosen requests without taking anything down …", permissions=["take_down"])
    def refuse(self, request: HttpRequest, rows: QuerySet[TakedownRequest]) -> HttpResponse | None:
        chosen = list(rows.filter(state=TakedownRequest.State.OPEN))
        if not chosen:
            self.message_user(request, "Choose requests that nobody has decided yet.", messages.ERROR)
            return None
        form = RefusalForm(sent(request))
        if not form.is_valid():
            return ask(request, self, "refuse", "Refuse", chosen, form)
        for one in chosen:
            words = form.cleaned_data["why"]
            takedown.decide(one, TakedownRequest.State.REFUSED, words, timezone.now(), request.user)
        log(request, chosen, "Refused", form.cleaned_data["why"])
        self.message_user(request, f"{counted(len(chosen), 'request')} refused.")
        return None


@admin.register(Tombstone)
class TombstoneAdmin(ReadOnlyAdmin):
    """What was taken down."""

    list_display = ("removed_at", "kind", "place", "outlet", "why")
    list_filter = ("kind", "outlet")
    list_select_related = ("outlet",)
    search_fields = ("place", "why")
    date_hierarchy = "removed_at"
    fields = ("kind", "place", "outlet", "story", "published_on", "removed_at", "why", "request")


admin.site.unregister(Article)


@admin.register(Article)
class RemovableArticleAdmin(Removing, ArticleAdmin):
    """Articles, with the removal of what is stored of them."""

    actions = (*ArticleAdmin.actions, "take_down")  # type: ignore[assignment]  # one more than before

    @admin.action(description="Take the chosen articles down …", permissions=["take_down"])
    def take_down(self, request: HttpRequest, rows: QuerySet[Article]) -> HttpResponse | None:
        keys = list(rows.values_list("pk", flat=True))
        chosen = list(Article.objects.kept().filter(pk__in=keys).select_related("outlet"))
        if not chosen:
            self.message_user(request, "These were taken down already.", messages.ERROR)
            return None
        form = WhyForm(stored_of(keys), sent(request))
        if not form.is_valid():
            return ask(request, self, "take_down", "Take down", chosen, form)
        deleted = takedown.take_down(keys, takedown.Why(form.cleaned_data["why"], timezone.now()))
        log(request, list(Article.objects.filter(pk__in=keys)), "Taken down", form.cleaned_data["why"])
        self.message_user(request, f"Taken down: {told(deleted)}.")
        return None


admin.site.unregister(Outlet)


@admin.register(Outlet)
class RemovableOutletAdmin(OutletAdmin):
    """Outlets, with the removal of all that is stored of one."""

    actions = ("take_down",)

    def has_delete_text_permission(self, request: HttpRequest) -> bool:
        """All of an outlet is more than one article."""
        return request.user.has_perm(_OUTLETS)

    @admin.action(description="Delete all text of the chosen outlet …", permissions=["delete_text"])
    def take_down(self, request: HttpRequest, rows: QuerySet[Outlet]) -> HttpResponse | None:
        chosen = list(Outlet.objects.filter(pk__in=list(rows.values_list("pk", flat=True))))
        if len(chosen) != 1:
            self.message_user(request, "Choose one outlet: each is a decision of its own.", messages.ERROR)
            return None
        [outlet] = chosen
        form = WhyForm(takedown.stored_of_outlet(outlet), sent(request))
        if not form.is_valid():
            return ask(request, self, "take_down", f"Delete all text of {outlet}", chosen, form)
        deleted = takedown.take_down_outlet(outlet, takedown.Why(form.cleaned_data["why"], timezone.now()))
        log(request, chosen, "All text deleted", form.cleaned_data["why"])
        self.message_user(request, f"Deleted: {told(deleted)}. Nothing of {outlet} is stored from now on.")
        return None
