"""Where outlets differ, and who cites whom."""

from __future__ import annotations

from dataclasses import replace

from coverage.comparing import sides, who_cites
from coverage.comparing.excerpts import Limits, grant
from coverage.comparing.shown import CreditFacts, DifferenceFacts, SideFacts, StoryFacts
from tests.comparing import story
from tests.comparing.story import GULL, MOLE, REVIEW, TERN

mole, gull, tern = story.source(1, MOLE), story.source(2, GULL, 112), story.source(3, TERN, 130)
moles = story.claim(11, mole, "The board moved 40 cranes to the north quay.", start=100)
gulls = story.claim(12, gull, "More than 40 cranes went north.", start=50)
terns = story.claim(13, tern, "It was more than 40, the minutes say.", start=0)
CRANES = DifferenceFacts(
    7,
    "count",
    "cranes moved",
    (SideFacts("40", ((11, 116, 118),)), SideFacts("more than 40", ((13, 7, 19), (12, 50, 62), (12, 50, 62)))),
)


def shown(*claims, differences=(CRANES,)):
    found = StoryFacts((mole, gull, tern), claims={c.id: c for c in claims}, differences=differences)
    return sides.lay_out(found, grant(list(sides.wishes(found)), Limits(), {}))


def test_each_value_stands_with_the_words_of_everyone_who_gives_it_in_order_of_publication():
    [dispute] = shown(moles, gulls, terns)
    assert (dispute.topic, [side.value for side in dispute.sides]) == ("cranes moved", ["40", "more than 40"])
    assert [[e.source.publisher for e in side.excerpts] for side in dispute.sides] == [[MOLE], [GULL, TERN]]
    assert dispute.sides[0].excerpts[0].words == moles.text


def test_a_difference_of_which_one_side_is_hidden_is_none():
    assert shown(gulls, terns) == ()


def test_a_value_that_is_a_whole_clause_counts_as_the_articles_words_and_is_not_said_twice():
    clause = "the board moved the cranes hours before the report was published"
    difference = DifferenceFacts(8, "order", "move and report", (SideFacts(clause, ((11, 100, 110),)), CRANES.sides[1]))
    [dispute] = shown(moles, gulls, differences=(difference,))
    assert (dispute.kind, dispute.sides[0].value, dispute.sides[0].excerpts[0].words) == ("order of events", clause, "")


def credit(of, name, by="words", outlet=None, text="According to them, it is so."):
    return CreditFacts(of, name, text, by, outlet)


def test_the_most_credited_comes_first_and_nobody_credits_itself():
    found = StoryFacts(
        (mole, gull, tern),
        credits=(
            credit(gull, "the board"),
            credit(gull, "Mole", outlet=MOLE),
            credit(tern, "the Mole", "link", MOLE),
            credit(mole, "Mole", outlet=MOLE),
            credit(story.source(9, REVIEW), "Mole", outlet=MOLE),
        ),
    )
    credited = who_cites.lay_out(found)
    assert [(one.name, [citer.publisher for citer in one.citers]) for one in credited] == [
        ("Mole", [GULL, TERN]),
        ("the board", [GULL]),
    ]
    assert credited[0].citers[1].ways == "by link"


def test_credit_in_words_and_by_link_is_one_line_with_both_places():
    found = StoryFacts(
        (gull,),
        credits=(credit(gull, "Mole", "link", MOLE, "See Mole."), credit(gull, "Mole", "words", MOLE)),
    )
    [citer] = who_cites.lay_out(found)[0].citers
    assert (citer.ways, len(citer.addresses)) == ("in words and by link", 2)


def test_the_drawing_joins_citers_and_credited_on_its_paper():
    found = StoryFacts(
        (gull, tern), credits=(credit(gull, "Mole", outlet=MOLE), credit(tern, "Mole", outlet=MOLE), credit(tern, "Ed"))
    )
    drawing = who_cites.draw(who_cites.lay_out(found))
    assert [node.label for node in drawing.left] == ["G", "T"]
    assert [node.label for node in drawing.right] == ["Mole", "Ed"]
    assert len(drawing.lines) == 3
    assert all(0 < y < drawing.height for line in drawing.lines for y in line)


def test_there_is_no_drawing_of_a_single_credit():
    assert who_cites.draw(who_cites.lay_out(StoryFacts((gull,), credits=(credit(gull, "Mole", outlet=MOLE),)))) is None


def test_credit_for_having_it_first_or_being_told_it_is_said_beside_it():
    first = replace(credit(gull, "Mole", outlet=MOLE), what="first")
    told = replace(credit(gull, "Mole", outlet=MOLE), what="told")
    [citer] = who_cites.lay_out(StoryFacts((gull,), credits=(first, told)))[0].citers
    assert citer.ways == "in words, as the first to report it, for what it was told"


def test_what_a_company_published_is_not_the_company_as_an_outlet():
    paper = replace(credit(gull, "BoatNet"), what="document", whom="document")
    filing = replace(credit(gull, "court filing"), what="document", whom="document")
    shown = who_cites.lay_out(StoryFacts((gull,), credits=(paper, filing)))
    assert [one.heading for one in shown] == ["BoatNet, in writing of its own", "court filing"]
