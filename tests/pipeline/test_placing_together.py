"""Several workers that place the same articles at once give the stories that one worker gives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from aggregator.roster import sync_outlets
from coverage.assemble import place, unplaced
from coverage.models import Story
from tests.pipeline.scenes import NOON, comet_story, dam_story, grouping

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


@pytest.fixture(autouse=True)
def by_words_alone(settings, tmp_path):
    """The encoder's vectors are tested where they are used; here it would only take time."""
    settings.TAGGER_FOLDER = tmp_path


def test_workers_that_place_at_once_give_what_one_gives():
    sync_outlets()
    dam_story()
    comet_story()
    waiting = unplaced()
    place(waiting, NOON)
    alone = grouping()
    Story.objects.all().delete()
    together = Barrier(WORKERS)

    def work(number: int) -> int:
        together.wait()
        try:
            return place(waiting[number % 2 :], NOON)  # some were told of all that waits, some of less
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as workers:
        placed = list(workers.map(work, range(WORKERS)))
    assert sum(placed) == len(waiting)
    assert grouping() == alone
    assert Story.objects.count() == len(alone)
