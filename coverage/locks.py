"""Stories and articles that a decision is about → their rows kept from other writers until it is stored."""

from __future__ import annotations

from collections.abc import Iterable

from aggregator.models import Article
from coverage.models import Membership, Story


def keep_stories(stories: Iterable[int], articles: Iterable[int] = ()) -> list[Story]:
    """The stories, and those that the articles are in, as they stand now; the caller holds a transaction.

    Everybody takes stories before articles, and each by its number, so that nobody waits for who waits for them.
    """
    wanted, about, kept = set(stories), list(articles), dict[int, Story]()
    while True:
        wanted |= set(Membership.objects.filter(article__in=about).values_list("story", flat=True))
        if not wanted - kept.keys():
            return [kept[key] for key in sorted(kept)]
        rows = Story.objects.select_for_update().filter(pk__in=wanted - kept.keys()).order_by("pk")
        kept |= {row.pk: row for row in rows}
        wanted &= kept.keys()  # a number that is nobody's


def keep_articles(articles: Iterable[int]) -> None:
    """Who reads the articles again waits, and whoever read them before is waited for."""
    rows = Article.objects.select_for_update(no_key=True).filter(pk__in=list(articles)).order_by("pk")
    list(rows.values_list("pk", flat=True))
