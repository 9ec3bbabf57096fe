"""What happened to stories → entries of a feed: articles that joined, edits that matter, mergers, new differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy, npgettext_lazy

from aggregator.models import TextChange
from coverage.comparing.excerpts import Wish, grant
from coverage.feeds.articles import headline_of
from coverage.feeds.channel import Item
from coverage.languages import between_marks
from coverage.models import Difference, Story, StoryEvent
from coverage.site_address import absolute, tag
from coverage.story_facts import limits

Kind = StoryEvent.Kind
MATTERING = (
    TextChange.Kind.HEADLINE,
    TextChange.Kind.NUMBER,
    TextChange.Kind.NAME,
    TextChange.Kind.QUOTE,
    TextChange.Kind.ATTRIBUTION,
)
"""Kinds of edits that a reader is told of; other words, moved paragraphs and commas are not."""

Words = Mapping[Any, str]
"""By (change, "old" or "new"), the words that may be shown."""

_EDITS = (Kind.HEADLINE, Kind.TEXT)
_MOST = 6  # changes of one edit that are shown
_CHARACTERS = 100  # of the words on each side of a change
_NOUNS = {
    "headline": ngettext_lazy("its headline", "its headline", "n"),
    "number": ngettext_lazy("a number or date", "%(n)s numbers or dates", "n"),
    "name": ngettext_lazy("a name", "%(n)s names", "n"),
    "quote": npgettext_lazy("what was changed", "a quote", "%(n)s quotes", "n"),
    "attribution": ngettext_lazy("who said something", "%(n)s who said things", "n"),
}


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that gave way to others, as far as they may be shown; both empty: the article's share is used up."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words: what happened, the edits that it consists of, the difference that was found."""

    event: StoryEvent
    title: str
    edits: tuple[Edit, ...] = ()
    difference: Difference | None = None


def worth_telling(events: QuerySet[StoryEvent]) -> QuerySet[StoryEvent]:
    """Events that readers are told of, newest first, with their stories and articles."""
    edits = TextChange.objects.filter(article=OuterRef("article"), after__taken_at=OuterRef("at"), kind__in=MATTERING)
    shown = Exists(Story.objects.visible().filter(pk=OuterRef("story")))  # a join would sort all events there are
    told = events.filter(Q(~Q(kind__in=_EDITS)) | Exists(edits)).filter(
        Q(article=None) | Q(article__outlet__listed=True), shown
    )
    rows = told.select_related("story", "article__outlet").defer("article__feed_summary")
    return rows.order_by("-at", "-pk")


def told(events: Sequence[StoryEvent], together: bool = False) -> list[Told]:
    """The events (with `worth_telling`) in words: two queries, whatever their number.

    Each is within the limits of one entry, or, `together`, all of them within those of one answer.
    """
    found = _edits_of(events)
    differences = _differences_of(events)
    changes = [found.get((event.article_id, event.at), []) for event in events]
    groups = [[change for row in changes for change in row[:_MOST]]] if together else [row[:_MOST] for row in changes]
    words = {key: text for group in groups for key, text in _granted(group).items()}
    return [
        _told(event, row, words, differences.get((event.story_id, event.key)))
        for event, row in zip(events, changes, strict=True)
    ]


def change_items(events: Sequence[StoryEvent]) -> tuple[Item, ...]:
    """The events as entries."""
    return tuple(_item(one) for one in told(events))


def name_of(event: StoryEvent) -> str:
    """What ends an event's guid. An event that is written anew after its article was moved keeps its name."""
    match event.kind:
        case Kind.JOINED:
            return f"story/{event.story_id}/joined/{event.article_id}"
        case Kind.HEADLINE | Kind.TEXT:
            return f"story/{event.story_id}/article/{event.article_id}/edit/{event.at:%Y%m%dT%H%M%S.%f}"
        case Kind.DIFFERENCE:
            return f"story/{event.story_id}/difference/{event.key}"
    return f"story/{event.story_id}/event/{event.pk}"


