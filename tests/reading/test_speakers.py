import pytest

from aggregator.reading.quotes import find_quotes


def speakers(text, own=()):
    """(words as written, name) of the speakers of speech, in order."""
    return [
        (one.speaker.words, one.speaker.name) for one in find_quotes(text, own) if one.speaker and one.confidence >= 0.5
    ]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("“We test it,” said Maud Oakley, a Harbor spokesperson.", "Maud Oakley, a Harbor spokesperson", "Maud Oakley"),
        ("“We test it,” Harbor spokesperson Maud Oakley said.", "Harbor spokesperson Maud Oakley", "Maud Oakley"),
        (
            "Maud Oakley, a spokesperson for Harbor, said it was safe.",
            "Maud Oakley, a spokesperson for Harbor",
            "Maud Oakley",
        ),
        ("The mayor’s lawyer, Tom Reed, said it was safe.", "The mayor’s lawyer, Tom Reed", "Tom Reed"),
        ("Sen. Tom Reed said it was safe.", "Sen. Tom Reed", "Tom Reed"),
        ("Lena Moss of Harbor Labs said it was safe.", "Lena Moss of Harbor Labs", "Lena Moss"),
    ],
)
def test_names_are_taken_out_of_roles_and_appositions(text, words, name):
    assert speakers(text) == [(words, name)]


@pytest.mark.parametrize(
    "words",
    [
        "a member of Harbor’s Trust and Safety department",
        "one of the Harbor employees",
        "two people close to the talks",
        "the mayor",
    ],
)
def test_a_speaker_without_a_name_keeps_the_words_of_the_article(words):
    assert speakers(f"“Everything is seen here,” said {words}.") == [(words, words)]


def test_a_surname_means_the_full_name_given_before():
    text = "Ada Finch built the bridge.\n\n“It is old,” Finch said. “It is new,” said Mr. Reed."
    assert speakers(text) == [("Finch", "Ada Finch"), ("Mr. Reed", "Reed")]


def test_a_pronoun_is_the_last_speaker():
    text = "“It is old,” said Maud Oakley, an engineer.\n\n“It will hold,” she said."
    assert speakers(text)[-1] == ("she", "Maud Oakley")


def test_a_pronoun_is_the_last_subject_when_that_is_later():
    text = "“It is old,” said Tom Reed.\n\nPaul Moss saw the bridge on Monday. “It will hold,” he said."
    assert speakers(text)[-1] == ("he", "Paul Moss")


def test_a_pronoun_is_not_given_a_name_of_the_other_gender():
    text = "Laura Oakley met Tom Reed. Laura Oakley spoke first. “It will hold,” he said."
    assert speakers(text)[-1] == ("he", "Tom Reed")


def test_a_pronoun_is_no_company():
    text = "Tom Reed runs Harbor Inc. Harbor Inc. sells boats. “They float,” he said."
    assert speakers(text)[-1] == ("he", "Tom Reed")


def test_a_person_whose_name_has_a_capital_within_is_no_company():
    text = "DuFinch built the dam with DeepLake. DuFinch is eighty. “It holds,” she said."
    assert speakers(text) == [("she", "DuFinch")]


def test_a_product_is_no_person():
    text = "Harbor sells maps. Tom Reed praised Harbor Maps. Harbor Maps shows every pier. “It is good,” he said."
    assert speakers(text)[-1] == ("he", "Tom Reed")


def test_an_institutions_name_may_hold_an_and():
    text = "The Food and Drug Administration met. It is safe, the Food and Drug Administration said."
    assert speakers(text) == [("the Food and Drug Administration", "Food and Drug Administration")]


def test_who_is_the_name_before_it():
    text = "The letter is by Ada Finch, who said that the bridge was old."
    assert speakers(text) == [("who", "Ada Finch")]


@pytest.mark.parametrize("noun", ["company", "platform", "group", "app"])
def test_the_company_is_the_body_in_focus(noun):
    text = f"BoatNet moved its servers to the coast. BoatNet has ten of them. “They are safe,” the {noun} said."
    assert speakers(text) == [(f"the {noun}", "BoatNet")]


def test_the_company_is_not_the_newsroom_that_reported_on_it():
    text = "BoatNet lost data. BoatNet runs a port. CNN reported it on Monday. “We are sorry,” the company said."
    assert speakers(text)[-1] == ("the company", "BoatNet")


def test_the_report_is_the_outlet_named_before_it():
    text = "Gizmodo has not heard the tapes. CNN obtained them in May. The port was open, the report says."
    assert speakers(text, own=("Gizmodo",))[-1] == ("the report", "CNN")


def test_the_department_is_the_body_of_that_name():
    text = "The Harbor Department closed the port. The Oakley Court ruled on it. It is unsafe, the department said."
    assert speakers(text)[-1] == ("the department", "Harbor Department")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“It is old,” said Finch.", "Finch"),
        ("“It is old,” according to Finch.", "Finch"),
        ("Finch: “It is old.”", "Finch"),
        ("Said Finch: “It is old.”", "Finch"),
    ],
)
def test_inverted_order_and_colon(text, words):
    assert [one for one, _ in speakers(text)] == [words]


def test_it_knows_no_speaker_where_the_text_names_none():
    (one,) = find_quotes("The sign was hung up at night. “Nobody may enter this hall before the morning.”")
    assert one.speaker is None


def test_the_words_of_a_speaker_are_a_span_of_the_text():
    text = "Ada Finch spoke.\n\n“It is old,” said Finch, who left. “It is,” said a friend of hers."
    for one in find_quotes(text):
        if one.speaker:
            assert text[one.speaker.start : one.speaker.end] == one.speaker.words
