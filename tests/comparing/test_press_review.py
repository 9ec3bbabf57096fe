"""The assembled press review: whose words it gives, whom it credits, and that nothing in it lacks a source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coverage.comparing.excerpts import Limits
from coverage.comparing.press_review import compose
from coverage.comparing.review_forms import Footnote, Paragraph, Run, Written, as_markdown, as_text
from coverage.comparing.review_parts import Clause, Named, Quoted, Review, Said, Side
from coverage.comparing.shown import (
    CellFacts,
    DifferenceFacts,
    SideFacts,
    StoryFacts,
    VariantFacts,
)
from tests.comparing.story import GULL, HERON, MOLE, REVIEW, TERN, claim, quote, source, statement, utterance

MOLES, GULLS, TERNS = source(1, MOLE), source(2, GULL, 30), source(3, TERN, 60)
CRANES = claim(11, MOLES, "The board moved 40 cranes to the north quay on Friday morning.")
CRANES_TOO = claim(12, GULLS, "Forty cranes were moved on Friday, according to Mole, which saw the minutes.")
LOCKS = claim(13, GULLS, "The minister asked for a second audit of the locks in the outer harbour.")


def facts(**more) -> StoryFacts:
    row = statement(1, CRANES, CellFacts(MOLE, "own", (11,)), CellFacts(GULL, "cites", (12,), credited="Mole"))
    values = {
        "sources": (MOLES, GULLS),
        "claims": {11: CRANES, 12: CRANES_TOO, 13: LOCKS},
        "statements": (row, statement(2, LOCKS, CellFacts(GULL, "own", (13,)))),
    }
    return StoryFacts(**{**values, **more})


def clauses(review: Review) -> list[Clause]:
    return [clause for part in review.parts for clause in part.clauses]


def quoted(review: Review) -> list[str]:
    found = []
    for clause in clauses(review):
        for filling in (one for slot in clause.slots.values() for one in slot):
            found += [filling.words] if isinstance(filling, Quoted) else []
            found += [filling.value.words] if isinstance(filling, Side) and isinstance(filling.value, Quoted) else []
    return found


def noted(clause: Clause) -> bool:
    fillings = [one for slot in clause.slots.values() for one in slot]
    sides = [(one.value, *one.outlet, *one.alike) for one in fillings if isinstance(one, Side)]
    flat = [*fillings, *(one for side in sides for one in side)]
    return any(one.note for one in flat if isinstance(one, Named | Quoted))


def test_outlets_stand_in_order_of_publication_each_in_its_own_words():
    review = compose(facts(), Limits())
    assert [part.publisher for part in review.parts] == [MOLE, GULL]
    assert quoted(review) == [CRANES.text, LOCKS.text]


def test_who_credits_another_outlet_is_told_with_that_outlets_name():
    told = next(clause for clause in clauses(compose(facts(), Limits())) if clause.phrase == "credits too one")
    assert told.slots["outlets"] == (Named(GULL, 2),)
    assert told.slots["credited"] == (Said("Mole"),)


def test_every_clause_has_a_note_that_leads_to_the_sentence():
    review = compose(facts(), Limits())
    assert all(noted(clause) for clause in clauses(review))
    assert [note.number for note in review.notes] == [1, 2, 3]
    assert review.notes[0].address.startswith("https://mole.example/1#:~:text=The%20board%20moved")


def test_an_outlet_that_could_not_be_read_is_named_without_words():
    row = statement(1, CRANES, CellFacts(MOLE, "own", (11,)), CellFacts(TERN, "unread", why="summary only"))
    review = compose(facts(sources=(MOLES, TERNS), statements=(row,)), Limits())
    assert review.parts[1].clauses[0].phrase == "unread"
    assert review.notes[-1].address == "https://tern.example/3"


def test_a_sentence_that_leans_on_the_one_before_gives_way_to_another_outlets():
    leaning = claim(14, MOLES, "It moved 40 cranes to the north quay, the minutes of the board say.")
    row = statement(1, leaning, CellFacts(MOLE, "own", (14,)), CellFacts(GULL, "cites", (12,), credited="Mole"))
    review = compose(facts(statements=(row,), claims={14: leaning, 12: CRANES_TOO}), Limits())
    assert quoted(review) == [CRANES_TOO.text]


def test_what_somebody_says_is_given_as_a_quote_with_whom_it_was_said_to():
    saying = quote(21, GULLS, "Nobody told us that the gate was open", told_to="Gull")
    short = quote(22, MOLES, "the gate was open, she said, and nobody knew", kind="direct")
    rows = (utterance(5, saying, VariantFacts(21, "verbatim"), VariantFacts(22, "shortened")),)
    review = compose(facts(quotes={21: saying, 22: short}, utterances=rows), Limits())
    said = next(clause for clause in clauses(review) if clause.phrase == "told it")
    assert said.slots["quote"] == (Quoted(saying.text, 4),)
    assert next(c for c in clauses(review) if c.phrase == "shortened one").slots["outlets"] == (Named(MOLE, 5),)


def test_a_value_is_quoted_from_the_outlet_whose_words_it_is_in():
    sides = (SideFacts("40 cranes", ((11, 0, 5),)), SideFacts("Forty cranes", ((12, 0, 5),)))
    review = compose(facts(differences=(DifferenceFacts(7, "count", "cranes", sides),)), Limits())
    [differ] = review.parts[-1].clauses
    assert differ.phrase == "differ on number"
    assert [side.outlet[0].publisher for side in differ.slots["sides"]] == [MOLE, GULL]


def test_an_outlet_without_words_of_its_own_speaks_by_way_of_a_press_review_marked_as_translated():
    by_way = quote(31, source(9, REVIEW, 90), "The harbour gives its cranes away", credited=HERON, translated=True)
    of_mole = quote(32, source(9, REVIEW, 90), "The harbour moves its cranes away", credited=MOLE, translated=True)
    review = compose(facts(quotes={31: by_way, 32: of_mole}), Limits())
    assert review.parts[-1].kind == "translated"
    [clause] = review.parts[-1].clauses
    assert clause.slots["quote"] == (Quoted(by_way.text, 4, translated=True),)


@given(
    quote_limit=st.integers(40, 300), a_section=st.integers(1, 4), page=st.integers(100, 700), rows=st.integers(0, 12)
)
def test_no_article_gives_more_words_than_the_limits_allow(quote_limit, a_section, page, rows):
    claims = {
        n: claim(n, MOLES, f"Statement number {n} says something of the quay and its cranes. " * 4) for n in range(rows)
    }
    statements = tuple(statement(n, one, CellFacts(MOLE, "own", (n,))) for n, one in claims.items())
    review = compose(facts(claims=claims, statements=statements), Limits(quote_limit, a_section, page))
    words = quoted(review)
    assert len(words) <= a_section
    assert all(len(one) <= quote_limit for one in words)
    assert sum(map(len, words)) <= page


def written(*runs: Run, heading: str = "") -> Written:
    note = Footnote(1, "Mole, “Cranes_moved”", "https://mole.example/1")
    paragraphs = [Paragraph((Run("text", heading),), heading=True)] if heading else []
    return Written("The *harbour*", (*paragraphs, Paragraph(runs)), (note,), ("By [us].",))


def test_as_text_notes_stand_in_brackets_and_the_attribution_goes_along():
    text = as_text(written(Run("outlet", "Mole"), Run("text", " writes: "), Run("quote", "Forty", 1), Run("text", ".")))
    assert "Mole writes: “Forty”[1]." in text
    assert "[1] Mole, “Cranes_moved” https://mole.example/1" in text
    assert text.endswith("By [us].\n")


def test_words_that_bring_double_quotation_marks_stand_in_single_ones():
    assert "‘He said “no”’" in as_text(written(Run("quote", "He said “no”", 1)))


def test_in_markdown_no_words_become_markup():
    text = as_markdown(written(Run("quote", "1. *bold* <b> [x](y) _z_ `c`", 1), heading="Where"))
    assert "# The \\*harbour\\*" in text
    assert "\n## Where\n" in text
    assert "1. \\*bold\\* \\<b\\> \\[x\\](y) \\_z\\_ \\`c\\`”[^1]" in text
    assert "[^1]: Mole, “Cranes\\_moved” <https://mole.example/1>" in text


def test_a_paragraph_that_begins_like_a_list_is_none_in_markdown():
    assert "\n\\- not a list" in as_markdown(written(Run("text", "- not a list")))
    assert "\n17\\. June" in as_markdown(written(Run("text", "17. June")))
