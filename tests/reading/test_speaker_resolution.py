"""Whom a speaker's words mean: its kind, how it was found and how surely, on sentences of our own."""

from __future__ import annotations

import pytest

from aggregator.reading.genders import PRONOUNS
from aggregator.reading.identity import identity_key, is_bare, surname_of
from aggregator.reading.names import Names
from aggregator.reading.quotes import find_quotes
from aggregator.reading.speakers import Naming
from aggregator.reading.whole_sources import agent_of, whole_source
from aggregator.reading.words import units

SURE, DOUBTFUL = 0.7, 0.5


def last(text, own=()):
    """The speaker of the last quote of speech."""
    return [one.speaker for one in find_quotes(text, own) if one.confidence >= 0.5][-1]


def told(text):
    speaker = last(text)
    return speaker.words, speaker.name, speaker.kind, speaker.resolved_by


SORTS = [
    ("“It holds,” said Ada Finch.", ("Ada Finch", "Ada Finch", "person", "as written")),
    (
        "The story is by Ada Baker-White, a reporter.\n\n“I heard the tapes,” Baker-White said.",
        ("Baker-White", "Ada Baker-White", "person", "full name"),
    ),
    (
        "“It holds,” the mayor’s lawyer, Tom Reed, said.",
        ("the mayor’s lawyer, Tom Reed", "Tom Reed", "person", "apposition"),
    ),
    ("Tom Reed saw the dam. “It holds,” he said.", ("he", "Tom Reed", "person", "pronoun")),
    ("Mayor Tom Reed came.\n\nThe mayor said that it would hold.", ("The mayor", "Tom Reed", "person", "role")),
    (
        "Tom Reed, the Republican nominee, met Ada Finch, the Democratic nominee. “It holds,” "
        "the Democratic nominee said.",
        ("the Democratic nominee", "Ada Finch", "person", "role"),
    ),
    (
        "BoatNet, a shipping company, lost data.\n\nGizmodo found out. “We are sorry,” the company said.",
        ("the company", "BoatNet", "organisation", "the company"),
    ),
    (
        "BoatNet lost data. BoatNet runs ten ships. “We are sorry,” the group said.",
        ("the group", "BoatNet", "organisation", "the company"),
    ),
    (
        "Oakley Foundation paid for it. BoatNet built it. The foundation said it was pleased.",
        ("The foundation", "Oakley Foundation", "organisation", "the company"),
    ),
    (
        "The Church of Harrow fell. “We weep,” the church said.",
        ("the church", "Church of Harrow", "organisation", "the company"),
    ),
    (
        "CNN has the tapes. BoatNet is silent. “It is bad,” the site reported.",
        ("the site", "CNN", "organisation", "the outlet"),
    ),
    (
        "“Everything is seen,” said a member of BoatNet’s Trust and Safety department.",
        ("a member of BoatNet’s Trust and Safety department",) * 2 + ("person", "no name"),
    ),
    ("The dam leaks, according to a report by divers.", ("a report by divers",) * 2 + ("document", "no name")),
    ("A letter from the town said that the dam leaks.", ("A letter from the town",) * 2 + ("document", "no name")),
    (
        "“We are worried,” two people close to the talks said.",
        ("two people close to the talks",) * 2 + ("group", "no name"),
    ),
    ("Officials said that the dam was safe.", ("Officials", "Officials", "group", "no name")),
    ("Readers wept. Readers said that the dam was ugly.", ("Readers", "Readers", "group", "no name")),
    ("They met on Monday. “It holds,” they said.", ("they", "they", "group", "unresolved")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SORTS, ids=lambda value: value[-40:] if isinstance(value, str) else "")
def test_each_sort_of_speaker_is_told_with_its_kind_and_the_way_it_was_found(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“It holds,” she said.",
        "Tom Reed built the dam. “It holds,” she said.",
        "BoatNet built the dam. “It holds,” she said.",
        "Sam Finch met Sam Reed and Sam Oakley met Sam Pike. The rain fell. It fell for days. “It holds,” she said.",
        "Tom Reed, a Democratic senator, met Ada Finch, a Republican senator. The senator said the dam was safe.",
        "Tom Reed, the former mayor, came. “It holds,” the mayor said.",
        "“We are sorry,” the company said.",
        "“It is bad,” the site reported.",
    ],
)
def test_what_cannot_be_resolved_keeps_its_words_and_little_confidence(text):
    speaker = last(text)
    assert speaker.name == speaker.words
    assert (speaker.resolved_by, speaker.is_named) == ("unresolved", False)
    assert speaker.confidence < DOUBTFUL


