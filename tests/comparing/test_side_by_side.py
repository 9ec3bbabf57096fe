"""Two outlets beside each other: each shows its side of the point on which they differ."""

from __future__ import annotations

from coverage.comparing.excerpts import Limits
from coverage.comparing.shown import CellFacts, DifferenceFacts, SideFacts, StoryFacts
from coverage.comparing.side_by_side import lay_out
from tests.comparing import story

GULL, TERN = story.source(1, story.GULL), story.source(2, story.TERN, 5)
LONG = "The harbour board of the northern coast, which met for the ninth time this year, told reporters on Friday that"
MORE, EVEN, MAY = "more than 80 cranes", "80 cranes", "in May"


def differing(*differences: DifferenceFacts) -> tuple[str, str]:
    """What the two outlets' cells show of a statement that both report."""
    one = story.claim(1, GULL, f"{LONG} it moved {MORE} to the north quay, where the wind is weaker.", start=100)
    other = story.claim(2, TERN, f"{LONG} it moved {EVEN} {MAY}.", start=40)
    aside = story.claim(3, TERN, "The board met on Friday.", start=4)
    cells = (CellFacts(story.GULL, "own", (1,)), CellFacts(story.TERN, "differs", (3, 2)))
    facts = StoryFacts(
        sources=(GULL, TERN),
        claims={claim.id: claim for claim in (one, other, aside)},
        statements=(story.statement(1, one, *cells),),
        differences=differences,
    )
    table = lay_out(facts, ["gull", "tern"], Limits(quote=80))
    [line] = table.groups[0].lines
    left, right = (cell.excerpts[0].words for cell in line.cells)
    return left, right


def side(claim: int, text: str, value: str, start: int) -> SideFacts:
    place = start + text.index(value)
    return SideFacts(value, ((claim, place, place + len(value)),))


def test_each_cell_shows_the_words_on_which_they_differ_by_the_claim_that_has_them() -> None:
    sides = (
        side(1, f"{LONG} it moved {MORE} to", MORE, 100),
        side(2, f"{LONG} it moved {EVEN} {MAY}.", EVEN, 40),
    )
    left, right = differing(DifferenceFacts(1, "count", "cranes", sides))
    assert MORE in left
    assert EVEN in right


def test_of_several_differences_the_one_between_the_cells_is_shown() -> None:
    text = f"{LONG} it moved {EVEN} {MAY}."
    alone = DifferenceFacts(1, "period", "moved", (side(2, text, MAY, 40), SideFacts("in June", ((9, 0, 7),))))
    between = DifferenceFacts(
        2, "count", "cranes", (side(1, f"{LONG} it moved {MORE} to", MORE, 100), side(2, text, EVEN, 40))
    )
    assert differing(alone, between) == differing(between)


def test_without_a_difference_the_outlets_best_is_shown() -> None:
    left, right = differing()
    assert left.startswith("The harbour board")
    assert right == "The board met on Friday."
