"""What quote finding reaches on sentences and texts of our own, by the tagger and by rules alone."""

from functools import cache

import pytest

from aggregator.reading.quotes import find_quotes
from aggregator.weights import load_tagger
from tests.gate import own_attributions

TEXTS_FLOORS = {"tagger": (0.97, 0.945), "rules": (0.92, 0.89)}  # what is reported; and by whom

OWN = [
    # (text, [(what is reported, who reports it, by name)]), marked by hand
    ("“The lake is full,” said Nora Pike.", [("The lake is full,", "Nora Pike")]),
    ("Nora Pike said the lake was full.", [("the lake was full", "Nora Pike")]),
    ("The lake is full, the town said in a letter on Monday.", [("The lake is full", "the town")]),
    ("The town said Monday that the lake is full.", [("that the lake is full", "The town")]),
    ("“The lake,” Pike said, “is full to the brim.”", [("The lake, … is full to the brim.", "Pike")]),
    ("“The lake is full,” Pike said. “Stay away.”", [("The lake is full, … Stay away.", "Pike")]),
    ("According to two divers, the lake is full.", [("the lake is full", "two divers")]),
    ("The lake is full, according to a report by divers.", [("The lake is full", "a report by divers")]),
    ("Pike told the council that the lake is full.", [("that the lake is full", "Pike")]),
    ("Pike called the lake “a bathtub.”", [("the lake “a bathtub.”", "Pike")]),
    ("Pike said the lake was “full to the brim.”", [("the lake was “full to the brim.”", "Pike")]),
    ("Nora Pike, a diver from the north, said that she saw it.", [("that she saw it", "Nora Pike")]),
    ("Nora Pike, who dives every day, said it was deep.", [("it was deep", "Nora Pike")]),
    (
        "“It is deep,” said diver Nora Pike. She added that it was cold.",
        [("It is deep,", "Nora Pike"), ("that it was cold", "Nora Pike")],
    ),
    (
        "Nora Pike dives. “It is deep,” she said, adding that it was cold.",
        [("It is deep,", "Nora Pike"), ("that it was cold", "Nora Pike")],
    ),
    ("The divers announced that the search was over.", [("that the search was over", "The divers")]),
    ("The mayor warned that the dam could break.", [("that the dam could break", "The mayor")]),
    ("The mayor denied that the dam was old.", [("that the dam was old", "The mayor")]),
    ("The mayor insisted he had never seen the dam.", [("he had never seen the dam", "The mayor")]),
    ("LakeNet runs the dam. LakeNet is old. The dam is safe, the company said.", [("The dam is safe", "LakeNet")]),
    ("Asked about the dam, Pike replied: “It leaks.”", [("It leaks.", "Pike")]),
    ("“Does it leak?” Pike asked.", [("Does it leak?", "Pike")]),
    ("Pike tweeted, “It leaks again.”", [("It leaks again.", "Pike")]),
    ("LakeNet: “It does not leak.”", [("It does not leak.", "LakeNet")]),
    ("“It does not leak at all.” — Nora Pike", [("It does not leak at all.", "Nora Pike")]),
    ("The so-called “sky lake” is a pond.", []),
    ("The mayor opened the dam and went home.", []),
    ("The claims were many, and the reports were long.", []),
    (
        "“We saw the dam break.\n\n“Nobody had warned us,” said Nora Pike.",
        [("We saw the dam break. Nobody had warned us,", "Nora Pike")],
    ),
    ("Nora Pike put it this way:\n\n“It was a wall of water.”", [("It was a wall of water.", "Nora Pike")]),
]
CASES = {  # by the tagger: what is reported; and by whom
    "split": (1.0, 1.0),
    "several paragraphs": (1.0, 1.0),
    "marks": (1.0, 1.0),
    "scare quotes, titles, nicknames": (0.8, 0.6),
    "pronouns": (1.0, 1.0),
    "names with appositions": (1.0, 1.0),
    "colon, dash, signature": (0.9, 0.9),
    "mixed": (1.0, 1.0),
    "rare cues": (1.0, 1.0),
    "generic or no speaker": (1.0, 1.0),
    "inverted order and other paragraphs": (1.0, 0.66),
    "short contents": (1.0, 1.0),
    "denials": (1.0, 1.0),
    "tweets and documents": (1.0, 0.88),
    "nested and reported at second hand": (0.93, 0.93),
}
OWN_FLOORS = {"tagger": 0.97, "rules": 0.97}

each_way = pytest.mark.parametrize("way", ["tagger", "rules"])


def tagger_of(way):
    return load_tagger() if way == "tagger" else None


@each_way
def test_our_own_sentences_keep_their_floor(way):
    right = found = marked = 0
    for text, expected in OWN:
        quotes = [one for one in find_quotes(text, (), tagger_of(way)) if one.confidence >= 0.5]
        told = [(one.text, one.speaker.name if one.speaker else None) for one in quotes]
        right += len(set(told) & set(expected))
        found += len(told)
        marked += len(expected)
    assert 2 * right / (found + marked) >= OWN_FLOORS[way]


@each_way
def test_our_own_texts_keep_their_floors(way):
    texts = own_attributions.texts()
    reached = own_attributions.score(lambda text: found_in(text, way), texts)
    assert reached.marked >= 300
    content, pair = TEXTS_FLOORS[way]
    assert reached.content >= content
    assert reached.pair >= pair


@pytest.mark.parametrize("case", CASES)
def test_each_hard_case_keeps_its_floor(case):
    texts = [text for text in own_attributions.texts() if text.subject == case]
    reached = own_attributions.score(lambda text: found_in(text, "tagger"), texts)
    content, pair = CASES[case]
    assert reached.content >= content
    assert reached.pair >= pair


@cache
def found_in(text, way):
    """What is found in a text of our own, which a test of all and one of its case look at."""
    return find_quotes(text, (), tagger_of(way))
