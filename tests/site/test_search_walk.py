"""Searches that find much and searches that find little, among more entries than are walked one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coverage.models import SearchEntry
from coverage.search import index, on_postgresql
from coverage.search.asking import newest, understood
from coverage.search.writing import index_stories
from coverage.searching.index_words import KINDS, Wanted, kind_mark, place_of
from tests.site import factories


@pytest.mark.parametrize("walked", [3, 1000])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("weir", [11, 10, 9, 8]),  # enough of them among the newest
        ("rare", [6, 0]),  # not among the newest
        ("weir -rare", [11, 10, 9, 8]),
        ("weir before:2022-06-22", [4, 3, 2, 1]),
        ('"weir number" rare', [6, 0]),
    ],
)
def test_the_newest_come_first_however_many_there_are(monkeypatch, walked, query, expected) -> None:
    monkeypatch.setattr(on_postgresql, "_WALKED", walked)
    outlet = factories.outlets(1)[0]
    made = []
    for n in range(12):
        title = f"Weir number {n}{' is rare' if n % 6 == 0 else ''}"
        at = factories.FIRST + timedelta(days=n)
        made.append(factories.story([factories.article(outlet, f"Text {n}.", title, at)], title))
    index_stories([story.pk for story in made])
    numbers = {story.pk: n for n, story in enumerate(made)}

    assert [numbers[row.key] for row in newest(understood(query), ["story"], 4)] == expected
    both = newest(understood(query), ["story", "article"], 8)
    assert [row.place for row in both] == sorted((row.place for row in both), reverse=True)
    assert {row.kind for row in both} == {"story", "article"}


@st.composite
def stored(draw: Any) -> Any:
    """Entries: kind, seconds after the one before (from none to years), and words."""
    gaps = st.one_of(st.just(0), st.integers(1, 100_000), st.integers(1, 90_000_000))
    words = st.sets(st.sampled_from("weir dam gate sluice".split()), max_size=3)
    return draw(st.lists(st.tuples(st.sampled_from(["quote", "claim"]), gaps, words), min_size=1, max_size=40))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_however_entries_lie_the_answer_is_that_of_a_plain_scan(monkeypatch, data) -> None:
    monkeypatch.setattr(on_postgresql, "_WALKED", data.draw(st.integers(1, 6)))
    SearchEntry.objects.all().delete()
    told = data.draw(stored())
    seconds = accumulate((gap for _, gap, _ in told), initial=int(factories.FIRST.timestamp()))
    moments = [datetime.fromtimestamp(second, UTC) for second in seconds][1:]
    rows: list[Any] = SearchEntry.objects.bulk_create(
        SearchEntry(kind=kind, key=key, at=at) for key, ((kind, *_), at) in enumerate(zip(told, moments, strict=True))
    )
    for row in rows:
        row.place = place_of(row.at, row.pk)
    SearchEntry.objects.bulk_update(rows, ["place"])
    index.write([(row.pk, row.place, [*sorted(t[2]), kind_mark(row.kind)]) for row, t in zip(rows, told, strict=True)])

    places = st.none() | st.sampled_from([row.place for row in rows])
    kinds = data.draw(st.sampled_from([("quote",), ("quote", "claim"), KINDS]))
    groups = data.draw(st.lists(st.sets(st.sampled_from("weir dam gate".split()), min_size=1), max_size=2))
    without = data.draw(st.sets(st.just("sluice")))
    most, below, earliest, latest = data.draw(st.tuples(st.integers(1, 12), places, places, places))
    asked = Wanted(
        kinds,
        (tuple((kind_mark(kind),) for kind in kinds), *(tuple((word,) for word in group) for group in groups)),
        tuple((word,) for word in without),
        earliest,
        latest,
    )

    expected = [
        row.place
        for row, (kind, _, words) in zip(rows, told, strict=True)
        if kind in kinds and all(words & group for group in groups) and not words & without
        if below is None or row.place < below
        if (earliest is None or row.place >= earliest) and (latest is None or row.place < latest)
    ]
    assert index.search(asked, most, below) == sorted(expected, reverse=True)[:most]
