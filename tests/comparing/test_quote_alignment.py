"""The same utterance across outlets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.quote_alignment import align_quotes
from tests.comparing.made import quote

KNOW = (
    "We know we're among the most scrutinized platforms from a security standpoint, and we aim to remove any doubt "
    "about the security of US user data."
)
KNOW_BACK = (
    "We know that we are among the most researched platforms in terms of security, and our goal is to eradicate doubts "
    "about the security of American users’ data."
)


def groups(*quotes):
    place = {q.id: index for index, q in enumerate(quotes)}
    return sorted(sorted(place[v.quote] for v in aligned.variants) for aligned in align_quotes(quotes))


def renderings(*quotes):
    (aligned,) = align_quotes(quotes)
    return {variant.quote: variant.rendering for variant in aligned.variants}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The harbor is closed until further notice.", "“The harbor is closed until further notice”"),
        ("The harbor is closed until further notice", "the harbor is … closed until further notice"),
        ("We closed the harbor on Monday, and it stays closed.", "We closed the harbor on Monday"),
        ("The doors were shut, I promise you, by noon.", "I can tell you that the doors were shut, I promise you"),
    ],
)
def test_the_same_words_are_one_utterance_whatever_their_marks_and_length(one, other):
    assert groups(quote(one), quote(other, "two")) == [[0, 1]]


def test_a_denial_is_another_utterance():
    offered = quote("the mayor offered him the job of harbor master", kind="indirect")
    never = quote("the mayor never offered him the job of harbor master", "two", kind="indirect")
    assert groups(offered, never) == [[0], [1]]


def test_a_denial_just_before_the_shared_words_is_another_utterance():
    assert groups(quote("going to talk about the harbor"), quote("I am not going to talk about the harbor", "two")) == [
        [0],
        [1],
    ]


def test_other_figures_are_another_utterance():
    one = quote("that the council had spent 40 million on the new harbor", kind="indirect")
    other = quote("that the council had spent 65 million on its new harbor", "two", kind="indirect")
    assert groups(one, other) == [[0], [1]]


def test_a_paraphrase_needs_a_speaker_who_can_be_the_same():
    text, other = "the council spent too much on the harbor", "too much was spent by the council on its harbor"
    assert groups(quote(text, kind="indirect"), quote(other, "two", kind="indirect")) == [[0, 1]]
    assert groups(quote(text, kind="indirect"), quote(other, "two", "Bo Dahl", kind="indirect")) == [[0], [1]]


def test_short_words_of_two_people_are_two_utterances():
    assert groups(quote("No comment"), quote("No comment", "two", "Bo Dahl")) == [[0], [1]]
    assert groups(quote("No comment"), quote("No comment", "two", "")) == [[0, 1]]


def test_a_fragment_matches_word_for_word_only():
    assert groups(quote("Master Admin"), quote("master admin", "two"), quote("a Master Admin of sorts", "three")) == [
        [0, 1],
        [2],
    ]


def test_a_quote_that_went_through_another_language_finds_its_original():
    assert groups(
        quote("Everything is seen in China", speaker="a member of TikTok’s Trust and Safety department"),
        quote("China sees everything", "two", "one of the TikTok employees", translated=True),
    ) == [[0, 1]]
    assert groups(quote(KNOW), quote(KNOW_BACK, "two", "the group", translated=True)) == [[0, 1]]


def test_a_long_sentence_is_one_utterance_whoever_is_credited():
    assert groups(quote(KNOW), quote(KNOW.replace("we're", "we are"), "two", "Bo Dahl")) == [[0, 1]]


def test_the_fullest_is_direct_untranslated_and_long_and_the_first_is_the_earliest():
    said = quote("that the security of users' data was beyond doubt, and of all their data", kind="indirect", hours=0)
    part = quote("the security of users' data was beyond doubt", "two", hours=1)
    full = quote("As I said, the security of users' data was beyond doubt", "three", hours=2)
    (aligned,) = align_quotes([full, part, said])
    assert (aligned.fullest, aligned.first) == (full.id, said.id)
    assert [variant.quote for variant in aligned.variants] == [said.id, part.id, full.id]


def test_each_rendering_has_its_name():
    full = quote(KNOW)
    same = quote(KNOW.upper(), "two")
    short = quote("among the most scrutinized platforms from a security standpoint", "three")
    mixed = quote(
        "that it is “among the most scrutinized platforms” and wants to “remove any doubt”", "four", kind="mixed"
    )
    other = quote(KNOW.replace("we aim to", "we want to"), "five")
    told = quote(
        "that it was among the most scrutinized platforms from the standpoint of security", "six", kind="indirect"
    )
    back = quote(KNOW_BACK, "seven", translated=True)
    assert renderings(full, same, short, mixed, other, told, back) == {
        full.id: "verbatim",
        same.id: "verbatim",
        short.id: "shortened",
        mixed.id: "shortened",
        other.id: "reworded",
        told.id: "paraphrased",
        back.id: "translated",
    }


def test_a_quote_alone_is_a_group_of_one():
    alone = quote("Nobody asked me")
    (aligned,) = align_quotes([alone])
    assert aligned.fullest == aligned.first == alone.id
    assert aligned.variants[0].changes == (("same", "Nobody asked me"),)


def test_no_quotes_give_no_groups():
    assert align_quotes([]) == ()


WORDS = st.lists(
    st.sampled_from("the harbor was closed by council order on Monday because storms never came 40 boats".split()),
    min_size=1,
    max_size=12,
)
QUOTES = st.lists(
    st.builds(
        lambda words, outlet, speaker, hours, kind: quote(
            " ".join(words), outlet, speaker, hours, kind=kind, translated=hours == 3
        ),
        WORDS,
        st.sampled_from(["one", "two", "three"]),
        st.sampled_from(["Ann Lee", "Bo Dahl", "", "the council"]),
        st.integers(0, 3),
        st.sampled_from(["direct", "mixed", "indirect"]),
    ),
    max_size=8,
)


@given(QUOTES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_every_quote_is_in_one_group_and_order_does_not_matter(quotes, chance):
    shuffled = quotes[:]
    chance.shuffle(shuffled)
    aligned = align_quotes(quotes)
    assert aligned == align_quotes(shuffled)
    assert sorted(v.quote for group in aligned for v in group.variants) == sorted(q.id for q in quotes)
    text = {q.id: q.text for q in quotes}
    for group in aligned:
        for variant in group.variants:
            assert "".join(w for kind, w in variant.changes if kind != "removed") == text[variant.quote]
            assert "".join(w for kind, w in variant.changes if kind != "added") == text[group.fullest]


@pytest.mark.parametrize("text", ["“" * 50_000, ". " * 50_000, "." * 200_000, "never " * 20_000, '" ' * 50_000])
def test_hostile_quotes_do_not_stall(text):
    begun = time.process_time()
    align_quotes([quote(text), quote(text + " more", "two"), quote("the harbor is closed", "three")])
    assert time.process_time() - begun < 10
