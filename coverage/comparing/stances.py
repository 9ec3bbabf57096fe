"""How an outlet stands to a statement → the words for it."""

from __future__ import annotations

from collections.abc import Iterable

from coverage.comparing.leaning import leans
from coverage.comparing.shown import CellFacts, Publisher
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


def whom_it_leans_on(words: str, cells: Iterable[CellFacts], worded_by: Publisher | None) -> str:
    """Whom the outlet that words a statement credits for it, where its words say little without that ("It said …");
    empty where they stand alone, or where it credits nobody."""
    if worded_by is None or not leans(words):
        return ""
    credited = (cell.credited for cell in cells if cell.publisher == worded_by and cell.stance == "cites")
    return amid(next(credited, ""))


def amid(credited: str) -> str:
    """A name as it reads amid a sentence: an article or pronoun that began one is small there."""
    first, space, rest = credited.partition(" ")
    return f"{first.lower()} {rest}" if space and first in _ARTICLES else credited