def test_the_surer_the_sign_the_higher_the_confidence():
    clear = last("Ada Finch built the dam. “It holds,” she said.")
    far = last("Ada Finch built the dam. It is high. It is old. It leaks.\n\nIt may break.\n\n“It holds,” she said.")
    written = last("“It holds,” said Ada Finch.")
    assert written.confidence > clear.confidence > far.confidence


def test_titles_and_pronouns_of_the_text_tell_who_he_and_she_are():
    text = "Mr. Quill met Ms. Orr. “It holds,” {} said."
    assert last(text.format("he")).name == "Quill"
    assert last(text.format("she")).name == "Orr"
    text = "Robin Quill said she would come. Alex Orr said he would not. “It holds,” {} said."
    assert last(text.format("she")).name == "Robin Quill"
    assert last(text.format("he")).name == "Alex Orr"


def test_a_woman_whom_an_outlet_calls_spokesman_is_she():
    assert last("BoatNet spokesman Hope Quill wrote to us. “It holds,” she said.").name == "Hope Quill"


def test_the_last_name_of_two_is_told_by_the_title():
    text = "Tom Finch and Ada Finch came. Tom Finch spoke. “It holds,” {} said."
    assert last(text.format("Ms. Finch")).name == "Ada Finch"
    assert last(text.format("Mr. Finch")).name == "Tom Finch"
    assert last(text.format("Finch")).confidence < last(text.format("Ms. Finch")).confidence


def test_a_man_who_is_never_named_in_full_is_not_the_woman_who_shares_his_name():
    text = "President Finch came with the first lady, Ada Finch. Mr. Finch sat down. “It holds,” {} said."
    assert last(text.format("Mr. Finch")).name == "Finch"
    assert last(text.format("Mrs. Finch")).name == "Ada Finch"
    assert last(text.format("Ada Finch")).name == "Ada Finch"
    assert last(text.format("President Finch")).name == "Finch"


def test_he_told_somebody_is_not_that_somebody():
    text = "Paul Moss spoke first. Tom Reed asked him why. “It holds,” he told Tom Reed."
    assert last(text).name == "Paul Moss"


def test_a_name_after_a_title_within_it_is_the_name_alone():
    assert last("“It holds,” CNN President Ada Finch said.").name == "Ada Finch"
    assert last("“It holds,” Secretary of State Ada Finch said.").name == "Ada Finch"
    assert last("“It holds,” the Democratic National Committee said.").name == "Democratic National Committee"


def test_a_headline_in_capitals_gives_nobody_a_name():
    text = "Gold Dam Mother Corners Finch In Harrow.\n\nFinch, Ada Finch, came. “It holds,” Finch said."
    assert last(text).name == "Ada Finch"


def test_a_printed_conversations_label_is_the_name_in_the_text():
    text = "Ada Finch met Tom Reed.\n\n“FINCH: Does the dam hold?”"
    assert last(text).name == "Ada Finch"


def test_it_is_the_body_in_focus_though_not_surely():
    speaker = last("BoatNet is large. BoatNet is old. Pressed by reporters, it said that the tapes were real.")
    assert (speaker.name, speaker.kind) == ("BoatNet", "organisation")
    assert speaker.confidence < SURE


# Words that the tagger cut short


