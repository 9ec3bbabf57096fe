"""Differences from one comparison to the next: told once each, whatever words they are shown in."""

from __future__ import annotations

import pytest

from coverage.comparing.types import DifferenceSide, FoundDifference
from coverage.found_differences import keys_of, tell_new
from coverage.models import Difference, StoryEvent
from tests.site import factories

NOW = factories.FIRST


@pytest.fixture
def story():
    [outlet] = factories.outlets(1)
    return factories.story([factories.article(outlet, "Some words.")])


def found(kind="count", topic="meetings", *claims):
    sides = tuple(DifferenceSide(str(claim), ((claim, 0, 1),)) for claim in claims or (1, 2))
    return FoundDifference(kind, topic, sides, 0.5)


def stored(story, one, key):
    sides = [{"value": side.value, "evidence": [list(e) for e in side.evidence]} for side in one.sides]
    return Difference.objects.create(story=story, kind=one.kind, topic=one.topic, sides=sides, key=key)


def test_a_difference_keeps_its_key_while_it_rests_on_a_claim_of_its_own(story):
    stored(story, found("count", "internal meetings", 1, 2), "k1")
    stored(story, found("count", "employees", 3, 4), "k2")
    now = [found("count", "China-based employees", 4, 9), found("count", "recorded meetings", 2, 7)]
    assert keys_of(now, story.differences.all()) == ["k2", "k1"]


def test_a_difference_keeps_its_key_while_it_keeps_its_topic(story):
    stored(story, found("count", "Internal  meetings", 1, 2), "k1")
    assert keys_of([found("count", "internal meetings", 8, 9)], story.differences.all()) == ["k1"]


def test_another_kind_or_other_claims_and_another_topic_are_another_difference(story):
    stored(story, found("count", "meetings", 1, 2), "k1")
    keys = keys_of([found("period", "meetings", 1, 2), found("count", "cranes", 8, 9)], story.differences.all())
    assert "k1" not in keys
    assert len(set(keys)) == 2


def test_two_of_one_topic_have_two_keys_and_the_same_ones_next_time(story):
    both = [found("count", "meetings", 1, 2), found("count", "meetings", 3, 4)]
    first = keys_of(both, [])
    assert len(set(first)) == 2
    assert keys_of(both, []) == first


def test_each_is_told_once_even_when_it_comes_back(story):
    tell_new(story, ["a", "b", "a"], NOW)
    tell_new(story, ["b"], NOW)
    tell_new(story, ["a", "b", "c"], NOW)
    told = StoryEvent.objects.filter(story=story, kind=StoryEvent.Kind.DIFFERENCE)
    assert sorted(told.values_list("key", flat=True)) == ["a", "b", "c"]
