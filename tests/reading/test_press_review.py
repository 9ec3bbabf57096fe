import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.article import outlet_names
from aggregator.reading.press_review import read_press_review

FILE = Path(os.environ.get("PARALLAX_PRESS_REVIEW", Path(__file__).parents[3] / "shared" / "press-review.txt"))

REVIEW = "\n\n".join(
    (
        "BoatNet hands its harbour maps over to Anchor",
        "“Sailors have asked for a year where BoatNet keeps the maps that it draws of every "
        "harbour.”observe TechCrunch.",
        "According to a survey by Fr. BuzzFeedNews, they were right to ask. The site claims to have read "
        "30 letters, showing that “BoatNet clerks on the far shore opened the maps again and again, "
        "whatever the captains had been told.”.",
        "“Anyone can look”writes one of the BoatNet clerks in particular in one of the letters from March.",
        "“The well-known map maker announced that all its charts will lie in the vaults of its partner "
        "Anchor”explains Wall Street Journal. The older charts remain “In two vaults of its own, from "
        "which they are to be cleared one by one”adds the economic newspaper.",
        "“We know that captains look at us more closely than at others, and we want to earn their "
        "trust.”assures the group.",
        "The captains will not be calm so soon. Gizmodo recalls that the old governor had told BoatNet to"
        " sell its quays.",
        "“Three ports asked for the quays, but Anchor made the better offer.”notes the site. “In the end "
        "the two agreed to share the work”.",
        "The new governor is no friend of BoatNet either, he points out CNN. If he tore up the old "
        "orders, “He wrote others that reach every map drawn beyond the sea.”.",
        "In view of the letters BuzzFeedNews, Mashable deplores a map that “Keeps what sailors tell it. "
        "Who can sail unseen today? ”.",
        "Leave a Comment",
    )
)


def review(text=REVIEW):
    return read_press_review(text, outlet_names())


def test_every_quote_is_found_and_credited():
    assert [(one.outlet, one.quote.speaker.words, one.quote.speaker.name) for one in review().quotes] == [
        ("techcrunch", "TechCrunch", "TechCrunch"),
        ("buzzfeednews", "The site", "BuzzFeed News"),
        ("buzzfeednews", "one of the BoatNet clerks", "one of the BoatNet clerks"),
        ("wsj", "Wall Street Journal", "Wall Street Journal"),
        ("wsj", "the economic newspaper", "Wall Street Journal"),
        ("", "the group", "BoatNet"),
        ("gizmodo", "the site", "Gizmodo"),
        ("gizmodo", "the site", "Gizmodo"),
        ("cnn", "CNN", "CNN"),
        ("mashable", "Mashable", "Mashable"),
    ]


def test_the_title_stands_apart_and_page_furniture_is_dropped():
    read = review()
    assert read.title == "BoatNet hands its harbour maps over to Anchor"
    assert read.title not in read.text
    assert "Leave a Comment" not in read.text


def test_broken_typography_is_set_right():
    text = review().text
    assert "every harbour.” observe TechCrunch." in text
    assert "been told.”\n" in text
    assert text.endswith("Who can sail unseen today?”")


def test_quotes_are_verbatim_spans_of_the_text():
    read = review()
    for one in read.quotes:
        ((start, end),) = one.quote.spans
        assert read.text[start:end] == one.quote.text
        speaker = one.quote.speaker
        assert read.text[speaker.start : speaker.end] == speaker.words


def test_a_description_goes_to_the_last_outlet_that_it_fits():
    text = (
        "Boats\n\nThe Wall Street Journal and then CNN wrote of boats. “The boats are late again this year”, explains "
        "the newspaper. “The boats are never late in the spring”, answers the channel."
    )
    assert [one.outlet for one in review(text).quotes] == ["wsj", "cnn"]


def test_the_table_of_descriptions_can_be_given():
    text = "Boats\n\nThe Harbour Post wrote of boats. “The boats are late again this year”, explains the daily."
    read = read_press_review(text, {"Harbour Post": "post"}, {"post": "daily newspaper"})
    assert [(one.outlet, one.quote.speaker.name) for one in read.quotes] == [("post", "Harbour Post")]


def test_a_scare_quote_is_no_quote():
    assert review("Boats\n\nCNN wrote of “old” boats at sea.").quotes == ()


@pytest.mark.skipif(not FILE.exists(), reason=f"NO PRESS REVIEW at {FILE}: set PARALLAX_PRESS_REVIEW to its file")
def test_the_press_review_that_the_project_began_from_has_its_ten_quotes():
    read = review(FILE.read_text(encoding="utf-8"))
    assert len(read.quotes) == 10
    assert Counter(one.outlet for one in read.quotes) == {
        "techcrunch": 1,
        "buzzfeednews": 2,
        "wsj": 2,
        "gizmodo": 2,
        "cnn": 1,
        "mashable": 1,
        "": 1,
    }
    speakers = {one.quote.speaker.words: one.quote.speaker.name for one in read.quotes}
    assert speakers["one of the TikTok employees"] == "one of the TikTok employees"
    assert speakers["the group"] == "TikTok"
    assert speakers["the economic diary"] == "Wall Street Journal"
    assert speakers["The site"] == "BuzzFeed News"
    assert speakers["the site"] == "Gizmodo"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["“", "”", "”.", '"', "CNN", "the site", "explains", "says", "The boats are late", ".", "\n\n", " ", "he"]
        ),
        max_size=30,
    ).map(" ".join)
)
def test_any_text_gives_verbatim_quotes(text):
    read = read_press_review(text, outlet_names())
    for one in read.quotes:
        ((start, end),) = one.quote.spans
        assert read.text[start:end] == one.quote.text