@pytest.mark.parametrize(
    ("text", "cut", "cue", "whole"),
    [
        ("Bernie Finch said it holds.", "Bernie", "said", "Bernie Finch"),
        ("Actress Ada Finch said it holds.", "Actress", "said", "Actress Ada Finch"),
        ("The old divers said it holds.", "The", "said", "The old divers"),
        ("Here, his bold answer focused on rain.", "his", "focused on", "his bold answer"),
        ("Tom Reed also said it holds.", "Tom Reed", "said", "Tom Reed"),
        ("She quickly said it holds.", "She", "said", "She"),
        ("Her argument that it holds is weak.", "Her", "argument", "Her"),
        ("Finch Says Dam Holds.", "Finch", "Says", "Finch"),
    ],
)
def test_words_of_a_speaker_are_completed_to_the_name_or_phrase(text, cut, cue, whole):
    start, at = text.index(cut), text.index(cue)
    span = whole_source(text, (start, start + len(cut)), (at, at + len(cue)), Names(units(text)))
    assert text[slice(*span)] == whole


@pytest.mark.parametrize(
    ("text", "cue", "agent"),
    [
        ("The leak was first reported by CNN on Monday.", "was first reported by", "CNN"),
        ("Dams are considered ugly by many divers.", "are considered", "many divers"),
        ("The leak was reported by Monday.", "was reported", None),
        ("They are said to play by the rules.", "are said", None),
        ("Finch says it by saying nothing.", "says", None),
    ],
)
def test_a_passives_speaker_stands_after_by(text, cue, agent):
    at = text.index(cue)
    found = agent_of(text, (at, at + len(cue)))
    assert (text[slice(*found)] if found else None) == agent


# Hostile texts


@pytest.mark.parametrize(
    "text",
    [
        "Ada Finch met Tom Reed. He said so. She said so. " * 1500,
        "He he she She he said. " * 3000,
        "Mr. Mr. Mr. Ms. Dr. President President " * 1500,
        "Ada Ada Finch Finch Tom " * 2000,
    ],
    ids=["names and pronouns", "pronouns", "titles", "names"],
)
def test_texts_of_nothing_but_names_and_pronouns_take_no_endless_time(text):
    naming = Naming(text, units(text))
    at = text.rfind("He") if "He" in text else len(text) - 1
    naming.focus.candidates(at, PRONOUNS["he"])


# Keys


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("Ada Baker-White", "person", "person:ada baker-white"),
        ("Sen. Ada B. Finch", "person", "person:ada finch"),
        ("Ada Finch’s", "person", "person:ada finch"),
        ("José Núñez", "person", "person:jose nunez"),
        ("Tom Reed Jr.", "person", "person:tom reed jr"),
        ("Finch", "person", ""),
        ("Mr. Finch", "person", ""),
        ("Finch Jr.", "person", ""),
        ("BoatNet", "organisation", "organisation:boatnet"),
        ("BoatNet Inc.", "organisation", "organisation:boatnet"),
        ("The BoatNet Corp.’s", "organisation", "organisation:boatnet"),
        ("the Harrow Department of Dams", "organisation", "organisation:harrow department of dams"),
        ("F.T.C.", "organisation", "organisation:ftc"),
        ("FTC", "organisation", "organisation:ftc"),
        ("Oak & Son Ltd", "organisation", "organisation:oak and son"),
        ("Committee", "organisation", ""),
        ("the Senate", "organisation", ""),
        ("the company", "organisation", ""),
        ("officials", "group", ""),
        ("a report", "document", ""),
        ("Finch Reed", "unknown", ""),
        ("", "person", ""),
    ],
)
def test_a_key_is_the_same_for_the_same_speaker_and_empty_where_none_is_safe(name, kind, key):
    assert identity_key(name, kind) == key


def test_last_names_are_found_with_and_without_titles_and_suffixes():
    assert [surname_of(name) for name in ("Sen. Ada Finch", "Finch", "Tom Reed Jr.", "")] == [
        "finch",
        "finch",
        "reed",
        "",
    ]
    assert [is_bare(name) for name in ("Mr. Finch", "Finch", "Ada Finch", "")] == [True, True, False, False]
