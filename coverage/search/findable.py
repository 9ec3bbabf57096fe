"""Stories → everything in them that readers may find, by the words that they may see of it; and the speakers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Prefetch
from django.db.models.functions import Coalesce

from aggregator.models import Article, Quote
from coverage.comparing.excerpts import cut
from coverage.models import CellClaim, QuoteVariant
from coverage.search import visible
from coverage.searching.index_words import Found
from coverage.standing import quotes_in_public, speakers_in_public
from coverage.story_facts import limits

_SPEAKERS = 60  # names of a story or article by which it is found


def findable(stories: Sequence[int]) -> list[Found]:
    """All that readers may find of these stories: eight queries, however many they are."""
    articles = list(_articles(stories))
    names = _names(articles)
    return [
        *_stories(stories, articles, names),
        *(_article(article, names[article.pk]) for article in articles),
        *_utterances(stories),
        *_statements(stories),
    ]


def findable_speakers(speakers: Iterable[int]) -> list[Found]:
    """Those of the speakers that readers may find, by all their names: three queries."""
    rows = speakers_in_public().filter(pk__in=list(speakers)).prefetch_related("names")
    found = {speaker.pk: speaker for speaker in rows}
    moment = Max(Coalesce("article__published_at", "article__first_seen_at"))
    last = dict(quotes_in_public().filter(speaker__in=found).order_by().values_list("speaker").annotate(at=moment))
    return [
        Found("speaker", key, last[key], speaker.name, texts=tuple(name.name for name in speaker.names.all()))
        for key, speaker in found.items()
        if key in last
    ]


def heard_in(stories: Sequence[int]) -> set[int]:
    """The speakers whom the stories' articles quote, shown or not."""
    rows = Quote.objects.filter(article__membership__story__in=stories, speaker__isnull=False)
    return set(rows.order_by().values_list("speaker", flat=True).distinct())


def said(group: Any) -> list[tuple[Quote, str]]:
    """The outlets' renderings of an utterance (with `with_renderings`) that may be shown, the fullest first."""
    rows = [(row.quote, row.words or row.quote.text) for row in group.variants.all()]
    shown = [(quote, words) for quote, words in rows if _is_shown(quote)]
    return sorted(shown, key=lambda row: row[0].pk != group.fullest_id)


def reported(group: Any) -> list[tuple[Any, str]]:
    """The outlets' wordings of a statement (with `with_wordings`) that may be shown, the clearest first."""
    rows = [row.claim for cell in group.cells.all() for row in cell.cellclaim_set.all()]
    shown = sorted((row for row in rows if _is_shown(row)), key=lambda row: row.pk != group.clearest_id)
    headed = None if group.by_editor else group.clearest_id  # an editor's sentence is no outlet's words
    return [(row, group.sentence if row.pk == headed else row.text) for row in shown]


def with_renderings(groups: Any) -> Any:
    """Utterances with what `said` needs: one query more."""
    variants = QuoteVariant.objects.select_related("quote__article__outlet", "quote__speaker").order_by(
        "position", "id"
    )
    return groups.prefetch_related(Prefetch("variants", variants.defer("quote__article__feed_summary")))


def with_wordings(groups: Any) -> Any:
    """Statements with what `reported` needs: two queries more."""
    claims = CellClaim.objects.select_related("claim__article__outlet", "claim__source").order_by("position", "id")
    return groups.prefetch_related(
        "cells__outlet", Prefetch("cells__cellclaim_set", claims.defer("claim__article__feed_summary"))
    )


def _is_shown(row: Any) -> bool:
    article = row.article
    return (
        not row.hidden
        and article.outlet.listed
        and article.state == Article.State.READ
        and article.snapshot_id == row.snapshot_id
    )


def _articles(stories: Sequence[int]) -> Any:
    rows = visible.articles().filter(membership__story__in=stories).select_related("outlet", "membership__story")
    return rows.order_by("pk")


def _names(articles: Sequence[Article]) -> Mapping[int, list[str]]:
    """By article, the names under which it gives words."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Quote.objects.shown().filter(article__in=articles).order_by("article", "start")
    for article, name, words, speaker in rows.values_list("article", "speaker_name", "speaker_words", "speaker__name"):
        found[article] += [one for one in (name or words, speaker) if one]
    return defaultdict(list, {article: list(dict.fromkeys(names)) for article, names in found.items()})


def _stories(stories: Sequence[int], articles: Sequence[Article], names: Mapping[int, list[str]]) -> Iterator[Found]:
    by_story: dict[int, list[Article]] = defaultdict(list)
    for article in articles:
        by_story[article.membership.story_id].append(article)
    for story in visible.stories().filter(pk__in=stories):
        own = by_story[story.pk]
        yield Found(
            "story",
            story.pk,
            story.last_published_at or story.created_at,
            story.title,
            texts=(story.standfirst,),
            by=tuple(dict.fromkeys(article.outlet.name for article in own)),
            speakers=tuple(dict.fromkeys(name for article in own for name in names[article.pk]))[:_SPEAKERS],
            outlets=_once(article.outlet_id for article in own),
            story=story.pk,
        )


def _article(article: Article, names: Sequence[str]) -> Found:
    return Found(
        "article",
        article.pk,
        article.when,
        article.title,
        texts=(cut(article.feed_summary, limits().quote),),
        by=(article.outlet.name, article.byline),
        speakers=tuple(names[:_SPEAKERS]),
        outlets=(article.outlet_id,),
        story=article.membership.story_id,
        article=article.pk,
    )


def _utterances(stories: Sequence[int]) -> Iterator[Found]:
    for group in with_renderings(visible.utterances().filter(story__in=stories)):
        rows = said(group)
        if rows:
            names = [
                name
                for quote, _ in rows
                for name in (quote.speaker_name or quote.speaker_words, _called(quote.speaker))
            ]
            yield _words("quote", group, rows, [group.speaker, *names])


def _statements(stories: Sequence[int]) -> Iterator[Found]:
    for group in with_wordings(visible.statements().filter(story__in=stories)):
        rows = reported(group)
        if rows:
            names = [name for row, _ in rows for name in (row.source_name or row.source_words, _called(row.source))]
            yield _words("claim", group, rows, names)


def _words(kind: str, group: Any, rows: Sequence[tuple[Any, str]], names: Iterable[str]) -> Found:
    most = limits().quote
    speakers = tuple(dict.fromkeys(filter(None, names)))[:_SPEAKERS]
    return Found(
        kind,
        group.pk,
        _when(rows[0][0]),
        texts=tuple(dict.fromkeys(cut(words, most) for _, words in rows)),
        by=(*dict.fromkeys(row.article.outlet.name for row, _ in rows), *speakers),
        speakers=speakers,
        outlets=_once(row.article.outlet_id for row, _ in rows),
        story=group.story_id,
        article=rows[0][0].article_id,
    )


def _when(row: Any) -> datetime:
    at: datetime = row.article.when
    return at


def _called(speaker: Any) -> str:
    return speaker.name if speaker else ""


def _once(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ids))
