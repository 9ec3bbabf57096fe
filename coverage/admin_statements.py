"""The desk's pages for statements: worded, accepted, merged, and how each outlet stands to them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from aggregator.admin_asking import ReasonForm, ask, sent
from aggregator.admin_display import marked
from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.models import Article, Claim
from aggregator.wording import counted, shortened
from coverage.admin_decisions import GO_ON, decided, may_decide, tell
from coverage.admin_statement_form import Stand, StatementForm, named
from coverage.admin_within import asked_within
from coverage.models import CellClaim, ClaimCell, ClaimGroup, Decision, Story
from coverage.statement_rulings import holds_of, rows_of


@admin.register(ClaimGroup)
class StatementAdmin(ReadOnlyAdmin):
    """Statements: those that no editor has accepted come first."""

    list_display = ("words", "story", "reviewed", "hidden", "background")
    list_display_links = ("words",)
    list_filter = ("reviewed", "hidden", "background")
    list_select_related = ("story",)
    list_per_page = 50
    ordering = ("reviewed", "-story", "position", "id")
    search_fields = ("sentence", "story__title")
    actions = ("accept", "hide")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """For a statement, the others of its story."""
        found, doubled = super().get_search_results(request, queryset, search_term)
        if number := asked_within(request, "statement"):
            found = found.filter(story__claim_groups=number).exclude(pk=number)
        return found, doubled

    @admin.display(description="statement", ordering="sentence")
    def words(self, group: ClaimGroup) -> str:
        return shortened(group.sentence)

    @admin.action(description="Accept the chosen statements …", permissions=["decide"])
    def accept(self, request: HttpRequest, groups: QuerySet[ClaimGroup]) -> HttpResponse | None:
        return self._all(request, groups, "accept", "accepted")

    @admin.action(description="Hide the chosen statements from readers …", permissions=["decide"])
    def hide(self, request: HttpRequest, groups: QuerySet[ClaimGroup]) -> HttpResponse | None:
        return self._all(request, groups, "hide", "hidden")

    def _all(self, request: HttpRequest, groups: QuerySet[ClaimGroup], do: str, done: str) -> HttpResponse | None:
        chosen = list(groups.select_related("story"))
        public = do != "accept" and any(group.story.state == Story.State.PUBLIC for group in chosen)
        form = ReasonForm(sent(request), public=public)
        if not form.is_valid():
            return ask(request, self, do, f"{do.capitalize()} {counted(len(chosen), 'statement')}", chosen, form)
        reason = form.cleaned_data["reason"]
        asked = [({"group": group.pk, "do": do}, [group]) for group in chosen]
        tried = [decided(self, request, Decision.Kind.STATEMENT, one, reason, rows) for one, rows in asked]
        made = [decision for decision in tried if decision]
        said = f"{counted(len(made), 'statement')} {done}"
        if len(made) == 1:
            tell(self, request, said, made[0])
        elif made:
            listed = reverse("admin:coverage_decision_changelist")
            each = _("Each can be undone among the decisions")
            self.message_user(request, format_html('{}. <a href="{}">{}</a>', said, listed, each))
        return None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One statement, to decide on; it holds without JavaScript."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        rows = ClaimGroup.objects.select_related("story", "clearest__article__outlet", "clearest__snapshot")
        group = get_object_or_404(rows, pk=int(object_id) if object_id.isdigit() else 0)
        form = StatementForm(group, stands_of(group), request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not self.has_decide_permission(request):
                raise PermissionDenied
            if form.is_valid() and (answer := self._carry_out(request, group, form)):
                return answer
        return TemplateResponse(request, "admin/coverage/statement.html", self._context(request, group, form))

    def _carry_out(self, request: HttpRequest, group: ClaimGroup, form: StatementForm) -> HttpResponse | None:
        do = request.POST.get("do", "")
        before, after = _neighbours(group)
        public = group.story.state == Story.State.PUBLIC and not group.hidden
        asked = form.asked(do, public)
        if asked is None:
            return None
        decision = decided(self, request, *asked, form.cleaned_data["reason"], [group])
        if decision:
            tell(self, request, decision.told, decision)
        following = (after or before) if do in GO_ON and decision else group.pk
        if following is None:
            self.message_user(request, _("No statement waits for review."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:coverage_claimgroup_changelist"))
        return HttpResponseRedirect(reverse("admin:coverage_claimgroup_change", args=[following]))

    def _context(self, request: HttpRequest, group: ClaimGroup, form: StatementForm) -> dict[str, Any]:
        before, after = _neighbours(group)
        shown = [claim for stand in form.stands for claim in stand.claims]
        return {
            **admin.site.each_context(request),
            "title": _("Review a statement"),
            "opts": self.opts,
            "group": group,
            "in_place": marked(group.clearest.snapshot.text, [(group.clearest.start, group.clearest.end)]),
            "waiting": waiting().count(),
            "before": before,
            "after": after,
            "form": form,
            "claims": [(claim, named(claim)) for claim in shown],
            "outside": [row for row in holds_of(group) if not row.inside],
            "stands": all(claim.is_verbatim() for claim in shown),
            "may": self.has_decide_permission(request),
            "media": self.media + form.media,
        }

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return may_decide(request, "aggregator.change_claim")


def waiting() -> QuerySet[ClaimGroup]:
    """Statements that no editor has accepted or hidden, by story, the newest first."""
    return ClaimGroup.objects.shown().filter(reviewed=False).order_by("-story", "position", "pk")


def stands_of(group: ClaimGroup) -> list[Stand]:
    """The story's outlets in order of publication, each with its articles, cell and claims: four queries."""
    articles = Article.objects.filter(membership__story=group.story_id, outlet__listed=True)
    by_outlet: dict[int, list[Article]] = {}
    for article in articles.select_related("outlet", "snapshot").order_by("published_at", "pk"):
        by_outlet.setdefault(article.outlet_id, []).append(article)
    cells = {cell.outlet_id: cell for cell in ClaimCell.objects.filter(group=group)}
    through = CellClaim.objects.filter(cell__group=group).order_by("cell__position", "position", "id")
    known = rows_of({"group": group.pk}).select_related("article__outlet", "snapshot").in_bulk()
    first = [known[key] for key in through.values_list("claim", flat=True) if key in known]
    claims = list({claim.pk: claim for claim in (*first, *known.values())}.values())
    return [
        Stand(found[0].outlet, found, cells.get(outlet), [c for c in claims if _is_of(c, found)])
        for outlet, found in by_outlet.items()
    ]


def _is_of(claim: Claim, articles: list[Article]) -> bool:
    return any(claim.article_id == one.pk and claim.snapshot_id == one.snapshot_id for one in articles)


def _neighbours(group: ClaimGroup) -> tuple[int | None, int | None]:
    """The numbers of the statements that wait before and after one."""
    place = Q(story=group.story_id)
    earlier = Q(story__gt=group.story_id) | place & (
        Q(position__lt=group.position) | Q(position=group.position, pk__lt=group.pk)
    )
    rows = waiting().exclude(pk=group.pk)
    before = rows.filter(earlier).reverse().values_list("pk", flat=True).first()
    return before, rows.exclude(earlier).values_list("pk", flat=True).first()
