"""What readers may find: asked by whoever writes the index, and once more before anything found is shown."""

from __future__ import annotations

from django.db.models import QuerySet

from aggregator.models import Article
from coverage.models import ClaimGroup, QuoteGroup, Story
from coverage.standing import statements_in_public

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
    """Statements of public stories, told in the words of articles that were read."""
    return statements_in_public().filter(clearest__article__state=Article.State.READ)
