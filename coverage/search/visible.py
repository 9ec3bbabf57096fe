"""What readers may find: asked by whoever writes the index, and once more before anything found is shown."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from aggregator.models import Article, Quote, Speaker
from coverage.models import ClaimGroup, QuoteGroup, Story

_PUBLIC = {"story__state": Story.State.PUBLIC, "story__merged_into": None}


def stories() -> QuerySet[Story]:
    """Public stories."""
    return Story.objects.visible()


def articles() -> QuerySet[Article]:
    """Articles of the outlets that were read and are in no hidden story."""
    rows = Article.objects.read().of_listed_outlets()
    return rows.exclude(membership__story__state=Story.State.HIDDEN)


def utterances() -> QuerySet[QuoteGroup]:
    """What somebody said, in public stories, where the outlet's words for it are not hidden."""
    rows = QuoteGroup.objects.filter(fullest__hidden=False, fullest__article__outlet__listed=True, **_PUBLIC)
    return rows.filter(fullest__article__state=Article.State.READ)


def statements() -> QuerySet[ClaimGroup]:
    """Statements of public stories, where the words that they are told in are not hidden."""
    rows = ClaimGroup.objects.shown().filter(clearest__hidden=False, clearest__article__outlet__listed=True, **_PUBLIC)
    return rows.filter(clearest__article__state=Article.State.READ)


def speakers() -> QuerySet[Speaker]:
    """Speakers who stand and whose words are in a public story."""
    return Speaker.objects.standing().filter(Exists(spoken().filter(speaker=OuterRef("pk"))))


def spoken() -> QuerySet[Any]:
    """Quotes of the outlets' own articles that a public story shows."""
    public = Q(article__membership__story__state=Story.State.PUBLIC, article__membership__story__merged_into=None)
    rows: QuerySet[Quote] = Quote.objects.shown().filter(public, article__outlet__listed=True)
    return rows
