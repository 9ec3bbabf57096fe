"""A story's address with a choice of outlets → a true table of them, claim by claim; the same choice as CSV."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from aggregator.models import Article
from aggregator.operations.counters import count_not_understood
from coverage.answers import answer
from coverage.comparing import side_by_side
from coverage.comparing.columns import Column, columns
from coverage.comparing.side_by_side import MOST
from coverage.grid_csv import side_by_side_as_csv
from coverage.models import Story
from coverage.pages.choice import Choice, choice_in, letters_of
from coverage.standing import public_story
from coverage.story_facts import articles_of, facts_of, limits, source_of


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two to six outlets side by side: `?a=cnn&b=wsj`, `&only=differences`."""
    story = public_story(pk)
    if story.pk != pk:
        return _moved(request, "story-compare", story)
    return render(request, "coverage/compare.html", _context(request, story))


@require_safe
def as_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same choice as CSV, within the limits of a page."""
    story = public_story(pk)
    if story.pk != pk:
        return _moved(request, "story-compare-csv", story)
    facts = facts_of(story, articles_of(story))
    choice = choice_in(request.GET, columns(facts))
    table = side_by_side.lay_out(facts, choice.slugs, limits(), choice.only_differences)
    named = {"Content-Disposition": f'attachment; filename="story-{story.pk}-{"-".join(choice.slugs)}.csv"'}
    body = side_by_side_as_csv(table).encode()
    return answer(request, body, "text/csv; charset=utf-8; header=present", None, named)


def _context(request: HttpRequest, story: Story) -> dict[str, Any]:
    articles = articles_of(story)
    facts = facts_of(story, articles)
    every = columns(facts)
    choice = choice_in(request.GET, every)
    if choice.reason:
        count_not_understood(choice.reason)
    letters = letters_of(every)
    firsts: dict[str, Article] = {}
    for article in articles:
        firsts.setdefault(article.outlet.slug, article)
    table = side_by_side.lay_out(facts, choice.slugs, limits(), choice.only_differences)
    return {
        "story": story,
        "table": table,
        "heads": [_head(column, firsts[column.publisher.slug]) for column in table.columns],
        "choice": choice,
        "options": [_option(column.publisher, letters, choice) for column in every if column.publisher.slug in letters],
        "most": MOST,
        "query": choice.query(every),
        "other": choice.query(every, not choice.only_differences),
        "sample": any(article.origin == Article.Origin.SAMPLE for article in articles),
    }


def _head(column: Column, article: Article) -> dict[str, Any]:
    """A column's head; `address` is empty where the article's link is no web address."""
    return {"column": column, "article": article, "address": source_of(article, 0).address}


def _option(publisher: Any, letters: dict[str, str], choice: Choice) -> dict[str, Any]:
    slug = publisher.slug
    return {"publisher": publisher, "letter": letters[slug], "chosen": slug in choice.slugs}


def _moved(request: HttpRequest, name: str, story: Story) -> HttpResponse:
    answer = redirect(name, story.pk, permanent=True)
    query = request.META.get("QUERY_STRING", "")
    if query:
        answer.headers["Location"] += f"?{query}"
    return answer
