"""One story's articles → comparing → its quotes, claims and differences across outlets, written without doubles."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from aggregator.models import Article, Claim, Quote, Snapshot
from aggregator.reading.types import figure_from_json
from aggregator.vectors import vectors_of
from aggregator.weights import WeightsError
from coverage.announcing import may_have_changed
from coverage.comparing.claim_alignment import align_claims
from coverage.comparing.differences import find_differences
from coverage.comparing.held import Holds
from coverage.comparing.passages import passages_rendered
from coverage.comparing.quote_alignment import align_quotes
from coverage.comparing.ruled import Rulings
from coverage.comparing.types import (
    AlignedClaim,
    AlignedQuote,
    ClaimToAlign,
    FoundDifference,
    OutletReading,
    QuoteToAlign,
)
from coverage.found_differences import keys_of, tell_new
from coverage.locks import keep
from coverage.models import (
    Difference,
    Passage,
    Story,
    StoryEvent,
)
from coverage.quote_rulings import rulings_on
from coverage.search.writing import index_story
from coverage.settling import settle
from coverage.shown_words import mark_shown
from coverage.statements import held_elsewhere, holds_on
from coverage.writing_claims import write_claims
from coverage.writing_quotes import write_quotes

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What editors say of a story's quotes and statements."""

    rulings: Rulings
    holds: Holds


