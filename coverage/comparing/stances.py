"""How an outlet stands to a statement → the words for it."""

from __future__ import annotations

from coverage.comparing.shown import CellFacts
from coverage.comparing.wording import Wording

REPORTING = ("own", "cites", "differs")
"""The stances of an outlet that reports a statement."""
NOT_YET = Wording("not compared yet")
UNREAD = Wording("could not be read")
_ARTICLES = {"A", "An", "The", "One", "Its", "His", "Her", "Their", "Some", "Two", "Several"}
_LABELS = {
    "own": Wording("says so itself"),
    "cites": Wording("cites someone for it"),
    "differs": Wording("differs"),
    "none": Wording("not found in its text"),
    "unread": UNREAD,
}


def label_of(cell: CellFacts) -> str:
    """An outlet's stance in words."""
    if cell.stance == "cites" and cell.credited:
        return Wording("cites {name}", name=amid(cell.credited))
    if cell.stance == "unread" and cell.why:
        return Wording("could not be read: {why}", why=Wording(cell.why))
    return _LABELS.get(cell.stance, cell.stance)


def amid(credited: str) -> str:
    """A name as it reads amid a sentence: an article or pronoun that began one is small there."""
    first, space, rest = credited.partition(" ")
    return f"{first.lower()} {rest}" if space and first in _ARTICLES else credited
