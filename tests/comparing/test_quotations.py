"""Quotes, and how each outlet carries them."""

from __future__ import annotations

from dataclasses import replace

from coverage.comparing import quotations, second_hand
from coverage.comparing.excerpts import Limits, grant
from coverage.comparing.quotations import spoken_changes
from coverage.comparing.shown import StoryFacts, VariantFacts
from tests.comparing import story
from tests.comparing.story import GULL, MOLE, REVIEW, TERN

mole, gull, tern = story.source(1, MOLE), story.source(2, GULL, 112), story.source(3, TERN, 130)
review = story.source(4, REVIEW, 900)
whole = story.quote(21, mole, "The water does not wait for a committee")
same = story.quote(22, gull, "The water does not wait for a committee,")
other = story.quote(23, tern, "The tide does not wait for a committee")
second = story.quote(24, review, "Water, it waits for nobody", credited=GULL, translated=True, speaker="the keeper")
VERBATIM, AGAIN = VariantFacts(21, "verbatim"), VariantFacts(22, "verbatim")
REWORDED = VariantFacts(
    23,
    "reworded",
    (("same", "The"), ("removed", "water"), ("added", "tide"), ("same", "does not wait for a committee")),
)
TRANSLATED = VariantFacts(24, "translated", (("removed", "The water"), ("added", "Water")))


def facts(*utterances, quotes=(whole, same, other, second)):
    return StoryFacts((mole, gull, tern, review), quotes={q.id: q for q in quotes}, utterances=utterances)


def shown(found, limits=None):
    limits = limits or Limits()
    asked = [*quotations.wishes(found, limits.quote), *second_hand.wishes(found, limits.page)]
    granted = grant(asked, limits, {})
    return quotations.lay_out(found, granted), second_hand.lay_out(found, granted)


def test_the_fullest_form_heads_the_quote_and_the_same_words_are_not_said_again():
    [utterance] = shown(facts(story.utterance(1, whole, VERBATIM, AGAIN)))[0].shared
    assert (utterance.words, utterance.speaker, utterance.first) == (whole.text, "Karin Holm", whole)
    assert [(r.publisher, r.above, r.words) for r in utterance.renderings] == [(MOLE, True, ""), (GULL, True, "")]


def test_changed_words_are_shown_with_what_a_screen_reader_says():
    [utterance] = shown(facts(story.utterance(1, whole, VERBATIM, REWORDED)))[0].shared
    changes = utterance.renderings[1].changes
    assert [(c.kind, c.words, c.spoken) for c in changes] == [
        ("same", "The", ""),
        ("removed", "water", "replaced:"),
        ("added", "tide", "by:"),
        ("same", "does not wait for a committee", ""),
    ]


def test_words_left_out_and_words_added_are_told_apart():
    found = spoken_changes((("removed", "a"), ("same", "b"), ("added", "c")))
    assert [change.spoken for change in found] == ["left out:", "", "added:"]


def test_an_outlet_that_carries_it_twice_stands_once_with_both_places():
    again = story.quote(25, story.source(5, GULL, 300), "does not wait for a committee")
    row = story.utterance(1, whole, VERBATIM, AGAIN, VariantFacts(25, "shortened"))
    [utterance] = shown(facts(row, quotes=(whole, same, again)))[0].shared
    assert [r.publisher for r in utterance.renderings] == [MOLE, GULL]
    assert utterance.renderings[1].also == (again.address,)


def test_a_quote_of_one_outlet_alone_stands_apart():
    found = shown(
        facts(story.utterance(1, whole, VERBATIM, AGAIN), story.utterance(2, other, VariantFacts(23, "verbatim")))
    )[0]
    assert ([u.id for u in found.shared], [u.id for u in found.single], found.total) == ([1], [2], 2)


def test_a_press_review_does_not_make_a_quote_shared_and_is_tagged():
    found = shown(facts(story.utterance(1, whole, VERBATIM, TRANSLATED)))[0]
    assert found.shared == ()
    rendering = found.single[0].renderings[1]
    assert (rendering.publisher, rendering.review, rendering.words) == (GULL, True, "")
    assert rendering.label == "translated, by way of a press review"


def test_every_quote_of_a_press_review_is_shown_beside_what_the_outlet_carries():
    blocks = shown(facts(story.utterance(1, whole, VERBATIM, AGAIN, TRANSLATED)))[1]
    [block] = blocks
    assert block.publisher == GULL
    assert [(one.words, one.own, one.group) for one in block.quotes] == [(second.text, (same,), 1)]


def test_a_press_review_alone_makes_no_quote_of_the_outlets():
    quotes, blocks = shown(facts(story.utterance(1, second, TRANSLATED)))
    assert quotes.total == 0
    assert blocks[0].quotes[0].group is None


