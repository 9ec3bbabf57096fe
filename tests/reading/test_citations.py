import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.citations import find_citations
from aggregator.reading.types import Link

NAMES = {
    "BuzzFeed News": "buzzfeednews",
    "BuzzFeed": "buzzfeednews",
    "CNN": "cnn",
    "Wall Street Journal": "wsj",
    "The Wall Street Journal": "wsj",
}


def outlet_at(url):
    return {
        "https://cnn.test/2022/the-port-is-shut": "cnn",
        "https://buzzfeed.test/2022/the-port-is-shut": "buzzfeednews",
    }.get(url, "")


def credit(text, own="gizmodo", links=()):
    return [(one.name, one.outlet, one.by) for one in find_citations(text, links, NAMES, outlet_at, own)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("According to BuzzFeed News, the port is shut.", [("BuzzFeed News", "buzzfeednews", "words")]),
        ("The port is shut, BuzzFeed News reported on Friday.", [("BuzzFeed News", "buzzfeednews", "words")]),
        ("The port is shut, BuzzFeed has learned.", [("BuzzFeed News", "buzzfeednews", "words")]),
        ("The closing was first reported by Reuters.", [("Reuters", "", "words")]),
        ("“It is shut,” the mayor told CNN.", [("CNN", "cnn", "words")]),
        ("A report from the Wall Street Journal says so.", [("Wall Street Journal", "wsj", "words")]),
        ("The Wall Street Journal’s reporting began in May.", [("Wall Street Journal", "wsj", "words")]),
        ("BuzzFeed News, which obtained the tapes, counted 80.", [("BuzzFeed News", "buzzfeednews", "words")]),
        ("The port is shut, BoatNet’s blog post says.", [("BoatNet", "", "words")]),
        ("In BoatNet’s statement nothing is said of it.", [("BoatNet", "", "words")]),
    ],
)
def test_credit_in_words(text, expected):
    assert credit(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "CNN has an office at the port.",
        "The port is shut.",
        "She once danced for BuzzFeed in a video.",
        "Friday’s statement was short.",
    ],
)
def test_a_name_alone_is_no_credit(text):
    assert credit(text) == []


def test_credit_to_itself_is_left_out():
    assert credit("The mayor told CNN so. CNN reported it.", own="cnn") == []


def test_credit_by_a_link_names_the_sentence_that_holds_it():
    text = "The port is shut. Read all about it there. Nobody knows why."
    link = Link(text.index("about"), text.index(" there"), "https://cnn.test/2022/the-port-is-shut")
    (one,) = find_citations(text, [link], NAMES, outlet_at, "gizmodo")
    assert (one.name, one.outlet, one.by, one.href) == ("CNN", "cnn", "link", link.href)
    assert text[one.start : one.end] == "Read all about it there."


def test_links_to_itself_and_to_strangers_are_no_credit():
    text = "Read all about it there and here."
    links = [Link(0, 4, "https://cnn.test/2022/the-port-is-shut"), Link(5, 8, "https://port.test/")]
    assert credit(text, own="cnn", links=links) == []


def test_a_sentence_credits_an_outlet_once_in_words():
    assert credit("CNN reported it, and the mayor told CNN so.") == [("CNN", "cnn", "words")]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["CNN", "according to", "reported", "told", ".", ". ", "\n\n", "BoatNet’s statement", "by", " "]
        ),
        max_size=25,
    ).map(" ".join),
    st.integers(0, 300),
)
def test_any_text_and_link_give_sentences_of_the_text(text, start):
    for one in find_citations(
        text, [Link(start, start + 3, "https://cnn.test/2022/the-port-is-shut")], NAMES, outlet_at, "x"
    ):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    ("href", "name", "what"),
    [
        ("https://www.reuters.com/business/port-shut-2022-06-17/", "Reuters", "report"),
        ("https://www.nytimes.com/2022/06/17/business/port.html", "The New York Times", "report"),
        ("https://newsroom.boatnet.com/port-update-june", "boatnet", "document"),
        ("https://boatnet.com/blog/port-update-june", "boatnet", "document"),
        ("https://www.sec.gov/Archives/edgar/data/1/10k.htm", "SEC filing", "document"),
    ],
)
def test_links_credit_other_newsrooms_and_published_papers(href, name, what):
    (one,) = find_citations("The port is shut.", [Link(4, 8, href)], NAMES, outlet_at, "gizmodo")
    assert (one.name, one.what, one.by, one.named) == (name, what, "link", (4, 8))


@pytest.mark.parametrize(
    "href",
    [
        "https://www.reuters.com/",
        "https://www.reuters.com/business",
        "https://www.nytimes.com/by/ada-finch",
        "https://www.theverge.com/authors/ada-finch",
        "https://boatnet.com/boats/blue-boat",
        "https://[",
    ],
)
def test_links_to_front_pages_sections_authors_and_shops_are_no_credit(href):
    assert find_citations("The port is shut.", [Link(4, 8, href)], NAMES, outlet_at, "gizmodo") == ()


def test_what_a_speaker_says_of_an_outlet_is_no_credit_of_the_article():
    assert credit("“According to CNN the port is shut,” the mayor said.") == []


def test_a_name_keeps_its_place():
    text = "The port is shut, according to the Wall Street Journal."
    (one,) = find_citations(text, (), NAMES, outlet_at, "gizmodo")
    assert text[slice(*one.named)] == "the Wall Street Journal"


@pytest.mark.parametrize("unit", ["CNN told ", "told CNN, ", "In BoatNet’s ", "first reported by Ada ", "(", "“CNN "])
def test_it_takes_time_that_grows_with_the_text_alone(unit):
    def seconds(length):
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.process_time()
        find_citations(text, (), NAMES, outlet_at, "gizmodo")
        return time.process_time() - start

    short = min(seconds(50_000) for _ in range(2))
    assert seconds(200_000) < 8 * short + 0.5
