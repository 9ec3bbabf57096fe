"""A story → what stands in the way of publishing it, and what an editor should look at first."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aggregator.models import Claim, Quote, SpanCheck
from coverage.models import Story


def in_the_way(story: Story) -> list[str]:
    """Sentences, one for each thing that must be put right before readers may see the story; none: it may be published.
    Five queries."""
    own = story.memberships.filter(article__outlet__listed=True)
    found: list[str] = []
    if story.merged_into_id:
        found.append(_("It was merged into another story."))
    if story.state == Story.State.WITHHELD:
        found.append(_("An outlet in it is being taken down; what is left is told as soon as that is done."))
    if not story.title.strip():
        found.append(_("It has no headline."))
    if not own.filter(article__snapshot__isnull=False).exists():
        found.append(_("No article of an outlet in it has been read."))
    if broken := SpanCheck.objects.broken().unsettled().filter(article__membership__story=story).count():
        found.append(
            ngettext(
                "An edit broke %(count)d shown quote or claim, and nobody has seen to it.",
                "Edits broke %(count)d shown quotes or claims, and nobody has seen to them.",
                broken,
            )
            % {"count": broken}
        )
    if loose := _loose(story):
        found.append(
            ngettext(
                "%(count)d quote is not what stands in its text.",
                "%(count)d quotes are not what stands in their texts.",
                loose,
            )
            % {"count": loose}
        )
    return found


def to_look_at(story: Story) -> list[str]:
    """Sentences about what would be better first, and does not stand in the way: four queries."""
    own = story.memberships.filter(article__outlet__listed=True)
    found: list[str] = []
    if own.values("article__outlet").distinct().count() < 2:
        found.append(_("Only one outlet reports it."))
    if not story.standfirst.strip():
        found.append(_("It has no standfirst."))
    if not story.compared_at:
        found.append(_("Its articles have not been compared yet."))
    for model, words in ((Quote, _("quotes not reviewed: %(count)d.")), (Claim, _("claims not reviewed: %(count)d."))):
        shown = model.objects.shown().filter(article__membership__story=story)
        if count := shown.filter(reviewed=False).count():
            found.append((words % {"count": count}).capitalize())
    return found


def _loose(story: Story) -> int:
    """Quotes whose words are not those of their spans."""
    shown = Quote.objects.shown().filter(article__membership__story=story).select_related("snapshot")
    return sum(not quote.is_verbatim() for quote in shown)
