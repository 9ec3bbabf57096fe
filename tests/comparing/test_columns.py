"""The grid of who reports what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coverage.comparing.columns import after, band_of, columns, lay_out, wishes
from coverage.comparing.excerpts import Limits, grant
from coverage.comparing.shown import CellFacts, StoryFacts
from coverage.comparing.stances import label_of
from tests.comparing import story
from tests.comparing.story import FIRST, GULL, HERON, MOLE, REVIEW, TERN

mole, gull, tern = story.source(1, MOLE), story.source(2, GULL, 112), story.source(3, TERN, 130)
moles = story.claim(11, mole, "The board moved 40 cranes to the north quay on Friday.", focus=(16, 18))
gulls = story.claim(12, gull, "More than 40 cranes went north, according to Mole, and none came back that year.")


def facts(*statements, sources=(mole, gull, tern), claims=(moles, gulls)):
    return StoryFacts(sources=sources, claims={claim.id: claim for claim in claims}, statements=statements)


def grid_of(found, limits=None):
    return lay_out(found, grant(list(wishes(found)), limits or Limits(), {}))


def cells(*stances):
    return tuple(CellFacts(who, stance) for who, stance in zip((MOLE, GULL, TERN, HERON), stances, strict=False))


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "+0 min"),
        (12, "+12 min"),
        (112, "+1 h 52"),
        (60, "+1 h 00"),
        (1440, "+1 d"),
        (4420, "+3 d 1 h"),
        (-5, "+0 min"),
    ],
)
def test_times_are_told_from_the_first_report(minutes, shown):
    assert after(FIRST, FIRST + timedelta(minutes=minutes)) == shown


@pytest.mark.parametrize(
    ("stances", "band"),
    [
        (("own", "cites"), "All or nearly all report"),
        (("own", "cites", "none"), "Some report"),
        (("own", "cites", "differs", "none"), "All or nearly all report"),
        (("own", "cites", "unread"), "All or nearly all report"),
        (("own", "cites", "unread", "unread"), "Some report"),
        (("own", "none", "none"), "Only one reports"),
        (("unread", "unread", "differs"), "Only one reports"),
    ],
)
def test_statements_are_put_in_bands(stances, band):
    assert band_of(story.statement(1, moles, *cells(*stances))) == band


def test_what_articles_repeat_of_earlier_events_is_background():
    assert band_of(story.statement(1, moles, *cells("own", "own"), background=True)) == "Background"


def test_columns_stand_in_order_of_publication_without_press_reviews():
    sources = (mole, gull, story.source(4, MOLE, 200), story.source(5, REVIEW, 300))
    found = columns(facts(sources=sources))
    assert [(c.publisher.name, c.first, c.after) for c in found] == [
        ("Mole", True, "+0 min"),
        ("Gull", False, "+1 h 52"),
    ]


def test_an_outlet_whose_hour_is_not_known_is_neither_first_nor_late():
    found = columns(facts(sources=(story.source(1, MOLE, day_only=True), gull)))
    assert [(column.first, column.after) for column in found] == [(False, ""), (False, "")]


def test_a_column_tells_why_its_outlet_could_not_be_read():
    unread = CellFacts(TERN, "unread", why="summary only (paywall)")
    found = columns(facts(story.statement(1, moles, *cells("own", "none"), unread)))
    assert [column.why for column in found] == ["", "", "summary only (paywall)"]


def test_every_cell_says_in_words_how_its_outlet_stands():
    row = story.statement(
        1,
        moles,
        CellFacts(MOLE, "own", (11,)),
        CellFacts(GULL, "cites", (12,), credited="Mole"),
        CellFacts(TERN, "unread", why="summary only (paywall)"),
    )
    shown = grid_of(facts(row)).bands[0].rows[0]
    assert [cell.label for cell in shown.cells] == [
        "says so itself",
        "cites Mole",
        "could not be read: summary only (paywall)",
    ]
    assert shown.count == "2 of 3"


def test_an_outlet_that_was_not_compared_yet_is_neither_not_found_nor_blank():
    shown = grid_of(facts(story.statement(1, moles, CellFacts(MOLE, "own", (11,))))).bands[0].rows[0]
    assert [cell.label for cell in shown.cells][1:] == ["could not be read: not compared yet"] * 2
    assert shown.count == "Mole alone"


def test_a_cell_shows_words_around_the_figure_and_leads_to_the_sentence():
    row = story.statement(1, moles, CellFacts(MOLE, "own", (11,)), CellFacts(GULL, "cites", (12,)))
    cell = grid_of(facts(row)).bands[0].rows[0].cells[1]
    assert cell.excerpts[0].words == gulls.text
    assert cell.excerpts[0].address.startswith("https://gull.example/2#:~:text=More%20than")


def test_words_that_are_the_heading_are_not_said_twice():
    row = story.statement(1, moles, CellFacts(MOLE, "own", (11,)), CellFacts(GULL, "cites", (12,)))
    shown = grid_of(facts(row)).bands[0].rows[0]
    assert (shown.heading, shown.worded_by) == (moles.text, MOLE)
    assert shown.cells[0].above
    assert shown.cells[0].excerpts[0].words == ""


def test_another_outlet_words_the_statement_where_the_first_has_no_room():
    row = story.statement(1, moles, CellFacts(MOLE, "own", (11,)), CellFacts(GULL, "cites", (12,)))
    found = facts(row)
    asked = [wish for wish in wishes(found) if wish.article != mole.id]
    shown = lay_out(found, grant(asked, Limits(), {})).bands[0].rows[0]
    assert shown.worded_by == GULL
    assert not shown.cells[0].above
    assert shown.cells[0].wordless


def test_a_statement_without_room_for_words_says_whose_it_is_and_whom_they_credit():
    alone = story.statement(1, moles, CellFacts(MOLE, "own", (11,)), CellFacts(GULL, "none"))
    both = CellFacts(MOLE, "own", (11,)), CellFacts(GULL, "cites", (12,), credited="The harbour board")
    grid = lay_out(facts(alone, story.statement(2, moles, *both)), {})
    assert grid.bands == ()
    assert [one.publishers for one in grid.further] == [(MOLE, GULL), (MOLE,)]
    told = [statement for one in grid.further for statement in one.statements]
    assert [(one.id, one.told) for one in told] == [
        (2, "statement 1, citing the harbour board"),
        (1, "statement 2"),
    ]
    assert all(one.excerpt.address.startswith("https://mole.example/1#:~:text=") for one in told)


def test_where_the_clearest_has_no_room_a_statement_is_worded_by_what_stands_alone():
    leaning = story.claim(13, gull, "It moved more than 40 cranes to the north quay.")
    terns = story.claim(14, story.source(3, TERN, 300), "Forty cranes went to the north quay of the harbour.")
    row = story.statement(1, moles, *(CellFacts(p, "own", (n,)) for p, n in ((MOLE, 11), (GULL, 13), (TERN, 14))))
    asked = [wish.article for wish in wishes(facts(row, claims=(moles, leaning, terns))) if wish.key[0] == "heading"]
    assert asked == [1, 3, 2]


def test_words_that_lean_on_the_sentence_before_tell_whom_they_are_credited_to():
    leaning = story.claim(13, gull, "It moved more than 40 cranes to the north quay of the harbour.")
    row = story.statement(1, leaning, CellFacts(GULL, "cites", (13,), credited="The harbour board"))
    shown = grid_of(facts(row, claims=(leaning,))).bands[0].rows[0]
    assert (shown.worded_by, shown.citing) == (GULL, "the harbour board")
    alone = story.statement(1, moles, CellFacts(MOLE, "cites", (11,), credited="The harbour board"))
    assert grid_of(facts(alone)).bands[0].rows[0].citing == ""


def test_a_statement_whose_claims_are_all_hidden_is_not_shown():
    grid = grid_of(facts(story.statement(1, moles, CellFacts(MOLE, "own", (11,))), claims=()))
    assert (grid.rows, grid.further) == (0, ())


@pytest.mark.parametrize(
    ("credited", "told"),
    [
        ("A director", "cites a director"),
        ("The company", "cites the company"),
        ("Maureen Shanahan", "cites Maureen Shanahan"),
        ("A", "cites A"),
        ("", "cites someone for it"),
    ],
)
def test_whom_an_outlet_cites_reads_as_amid_a_sentence(credited, told):
    assert label_of(CellFacts(GULL, "cites", (12,), credited=credited)) == told
