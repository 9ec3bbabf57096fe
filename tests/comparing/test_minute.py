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
    """Who gives which words of statements that these three report each, the first of three texts the clearest."""
    named = [(SOURCES[n % 3], text) for n, text in enumerate(texts)]
    claims = [story.claim(n, source, text) for n, (source, text) in enumerate(named, 1)]
    rows = []
    for number, first in enumerate(range(0, len(claims), 3), 1):
        three = claims[first : first + 3]
        cells = tuple(CellFacts(claim.source.publisher, "own", (claim.id,)) for claim in three)
        rows.append(story.statement(number, three[0], *cells))
    facts = StoryFacts(sources=SOURCES, claims={claim.id: claim for claim in claims}, statements=tuple(rows))
    found = sheet.lay_out(facts, Limits()).minute
    return [(one.worded_by.slug if one.worded_by else "", one.words) for one in found]


def test_a_sentence_that_leans_on_another_gives_way_to_one_that_stands_alone() -> None:
    assert told(LEANING, ALONE, ALONE) == [("tern", ALONE)]


def test_a_sentence_that_would_be_cut_gives_way_to_one_that_is_whole() -> None:
    assert told(LONG, LONG, ALONE) == [("mole", ALONE)]


def test_the_clearest_gives_the_words_where_all_are_alike() -> None:
    assert told(ALONE, f"{ALONE[:-1]} today.", ALONE) == [("gull", ALONE)]


def test_of_several_that_are_whole_the_one_with_most_of_what_all_say_goes_first() -> None:
    aside = "A gull watched one crane on the quay."
    assert told(aside, ALONE, f"{ALONE[:-1]} at last.") == [("tern", ALONE)]


def test_what_was_told_is_not_told_again_where_another_says_more() -> None:
    again, other = f"{ALONE[:-1]}, by night.", "It weighs eighty tonnes."
    assert told(ALONE, ALONE, ALONE, again, again, other) == [("gull", ALONE), ("mole", other)]


def test_a_cut_sentence_is_better_than_none() -> None:
    [(slug, words)] = told(LONG, LONG, LONG)
    assert slug == "gull"
    assert words.endswith("…")
    assert len(words) <= minute.MOST_CHARACTERS