def test_long_quotes_of_a_press_review_all_get_words_within_the_limit_of_each_outlet():
    quotes = [
        story.quote(n, review, f"{n} " + "word " * 60, credited=(MOLE, GULL, TERN, None)[n % 4]) for n in range(10)
    ]
    blocks = shown(facts(quotes=quotes))[1]
    assert len(blocks) == 4
    assert all(one.words for block in blocks for one in block.quotes)
    assert all(sum(len(one.words) for one in block.quotes) <= 600 for block in blocks)


def test_without_room_the_link_stays_and_the_words_go():
    found = facts(story.utterance(1, whole, VERBATIM, REWORDED))
    utterance = quotations.lay_out(found, {}).shared[0]
    assert utterance.words == ""
    assert [(r.wordless, bool(r.quote.address)) for r in utterance.renderings] == [(True, True), (True, True)]


def test_a_hidden_quote_is_gone_from_its_group():
    found = shown(facts(story.utterance(1, whole, VERBATIM, AGAIN), quotes=(same,)))[0]
    assert [r.publisher for r in found.single[0].renderings] == [GULL]


def test_where_the_credited_outlet_has_no_match_the_others_words_stand_beside_and_it_is_said():
    blocks = shown(facts(story.utterance(1, whole, VERBATIM, TRANSLATED)))[1]
    [one] = blocks[0].quotes
    assert (one.own, one.unmatched) == ((whole,), True)


def test_an_outlet_that_carries_it_twice_stands_once_beside_the_press_review():
    again = story.quote(25, story.source(5, GULL, 300), "does not wait for a committee")
    row = story.utterance(1, whole, AGAIN, VariantFacts(25, "shortened"), TRANSLATED)
    [one] = shown(facts(row, quotes=(whole, same, again, second)))[1][0].quotes
    assert (one.own, one.unmatched) == ((same,), False)


def test_reported_speech_is_not_told_in_other_words_than_itself():
    one = story.quote(21, mole, "that the board’s water does not wait for a committee", kind="indirect")
    two = story.quote(22, gull, "that the board's water does not wait for a committee", kind="indirect")
    rows = [VariantFacts(21, "paraphrased"), VariantFacts(22, "paraphrased")]
    [utterance] = shown(facts(story.utterance(1, one, *rows), quotes=(one, two)))[0].shared
    assert [(r.label, r.above) for r in utterance.renderings] == [("reported speech", True), ("reported speech", True)]


def test_reported_speech_is_never_called_verbatim():
    reported = story.quote(26, mole, "that the water would not wait", kind="indirect")
    [utterance] = shown(facts(story.utterance(1, reported, VariantFacts(26, "verbatim")), quotes=(reported,)))[0].single
    assert (utterance.indirect, utterance.marked) == (True, False)
    assert utterance.renderings[0].label == "reported speech"


def test_of_a_long_statement_only_the_sentences_of_the_utterance_are_shown():
    both = story.quote(27, mole, "Nobody told us. The water does not wait for a committee")
    part = VariantFacts(27, "verbatim", words="The water does not wait for a committee")
    first, second_half = (
        story.utterance(1, both, part, AGAIN),
        story.utterance(2, both, VariantFacts(27, "verbatim", words="Nobody told us.")),
    )
    found = shown(facts(first, second_half, quotes=(both, same)))[0]
    assert (found.shared[0].words, found.single[0].words) == (
        "The water does not wait for a committee",
        "Nobody told us.",
    )
    assert found.single[0].source.address == "https://mole.example/1#:~:text=Nobody%20told%20us."


def test_a_press_reviews_quote_stands_beside_the_sentence_that_it_renders():
    sentence = story.claim(31, gull, "Water waits for no man, wrote Gull in its own voice.")
    found = StoryFacts(
        (gull, review), claims={31: sentence}, quotes={second.id: second}, passages={second.id: 31, 999: 31}
    )
    [one] = shown(found)[1][0].quotes
    assert (one.passage.source, one.passage.words, one.unmatched) == (gull, sentence.text, False)
    hidden = StoryFacts((gull, review), quotes={second.id: second}, passages={second.id: 31})
    assert shown(hidden)[1][0].quotes[0].unmatched


def test_whom_it_was_said_to_has_it_first_hand_and_the_others_do_not():
    heard, again = replace(whole, told_to=MOLE.name), replace(same, told_to=MOLE.name)
    [utterance] = shown(facts(story.utterance(1, heard, VERBATIM, AGAIN), quotes=(heard, again)))[0].shared
    assert utterance.told_to == MOLE.name
    assert [one.quote.first_hand for one in utterance.renderings] == [True, False]
