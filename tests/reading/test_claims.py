from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.checkable import check_worthiness
from aggregator.reading.claims import find_claims
from aggregator.reading.quotes import find_quotes
from aggregator.weights import load_tagger

FRIDAY = date(2022, 6, 17)
NAMES = {"BuzzFeed News": "buzzfeednews", "BuzzFeed": "buzzfeednews", "CNN": "cnn", "Wall Street Journal": "wsj"}


def claims(text, published=FRIDAY):
    spoken = [one for one in find_quotes(text) if one.confidence >= 0.5]
    return find_claims(text, spoken, published, NAMES)


def test_a_sentence_with_figures_is_a_claim_in_the_outlets_own_voice():
    (one,) = claims("Nine engineers opened more than 80 files on Friday.")
    assert one.source is None
    assert [figure.words for figure in one.figures] == ["Nine engineers", "more than 80 files", "Friday"]
    assert one.score > 0.7


@pytest.mark.parametrize(
    ("text", "name", "outlet"),
    [
        ("According to BuzzFeed News, nine engineers opened 80 files.", "BuzzFeed News", "buzzfeednews"),
        ("Nine engineers opened 80 files, BuzzFeed reported on Friday.", "BuzzFeed", "buzzfeednews"),
        ("Nine engineers opened 80 files, as first reported by CNN.", "CNN", "cnn"),
        ("Nine engineers opened 80 files, according to a report by the Wall Street Journal.", None, "wsj"),
        ("Nine engineers opened 80 files, said Ada Finch, a lawyer.", "Ada Finch", ""),
        ("Ada Finch told CNN that nine engineers opened 80 files.", "Ada Finch", ""),
        ("“Nine engineers opened 80 files,” Ada Finch said.", "Ada Finch", ""),
    ],
)
def test_a_claim_is_credited_to_its_source(text, name, outlet):
    (one,) = claims(text)
    assert one.source is not None
    assert one.source.name == (name or one.source.name)
    assert one.source_outlet == outlet
    assert text[one.source.start : one.source.end] == one.source.words
    assert one.cue is not None


def test_the_report_is_the_outlet_that_was_credited_before():
    text = "BuzzFeed News obtained 80 tapes in May. Nine engineers opened the files in January, the report says."
    assert claims(text)[1].source_outlet == "buzzfeednews"


def test_a_spokesperson_of_an_outlet_is_not_the_outlet_reporting():
    (one,) = claims("A CNN spokesperson said that nine engineers opened 80 files.")
    assert one.source_outlet == ""


@pytest.mark.parametrize(
    "text",
    [
        "Did nine engineers open 80 files in May?",
        "Sign up for our newsletter and read 12 stories a day.",
        "BoatNet did not immediately respond to a request for comment on the 80 files.",
        "I hope we should think of something nice!",
        "Yes, of course.",
    ],
)
def test_questions_wishes_and_furniture_are_no_claims(text):
    assert claims(text) == ()


@pytest.mark.parametrize(
    ("text", "hedged", "negated"),
    [
        ("BoatNet allegedly moved 80 files to the coast.", True, False),
        ("BoatNet reportedly moved 80 files to the coast.", True, False),
        ("BoatNet moved 80 files to the coast.", False, False),
        ("BoatNet denied on Friday that it moved 80 files.", False, True),
        ("There is no evidence that BoatNet moved 80 files.", False, True),
        ("BoatNet hasn’t moved its 80 files to the coast.", False, True),
        ("BoatNet moved not only 80 files but also 12 servers.", False, False),
    ],
)
def test_hedges_and_denials_are_kept(text, hedged, negated):
    (one,) = claims(text)
    assert (one.hedged, one.negated) == (hedged, negated)


def test_more_figures_are_more_checkable_and_opinions_less():
    plain = check_worthiness("The company moved its files to the coast.")
    assert check_worthiness("The company moved 80 files in 12 days to the coast.") > plain
    assert check_worthiness("I think the company should move its beautiful files.") < plain


def test_a_sentence_amid_a_longer_quotation_sheds_the_mark_without_a_partner():
    text = "“We moved 80 files in May. We moved 12 servers in June,” Ada Finch said."
    assert [one.words for one in claims(text)] == [
        "We moved 80 files in May.",
        "We moved 12 servers in June,” Ada Finch said.",
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            (
                '“|”|"|said|Ada Finch|80 files|.|. |\n\n|?|CNN|reported by|not|in May|according to|,|moved|the company|'
                "$5|BuzzFeed News"
            ).split("|")
        ),
        max_size=30,
    ).map(" ".join)
)
def test_any_text_gives_claims_within_bounds(text):
    last = 0
    for one in claims(text):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.words
        assert 0 <= one.score <= 1
        assert all(one.start <= figure.start < figure.end <= one.end for figure in one.figures)
        last = one.end


@pytest.mark.parametrize("tagger", [None, load_tagger()], ids=["rules", "tagger"])
@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("Ada Finch said that nine engineers opened 80 files.", "Ada Finch", "said"),
        ("Nine engineers opened 80 files, Ada Finch said.", "Ada Finch", "said"),
        ("Ada Finch warned that nine engineers had opened 80 files.", "Ada Finch", "warned"),
        ("BoatNet denied that nine engineers had opened 80 files.", "BoatNet", "denied"),
        ("According to Ada Finch, nine engineers opened 80 files.", "Ada Finch", "According to"),
        ("Nine engineers opened 80 files in May.", None, None),
        ("The town of Arlen bought 80 boats in 2019.", None, None),
    ],
)
def test_a_claim_in_reported_speech_has_its_source_and_cue_and_one_of_the_outlets_own_has_none(
    text, source, cue, tagger
):
    quotes = [one for one in find_quotes(text, (), tagger) if one.confidence >= 0.5]
    (one,) = find_claims(text, quotes, FRIDAY, NAMES, tagger)
    assert (one.source.name if one.source else None) == source
    assert (text[slice(*one.cue)] if one.cue else None) == cue
