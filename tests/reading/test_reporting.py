"""Whose reporting an article is, and to which newsroom a thing was said."""

import pytest

from aggregator.reading.article import read_article
from aggregator.reading.types import Page
from aggregator.weights import load_tagger

FILL = "The ferry was built in 1984. It has been repaired nine times. It carries 200 people. It sails at noon. "


def read(text, url="https://techcrunch.com/2022/06/17/ferry/", tagger=None):
    return read_article(Page(url, "Ferry", text, (), None, None, "full", "test"), tagger)


@pytest.mark.parametrize(
    ("text", "reporting"),
    [
        ("“It leaks,” Marta Holm told TechCrunch.", "original"),
        ("Emails obtained by TechCrunch show that it leaks.", "original"),
        ("“It leaks,” Marta Holm told us on Monday.", "original"),
        ("The ferry leaks, according to BuzzFeed News.", "second-hand"),
        ("The ferry leaks, Reuters reported. " + FILL, "second-hand"),
        ("The ferry leaks, Reuters reported. Marta Holm told TechCrunch that it does not.", "both"),
        (FILL + "The ferry leaks, Reuters reported.", ""),
        (FILL + "“It leaks,” Marta Holm told TechCrunch. The Guardian reported the price.", "original"),
        ("The ferry leaks. TechCrunch reported on the line in May.", ""),
        ("The ferry leaks, the court filing says.", ""),
        ("“He told us nothing,” said Marta Holm. The ferry leaks.", ""),
        ("", ""),
    ],
)
def test_an_article_says_whose_reporting_it_is(text, reporting):
    assert read(text).reporting == reporting


def test_signs_of_own_work_are_spans_of_the_text():
    text = "“It leaks,” Marta Holm told TechCrunch. TechCrunch reviewed the plans."
    assert [text[start:end] for start, end in read(text).signs] == ["TechCrunch", "TechCrunch"]


@pytest.mark.parametrize("tagger", [None, load_tagger()], ids=["rules", "tagger"])
@pytest.mark.parametrize(
    ("text", "hearers"),
    [
        ("“It leaks,” Marta Holm told CNN.", ["CNN"]),
        ("Marta Holm told CNN that it leaks.", ["CNN"]),
        ("In an interview with the Guardian, Marta Holm said that it leaks.", ["The Guardian"]),
        ("“It leaks,” Marta Holm told TechCrunch. “Everybody knows,” she said.", ["TechCrunch", "TechCrunch"]),
        ("“It leaks,” Marta Holm told CNN.\n\n“It does not,” said Ole Brandt.", ["CNN", ""]),
        ("“It leaks,” said Marta Holm. CNN was told nothing.", [""]),
    ],
)
def test_a_quote_keeps_the_newsroom_that_it_was_said_to(text, hearers, tagger):
    told = [one.told_to for one in read(text, "https://gizmodo.com/ferry-1", tagger).quotes]
    assert told[-1] == hearers[-1]
    assert {one for one in told if one} == {one for one in hearers if one}


def test_a_claim_keeps_it_too():
    text = "The ferry sank in 2021 with 90 boats. Marta Holm told CNN that nine people left 80 files on the ferry."
    claims = read(text, "https://gizmodo.com/ferry-1").claims
    assert [one.told_to for one in claims] == ["", "CNN"]