@dataclass(frozen=True, slots=True)
class Told:
    """All that a comparison goes by: what a story's articles tell, how far they were read, what editors say of it."""

    quotes: tuple[QuoteToAlign, ...]
    claims: tuple[ClaimToAlign, ...]
    readings: tuple[OutletReading, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing found in one story."""

    quotes: tuple[AlignedQuote, ...]
    claims: tuple[AlignedClaim, ...]
    differences: tuple[FoundDifference, ...]
    passages: tuple[tuple[int, int], ...]

    @property
    def digest(self) -> str:
        """The same for the same findings."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, default=str).encode()).hexdigest()


def compare(story: Story, now: datetime) -> bool:
    """Make the story's comparison again and store it; True when it differs from what was stored.

    The story is locked while it is stored: what an editor does to it waits, and marks it for the next comparison.
    Working it out takes long, and on SQLite a lock is on everything: that is done before, and again where something
    changed meanwhile.
    """
    told = _told(story, _articles(story))
    found = _compared(told)
    with transaction.atomic():
        kept = {row.pk: row for row in keep(lambda: {story.pk, *held_elsewhere(story)})}
        row = kept.get(story.pk)
        return row is not None and row.merged_into_id is None and _compare(row, told, found, now)


def _articles(story: Story) -> list[Article]:
    rows = Article.objects.filter(membership__story=story).select_related("outlet", "snapshot")
    return list(rows.defer("snapshot__text").order_by("pk"))


def _compare(story: Story, before: Told, found: Comparison, now: datetime) -> bool:
    articles = _articles(story)
    told = _told(story, articles)
    if told != before:
        found = _compared(told)
    mark_shown(story)
    digest = found.digest
    changed = digest != story.digest
    if changed:
        write_quotes(story, found.quotes)
        write_claims(story, found.claims)
        _write_differences(story, found.differences, now)
        story.passages.all().delete()
        Passage.objects.bulk_create(Passage(story=story, quote_id=q, claim_id=c) for q, c in found.passages)
        story.digest, story.changed_at = digest, now
    story.stale, story.queued_until, story.waits_since, story.compared_at = False, None, None, now
    story.save(update_fields=["digest", "changed_at", "stale", "queued_until", "waits_since", "compared_at"])
    compared = dict(story.memberships.values_list("article", "compared_snapshot"))
    for article in articles:
        if compared.get(article.pk) != article.snapshot_id:
            story.memberships.filter(article=article).update(compared_snapshot=article.snapshot_id)
    settle(story.memberships.all())
    _note_edits(story, articles)
    index_story(story)
    may_have_changed(story, articles, now)
    return changed


def _note_edits(story: Story, articles: Sequence[Article]) -> None:
    """An event for each text of an article after its first: a changed headline, or changed words under the same one."""
    rows = Snapshot.objects.filter(article__in=articles).order_by("article", "taken_at", "pk")
    texts = list(rows.values_list("article", "taken_at", "title"))
    for (one, _, before), (article, at, after) in pairwise(texts):
        if one == article:
            headline = before != after
            StoryEvent.objects.get_or_create(
                story=story,
                article_id=article,
                kind=StoryEvent.Kind.HEADLINE if headline else StoryEvent.Kind.TEXT,
                at=at,
                defaults={"detail": f"{before} → {after}"[:600] if headline else ""},
            )


def _told(story: Story, articles: Sequence[Article]) -> Told:
    own = [article for article in articles if article.outlet.listed]
    return Told(
        tuple(_quote(quote) for quote in _spans(Quote, articles, "carried_from")),
        tuple(_claim(claim) for claim in _spans(Claim, own, "source_outlet")),
        tuple(_readings(own)),
        Words(rulings_on(articles), holds_on(story)),
    )


def _compared(told: Told) -> Comparison:
    aligned_quotes, aligned_claims = _aligned(told.quotes, told.claims, told.readings, told.words)
    differences = find_differences(aligned_claims, told.claims, aligned_quotes, told.quotes)
    return Comparison(aligned_quotes, aligned_claims, differences, passages_rendered(told.quotes, told.claims))


def _aligned(
    quotes: Sequence[QuoteToAlign],
    claims: Sequence[ClaimToAlign],
    readings: Sequence[OutletReading],
    words: Words,
) -> tuple[tuple[AlignedQuote, ...], tuple[AlignedClaim, ...]]:
    """By words and vectors; by words alone, less surely, where the encoder cannot be used."""
    try:
        aligned = align_claims(claims, readings, vectors=vectors_of, holds=words.holds)
        return align_quotes(quotes, vectors_of, words.rulings), aligned
    except WeightsError as error:
        logger.warning("compared by words alone: %s", error)
        return align_quotes(quotes, rulings=words.rulings), align_claims(claims, readings, holds=words.holds)


def _spans(model: type[Quote] | type[Claim], articles: Sequence[Article], whose: str) -> Iterable[Any]:
    rows = model.objects.shown().filter(article__in=articles)
    return rows.select_related("article__outlet", whose).order_by("article", "start")


def _quote(row: Quote) -> QuoteToAlign:
    carried = row.carried_from
    return QuoteToAlign(
        id=row.pk,
        article=row.article_id,
        outlet=carried.slug if carried else row.article.outlet.slug,
        text=row.text,
        kind=row.kind,  # type: ignore[arg-type]
        speaker=row.speaker_name or row.speaker_words,
        published=row.article.when,
        start=row.start,
        translated=row.translated,
    )


def _claim(row: Claim) -> ClaimToAlign:
    return ClaimToAlign(
        id=row.pk,
        article=row.article_id,
        outlet=row.article.outlet.slug,
        text=row.text,
        source=row.source_name or row.source_words,
        source_outlet=row.source_outlet.slug if row.source_outlet else "",
        figures=tuple(figure_from_json(figure) for figure in row.figures),
        negated=row.negated,
        hedged=row.hedged,
        score=row.score,
        published=row.article.when,
        start=row.start,
    )


def _readings(articles: Sequence[Article]) -> list[OutletReading]:
    """How far each outlet of the story could be read: as far as its best-read article."""
    readings: dict[str, OutletReading] = {}
    for article in sorted(articles, key=lambda a: (a.access != Article.Access.FULL, a.when, a.pk)):
        slug = article.outlet.slug
        why = _why_unread(article)
        first = min([article.when, *(r.first_published for r in [readings.get(slug)] if r)])
        readings[slug] = OutletReading(slug, first, readings[slug].why if slug in readings else why)
    return sorted(readings.values(), key=lambda reading: (reading.first_published, reading.outlet))


def _why_unread(article: Article) -> str:
    """Why words that are not found in an article may stand in it all the same; empty where its full text was read."""
    if article.access == Article.Access.FULL:
        return ""
    told = article.access_told
    return gettext_noop("only part of the text") if told == "part of the text" else told


def _write_differences(story: Story, found: Sequence[FoundDifference], now: datetime) -> None:
    keys = keys_of(found, story.differences.all())
    story.differences.all().delete()
    Difference.objects.bulk_create(
        Difference(
            story=story,
            kind=difference.kind,
            topic=difference.topic[:200],
            weight=difference.weight,
            sides=[{"value": side.value, "evidence": [list(e) for e in side.evidence]} for side in difference.sides],
            position=position,
            key=key,
        )
        for position, (difference, key) in enumerate(zip(found, keys, strict=True))
    )
    tell_new(story, keys, now)
