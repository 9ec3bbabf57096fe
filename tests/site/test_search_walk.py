"""Searches that find much and searches that find little, among more entries than are walked one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coverage.search import on_postgresql
from coverage.search.asking import newest, understood
from coverage.search.writing import index_stories
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
