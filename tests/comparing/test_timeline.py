"""The timeline's geometry."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.timeline import Moment, scale
from tests.comparing.story import FIRST

HOUR = timedelta(hours=1)


def test_lanes_keep_their_order_and_stand_in_proportion():
    found = scale([Moment(1, FIRST), Moment(2, FIRST + HOUR), Moment(3, FIRST + 2 * HOUR)])
    assert [(lane.id, lane.at) for lane in found.lanes] == [(1, "4.00%"), (2, "50.00%"), (3, "96.00%")]


def test_a_change_is_marked_apart_from_publication():
    found = scale([Moment(1, FIRST, FIRST + HOUR), Moment(2, FIRST + 2 * HOUR, FIRST + 2 * HOUR)])
    assert [lane.changed for lane in found.lanes] == ["50.00%", ""]


def test_a_change_years_later_does_not_squeeze_the_rest():
    found = scale([Moment(1, FIRST, FIRST + timedelta(days=900)), Moment(2, FIRST + 2 * HOUR)])
    assert [(lane.at, lane.changed) for lane in found.lanes] == [("4.00%", ""), ("96.00%", "")]


def test_there_is_nothing_to_draw_of_one_moment_or_none():
    assert scale([]).ticks == ()
    assert scale([Moment(1, FIRST), Moment(2, FIRST), Moment(3, None)]).lanes[0].at == ""


def test_marks_fall_on_round_hours_or_days():
    hours = scale([Moment(1, FIRST), Moment(2, FIRST + 6 * HOUR)]).ticks
    days = scale([Moment(1, FIRST), Moment(2, FIRST + timedelta(days=4))]).ticks
    assert [tick.label for tick in hours] == ["16:00", "18:00", "20:00"]
    assert [tick.label for tick in days] == ["18 Jun", "19 Jun", "20 Jun", "21 Jun"]


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=12))
@settings(max_examples=100)
def test_every_dot_and_mark_stays_on_the_paper(seconds):
    found = scale([Moment(i, FIRST + timedelta(seconds=s)) for i, s in enumerate(seconds)])
    places = [lane.at for lane in found.lanes if lane.at] + [tick.at for tick in found.ticks]
    assert all(4 <= float(at.rstrip("%")) <= 96 for at in places)
    assert len(found.ticks) <= 7
