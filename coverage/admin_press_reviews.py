"""The desk's page for press reviews: prose, a picker of quotes, a meter, what stops publication, preview, publish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from aggregator.admin_asking import ReasonedForm
from aggregator.admin_history import KeptAdmin
from aggregator.admin_long import LaidOutList
from aggregator.models import Claim, Quote
from coverage.citing import cited
from coverage.comparing.review_text import parse
from coverage.locks import keep_stories
from coverage.models import PressReview, Story
from coverage.press_reviews import draft_of
from coverage.review_writing import broken, broken_in, publish, stops, used, withdraw
from coverage.story_facts import articles_of, limits

_RIGHT = "coverage.publish_pressreview"
_FIRST = "Choose the story and save: then all its articles’ quotes and sentences stand here to choose from."
_BELOW = "Below are all quotes and sentences of the story’s articles to choose from."
_WAYS = (
    "Write in your own words. Put a reference where a quote belongs: [[q:12]] gives it in quotation marks with "
    "a note, [[q:12 3-9]] its words 3 to 9, [[c:7]] a sentence, [[see c:7]] the note alone. Every clause needs one: "
    "each sentence, and each half of one that a semicolon, “but” or “while” joins. An empty line begins a paragraph, "
    "“## ” a heading."
)


class PressReviewForm(ReasonedForm):
    """Prose that somebody else may be writing at as well: what lay open while it was saved is not saved over it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = _(
            "Kept in the history; readers find it among the corrections where a published text changes, or goes."
        )
        self.initial["seen"] = self.instance.changed_at.isoformat() if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.instance.pk:  # its story before it, as who merges that does
            keep_stories({self.instance.story_id, getattr(data.get("story"), "pk", None)} - {None})
        row = PressReview.objects.select_for_update().filter(pk=self.instance.pk).first()
        if row and data.get("seen") != row.changed_at.isoformat():
            told = _(
                "Somebody has saved this press review since you opened it. Copy what you wrote, and open it again."
            )
            raise forms.ValidationError(told)
        return data


@admin.register(PressReview)
class PressReviewAdmin(KeptAdmin):
    """Press reviews. What is saved is a draft; readers see what was published last."""

    list_display = ("__str__", "story", "state", "to_look_at", "changed_at")
    list_select_related = ("story",)
    form = PressReviewForm
    search_fields = ("title", "body", "story__title")
    autocomplete_fields = ("story",)
    fields = ("story", "title", "body", "why", "seen", "state", "in_the_way", "changed_since", "meter", "picker")
    readonly_fields = ("state", "in_the_way", "changed_since", "meter", "picker")
    change_form_template = "admin/coverage/press_review_form.html"
    view_on_site = False

    class Media:
        js = ("js/review.js",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        told = {"body": f"{_WAYS} {_BELOW}" if obj else f"{_FIRST} {_WAYS}", "title": "Empty: the story's own."}
        return super().get_form(request, obj, change, help_texts=told, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("story", "title", "body", "why")
        return [name for name in self.fields if name != "seen" or self.has_change_permission(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("story", *self.readonly_fields) if obj else self.readonly_fields

    @admin.display(description="state")
    def state(self, review: PressReview) -> str:
        if not review.is_published:
            return _("not published: readers see the assembled one")
        changed = (review.body, review.title) != (review.published_body, review.published_title)
        told = _("published, and written on since") if changed else _("published")
        if review.story.state != Story.State.PUBLIC:
            return f"{told}; {_('readers do not see its story')}"
        page = reverse("story-review", args=[review.story_id])
        return format_html('{} <a href="{}">{}</a>', told, page, _("as readers see it"))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LaidOutList

    def laid_out(self, rows: Sequence[Any]) -> Sequence[Any]:
        found = broken_in(rows)
        for review in rows:
            review.broken = found[review.pk]
        return rows

    @admin.display(description="to look at")
    def to_look_at(self, review: Any) -> str:
        count = len(review.broken)
        return _("{} changed since").format(count) if count else "—"

    @admin.display(description="stops publication")
    def in_the_way(self, review: PressReview) -> str:
        return render_to_string("admin/coverage/review_stops.html", {"stops": stops(review)})

    @admin.display(description="changed since it was published")
    def changed_since(self, review: PressReview) -> str:
        return render_to_string("admin/coverage/review_broken.html", {"broken": broken(review)})

    @admin.display(description="taken of each article")
    def meter(self, review: PressReview) -> str:
        draft = parse(review.body)
        context = {"used": used(draft, cited(draft.cites)), "limits": limits()}
        return render_to_string("admin/coverage/review_meter.html", context)

    @admin.display(description="quotes and sentences")
    def picker(self, review: PressReview) -> str:
        return render_to_string("admin/coverage/review_picker.html", {"articles": _offered(review)})

    def get_urls(self) -> list[Any]:
        own = path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="coverage_pressreview_preview")
        return [own, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is written now, as readers would see it."""
        review = get_object_or_404(PressReview.objects.select_related("story"), pk=pk)
        if not self.has_view_permission(request, review):
            raise PermissionDenied
        shown = draft_of(review)
        context = {"story": review.story, "review": shown.written, "shown": shown, "sample": shown.sample, "forms": {}}
        return render(request, "coverage/review.html", context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        PressReview.objects.filter(pk=obj.pk).update(changed_at=timezone.now())

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The picker is on the page of one that is saved: go there."""
        super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(reverse("admin:coverage_pressreview_change", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        page = HttpResponseRedirect(reverse("admin:coverage_pressreview_change", args=[obj.pk]))
        if "_publish" in request.POST and self.may_publish(request):
            if told := publish(obj, request.user, timezone.now(), request.POST.get("why", "")):
                text = _("Saved, and not published: {}").format(" · ".join(told[:5]))
                self.message_user(request, text, messages.ERROR)
            else:
                self._tell_published(request, obj)
            return page
        if "_withdraw" in request.POST and self.may_publish(request):
            withdraw(obj, request.user, timezone.now(), request.POST.get("why", ""))
            self.message_user(request, _("Taken off: readers see the assembled one. What is written stays here."))
            return page
        response: HttpResponse = super().response_change(request, obj)
        return response

    def _tell_published(self, request: HttpRequest, review: PressReview) -> None:
        if review.story.state == Story.State.PUBLIC:
            self.message_user(request, _("Published: readers see it now."))
        else:
            told = _("Published. Readers see it as soon as they see its story, which is not public.")
            self.message_user(request, told, messages.WARNING)

    def may_publish(self, request: HttpRequest) -> bool:
        """Whether the person may let readers see it."""
        return request.user.has_perm(_RIGHT)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context["may_publish"] = self.may_publish(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # take it off: what was written stays in the history


def _offered(review: PressReview) -> list[dict[str, Any]]:
    """The story's articles with all that can be referred to."""
    articles = articles_of(review.story)
    quotes = Quote.objects.shown().filter(article__in=articles).order_by("start")
    claims = Claim.objects.shown().filter(article__in=articles).order_by("start")
    found: dict[int, dict[str, Any]] = {a.pk: {"article": a, "quotes": [], "claims": []} for a in articles}
    for name, rows in (("quotes", quotes), ("claims", claims)):
        for row in rows:
            found[row.article_id][name].append(row)
    return list(found.values())
