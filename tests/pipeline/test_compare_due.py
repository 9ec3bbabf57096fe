"""Stories are compared by tasks of their own: by any number of workers, each once, whatever is lost or comes twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from aggregator.limits import LEASE, QUEUED
from aggregator.models import Claim, Lease
from aggregator.roster import sync_outlets
from coverage import compare as comparison
from coverage import compare_due as comparing
from coverage import tasks
from coverage.assemble import place, unplaced
from coverage.compare import compare
from coverage.compare_due import compare_due, stories_to_compare
from coverage.comparing.claim_alignment import align_claims
from coverage.models import ClaimCell, QuoteVariant, SearchEntry, Story
from coverage.tasks import assemble
from tests.pipeline.meanwhile import meanwhile
from tests.pipeline.scenes import NOON, comet_story, dam_story

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


@pytest.fixture(autouse=True)
def placed(settings, tmp_path) -> list[int]:
    """Two stories that wait to be compared."""
    settings.TAGGER_FOLDER = tmp_path  # by words alone: vectors would only take time
    sync_outlets()
    dam_story()
    comet_story()
    place(unplaced(), NOON)
    return list(Story.objects.order_by("pk").values_list("pk", flat=True))


def compared() -> list[object]:
    """What comparing wrote, without numbers."""
    groups = QuoteVariant.objects.values_list("group__story", "quote__text", "rendering", "position")
    cells = ClaimCell.objects.values_list("group__story", "group__sentence", "outlet__slug", "stance")
    entries = SearchEntry.objects.order_by().values_list("kind", "story", "title_stems")
    return [sorted(map(repr, rows)) for rows in (groups, cells, entries)]


def test_a_task_is_sent_once_for_each_story_until_it_may_be_lost(placed) -> None:
    assert stories_to_compare(NOON) == placed
    assert stories_to_compare(NOON + QUEUED / 2) == []
    assert stories_to_compare(NOON + QUEUED * 1.1) == placed
    assert set(Story.objects.values_list("waits_since", flat=True)) == {NOON}


def test_no_more_are_sent_than_may_wait(placed) -> None:
    assert stories_to_compare(NOON, most=1) == placed[:1]
    assert stories_to_compare(NOON, most=1) == []
    assert stories_to_compare(NOON, most=2) == placed[1:]


def test_the_same_task_twice_compares_once_and_in_any_order_it_comes_to_the_same(placed) -> None:
    stories_to_compare(NOON)
    assert [compare_due(story, NOON) for story in (*reversed(placed), *placed)] == [True, True, False, False]
    assert stories_to_compare(NOON) == []
    assert not Story.objects.exclude(queued_until=None, waits_since=None).exists()
    assert not Lease.objects.filter(name__startswith="compare").exists()
    by_tasks = compared()
    Story.objects.update(stale=True, digest="")
    assert assemble() == 2
    assert compared() == by_tasks


def test_a_story_that_changes_while_its_task_waits_is_compared_as_it_then_is_and_afterwards_sent_anew(placed) -> None:
    first = placed[0]
    stories_to_compare(NOON)
    assert compare_due(first, NOON)
    Story.objects.filter(pk=first).update(stale=True)
    assert stories_to_compare(NOON) == [first]


def test_nothing_is_locked_while_a_comparison_is_worked_out(placed, monkeypatch) -> None:
    locked = []

    def watched(*given, **more):
        locked.append(connection.in_atomic_block)
        return align_claims(*given, **more)

    monkeypatch.setattr(comparison, "align_claims", watched)
    assert compare(Story.objects.get(pk=placed[0]), NOON)
    assert locked
    assert not any(locked)


def test_what_changed_while_it_was_worked_out_is_worked_out_again(placed, monkeypatch) -> None:
    story = Story.objects.get(pk=placed[0])
    hidden: list[int] = []
    claims = Claim.objects.filter(article__membership__story=story)

    def meddled(*given, **more):
        if not hidden:
            hidden.append(claims.filter(hidden=False).order_by("pk").values_list("pk", flat=True)[0])
            claims.filter(pk=hidden[0]).update(hidden=True)
        return align_claims(*given, **more)

    monkeypatch.setattr(comparison, "align_claims", meddled)
    assert compare(story, NOON)
    held = {claim for cell in ClaimCell.objects.all() for claim in cell.claims.values_list("pk", flat=True)}
    assert held
    assert hidden[0] not in held


def test_what_is_no_story_any_more_is_no_work(placed) -> None:
    Story.objects.filter(pk=placed[0]).update(merged_into=placed[1])
    assert not compare_due(placed[0], NOON)
    assert not compare_due(10**9, NOON)


def test_a_story_that_somebody_compares_is_left_to_them_and_free_again_when_they_die(placed) -> None:
    now = timezone.now()
    assert Lease.take(f"compare {placed[0]}", now, LEASE)
    assert not compare_due(placed[0], now)
    assert compare_due(placed[0], now + LEASE + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("error", "said"), [(KeyError("no such outlet"), "ERROR"), (OperationalError("deadlock"), "WARNING")]
)
def test_one_that_fails_stops_no_other_and_is_tried_again(placed, monkeypatch, caplog, error, said) -> None:
    def stumbles(story: Story, now: datetime) -> bool:
        if story.pk == placed[0]:
            raise error
        return compare(story, now)

    monkeypatch.setattr(comparing, "compare", stumbles)
    stories_to_compare(NOON)
    assert [compare_due(story, NOON) for story in placed] == [False, True]
    assert [
        line.levelname for line in caplog.records if "another time" in line.message or "not be" in line.message
    ] == [said]
    assert stories_to_compare(NOON) == []
    assert stories_to_compare(NOON + LEASE * 1.1) == placed[:1]


def test_workers_that_compare_at_once_write_what_one_writes(placed) -> None:
    assemble()
    alone = compared()
    Story.objects.update(stale=True, digest="")
    together = Barrier(WORKERS)

    def work(number: int) -> int:
        together.wait()
        try:
            return sum(compare_due(story, NOON) for story in placed[:: 1 if number % 2 else -1])
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as workers:
        assert sum(workers.map(work, range(WORKERS))) == len(placed)
    assert compared() == alone


@pytest.mark.on_services
def test_who_sends_tasks_waits_for_nobody_who_is_at_a_story(placed) -> None:
    with meanwhile() as begin, transaction.atomic():
        Story.objects.select_for_update().get(pk=placed[0])
        assert begin(lambda: stories_to_compare(NOON)).result(20) == placed[1:]


def test_the_task_places_some_and_has_the_stories_compared_and_goes_on_where_more_waits(monkeypatch) -> None:
    Story.objects.all().delete()
    monkeypatch.setattr(tasks, "_PLACED_AT_ONCE", 2)
    sent: list[int] = []
    again: list[int] = []
    monkeypatch.setattr(tasks.compare_story, "delay", sent.append)
    monkeypatch.setattr(tasks.assemble_due, "delay", lambda: again.append(len(unplaced())))
    while unplaced():
        tasks.assemble_due()
    here = connection.vendor == "sqlite"
    assert again == [3, 1]
    stories = list(Story.objects.order_by("pk").values_list("pk", flat=True))
    assert sorted(sent) == ([] if here else stories)
    assert Story.objects.to_compare().exists() is not here
