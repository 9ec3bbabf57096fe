"""How check-worthy a sentence is, by the tagger with rules and by rules alone."""

from aggregator.reading.checkable import checked, checked_alone
from aggregator.reading.claims import find_claims
from aggregator.reading.predicted_words import predicted_checks
from aggregator.weights import load_tagger

FIRM = "The ferry line lost 4 million crowns in 2021 and fired 80 people."
LOOSE = "I think that the mayor means well."


def test_what_is_predicted_for_a_sentence_is_the_score_of_its_claim():
    (claim,) = find_claims(FIRM, (), None, tagger=load_tagger())
    assert [claim.score] == predicted_checks([FIRM], load_tagger())


def test_without_a_tagger_too():
    (claim,) = find_claims(FIRM, (), None)
    assert [claim.score] == predicted_checks([FIRM], None) == checked_alone([FIRM], None)


def test_the_tagger_decides_what_is_a_claim():
    text = f"{FIRM} {LOOSE} The builder was fined."
    by_tagger = [one.words for one in find_claims(text, (), None, tagger=load_tagger())]
    by_rules = [one.words for one in find_claims(text, (), None)]
    assert by_tagger == [FIRM, "The builder was fined."]
    assert by_rules == [FIRM]


def test_a_text_that_is_too_long_for_the_tagger_is_scored_by_rules():
    text = "word " * 13_000
    assert checked(text, [(0, 40)], load_tagger()) == checked(text, [(0, 40)], None)
