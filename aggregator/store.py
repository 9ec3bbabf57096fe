"""What was read → rows: the snapshot, its quotes, claims and citations, in one transaction and without doubles."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from aggregator.carried import carry_over
from aggregator.models import Article, Citation, Claim, Outlet, Quote, Snapshot, TextChange
from aggregator.reading.changes import FoundChange, edits_of, plain_changes
from aggregator.reading.types import FoundCitation, FoundClaim, FoundQuote, Instant, ReadArticle, figure_as_json
from aggregator.removal import refuse_if_removed
from aggregator.speaker_links import link_speakers, told_of


@transaction.atomic
def save_reading(
    article: Article,
    found: ReadArticle,
    published: Instant | None,
    now: datetime,
    changes: Sequence[FoundChange] | None = None,
) -> Snapshot:
    """Store a reading as the article's newest text; the same text again keeps what editors did to it.

    `changes` are those from the article's text so far (`aggregator.edited.changes_to`); without them its plain changes
    are taken.
    """
    refuse_if_removed(article)
    before = article.snapshot
    snapshot, is_new = _snapshot(article, found, now)
    if is_new:
        _save_findings(snapshot, found)
    if before and before != snapshot:
        if changes is None:
            changes = plain_changes(before.title, before.text, snapshot.title, snapshot.text)
        _save_changes(before, snapshot, changes, now)
        carry_over(before, snapshot, edits_of(changes), now)
    link_speakers(snapshot, now)
    _describe(article, found, published)
    article.snapshot = snapshot
    article.state, article.reason = Article.State.READ, ""
    article.lease_until = article.queued_until = None
    if snapshot != before:  # else what a worker or editor says of it meanwhile stands
        article.unsettled = True
    article.save(update_fields=(*_WRITTEN, "unsettled") if snapshot != before else _WRITTEN)
    return snapshot


# Not link, origin or outlet: those are an editor's or the archive's.
_WRITTEN = (
    "state", "reason", "lease_until", "queued_until", "snapshot", "title", "authors", "access", "language",
    "published_at", "published_zone", "published_source", "published_day_only", "modified_at", "captured_at",
    "captured_from", "read_again_at", "looked_at", "misses", "gone_at", "etag", "last_modified",
)  # fmt: skip


def _save_changes(before: Snapshot, after: Snapshot, changes: Sequence[FoundChange], now: datetime) -> None:
    """An archive's bytes stay the same: what differs there is our reading, and no edit of the outlet's."""
    if after.article.origin != Article.Origin.LIVE:
        return
    rows = [
        TextChange(
            article=after.article,
            before=before,
            after=after,
            kind=change.kind,
            rank=change.rank,
            part=change.part,
            old_start=change.old_start,
            old_end=change.old_end,
            new_start=change.new_start,
            new_end=change.new_end,
            at=now,
        )
        for change in changes
    ]
    TextChange.objects.bulk_create(rows, ignore_conflicts=True)


def _snapshot(article: Article, found: ReadArticle, now: datetime) -> tuple[Snapshot, bool]:
    page = found.page
    # A changed headline over the same words is a new text too: changes are told from snapshots.
    digest = hashlib.sha256(f"{page.title}\n\n{page.text}".encode()).hexdigest()
    signs = [list(sign) for sign in found.signs]
    how: dict[str, object] = {"reader": page.reader, "agreement": page.agreement}
    how |= {"reporting": found.reporting, "signs": signs}
    if found.vector:  # read again by rules alone, the text keeps the vector that it has
        how |= {"vector": found.vector, "vector_weights": found.vector_weights}
    values = {"title": page.title[:500], "text": page.text, "taken_at": now}
    return Snapshot.objects.update_or_create(
        article=article, sha256=digest, defaults=how, create_defaults={**values, **how}
    )


def _describe(article: Article, found: ReadArticle, published: Instant | None) -> None:
    page = found.page
    article.title = page.title[:500] or article.title
    article.authors = list(page.authors) or article.authors
    article.access = page.access
    article.language = page.language[:20]
    article.modified_at = page.modified.at if page.modified else None
    if published:
        article.published_at = published.at
        article.published_zone = published.zone
        article.published_source = published.source
        article.published_day_only = published.precision == "day"


def _save_findings(snapshot: Snapshot, found: ReadArticle) -> None:
    outlets = {outlet.slug: outlet for outlet in Outlet.objects.all()}
    Quote.objects.bulk_create([_quote(snapshot, quote) for quote in found.quotes], ignore_conflicts=True)
    Claim.objects.bulk_create([_claim(snapshot, claim, outlets) for claim in found.claims], ignore_conflicts=True)
    Citation.objects.bulk_create(
        [_citation(snapshot, citation, outlets) for citation in found.citations], ignore_conflicts=True
    )


def _quote(snapshot: Snapshot, found: FoundQuote) -> Quote:
    return Quote(
        article=snapshot.article,
        snapshot=snapshot,
        start=found.spans[0][0],
        end=found.spans[-1][1],
        spans=[list(span) for span in found.spans],
        text=found.text,
        kind=found.kind,
        **told_of(found.speaker, "speaker"),
        cue=_words(snapshot, found.cue),
        confidence=found.confidence,
        found_by=found.found_by,
        told_to=found.told_to[:100],
    )


def _claim(snapshot: Snapshot, found: FoundClaim, outlets: dict[str, Outlet]) -> Claim:
    return Claim(
        article=snapshot.article,
        snapshot=snapshot,
        start=found.start,
        end=found.end,
        text=found.words,
        **told_of(found.source, "source"),
        source_outlet=outlets.get(found.source_outlet),
        cue=_words(snapshot, found.cue),
        hedged=found.hedged,
        negated=found.negated,
        figures=[figure_as_json(figure) for figure in found.figures],
        score=found.score,
        told_to=found.told_to[:100],
    )


def _citation(snapshot: Snapshot, found: FoundCitation, outlets: dict[str, Outlet]) -> Citation:
    return Citation(
        article=snapshot.article,
        snapshot=snapshot,
        start=found.start,
        end=found.end,
        text=snapshot.text[found.start : found.end],
        name=found.name[:300],
        outlet=outlets.get(found.outlet),
        by=found.by,
        href=found.href[:1000],
        what=found.what,
        whom=found.whom,
        name_start=found.named[0],
        name_end=found.named[1],
    )


def _words(snapshot: Snapshot, span: tuple[int, int] | None) -> str:
    return snapshot.text[span[0] : span[1]][:100] if span else ""
