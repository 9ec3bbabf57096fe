"""Comparing is held to what it reaches on stories of our own, marked by hand; and to what must hold of any story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from tests.gate.own_stories import (
    OwnComparison,
    OwnStory,
    Score,
    background_score,
    claim_score,
    compare,
    difference_score,
    quote_score,
    rendering_score,
    stance_score,
    stories,
)

# What was reached, rounded down; raise a floor when the figure rises. (score, least precision, least recall)
FLOORS: dict[str, tuple[Callable[[OwnStory, OwnComparison], Score], float, float]] = {
    "quotes": (quote_score, 0.90, 0.87),
    "renderings": (rendering_score, 0.96, 0.96),
    "claims": (claim_score, 0.92, 0.60),
    "stances": (stance_score, 0.73, 0.73),
    "background": (background_score, 0.70, 0.62),
    "differences": (difference_score, 0.89, 0.70),
}
BY_NAME = {story.name: story for story in stories()}


def test_there_are_at_least_forty_articles_in_twelve_stories():
    assert len(stories()) >= 12
    assert sum(len(story.articles) for story in stories()) >= 40


@pytest.mark.parametrize("what", FLOORS)
def test_comparing_agrees_with_a_careful_reader_as_much_as_it_did(what: str):
    score, precision, recall = FLOORS[what]
    total = sum((score(BY_NAME[name], compared(name)) for name in BY_NAME), Score())
    assert total.precision >= precision, total
    assert total.recall >= recall, total


@pytest.mark.parametrize("pair", [("ferry-fire", "ferry-aground"), ("robots-jobs", "drones-jobs")])
def test_two_events_that_look_alike_share_next_to_nothing_even_in_one_story(pair: tuple[str, str]):
    """As if grouping had failed. What may join are words about the other event within an article."""
    one, other = (BY_NAME[name] for name in pair)
    told = compare([*one.articles, *other.articles])
    first = len(one.articles)

    def across(claims: list[int]) -> bool:
        return len({told.claims[claim].article < first for claim in claims}) > 1

    rows = [[claim for cell in row.cells for claim in cell.claims] for row in told.aligned_claims]
    assert sum(across(row) for row in rows if len(row) > 1) <= 5
    assert not any(
        len({told.quotes[v.quote].article < first for v in group.variants}) > 1 for group in told.aligned_quotes
    )


@pytest.mark.parametrize("name", ["mayor-oster", "takeover"])
def test_the_order_of_the_articles_does_not_matter(name: str):
    assert _seen(compared(name)) == _seen(compare(BY_NAME[name].articles[::-1]))


@pytest.mark.parametrize("name", ["drug-trial", "outage"])
def test_an_article_aligned_with_its_own_copy_is_verbatim_throughout(name: str):
    article = BY_NAME[name].articles[0]
    copy = replace(article, outlet="copy", published=article.published + timedelta(hours=1))
    told = compare([article, copy])
    assert told.differences == ()
    for group in told.aligned_quotes:
        assert {told.quotes[v.quote].outlet for v in group.variants} == {article.outlet, "copy"}
        quoted = {told.quotes[v.quote].kind for v in group.variants} != {"indirect"}
        assert not quoted or {v.rendering for v in group.variants} == {"verbatim"}
    for row in told.aligned_claims:
        assert all(cell.claims for cell in row.cells)


def test_an_article_about_something_else_changes_no_alignment_of_quotes():
    before, after = _quoted(compared("ferry-fire")), _quoted(with_stranger())
    assert before <= after


def test_an_article_about_something_else_parts_no_claims_that_were_together():
    """The weights of words move a little with every article, so that an unsure pair may come or go."""
    before, after = _together(compared("ferry-fire")), _together(with_stranger())
    assert len(before & after) >= 0.9 * len(before | after)


@cache
def compared(name: str) -> OwnComparison:
    """A story's articles compared as they are, which several tests look at."""
    return compare(BY_NAME[name].articles)


@cache
def with_stranger() -> OwnComparison:
    """The articles on the ferry's fire, with one about a court among them."""
    stranger = replace(BY_NAME["court-orlo"].articles[1], outlet="stranger")
    return compare([*BY_NAME["ferry-fire"].articles, stranger])


def _seen(told: OwnComparison) -> tuple[object, ...]:
    """What was found, by words and outlets."""
    return (_quoted(told), _together(told), frozenset((d.kind, d.topic, d.sides[0].value) for d in told.differences))


def _quoted(told: OwnComparison) -> frozenset[frozenset[tuple[str, str, str]]]:
    return frozenset(
        frozenset((told.quotes[v.quote].outlet, v.words, v.rendering) for v in group.variants)
        for group in told.aligned_quotes
    )


def _together(told: OwnComparison) -> frozenset[frozenset[tuple[str, str]]]:
    """Pairs of sentences in one row."""
    pairs = set()
    for row in told.aligned_claims:
        carried = sorted({(told.claims[c].outlet, told.claims[c].text) for cell in row.cells for c in cell.claims})
        pairs |= {frozenset({a, b}) for a in carried for b in carried if a < b and "stranger" not in (a[0], b[0])}
    return frozenset(pairs)
