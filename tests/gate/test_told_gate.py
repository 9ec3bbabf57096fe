"""The error rates that the page on the method tells are those that the gates keep."""

from __future__ import annotations

import pytest

from coverage import measured
from tests.gate import test_labelled_articles_gate as labelled
from tests.gate import test_sample_gate as sample
from tests.gate import test_stories_gate as stories
from tests.gate.chain import EXPECTED
from tests.site.pages import soup_of, words


def test_every_figure_is_the_floor_of_a_gate():
    floors = labelled.FLOORS["tagger"]
    assert {name: floors[name] for name in measured.LABELLED} == measured.LABELLED
    marks = sum(len(row["stances"]) for row in EXPECTED["claims"])
    assert (sample.STANCES, marks) == measured.SAMPLE
    whole = {which: floor for which, floor in stories.FLOORS.items() if which not in stories.EVERY}
    assert (min(whole.values()), max(whole.values())) == measured.GROUPING
    assert len({name for name, _ in whole}) == 6


@pytest.mark.django_db
def test_the_page_tells_them(client):
    told = words(soup_of(client, "/about/").select_one("#limits"))
    for name, value in measured.told().items():
        assert str(value) in told, name
    assert "grouped" in told
