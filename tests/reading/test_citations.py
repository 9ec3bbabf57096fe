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
