"""What is reached on sentences of our own: credit given, and which statements are worth checking. Floors."""

import pytest

from aggregator.reading.article import outlet_names
from aggregator.reading.checkable import checked
from aggregator.reading.citations import find_citations, find_credit
from aggregator.reading.reporting import own_signs
from aggregator.weights import load_tagger
from tests.gate import own_checks, own_credits

NAMES = outlet_names()
HALVES = {"half one": (1.0, 0.95), "half two": (1.0, 0.93)}  # precision and recall; one was written before the code
KINDS = 0.97  # of what is found, credited with the right thing
CHECKS = {"tagger": 0.93, "rules": 0.8}  # F1


def outlet_at(url):
    return next((slug for slug in ("cnn", "buzzfeednews") if slug in url), "")


def found_in(text):
    return find_citations(text.text, text.links, NAMES, outlet_at, text.own)


def test_there_are_enough_sentences_with_credit_and_without():
    texts = own_credits.texts()
    assert len(texts) >= 120
    assert sum(not text.credits for text in texts) >= 50


@pytest.mark.parametrize("half", HALVES)
def test_credit_in_our_own_sentences_keeps_its_floors(half):
    reached = own_credits.score(found_in, [text for text in own_credits.texts() if text.half == half])
    precision, recall = HALVES[half]
    assert reached.precision >= precision, reached.wrong
    assert reached.recall >= recall, reached.wrong
    assert reached.kinds >= KINDS * reached.same, reached.wrong


def test_signs_of_own_work_are_found_in_our_own_sentences():
    marked = found = same = 0
    for text in (one for one in own_credits.texts() if "(" in one.subject):
        credit = find_credit(text.text, text.links, NAMES, outlet_at)
        signs = own_signs(text.text, credit, text.own)
        marked, found = marked + len(text.signs), found + len(signs)
        same += sum(any(a < end and start < b for start, end in signs) for a, b in text.signs)
    assert marked >= 10
    assert same >= marked - 1  # "confirmed the sale to TechCrunch" may be whom it is sold to
    assert found == same


@pytest.mark.parametrize("way", ["tagger", "rules"])
def test_statements_of_our_own_are_told_apart_by_whether_they_can_be_checked(way):
    tagger = load_tagger() if way == "tagger" else None
    right = told = worth = 0
    for text in own_checks.texts():
        scores, least = checked(text.text, text.spans, tagger)
        kept = [score >= least for score in scores]
        right += sum(a and b for a, b in zip(kept, text.worth, strict=True))
        told, worth = told + sum(kept), worth + sum(text.worth)
    assert 2 * right / (told + worth) >= CHECKS[way]