def link_of(event: StoryEvent, difference: Difference | None) -> str:
    """Where an event is read about: its story, at the article or the difference."""
    page = event.story.get_absolute_url()
    if difference:
        return absolute(f"{page}#differences")
    return absolute(f"{page}#article-{event.article_id}" if event.article_id else page)


def _item(one: Told) -> Item:
    event = one.event
    here = absolute(event.story.get_absolute_url())
    return Item(
        guid=tag(name_of(event)),
        title=one.title,
        link=link_of(event, one.difference),
        published=event.at,
        updated=event.at,
        author=event.article.outlet.name if event.article else "Parallax",
        body=render_to_string("coverage/feeds/change.html", {"told": one, "story": event.story, "here": here}),
    )


def _edits_of(events: Sequence[StoryEvent]) -> dict[tuple[int | None, datetime], list[TextChange]]:
    """By article and moment, the changes of each edit that matter."""
    edited = [event for event in events if event.kind in _EDITS]
    if not edited:
        return {}
    rows = TextChange.objects.filter(
        article__in={event.article_id for event in edited},
        after__taken_at__in={event.at for event in edited},
        kind__in=MATTERING,
    )
    found: dict[tuple[int | None, datetime], list[TextChange]] = {}
    for row in rows.select_related("before", "after").order_by("rank", "part", "new_start", "pk"):
        found.setdefault((row.article_id, row.after.taken_at), []).append(row)
    return found


def _differences_of(events: Sequence[StoryEvent]) -> dict[tuple[int, str], Difference]:
    """By story and key, the differences that still stand."""
    keys = {(event.story_id, event.key) for event in events if event.kind == Kind.DIFFERENCE}
    if not keys:
        return {}
    rows = Difference.objects.filter(story__in={story for story, _ in keys}, key__in={key for _, key in keys})
    return {(row.story_id, row.key): row for row in rows}


def _told(event: StoryEvent, changes: Sequence[TextChange], words: Words, difference: Difference | None) -> Told:
    outlet = event.article.outlet.name if event.article else ""
    match event.kind:
        case Kind.JOINED if event.article:
            return Told(event, f"{outlet}: {headline_of(event.article)}")
        case Kind.HEADLINE | Kind.TEXT:
            title = _("%(outlet)s changed %(what)s") % {"outlet": outlet, "what": _nouns(changes)}
            return Told(event, title, _edits(changes, words))
        case Kind.DIFFERENCE:
            topic = difference.told_topic() if difference else _("a point")
            title = _("The outlets differ on %(topic)s") % {"topic": topic}
            return Told(event, title, difference=difference)
        case Kind.MERGED:
            return Told(event, _("“%(title)s” was merged into this story") % {"title": between_marks(event.detail)})
    return Told(event, _("The story %(happening)s") % {"happening": event.get_kind_display()})


def _nouns(changes: Sequence[TextChange]) -> str:
    """What changed, in words: "its headline, a name and 2 numbers or dates"."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    named = [str(_NOUNS[kind] % {"n": n}) for kind, n in counts.items()]
    return get_text_list(named, _("and")) or _("its text")


def _edits(changes: Sequence[TextChange], words: Words) -> tuple[Edit, ...]:
    return tuple(
        Edit(change.get_kind_display(), words.get((change.pk, "old"), ""), words.get((change.pk, "new"), ""))
        for change in changes[:_MOST]
    )


def _granted(changes: Sequence[TextChange]) -> Words:
    """By change and side, what may be shown of the words: old and new ones alike count as the article's."""
    wishes = [
        Wish((change.pk, side), change.article_id, "edits", words, None, _CHARACTERS, 1)
        for change in changes
        for side, words in (("new", change.new_words), ("old", change.old_words))
        if words.strip()
    ]
    return {key: found.words for key, found in grant(wishes, limits(), {}).items()}
