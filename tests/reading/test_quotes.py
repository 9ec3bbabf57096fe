import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.quotes import find_quotes, read_quotes


def quotes(text, kinds=("direct", "mixed", "indirect")):
    """(kind, text, speaker's words) of the quotes that report speech or writing."""
    return [
        (one.kind, one.text, one.speaker and one.speaker.words)
        for one in find_quotes(text)
        if one.kind in kinds and one.confidence >= 0.5
    ]


def direct(text):
    return [(words, speaker) for _, words, speaker in quotes(text, ("direct",))]


def cues(text):
    return [text[slice(*one.cue)] for one in find_quotes(text) if one.cue]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are done,” Ada Finch said.", [("We are done,", "Ada Finch")]),
        ("“We are done,” said Ada Finch.", [("We are done,", "Ada Finch")]),
        ("Ada Finch said: “We are done.”", [("We are done.", "Ada Finch")]),
        ('Ada Finch told reporters, "We are done."', [("We are done.", "Ada Finch")]),
        ("“Are we done?” asked Ada Finch.", [("Are we done?", "Ada Finch")]),
        ("“We are done!” she shouted.", [("We are done!", "she")]),
    ],
)
def test_direct_speech_in_its_plain_forms(text, expected):
    assert direct(text) == expected


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "“The roof,” Ada Finch said, “will hold for years.”",
            ["The roof,", "will hold for years."],
        ),
        (
            "“The roof will hold,” Ada Finch said. “It is new.”",
            ["The roof will hold,", "It is new."],
        ),
        (
            '"It will hold," said Finch, an engineer, "because we built it."',
            ["It will hold,", "because we built it."],
        ),
    ],
)
def test_a_split_quote_is_one_quote_of_several_spans(text, spans):
    (one,) = [one for one in find_quotes(text) if one.kind == "direct"]
    assert [text[start:end] for start, end in one.spans] == spans
    assert one.text == " … ".join(spans)


def test_it_keeps_a_quote_that_crosses_paragraphs():
    text = (
        "“The first pump failed at noon,” Ada Finch wrote. “Nobody had checked it.\n\n"
        "“The second pump ran until the evening. Then it stopped as well.\n\n"
        "“We shall build a third.”\n\nThe letter ends there."
    )
    (one,) = find_quotes(text)
    assert len(one.spans) == 4
    assert one.speaker.name == "Ada Finch"
    assert one.text.endswith("stopped as well. We shall build a third.")


def test_the_cue_of_a_quote_over_paragraphs_may_stand_in_the_last():
    text = "“We looked for a leak all night.\n\n“There was none,” said Ada Finch."
    assert direct(text) == [("We looked for a leak all night. There was none,", "Ada Finch")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The so-called “safe” room had no door.", "scare quote"),
        ("She wrote for “The Long Road” in her youth.", "title or nickname"),
        ("Tom “Red” Reed ran the shop for years.", "title or nickname"),
        ("The plan became known as “Project Lantern” in the spring.", "title or nickname"),
    ],
)
def test_scare_quotes_titles_and_nicknames_are_left_out_knowingly(text, reason):
    read = read_quotes(text)
    assert [one.reason for one in read.left_out] == [reason]
    assert [one for one in read.quotes if one.kind == "direct"] == []


@pytest.mark.parametrize(
    ("text", "kind", "words", "speaker"),
    [
        (
            "Ada Finch said the plan was “a long way off.”",
            "mixed",
            "the plan was “a long way off.”",
            "Ada Finch",
        ),
        ("Tom Reed called the bridge “a disgrace.”", "mixed", "the bridge “a disgrace.”", "Tom Reed"),
        (
            "The bridge is “a disgrace,” the mayor said.",
            "mixed",
            "The bridge is “a disgrace,”",
            "the mayor",
        ),
    ],
)
def test_mixed_quotes_hold_what_stands_inside_and_outside_the_marks(text, kind, words, speaker):
    assert quotes(text) == [(kind, words, speaker)]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Ada Finch said that the bridge was closed.", "that the bridge was closed", "Ada Finch"),
        ("Ada Finch said the bridge was closed.", "the bridge was closed", "Ada Finch"),
        ("The bridge was closed, Ada Finch said.", "The bridge was closed", "Ada Finch"),
        (
            "The bridge was closed, said Ada Finch, a city engineer.",
            "The bridge was closed",
            "Ada Finch, a city engineer",
        ),
        ("According to Ada Finch, the bridge was closed.", "the bridge was closed", "Ada Finch"),
        ("The bridge was closed, according to the city.", "The bridge was closed", "the city"),
        ("Ada Finch told the council on Monday that the bridge was closed.", "that the bridge was closed", "Ada Finch"),
        ("The bridge, the city said, will stay closed.", "The bridge … will stay closed", "the city"),
        ("In May, Ada Finch said the bridge was closed.", "the bridge was closed", "Ada Finch"),
        ("Ada Finch wrote in a letter to the council that it was late.", "that it was late", "Ada Finch"),
        ("Engineers who built the bridge say it will last.", "it will last", "Engineers who built the bridge"),
    ],
)
def test_indirect_speech(text, words, speaker):
    assert quotes(text) == [("indirect", words, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "The claims of the company were many.",
        "A report on the bridge was late.",
        "The mayor opened the bridge and the crowd went home.",
        "Her notes were lost.",
    ],
)
def test_nouns_that_look_like_cues_report_nothing(text):
    assert find_quotes(text) == ()


