"""What editors put right on what readers could see → sentences, for the corrections page and as entries of a feed."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coverage.comparing.excerpts import Wish, grant
from coverage.comparing.quotations import LABELS
from coverage.corrections import FEED
from coverage.feeds.channel import Item
from coverage.feeds.source import Source
from coverage.languages import in_words
from coverage.models import ClaimCell, Correction, Story
from coverage.site_address import absolute, tag
from coverage.standing import claims_in_public, quotes_in_public, speakers_in_public
from coverage.story_facts import limits

Kind, What = Correction.Kind, Correction.What

_CHARACTERS = 100  # of a quote or claim by which readers know it again


@dataclass(frozen=True, slots=True)
class Told:
    """A correction as readers see it; `words` are the quote's or claim's, as far as they may be shown; `address` is the
    story's or speaker's, empty where readers do not see it (any more). `old` and `new` are in the page's language
    where they are `ours`, else in somebody's own words."""

    row: Correction
    title: str
    words: str
    address: str
    old: str = ""
    new: str = ""
    ours: bool = False


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
        dense=True,
    )


def with_rows(rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """Corrections with what is told of them, the newest first; none of a story that is kept back: its old headline may
    be what is taken down."""
    rows = rows.exclude(story__state=Story.State.WITHHELD).exclude(story__merged_into__state=Story.State.WITHHELD)
    found = rows.select_related(
        "story__merged_into", "outlet", "quote__article", "claim__article", "speaker__merged_into"
    )
    return found.defer("quote__article__feed_summary", "claim__article__feed_summary").order_by("-at", "-pk")


def told(rows: Sequence[Correction], together: bool = True) -> list[Told]:
    """The corrections in words, within the limits of one page (`together`) or each within those of one entry."""
    groups = [list(rows)] if together else [[row] for row in rows]
    words = {key: text for group in groups for key, text in _words(group).items()}
    seen = _seen(rows)
    return [
        Told(row, _title(row), words.get(row.pk, ""), _address(row, seen), *_both(row), row.what in _OURS)
        for row in rows
    ]


def _words(rows: Sequence[Correction]) -> dict[int, str]:
    """By number of a correction, the words of its quote or claim, while readers find these in a public story; none of
    what was taken out. Two queries at most."""
    asked = [row for row in rows if row.what != What.OUT]
    quotes = _shown(quotes_in_public(), [row.quote_id for row in asked if row.quote_id])
    claims = _shown(claims_in_public(), [row.claim_id for row in asked if row.claim_id])
    wishes = [
        Wish(row.pk, span.article_id, "corrections", span.text, None, _CHARACTERS, 20)
        for row in asked
        if (span := row.span) and span.pk in (quotes if row.quote_id else claims)
    ]
    return {key: found.words for key, found in grant(wishes, limits(), {}).items() if isinstance(key, int)}


def _shown(rows: QuerySet[Any], numbers: Sequence[int]) -> set[int]:
    return set(rows.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()


def _title(row: Correction) -> str:
    said = str(TITLES.get((row.kind, row.what)) or TITLES[row.kind, ""])
    return _("Taken back: %s") % said if row.undoing else said


TITLES: Mapping[tuple[str, str], Any] = {
    (Kind.HEADLINE, ""): gettext_lazy("Headline changed"),
    (Kind.STANDFIRST, ""): gettext_lazy("Standfirst changed"),
    (Kind.WITHDRAWN, ""): gettext_lazy("Story withdrawn"),
    (Kind.MERGED, ""): gettext_lazy("Story merged into another"),
    (Kind.MOVED, ""): gettext_lazy("Articles moved out of a story"),
    (Kind.QUOTE, What.SPEAKER): gettext_lazy("Speaker of a quote put right"),
    (Kind.QUOTE, What.ENDS): gettext_lazy("Ends of a quote put right"),
    (Kind.QUOTE, What.LABEL): gettext_lazy("How a quote is carried put right"),
    (Kind.QUOTE, What.OUT): gettext_lazy("Quote taken out"),
    (Kind.QUOTE, ""): gettext_lazy("Quote put right"),
    (Kind.CLAIM, What.SOURCE): gettext_lazy("Source of a claim put right"),
    (Kind.CLAIM, What.SENTENCE): gettext_lazy("Statement reworded"),
    (Kind.CLAIM, What.STANCE): gettext_lazy("How an outlet stands to a statement put right"),
    (Kind.CLAIM, What.OUT): gettext_lazy("Claim taken out"),
    (Kind.CLAIM, ""): gettext_lazy("Claim put right"),
    (Kind.REVIEW, What.OUT): gettext_lazy("Press review taken off"),
    (Kind.REVIEW, ""): gettext_lazy("Press review changed"),
    (Kind.SPEAKER, What.NAME): gettext_lazy("Speaker renamed"),
    (Kind.SPEAKER, What.MERGED): gettext_lazy("Two speakers are one"),
    (Kind.SPEAKER, ""): gettext_lazy("Quotes given to a speaker of their own"),
}
"""What a correction is called, by its kind and by what changed."""
_OURS = (What.LABEL, What.STANCE)


def _both(row: Correction) -> tuple[str, str]:
    """What stood there and what stands there now, in words; both empty where they were struck out."""
    if not (row.old or row.new):
        return "", ""
    match row.what:
        case What.LABEL:
            return _label(row.old), _label(row.new)
        case What.STANCE:
            return _stance(row, row.old), _stance(row, row.new)
        case What.SENTENCE:
            return row.old, row.new or _("in an outlet’s words")
    return row.old, row.new


def _label(code: str) -> str:
    return in_words(LABELS[code]) if code in LABELS else _("as the workers find")


def _stance(row: Correction, code: str) -> str:
    found = ClaimCell.Stance(code).label if code in ClaimCell.Stance.values else _("as the workers find")
    return f"{row.outlet}{_(':')} {found}" if row.outlet else str(found)


def _seen(rows: Sequence[Correction]) -> set[int]:
    """Of the speakers that corrections are about, those who stand and whom readers see: one query, where there are
    any."""
    named = {row.speaker.standing_speaker().pk for row in rows if row.speaker}
    return set(speakers_in_public().filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def _address(row: Correction, seen: Container[int]) -> str:
    """Of the story or speaker; empty where readers do not see it."""
    if row.speaker:
        speaker = row.speaker.standing_speaker()
        return reverse("speaker", args=[speaker.slug]) if speaker.pk in seen else ""
    standing = row.story.standing_story() if row.story else None
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
