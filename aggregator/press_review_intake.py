"""A press review → an article of the press-review source, whose quotes say which outlet each was carried from."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from aggregator.models import Article, Outlet, Quote, Snapshot
from aggregator.reading.article import outlet_names
from aggregator.reading.press_review import PressQuote, PressReview, read_press_review
from aggregator.reading.types import ReadingError
from aggregator.removal import refuse_if_removed
from aggregator.roster import press_review_outlet
from aggregator.speaker_links import link_speakers, told_of


@transaction.atomic
def enter_press_review(text: str, now: datetime) -> Article:
    """Store a press review and its quotes; entering the same text again changes nothing.

    Its words went through other languages: every quote is marked translated. Raises ReadingError where it has no quote.
    """
    review = read_press_review(text, outlet_names())
    if not review.quotes:
        raise ReadingError("no quote found", "a press review quotes outlets in quotation marks")
    digest = hashlib.sha256(f"{review.title}\n\n{review.text}".encode()).hexdigest()
    article, _ = Article.objects.get_or_create(
        url=f"https://parallax.example/press-review/{digest[:16]}", defaults=_described(review, now)
    )
    refuse_if_removed(article)
    snapshot, is_new = Snapshot.objects.get_or_create(
        article=article,
        sha256=digest,
        defaults={"title": review.title[:500], "text": review.text, "reader": "press review", "taken_at": now},
    )
    if is_new:
        outlets = {outlet.slug: outlet for outlet in Outlet.objects.listed()}
        Quote.objects.bulk_create(_quote(snapshot, quote, outlets) for quote in review.quotes)
        article.snapshot, article.unsettled = snapshot, True
        article.save(update_fields=["snapshot", "unsettled"])
        link_speakers(snapshot, now)
    return article


def _described(review: PressReview, now: datetime) -> dict[str, object]:
    return {
        "outlet": press_review_outlet(),
        "link": "",
        "origin": Article.Origin.PRESS_REVIEW,
        "archive": "press review",
        "captured_at": now,
        "first_seen_at": now,
        "state": Article.State.READ,
        "title": review.title[:500],
        "access": Article.Access.FULL,
    }


def _quote(snapshot: Snapshot, found: PressQuote, outlets: dict[str, Outlet]) -> Quote:
    quote = found.quote
    return Quote(
        article=snapshot.article,
        snapshot=snapshot,
        start=quote.spans[0][0],
        end=quote.spans[-1][1],
        spans=[list(span) for span in quote.spans],
        text=quote.text,
        kind=quote.kind,
        **told_of(quote.speaker, "speaker"),
        cue=snapshot.text[quote.cue[0] : quote.cue[1]][:100] if quote.cue else "",
        confidence=quote.confidence,
        found_by=quote.found_by,
        carried_from=outlets.get(found.outlet),
        translated=True,
    )
