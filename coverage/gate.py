"""A story → what stands in the way of publishing it, and what an editor should look at first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aggregator.models import Article, Claim, Quote, SpanCheck
from coverage.models import Story


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the editor, and the list of the desk that shows what it tells of; empty: no list does."""

    words: str
    address: str = ""

    def __str__(self) -> str:
        return self.words


def in_the_way(story: Story) -> list[Note]:
    """One note for each thing that must be put right before readers may see the story; none: it may be published.
    Five queries."""
    own = story.memberships.filter(article__outlet__listed=True)
    found: list[Note] = []
    if story.merged_into_id:
        found.append(Note(_("It was merged into another story.")))
    if story.state == Story.State.WITHHELD:
        found.append(Note(_("An outlet in it is being taken down; what is left is told as soon as that is done.")))
    if not story.title.strip():
        found.append(Note(_("It has no headline.")))
    if not own.filter(article__snapshot__isnull=False).exists():
        found.append(Note(_("No article of an outlet in it has been read."), _articles_of(story)))
    if broken := SpanCheck.objects.broken().unsettled().filter(article__membership__story=story).count():
        told = ngettext(
            "An edit broke %(count)d shown quote or claim, and nobody has seen to it.",
            "Edits broke %(count)d shown quotes or claims, and nobody has seen to them.",
            broken,
        )
        found.append(Note(told % {"count": broken}, _listed(SpanCheck, f"article__membership__story={story.pk}")))
    if loose := _loose(story):
        told = ngettext(
            "%(count)d quote is not what stands in its text.",
            "%(count)d quotes are not what stands in their texts.",
            len(loose),
        )
        found.append(Note(told % {"count": len(loose)}, _listed(Quote, f"id__in={','.join(map(str, loose))}")))
    return found


def to_look_at(story: Story) -> list[Note]:
    """Notes on what would be better first, and does not stand in the way: four queries."""
    own = story.memberships.filter(article__outlet__listed=True)
    found: list[Note] = []
    if own.values("article__outlet").distinct().count() < 2:
        found.append(Note(_("Only one outlet reports it."), _articles_of(story)))
    if not story.standfirst.strip():
        found.append(Note(_("It has no standfirst.")))
    if not story.compared_at:
        found.append(Note(_("Its articles have not been compared yet.")))
    for model, words in ((Quote, _("quotes not reviewed: %(count)d.")), (Claim, _("claims not reviewed: %(count)d."))):
        shown = model.objects.shown().filter(article__membership__story=story)
        if count := shown.filter(reviewed=False).count():
            rows = f"article__membership__story={story.pk}&hidden__exact=0&reviewed__exact=0"
            found.append(Note((words % {"count": count}).capitalize(), _listed(model, rows)))
    return found


def _articles_of(story: Story) -> str:
    return _listed(Article, f"membership__story={story.pk}")


def _listed(model: type[Model], query: str) -> str:
    return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}?{query}"


def _loose(story: Story) -> list[int]:
    """Numbers of the quotes whose words are not those of their spans."""
    shown = Quote.objects.shown().filter(article__membership__story=story).select_related("snapshot").order_by("pk")
    return [quote.pk for quote in shown if not quote.is_verbatim()]
