"""What editors put right on what readers could see → sentences, for the corrections page and as entries of a feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from coverage.comparing.excerpts import Wish, grant
from coverage.corrections import FEED
from coverage.feeds.channel import Item
from coverage.feeds.source import Source
from coverage.models import Correction, Story
from coverage.site_address import absolute, tag
from coverage.story_facts import limits

_CHARACTERS = 100  # of a quote or claim by which readers know it again


@dataclass(frozen=True, slots=True)
class Told:
    """A correction as readers see it; `words` are the quote's or claim's, as far as they may be shown; `address` is the
    story's, empty where readers do not see it (any more)."""

    row: Correction
    title: str
    words: str
    address: str


def all_corrections() -> Source:
    """What editors put right."""
    return Source(
        name="corrections",
        title="corrections",
        about="What editors put right on something that readers could see, when and why.",
        page=reverse("corrections"),
        base=FEED,
        rows=Correction.objects.all(),
        shown=with_rows(Correction.objects.all()),
        items=_items,
    )


def with_rows(rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """Corrections with what is told of them, the newest first."""
    found = rows.select_related("story__merged_into", "quote__article", "claim__article")
    return found.defer("quote__article__feed_summary", "claim__article__feed_summary").order_by("-at", "-pk")


def told(rows: Sequence[Correction], together: bool = True) -> list[Told]:
    """The corrections in words, within the limits of one page (`together`) or each within those of one entry."""
    groups = [list(rows)] if together else [[row] for row in rows]
    words = {key: text for group in groups for key, text in _words(group).items()}
    return [Told(row, _title(row), words.get(row.pk, ""), _address(row.story)) for row in rows]


def _words(rows: Sequence[Correction]) -> dict[int, str]:
    """By number of a correction, the words of its quote or claim, while these stand and are shown."""
    wishes = [
        Wish(row.pk, span.article_id, "corrections", span.text, None, _CHARACTERS, 20)
        for row in rows
        if (span := row.span) and not span.hidden and span.snapshot_id == span.article.snapshot_id
    ]
    return {key: found.words for key, found in grant(wishes, limits(), {}).items() if isinstance(key, int)}


def _title(row: Correction) -> str:
    match row.kind:
        case Correction.Kind.HEADLINE:
            said = _("Headline changed")
        case Correction.Kind.STANDFIRST:
            said = _("Standfirst changed")
        case Correction.Kind.WITHDRAWN:
            said = _("Story withdrawn")
        case Correction.Kind.MERGED:
            said = _("Story merged into another")
        case Correction.Kind.MOVED:
            said = _("Articles moved out of a story")
        case Correction.Kind.QUOTE:
            said = _("Speaker of a quote put right") if row.old or row.new else _("Quote taken out")
        case _:
            said = _("Source of a claim put right") if row.old or row.new else _("Claim taken out")
    return _("Taken back: %s") % said if row.undoing else said


def _address(story: Story | None) -> str:
    standing = story.standing_story() if story else None
    return standing.get_absolute_url() if standing and standing.state == Story.State.PUBLIC else ""


def _items(rows: Sequence[Correction]) -> tuple[Item, ...]:
    return tuple(_item(one) for one in told(rows, together=False))


def _item(one: Told) -> Item:
    page = absolute(f"{reverse('corrections')}#correction-{one.row.pk}")
    return Item(
        guid=tag(f"correction/{one.row.pk}"),
        title=f"{one.title}: {one.row.subject}",
        link=absolute(one.address) if one.address else page,
        published=one.row.at,
        updated=one.row.at,
        author=one.row.signed or "Parallax",
        body=render_to_string("coverage/feeds/correction.html", {"one": one, "here": page}),
    )
