"""A story's facts → everything that its page shows, with the words that the excerpt limits allow."""

from __future__ import annotations

from dataclasses import dataclass

from coverage.comparing import columns, minute, quotations, second_hand, sides, who_cites
from coverage.comparing.columns import Grid
from coverage.comparing.excerpts import Limits, grant_something
from coverage.comparing.minute import Told
from coverage.comparing.quotations import Quotations
from coverage.comparing.second_hand import ReviewBlock
from coverage.comparing.shown import StoryFacts
from coverage.comparing.sides import Dispute
from coverage.comparing.who_cites import Credited, Drawing

SHARES = {
    minute.MINUTE: 0.19,
    columns.HEADINGS: 0.26,
    second_hand.PASSAGES: 0.13,
    quotations.QUOTES: 0.24,
    quotations.SINGLE: 0.08,
    sides.DIFFERENCES: 0.05,
    columns.CELLS: 0.05,
}
"""Each section's part of an article's characters before any takes what another leaves."""

ALONE = {
    "claims": (columns.HEADINGS, columns.CELLS),
    "quotes": (quotations.QUOTES, quotations.SINGLE),
    "differences": (sides.VALUES, sides.DIFFERENCES),
    "citations": (),
    "articles": (),
}
"""The sections that have an address of their own, and what of them shows words: there they have all characters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A story's page, laid out."""

    grid: Grid
    quotations: Quotations
    reviews: tuple[ReviewBlock, ...]
    disputes: tuple[Dispute, ...]
    credits: tuple[Credited, ...]
    drawing: Drawing | None
    minute: tuple[Told, ...] = ()


def lay_out(facts: StoryFacts, limits: Limits, section: str = "") -> Sheet:
    """The page, or one section of it alone (a key of `ALONE`). Words go first to what outlets differ on, then to what
    can be told in a minute, what each statement says, the quotes, the differences' evidence and the cells."""
    in_grid, in_sides = list(columns.wishes(facts)), list(sides.wishes(facts))
    wishes = [
        *(wish for wish in in_sides if wish.section == sides.VALUES),
        *minute.wishes(facts),
        *(wish for wish in in_grid if wish.section == columns.HEADINGS),
        *second_hand.wishes(facts, limits.page),
        *quotations.wishes(facts, limits.quote),
        *(wish for wish in in_sides if wish.section == sides.DIFFERENCES),
        *(wish for wish in in_grid if wish.section == columns.CELLS),
    ]
    if section:
        wishes = [wish for wish in wishes if wish.section in ALONE[section]]
    brief = columns.brief_wishes(facts) if section in ("", "claims") else []
    granted = grant_something(wishes, brief, limits, {} if section else SHARES, lambda given, key: key in given)
    credited = who_cites.lay_out(facts)
    return Sheet(
        grid=columns.lay_out(facts, granted),
        quotations=quotations.lay_out(facts, granted),
        reviews=second_hand.lay_out(facts, granted),
        disputes=sides.lay_out(facts, granted),
        credits=credited,
        drawing=who_cites.draw(credited),
        minute=minute.lay_out(facts, granted),
    )
