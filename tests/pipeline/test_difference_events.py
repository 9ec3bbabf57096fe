"""A new disagreement between outlets, found by comparing → one event in its story, whatever happens afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aggregator.models import Claim
from aggregator.roster import sync_outlets
from coverage.assemble import place, unplaced
from coverage.compare import compare
from coverage.models import Difference, Story, StoryEvent

from .scenes import NOON, read_in

pytestmark = pytest.mark.django_db
REST = "The board of the Fjordby harbour met on Friday to speak of the north quay and of the union's letter."


@pytest.fixture
def story():
    sync_outlets()
    read_in("cnn", "Fjordby harbour moves 40 cranes", f"The Fjordby harbour board moved 40 cranes to the quay. {REST}")
    read_in(
        "gizmodo",
        "Fjordby harbour moves 60 cranes",
        f"The Fjordby harbour board moved 60 cranes to the quay. {REST}",
        hours=1,
    )
    place(unplaced(), NOON)
    made = Story.objects.visible().get()
    compare(made, NOON)
    return made


def told(story):
    return list(story.events.filter(kind=StoryEvent.Kind.DIFFERENCE).values_list("key", "at"))


def test_a_difference_is_told_when_it_is_found_and_never_again(story):
    assert {(row.key, NOON) for row in Difference.objects.all()} == set(told(story))
    before = told(story)
    assert before
    read_in(
        "mashable",
        "Cranes move in Fjordby harbour",
        f"The Fjordby harbour board moved 40 cranes to the quay. {REST}",
        hours=2,
    )
    place(unplaced(), NOON + timedelta(hours=2))
    assert compare(Story.objects.get(pk=story.pk), NOON + timedelta(hours=2))
    assert set(before) <= set(told(story))
    assert {row.key for row in Difference.objects.all()} <= {key for key, _ in told(story)}
    assert len(told(story)) == len({key for key, _ in told(story)})


def test_one_that_goes_and_comes_back_is_no_news(story):
    before = told(story)
    Claim.objects.update(hidden=True)
    compare(story, NOON + timedelta(hours=1))
    assert not Difference.objects.exists()
    Claim.objects.update(hidden=False)
    compare(story, NOON + timedelta(hours=2))
    assert Difference.objects.exists()
    assert told(story) == before


def test_a_reader_finds_it_in_the_storys_changes(story, client):
    text = client.get(f"/s/{story.pk}/changes.rss").text
    assert "The outlets differ on " in text
    assert "40" in text
    assert "60" in text
    assert "differ" not in client.get("/").text.partition("Latest changes")[2].partition("</ul>")[0]
