"""Articles in their suggested stories → the words, quotes and figures that they share with the others there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from aggregator.models import Article, Claim
from aggregator.wording import shortened
from coverage.models import Membership, QuoteVariant

_QUOTES, _FIGURES = 2, 5  # that are shown
_CHARACTERS = 60  # of a quote


@dataclass(frozen=True, slots=True)
class Matched:
    """What ties an article to its story: words (with the score that they gave), quotes and figures of others there."""

    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    others: int = 0


def matched(articles: Iterable[Article]) -> dict[int, Matched]:
    """By number of an article, what it shares with its story: three queries, however many there are."""
    rows = {row.article_id: row for row in Membership.objects.filter(article__in=[one.pk for one in articles])}
    stories = {row.story_id for row in rows.values()}
    sizes = dict(
        Membership.objects.filter(story__in=stories).order_by().values_list("story").annotate(size=Count("pk"))
    )  # fmt: skip
    quotes, figures = _quotes(rows), _figures(stories)
    return {
        key: Matched(
            tuple(row.reasons),
            tuple(quotes.get(key, ()))[:_QUOTES],
            tuple(figures.get(key, ()))[:_FIGURES],
            sizes[row.story_id] - 1,
        )
        for key, row in rows.items()
    }


def _quotes(articles: Iterable[int]) -> Mapping[int, list[str]]:
    """By article, its quotes that others in its story carry too."""
    shared = QuoteVariant.objects.filter(quote__article__in=list(articles)).select_related("quote")
    shared = shared.annotate(carriers=Count("group__variants__quote__article", distinct=True)).filter(carriers__gt=1)
    found: dict[int, list[str]] = defaultdict(list)
    for variant in shared.order_by("quote__article_id", "quote__start"):
        found[variant.quote.article_id].append(shortened(variant.quote.text, _CHARACTERS))
    return found


def _figures(stories: Iterable[int]) -> Mapping[int, list[str]]:
    """By article, the figures in its claims that another article of its story gives too, as they are written."""
    claims = Claim.objects.current().filter(article__membership__story__in=stories).exclude(figures=[])
    given: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for story, article, figures in claims.values_list("article__membership__story", "article", "figures"):
        for figure in figures:
            value = f"{figure['kind']} {figure['low']} {figure['high']} {figure['unit']}"
            given[story, value].setdefault(article, figure["words"])
    found: dict[int, list[str]] = defaultdict(list)
    for carriers in given.values():
        for article, words in carriers.items() if len(carriers) > 1 else ():
            found[article].append(words)
    return found
