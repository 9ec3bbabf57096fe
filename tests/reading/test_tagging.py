"""The tagger's parts, each by itself: pieces, windows, tags, links, and what is made of the rules' and its own word."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.quotes import find_quotes, read_quotes
from aggregator.reading.tagging.linking import WindowScores, attributions
from aggregator.reading.tagging.pieces import LONGEST, Vocabulary, tokens
from aggregator.reading.tagging.tagger import MOST, Tagger
from aggregator.reading.tagging.tags import Tagged, spans
from aggregator.reading.tagging.windows import INSIDE, OUTSIDE, windows

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "lake",
    "##s",
    "the",
    "is",
    "full",
    "said",
    "pike",
    "“",
    "”",
    ",",
    ".",
    '"',
]
VOCABULARY = Vocabulary(WORDS)
SURE = 8.0


class ByList:
    """An encoder that knows words by heart: which are content, source and cue, and that all belong together."""

    def __init__(self, contents=(), sources=(), cues=()):
        self.known = [{WORDS.index(word) for word in words} for words in (contents, sources, cues)]

    def __call__(self, pieces, types, mask):
        rows, length = pieces.shape
        contents, roles = np.zeros((rows, length, 3), np.float32), np.zeros((rows, length, 5), np.float32)
        links = np.zeros((rows, 2, length, length), np.float32)
        contents[:, :, 0] = roles[:, :, 0] = SURE / 2
        links[:, :, :, 0] = SURE / 2
        for row in range(rows):
            self._mark(pieces[row], contents[row], self.known[0], 1)
            for kind in (0, 1):
                for first in self._mark(pieces[row], roles[row], self.known[1 + kind], 1 + 2 * kind):
                    links[row, kind, :, first] = SURE
        return contents, roles, links, np.zeros((rows, length), np.float32)

    def _mark(self, pieces, scores, known, begin):
        firsts = []
        for at, piece in enumerate(pieces):
            if int(piece) in known:
                goes_on = at and int(pieces[at - 1]) in known
                scores[at, begin + 1 if goes_on else begin] = SURE
                firsts += [] if goes_on else [at]
        return firsts


def tagger(contents=(), sources=(), cues=()):
    return Tagger(ByList(contents, sources, cues), VOCABULARY)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("lake", ["lake"]),
        ("Lakes", ["lake", "##s"]),
        ("Làkes", ["lake", "##s"]),
        ("lakeside", ["[UNK]"]),
        ("湖", ["[UNK]"]),
        ("s" * (LONGEST + 1), ["[UNK]"]),
    ],
)
def test_a_word_is_spelled_in_the_longest_pieces_without_case_and_accents(word, pieces):
    assert [WORDS[number] for number in VOCABULARY.spell(word)] == pieces


def test_tokens_are_words_and_single_marks_with_their_places():
    text = "“It’s 3.5_m,”\nhe"
    assert [text[one.start : one.end] for one in tokens(text)] == [
        "“", "It", "’", "s", "3", ".", "5", "_", "m", ",", "”", "he",
    ]  # fmt: skip


def read(text, room=224):
    return list(windows(text, tokens(text), VOCABULARY, room))


def test_paragraphs_share_a_window_while_there_is_room_and_are_parted_in_it():
    (window,) = read("The lake.\n\nThe lakes.")
    assert [WORDS[piece] for piece in window.pieces] == ("[CLS] the lake . [SEP] the lake ##s . [SEP]".split())
    assert [window.pieces[place] for place in window.places] == [6, 4, 14, 6, 4, 14]


def test_a_paragraph_that_does_not_fit_begins_the_next_window():
    first, second = read("The lake is full.\n\nThe lake is full.", room=9)
    assert first.pieces == second.pieces
    assert [*first.tokens, *second.tokens] == list(range(10))


def test_a_piece_knows_whether_it_stands_between_marks():
    (window,) = read("“The lake,” Pike said.")
    assert [WORDS[p] for p, kind in zip(window.pieces, window.types, strict=True) if kind == INSIDE] == (
        "“ the lake , ”".split()
    )
    assert window.types[0] == window.types[-1] == OUTSIDE


@given(st.text(alphabet='The lake.“”" \n', max_size=400), st.integers(5, 40))
@settings(max_examples=60, deadline=None)
def test_every_token_is_in_one_window_and_no_window_is_too_long(text, room):
    found = read(text, room)
    assert [index for window in found for index in window.tokens] == list(range(len(tokens(text))))
    assert all(len(window.pieces) == len(window.types) <= room for window in found)


def scores(*rows):
    return np.array(rows, dtype=np.float32)


O, B, I = (5, 0, 0), (0, 5, 0), (0, 0, 5)  # noqa: E741


@pytest.mark.parametrize(
    ("rows", "opens", "found"),
    [
        ((O, B, I, O), (True, False, False, False), [(1, 3)]),
        ((B, B, I), (True, False, False), [(0, 1), (1, 3)]),
        ((B, I, I, I), (True, False, False, False), [(0, 4)]),
        ((B, I, I, I), (True, False, True, False), [(0, 2), (2, 4)]),
        ((O, O), (True, False), []),
        ((), (), []),
    ],
)
def test_tags_become_spans_that_begin_properly_and_end_with_their_paragraph(rows, opens, found):
    table = scores(*rows) if rows else np.zeros((0, 3), np.float32)
    assert [(one.first, one.end) for one in spans(table, opens)] == found


def test_contents_that_lead_to_one_cue_are_one_attribution():
    contents = scores(B, O, O, B)  # lake , said . full → lake … full, said Pike
    roles = scores((5, 0, 0, 0, 0), (0, 5, 0, 0, 0), (0, 0, 0, 5, 0), (5, 0, 0, 0, 0))
    links = np.zeros((2, 4, 5), np.float32)
    links[0, :, 2] = links[1, :, 3] = SURE
    (one,) = attributions(WindowScores(contents, roles, links), [0] * 4, [0] * 4)
    assert one.contents == (Tagged(0, 0, 1), Tagged(0, 3, 4))
    assert (one.source, one.cue) == (Tagged(0, 1, 2), Tagged(1, 2, 3))
    assert one.source_sure > 0.9


def test_contents_of_two_paragraphs_are_two_attributions_though_they_lead_to_one_cue():
    roles = scores((5, 0, 0, 0, 0), (0, 0, 0, 5, 0), (5, 0, 0, 0, 0))
    links = np.zeros((2, 3, 4), np.float32)
    links[1, :, 2] = SURE
    found = attributions(WindowScores(scores(B, O, B), roles, links), [0, 0, 1], [0, 0, 1])
    assert [one.contents for one in found] == [(Tagged(0, 0, 1),), (Tagged(0, 2, 3),)]


def test_a_cue_to_which_nothing_leads_takes_what_leads_to_it_a_little():
    roles = scores((5, 0, 0, 0, 0), (0, 0, 0, 5, 0), (0, 0, 0, 5, 0), (5, 0, 0, 0, 0))
    links = np.zeros((2, 4, 5), np.float32)
    links[1, :, 2] = SURE
    links[1, 3, 3] = SURE - 1
    one, other = attributions(WindowScores(scores(B, O, O, B), roles, links), [0] * 4, [0] * 4)
    assert (one.contents, one.cue) == ((Tagged(0, 0, 1),), Tagged(1, 1, 2))
    assert (other.contents, other.cue) == ((Tagged(0, 3, 4),), Tagged(1, 2, 3))


def test_of_two_sources_that_fit_alike_the_one_beside_the_cue_is_taken():
    roles = scores((5, 0, 0, 0, 0), (0, 5, 0, 0, 0), (0, 0, 0, 5, 0), (0, 5, 0, 0, 0))
    links = np.zeros((2, 4, 5), np.float32)
    links[1, :, 3] = SURE
    links[0, :, 2], links[0, :, 4] = SURE, SURE + 0.5
    window = WindowScores(scores(B, O, O, O), roles, links)
    (one,) = attributions(window, [0] * 4, [0, 0, 0, 1])
    assert one.source == Tagged(0, 1, 2)
    (one,) = attributions(window, [0] * 4, [0] * 4)
    assert one.source == Tagged(0, 3, 4)


def test_a_source_that_was_not_tagged_is_found_where_the_content_leads_to_it():
    roles = scores((5, 0, 0, 0, 0), (5, 2, 0, 0, 0), (5, 0, 4, 0, 0), (5, 0, 0, 0, 0))
    links = np.zeros((2, 4, 5), np.float32)
    links[0, :, 2] = SURE
    (one,) = attributions(WindowScores(scores(B, O, O, O), roles, links), [0] * 4, [0] * 4)
    assert one.source == Tagged(0, 1, 3)


def test_a_content_that_leads_nowhere_has_no_source():
    links = np.zeros((2, 2, 3), np.float32)
    links[:, :, 0] = SURE
    roles = scores((5, 0, 0, 0, 0), (0, 5, 0, 0, 0))
    (one,) = attributions(WindowScores(scores(B, O), roles, links), [0] * 2, [0] * 2)
    assert one.source is None
    assert one.cue is None


def quotes(text, using):
    return [(one.text, one.speaker and one.speaker.words, one.found_by) for one in find_quotes(text, (), using)]


LAKE = {"contents": ["the", "lake", "is", "full"], "sources": ["pike"], "cues": ["said"]}


def test_what_the_tagger_finds_is_a_quote_with_its_speaker_and_says_so():
    assert quotes("Pike said the lake is full.", tagger(**LAKE)) == [("the lake is full", "Pike", "tagger")]


def test_a_verb_that_the_tagger_took_for_the_end_of_a_name_is_the_cue():
    swallowed = tagger(["the", "lake", "is", "full"], ["pike", "said"])
    (one,) = find_quotes("The lake is full, Pike said.", (), swallowed)
    assert (one.speaker.words, one.cue) == ("Pike", (23, 27))


def test_of_two_words_beside_a_cue_the_second_stays_in_the_name():
    (one,) = find_quotes(
        "The lake is full, said Pike said.", (), tagger(["the", "lake", "is", "full"], ["pike"], ["said"])
    )
    assert one.speaker.words == "Pike"


def test_a_quoted_stretch_is_taken_whole_however_little_the_tagger_saw_of_its_edges():
    cut = tagger(["lake", "is", "full"], ["pike"], ["said"])
    assert quotes("“The lake is full,” Pike said.", cut) == [("The lake is full,", "Pike", "tagger and rules")]


def test_a_quoted_stretch_that_the_tagger_passed_over_is_read_by_rules():
    assert quotes("“The lake is full,” Pike said.", tagger()) == [("The lake is full,", "Pike", "rules")]


def test_a_part_of_a_split_quote_that_the_tagger_passed_over_stays_with_the_other():
    one = tagger(["the", "lake"], ["pike"], ["said"])
    assert quotes("“The lake,” Pike said, “is full.”", one) == [("The lake, … is full.", "Pike", "tagger and rules")]


def test_what_the_rules_alone_take_for_indirect_speech_is_not_a_quote_where_the_tagger_saw_none():
    text = "Pike said the lake is full."
    assert quotes(text, None) == [("the lake is full", "Pike", "rules")]
    assert quotes(text, tagger()) == []


def test_a_text_that_is_too_long_for_the_tagger_is_read_by_rules():
    text = "Pike said the lake is full. " * (MOST // 7 + 1)
    assert {one.found_by for one in find_quotes(text, (), tagger(**LAKE))} == {"rules"}


@given(st.text(alphabet="the lake is full said Pike.,“”\"'‘’»\n", max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_spans_within_it_and_every_stretch_is_read_or_left_out(text):
    found = read_quotes(text, (), tagger(**LAKE))
    for one in found.quotes:
        assert all(0 <= start < end <= len(text) for start, end in one.spans)
        assert list(one.spans) == sorted(one.spans)
        assert one.text.startswith(text[slice(*one.spans[0])])


def test_marks_without_end_take_no_longer_than_their_number():
    def seconds(count):
        text = '"a ' * count
        begun = time.process_time()
        find_quotes(text, (), tagger(**LAKE))
        return time.process_time() - begun

    # The best of five: a pause of the machine is no work. Eight times as many may not take 40 times as long.
    assert min(seconds(16_000) for _ in range(5)) < 40 * min(seconds(2_000) for _ in range(5))
