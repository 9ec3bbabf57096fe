"""What is told in a minute: whole sentences that say it alone, by turns of the outlets."""

from __future__ import annotations

from coverage.comparing import minute, sheet
from coverage.comparing.excerpts import Limits
from coverage.comparing.shown import CellFacts, StoryFacts
from tests.comparing import story

SOURCES = tuple(story.source(n, who, n) for n, who in enumerate((story.GULL, story.TERN, story.MOLE), 1))
LONG = "The harbour board moved forty cranes to the north quay, and it did so " + "on a very windy day " * 4 + "in May."
LEANING = "It also moved the cranes to the north quay."
ALONE = "Forty cranes now stand on the north quay."


def told(*texts: str) -> list[tuple[str, str]]:
    """Who gives which words of one statement that these three report, the first of them the clearest."""
    claims = tuple(story.claim(n, source, text) for n, (source, text) in enumerate(zip(SOURCES, texts, strict=True), 1))
    cells = tuple(CellFacts(claim.source.publisher, "own", (claim.id,)) for claim in claims)
    row = story.statement(1, claims[0], *cells)
    facts = StoryFacts(sources=SOURCES, claims={claim.id: claim for claim in claims}, statements=(row,))
    found = sheet.lay_out(facts, Limits()).minute
    return [(one.worded_by.slug if one.worded_by else "", one.words) for one in found]


def test_a_sentence_that_leans_on_another_gives_way_to_one_that_stands_alone() -> None:
    assert told(LEANING, ALONE, ALONE) == [("tern", ALONE)]


def test_a_sentence_that_would_be_cut_gives_way_to_one_that_is_whole() -> None:
    assert told(LONG, LONG, ALONE) == [("mole", ALONE)]


def test_the_clearest_gives_the_words_where_all_are_alike() -> None:
    assert told(ALONE, f"{ALONE[:-1]} today.", ALONE) == [("gull", ALONE)]


def test_a_cut_sentence_is_better_than_none() -> None:
    [(slug, words)] = told(LONG, LONG, LONG)
    assert slug == "gull"
    assert words.endswith("…")
    assert len(words) <= minute.MOST_CHARACTERS
