"""Entries that were found → what a page, feed or answer shows of them, from the rows as they are now.

The index proposes and the rows decide: what readers may not see any more is left out, and words keep within the excerpt
limits of one page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from aggregator.models import Article, Outlet, Speaker
from coverage.comparing.excerpts import Granted, Wish, grant
from coverage.feeds.articles import headline_of, visible_story
from coverage.models import Membership, SearchEntry, Story
from coverage.search import visible
from coverage.search.asking import Entry
from coverage.search.findable import reported, said, with_renderings, with_wordings
from coverage.searching.marking import Run, best, first_found, marked
from coverage.standing import speakers_in_public
from coverage.story_facts import limits, source_of

_SUMMARY, _CLAIM, _LEAST = 200, 200, 30  # characters

Lines = Mapping[tuple[str, int], "Line"]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was found. `title` is the site's or a headline, `words` an article's as far as they may be shown
    (empty: its share of the page is used up), `page` its place here, `address` its place at the outlet."""

    kind: str
    key: int
    at: datetime
    page: str
    title: str = ""
    words: str = ""
    outlets: tuple[Outlet, ...] = ()
    story: Story | None = None
    article: Article | None = None
    address: str = ""
    speaker: str = ""
    quoted: bool = False
    reviewed: bool = True
    stems: frozenset[str] = frozenset()

    @property
    def title_runs(self) -> tuple[Run, ...]:
        """The title, with what was looked for marked."""
        return marked(self.title, self.stems)

    @property
    def word_runs(self) -> tuple[Run, ...]:
        """The words, with what was looked for marked."""
        return marked(self.words, self.stems)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line and the words that it would like to show."""

    line: Callable[[str], Line]
    wish: Wish | None = None


def lines(entries: Sequence[Entry], stems: frozenset[str], apart: bool = False) -> list[Line]:
    """The entries as they may be shown, in their order: as many queries whatever their number. Together they keep
    within the limits of one page, or, `apart`, each within them."""
    keys: dict[str, list[int]] = {}
    for entry in entries:
        keys.setdefault(entry.kind, []).append(entry.key)
    drafts: dict[tuple[str, int], _Draft] = {}
    for kind, drafted in _DRAFTED.items():
        if kind in keys:
            drafts |= {(kind, key): draft for key, draft in drafted(keys[kind], stems)}
    # Quotes first: what an article's summary says stands in its headline too.
    asked = [drafts[name].wish for name in sorted(drafts, key=lambda name: name[0] == "article")]
    wishes = [wish for wish in asked if wish]
    shares = [[wish] for wish in wishes] if apart else [wishes]
    granted = {key: words for share in shares for key, words in grant(share, limits(), {}).items()}
    named = [(entry.kind, entry.key) for entry in entries]
    return [drafts[name].line(_words(drafts[name], granted)) for name in named if name in drafts]


def _words(draft: _Draft, granted: Mapping[Any, Granted]) -> str:
    return granted[draft.wish.key].words if draft.wish and draft.wish.key in granted else ""


def _stories(keys: Sequence[int], stems: frozenset[str]) -> Iterable[tuple[int, _Draft]]:
    covered: dict[int, list[Outlet]] = {}
    rows = Membership.objects.filter(story__in=keys, article__outlet__listed=True).select_related("article__outlet")
    for row in rows.defer("article__feed_summary").order_by("article__published_at", "article_id"):
        covered.setdefault(row.story_id, []).append(row.article.outlet)
    for story in visible.stories().filter(pk__in=keys):
        yield story.pk, _draft_of_story(story, tuple(dict.fromkeys(covered.get(story.pk, ()))), stems)


def _draft_of_story(story: Story, outlets: tuple[Outlet, ...], stems: frozenset[str]) -> _Draft:
    at = story.last_published_at or story.created_at
    words = story.standfirst  # an editor's own
    page = story.get_absolute_url()
    line = Line("story", story.pk, at, page, str(story), words, outlets, story, reviewed=story.reviewed, stems=stems)
    return _Draft(lambda _: line)


def _articles(keys: Sequence[int], stems: frozenset[str]) -> Iterable[tuple[int, _Draft]]:
    rows = visible.articles().filter(pk__in=keys).select_related("outlet", "membership__story")
    for article in rows:
        yield article.pk, _draft_of_article(article, stems)


def _draft_of_article(article: Article, stems: frozenset[str]) -> _Draft:
    story = visible_story(article)
    page = f"{story.get_absolute_url()}#article-{article.pk}" if story else article.outlet.get_absolute_url()
    summary = article.feed_summary
    focus = first_found(summary, stems)
    wish = Wish(("article", article.pk), article.pk, "articles", summary, focus, _SUMMARY, _LEAST) if summary else None
    return _Draft(
        lambda words: Line(
            "article", article.pk, article.when, page, headline_of(article), words, (article.outlet,), story, article,
            source_of(article, 0).address, stems=stems,
        ),
        wish,
    )  # fmt: skip


def _utterances(keys: Sequence[int], stems: frozenset[str]) -> Iterable[tuple[int, _Draft]]:
    for group in with_renderings(visible.utterances().filter(pk__in=keys).select_related("story")):
        if rows := said(group):
            shown = rows[best([words for _, words in rows], stems)][0]
            yield group.pk, _spoken("quote", group, rows, stems, limits().quote, shown.kind != "indirect")


def _statements(keys: Sequence[int], stems: frozenset[str]) -> Iterable[tuple[int, _Draft]]:
    for group in with_wordings(visible.statements().filter(pk__in=keys).select_related("story")):
        if rows := reported(group):
            yield group.pk, _spoken("claim", group, rows, stems, _CLAIM, False)


def _spoken(
    kind: str, group: Any, rows: Sequence[tuple[Any, str]], stems: frozenset[str], most: int, quoted: bool
) -> _Draft:
    """A quote or claim, in the words of the outlet that holds most of what was looked for."""
    row, text = rows[best([words for _, words in rows], stems)]
    speaker = (row.speaker_name or row.speaker_words) if kind == "quote" else ""
    outlets = tuple({one.article.outlet.pk: one.article.outlet for one, _ in rows}.values())
    page = reverse("quote", args=[row.pk]) if kind == "quote" else reverse("claim", args=[group.pk])
    address = source_of(row.article, 0).place(text)
    wish = Wish(
        (kind, group.pk), row.article_id, f"{kind}s", text, first_found(text, stems), most, _LEAST, kind == "quote"
    )
    return _Draft(
        lambda words: Line(
            kind, group.pk, row.article.when, page, "", words, outlets, group.story, row.article, address,
            speaker, quoted, row.reviewed, stems,
        ),
        wish,
    )  # fmt: skip


def _speakers(keys: Sequence[int], stems: frozenset[str]) -> Iterable[tuple[int, _Draft]]:
    """By the number under which they were found, though an editor merged them since."""
    found = {
        row.pk: row.standing_speaker() for row in Speaker.objects.filter(pk__in=keys).select_related("merged_into")
    }
    shown = set(speakers_in_public().filter(pk__in={row.pk for row in found.values()}).values_list("pk", flat=True))
    entries = SearchEntry.objects.filter(kind="speaker", key__in=keys)
    seen: set[int] = set()
    for entry in entries:
        speaker = found.get(entry.key)
        if speaker and speaker.pk in shown and speaker.pk not in seen:
            seen.add(speaker.pk)
            yield entry.key, _draft_of_speaker(speaker, entry.at, stems)


def _draft_of_speaker(speaker: Speaker, at: datetime, stems: frozenset[str]) -> _Draft:
    page = reverse("speaker", args=[speaker.slug])
    line = Line("speaker", speaker.pk, at, page, speaker.name, speaker=speaker.name, stems=stems)
    return _Draft(lambda _: line)


_DRAFTED: Mapping[str, Callable[[Sequence[int], frozenset[str]], Iterable[tuple[int, _Draft]]]] = {
    "story": _stories,
    "article": _articles,
    "quote": _utterances,
    "claim": _statements,
    "speaker": _speakers,
}
