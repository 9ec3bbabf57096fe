"""Stories and articles that a decision is about → their rows kept from other writers until it is stored.

One order for everybody, so that nobody waits for who waits for them: stories, by their numbers, then articles, by
theirs, then what is about them. Who finds out while keeping some that others belong to it lets go, and begins again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

from aggregator.models import Article
from coverage.models import Membership, Story


class _Grown(Exception):
    """More stories belong to it than when they were asked for."""


def keep_stories(stories: Iterable[int], articles: Iterable[int] = ()) -> list[Story]:
    """The stories, and those that the articles are in, as they stand now; the caller holds a transaction."""
    named, about = set(stories), list(articles)

    def wanted() -> set[int]:
        return named | set(Membership.objects.filter(article__in=about).values_list("story", flat=True))

    return keep(wanted if about else lambda: named)


def keep(wanted: Callable[[], set[int]]) -> list[Story]:
    """The stories whose numbers `wanted` gives, by number, as they stand now; asked once more when they are kept, for
    it is they that are to be kept from changing. The caller holds a transaction."""
    keys = wanted()
    while True:
        try:
            with transaction.atomic():  # what is kept in it is let go where it ends by an error
                rows = list(Story.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
                if more := wanted() - keys:
                    raise _Grown
                return rows
        except _Grown:
            keys = keys | more


def leading_to(stories: Iterable[int]) -> set[int]:
    """Numbers of the stories that were merged into these: who ends a story writes in them too."""
    return set(Story.objects.filter(merged_into__in=list(stories)).values_list("pk", flat=True))


def keep_articles(articles: Iterable[int]) -> None:
    """Who reads the articles again waits, and whoever read them before is waited for."""
    rows = Article.objects.select_for_update(no_key=True).filter(pk__in=list(articles)).order_by("pk")
    list(rows.values_list("pk", flat=True))
