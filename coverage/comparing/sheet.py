"""A story's facts → everything that its page shows, with the words that the excerpt limits allow."""

from __future__ import annotations

from dataclasses import dataclass

from coverage.comparing import columns, quotations, second_hand, sides, who_cites
from coverage.comparing.columns import Grid
from coverage.comparing.excerpts import Limits, grant
from coverage.comparing.quotations import Quotations
from coverage.comparing.second_hand import ReviewBlock
from coverage.comparing.shown import StoryFacts
from coverage.comparing.sides import Dispute
from coverage.comparing.who_cites import Credited, Drawing

SHARES = {
    columns.HEADINGS: 0.28,
    second_hand.PASSAGES: 0.18,
    quotations.QUOTES: 0.28,
    quotations.SINGLE: 0.08,
    sides.DIFFERENCES: 0.10,
    columns.CELLS: 0.08,
}
"""Each section's part of an article's characters before any takes what another leaves."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A story's page, laid out."""

    grid: Grid
    quotations: Quotations
    reviews: tuple[ReviewBlock, ...]
    disputes: tuple[Dispute, ...]
    credits: tuple[Credited, ...]
    drawing: Drawing | None


def lay_out(facts: StoryFacts, limits: Limits) -> Sheet:
    """The page. Words go first to what outlets differ on, then to what each statement says, the quotes,
    the differences' evidence and the cells."""
    in_grid, in_sides = list(columns.wishes(facts)), list(sides.wishes(facts))
    wishes = [
        *(wish for wish in in_sides if wish.section == sides.VALUES),
        *(wish for wish in in_grid if wish.section == columns.HEADINGS),
        *second_hand.wishes(facts, limits.page),
        *quotations.wishes(facts, limits.quote),
        *(wish for wish in in_sides if wish.section == sides.DIFFERENCES),
        *(wish for wish in in_grid if wish.section == columns.CELLS),
    ]
    granted = grant(wishes, limits, SHARES)
    credited = who_cites.lay_out(facts)
    return Sheet(
        grid=columns.lay_out(facts, granted),
        quotations=quotations.lay_out(facts, granted),
        reviews=second_hand.lay_out(facts, granted),
        disputes=sides.lay_out(facts, granted),
        credits=credited,
        drawing=who_cites.draw(credited),
    )
