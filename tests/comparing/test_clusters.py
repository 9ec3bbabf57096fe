"""Grouping articles that report the same event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.clusters import group
from coverage.comparing.types import Decisions
from tests.comparing.made import DAY_ONE, article

FERRY = [
    article(
        "Ferry runs aground off Arran with 84 aboard", "A ferry ran aground off Arran with 84 people aboard.", 0, 1
    ),
    article("Passengers taken off ferry stranded near Arran", "All 84 people aboard the Arran ferry are safe.", 2, 2),
    article("Arran ferry freed at high tide", "The ferry that ran aground off Arran was towed free by tugs.", 30, 3),
]
BANK = [
    article("Norvale Bank cuts 900 jobs", "Norvale Bank will cut 900 jobs as branches close, it said.", 1, 4),
    article("900 to go at Norvale Bank", "Branches close and 900 jobs go at Norvale Bank.", 3, 5),
]
CHIPMAKER = [
    article("Tessel cuts 2,000 jobs", "Chipmaker Tessel will cut 2,000 jobs as demand for phones falls.", 1, 6),
    article("Chipmaker Tessel lays off 2,000", "Tessel lays off 2,000 as phone demand falls.", 4, 7),
]
WEATHER = [article("Heat record falls in Lisbon", "Lisbon measured 44.1 degrees on Friday.", 5, 8)]
ALL = [*FERRY, *BANK, *CHIPMAKER, *WEATHER]


def sets(clusters):
    return {frozenset(member.article for member in cluster.members) for cluster in clusters}


def test_it_groups_reports_of_one_event_and_keeps_look_alikes_apart():
    assert sets(group(ALL)) == {frozenset({1, 2, 3}), frozenset({4, 5}), frozenset({6, 7}), frozenset({8})}


def test_nothing_gives_no_clusters():
    assert group([]) == ()


@given(st.permutations(ALL))
@settings(max_examples=25)
def test_the_order_of_arrival_does_not_matter(shuffled):
    assert group(shuffled) == group(ALL)


def test_members_come_by_publication_and_clusters_by_their_first_article():
    clusters = group(ALL)
    assert [member.article for member in clusters[0].members] == [1, 2, 3]
    assert [cluster.members[0].article for cluster in clusters] == [1, 4, 6, 8]


def test_a_member_tells_the_words_names_and_figures_it_shares():
    reasons = {m.article: m.reasons for cluster in group(ALL) for m in cluster.members}
    assert {"Norvale", "900"} <= set(reasons[4])
    assert "Arran" in reasons[2]
    assert reasons[8] == ()


def test_scores_are_between_0_and_1():
    assert all(0 <= member.score <= 1 for cluster in group(ALL) for member in cluster.members)


def test_like_reports_months_apart_are_two_events():
    later = [article(a.title, a.text, 24 * 90 + i, 20 + i) for i, a in enumerate(BANK)]
    assert sets(group([*BANK, *later])) == {frozenset({4, 5}), frozenset({20, 21})}


def test_articles_fixed_to_one_story_are_together_whatever_their_words_say():
    found = group(ALL, Decisions(fixed={4: 70, 8: 70}))
    together = next(cluster for cluster in found if cluster.story == 70)
    assert {4, 8} <= {member.article for member in together.members}


def test_articles_fixed_to_different_stories_are_never_joined():
    assert frozenset({4, 5}) not in sets(group(ALL, Decisions(fixed={4: 70, 5: 71})))


def test_an_unfixed_article_joins_the_story_that_its_event_was_fixed_to():
    found = group(ALL, Decisions(fixed={6: 70}))
    assert next(c for c in found if c.story == 70).members[1].article == 7


def test_an_article_barred_from_a_story_stays_out_of_it():
    found = group(ALL, Decisions(fixed={1: 70, 2: 70}, barred=frozenset({(3, 70)})))
    assert {frozenset({1, 2}), frozenset({3})} <= sets(found)


def test_a_closed_story_takes_no_more_articles():
    found = group(ALL, Decisions(fixed={6: 70}, closed=frozenset({70})))
    assert {frozenset({6}), frozenset({7})} <= sets(found)


IDS = st.sampled_from([a.id for a in ALL])
STORIES = st.sampled_from([70, 71, 72])


@given(
    st.permutations(ALL),
    st.dictionaries(IDS, STORIES, max_size=5),
    st.frozensets(st.tuples(IDS, STORIES), max_size=4),
    st.frozensets(STORIES, max_size=2),
)
@settings(max_examples=40)
def test_decisions_are_facts_in_any_combination(shuffled, fixed, barred, closed):
    barred = frozenset((a, story) for a, story in barred if fixed.get(a) != story)
    found = group(shuffled, Decisions(fixed, barred, closed))
    home = {member.article: cluster for cluster in found for member in cluster.members}
    assert len(home) == sum(len(cluster.members) for cluster in found) == len(ALL)
    for article_id, cluster in home.items():
        assert cluster.story == fixed.get(article_id, cluster.story)
        assert (article_id, cluster.story) not in barred
        if cluster.story in closed:
            assert fixed.get(article_id) == cluster.story
    assert len({c.story for c in found if c.story}) == sum(1 for c in found if c.story)


@pytest.mark.parametrize("size", [40])
def test_a_large_story_of_differing_reports_does_not_break(size):
    angles = ["rescue", "tugs", "weather", "captain", "owner", "inquiry", "families", "divers", "cargo", "harbour"]
    story = [
        article(
            f"Arran ferry: {angles[i % 10]} and {angles[(i * 3 + 1) % 10]}",
            f"The ferry aground off Arran: {angles[i % 10]}, {angles[(i + 4) % 10]} and {angles[(i * 7) % 10]}.",
            i / 4,
            100 + i,
        )
        for i in range(size)
    ]
    others = [article(a.title, a.text, 3, a.id + 1000) for a in (*BANK, *CHIPMAKER, *WEATHER)]
    found = group([*story, *others])
    assert max(len(cluster.members) for cluster in found) >= size - 1
    assert not any({1004, 1006} <= {m.article for m in cluster.members} for cluster in found)


def test_articles_of_equal_time_are_ordered_by_id():
    same_time = [article("Arran ferry aground", "Ferry aground off Arran.", id=number) for number in (9, 3, 7)]
    assert [m.article for m in group(same_time)[0].members] == [3, 7, 9]


def test_a_time_zone_does_not_change_the_grouping():
    from datetime import timezone

    moved = [
        type(a)(a.id, a.outlet, a.title, a.text, a.published.astimezone(timezone(timedelta(hours=-5)))) for a in ALL
    ]
    assert group(moved) == group(ALL)
    assert moved[0].published == DAY_ONE