def test_thoughts_and_stands_are_marked_as_less_than_speech():
    found = find_quotes(
        "Ada Finch wants to sell the bridge. Tom Reed criticized the mayor. He believes that it is old."
    )
    assert len(found) == 3
    assert all(one.confidence < 0.5 for one in found)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("“It is a bridge too few,” Ada Finch deadpanned.", "deadpanned"),
        ("“It is a bridge too few,” chuckled Ada Finch.", "chuckled"),
        ("Ada Finch countered: “It is a bridge too few.”", "countered"),
        ("Ada Finch responded, with a smile: “It is a bridge too few.”", "responded"),
    ],
)
def test_rare_cues(text, cue):
    assert direct(text) == [(find_quotes(text)[0].text, "Ada Finch")]
    assert cues(text) == [cue]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Harbor Cloud: “We have nothing to add.”", "Harbor Cloud"),
        ("“We have nothing to add.” — Ada Finch", "Ada Finch"),
        ("“We have nothing to add.” – Ada Finch, chief executive", "Ada Finch, chief executive"),
    ],
)
def test_colon_dash_and_signature_forms(text, speaker):
    assert direct(text) == [("We have nothing to add.", speaker)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ada Finch put it this way:\n\n“The bridge is older than the town around it.”", "Ada Finch"),
        (
            "“The bridge is old,” Ada Finch said.\n\n“It was built before the town around it.”",
            "Ada Finch",
        ),
    ],
)
def test_the_speaker_may_stand_in_another_paragraph(text, speaker):
    assert direct(text)[-1][1] == speaker


def test_a_quote_nobody_is_named_for_has_no_speaker():
    text = "A sheet of paper hung on the door. “Do not open this door before the morning.”"
    assert direct(text) == [("Do not open this door before the morning.", None)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“No,” said Ada Finch.", "No,"),
        ("“Not yet,” she said.", "Not yet,"),
        ("Asked about it, Ada Finch said: “Never.”", "Never."),
    ],
)
def test_contents_of_four_words_or_fewer(text, words):
    assert [one for one, _ in direct(text)] == [words]


@pytest.mark.parametrize(
    ("text", "words", "cue"),
    [
        ("The company denied that the data had left the country.", "that the data had left the country", "denied"),
        ("Tom Reed did not say that it was safe.", "that it was safe", "did not say"),
    ],
)
def test_denials_keep_their_cue(text, words, cue):
    (one,) = find_quotes(text)
    assert one.text == words
    assert text[slice(*one.cue)] == cue


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The new bridge opens tomorrow,” Ada Finch tweeted.", "Ada Finch"),
        ("The letter says that the bridge is unsafe.", "The letter"),
        ("“All traffic ends at noon,” the order reads.", "the order"),
    ],
)
def test_posts_and_documents_speak_too(text, speaker):
    assert [one[2] for one in quotes(text)] == [speaker]


def test_a_sentence_after_a_quote_that_ends_with_a_stop_is_not_its_cue():
    assert direct("“The bridge is as old as the town.” Reed left for the north.") == [
        ("The bridge is as old as the town.", None)
    ]


_PIECES = st.lists(
    st.sampled_from(
        (
            "“|”|\"|'|’|‘|«|»|''|\n\n| |, |. |: |—|Ada Finch|he|said|told|that|according to|the company|yes|who|and|5|"
            "wants|to|?|(|)|was|accused|of"
        ).split("|")
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(_PIECES.map(" ".join) | _PIECES.map("".join))
def test_any_text_gives_spans_within_bounds_and_verbatim(text):
    read = read_quotes(text)
    for one in read.quotes:
        assert all(0 <= start < end <= len(text) for start, end in one.spans)
        assert all(end <= start for (_, end), (start, _) in zip(one.spans, one.spans[1:], strict=False))
        joined = one.text.replace(" … ", " ")
        assert joined.split() == " ".join(text[start:end] for start, end in one.spans).replace(" … ", " ").split()
        assert one.cue is None or 0 <= one.cue[0] < one.cue[1] <= len(text)
        if one.speaker:
            assert text[one.speaker.start : one.speaker.end] == one.speaker.words
        assert 0 <= one.confidence <= 1


@pytest.mark.parametrize("unit", ['"', "“", "“Yes,” he said. ", '"a" ', "he said that ", "In a, ", "“a “b” ", "’s "])
def test_two_hundred_thousand_hostile_characters_are_read_to_the_end(unit):
    text = unit * (200_000 // len(unit))
    assert all(0 <= start < end <= len(text) for one in find_quotes(text) for start, end in one.spans)
