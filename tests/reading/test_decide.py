"""When an article's page is looked at again, and when what was read is believed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.reading.decide import LEAST_BETWEEN_LOOKS, LOOKS, look_after_miss, next_look, reads_less

NOON = datetime(2022, 6, 17, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2023, 1, 1), timezones=st.just(UTC))


def looks_from(published: datetime | None, seen: datetime) -> list[datetime]:
    found: list[datetime] = []
    look = next_look(published, seen, seen)
    while look:
        found.append(look)
        look = next_look(published, seen, look)
    return found


def test_an_article_found_at_once_is_looked_at_eight_times_in_thirty_days_ever_more_rarely():
    found = looks_from(NOON, NOON)
    assert [(look - NOON) / timedelta(hours=1) for look in found] == [1, 3, 8, 24, 72, 168, 336, 720]


def test_an_article_found_late_is_not_looked_at_as_a_new_one():
    assert looks_from(NOON, NOON + timedelta(days=8)) == [NOON + timedelta(days=14), NOON + timedelta(days=30)]
    assert looks_from(NOON, NOON + timedelta(days=400)) == []


def test_without_a_publication_or_with_one_that_lies_ahead_the_first_sight_counts():
    assert next_look(None, NOON, NOON) == NOON + timedelta(hours=1)
    assert next_look(NOON + timedelta(days=3), NOON, NOON) == NOON + timedelta(hours=1)


@given(st.none() | MOMENTS, MOMENTS, MOMENTS, MOMENTS)
def test_the_schedule_only_moves_on(published, seen, one, other):
    earlier, later = sorted((max(one, seen), max(other, seen)))
    first, second = next_look(published, seen, earlier), next_look(published, seen, later)
    assert second is None or (first is not None and first <= second)
    assert first is None or earlier + LEAST_BETWEEN_LOOKS <= first <= seen + LOOKS[-1]
    assert len(looks_from(published, seen)) <= len(LOOKS)


def test_the_looks_are_ever_further_apart():
    gaps = [after - before for before, after in zip((timedelta(0), *LOOKS), LOOKS, strict=False)]
    assert gaps == sorted(gaps)


def test_a_miss_is_tried_again_soon_a_few_times_and_then_at_the_usual_time():
    usual, retry = NOON + timedelta(days=1), NOON + timedelta(minutes=2)
    assert look_after_miss(usual, retry, 1, permanent=False) == retry
    assert look_after_miss(usual, retry, 4, permanent=False) == usual
    assert look_after_miss(usual, retry, 1, permanent=True) == usual
    assert look_after_miss(None, retry, 9, permanent=False) is None


@pytest.mark.parametrize(
    ("before", "found", "less"),
    [("full", "partial", True), ("full", "none", True), ("partial", "full", False), ("full", "full", False),
     ("partial", "none", True), ("partial", "partial", False), ("none", "none", False), ("full", "odd", False)],
)  # fmt: skip
def test_a_wall_in_an_article_s_place_is_known_by_reading_less(before, found, less):
    assert reads_less(before, found) == less
