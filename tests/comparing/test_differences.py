"""What outlets dispute."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.claim_alignment import align_claims
from coverage.comparing.differences import find_differences
from coverage.comparing.quote_alignment import align_quotes
from tests.comparing.made import claim, quote, readings


def found(*claims, quotes=()):
    outlets = sorted({one.outlet for one in claims})
    aligned = align_claims(claims, readings(outlets))
    return find_differences(aligned, claims, align_quotes(quotes), quotes)


def told(*claims, quotes=()):
    outlet = {one.id: one.outlet for one in claims}
    return [
        (d.kind, [(side.value, [outlet[number] for number, _, _ in side.evidence]) for side in d.sides])
        for d in found(*claims, quotes=quotes)
    ]


def test_counts_that_exclude_each_other_differ():
    text = "The storm left {} fishing boats wrecked in the northern harbor."
    claims = [claim(text.format("40")), claim(text.format("65"), "two", 1), claim(text.format("40"), "three", 2)]
    (difference,) = found(*claims)
    assert (difference.kind, difference.topic, difference.weight) == ("count", "fishing boats", 1.0)
    assert told(*claims) == [("count", [("40", ["one", "three"]), ("65", ["two"])])]


def test_another_bound_on_the_same_number_weighs_less():
    claims = [
        claim("Reporters heard recordings of 80 internal meetings."),
        claim("Reporters heard recordings of more than 80 internal meetings.", "two", 1),
    ]
    (difference,) = found(*claims)
    assert (difference.kind, difference.topic) == ("count", "internal meetings")
    assert [side.value for side in difference.sides] == ["80", "more than 80"]
    assert difference.weight < 0.5


def test_a_noun_that_the_story_uses_for_another_counts_the_same():
    claims = [
        claim("They heard 80 internal meetings on tape."),
        claim("They heard more than 80 recordings of internal meetings.", "two", 1),
    ]
    assert [kind for kind, _ in told(*claims)] == ["count"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The storm left 40 boats wrecked in the harbor.", "The storm left 40 boats wrecked in the harbor."),
        ("The wall of the harbor broke in June 2022.", "The wall of the harbor broke on June 12, 2022."),
        ("The storm left dozens of boats wrecked.", "The storm left 40 boats wrecked."),
        ("The harbor lost 40 boats to the storm.", "Some 9,000 boats are registered along the coast."),
        ("The council pays $40 million for a wall.", "The ferry company made $3 million in profit."),
        ("The wall stands 14 days, then four months of work begin.", "The wall work takes four months."),
    ],
)
def test_what_is_equal_less_precise_or_about_something_else_is_no_difference(one, other):
    assert told(claim(one), claim(other, "two", 1)) == []


def test_money_and_dates_differ_within_a_claim():
    money = "The council paid {} million for the broken harbor wall."
    assert told(claim(money.format("$40")), claim(money.format("$45"), "two"))[0][0] == "money"
    date = "The northern harbor wall broke on June {}, 2022, in a storm."
    assert told(claim(date.format(12)), claim(date.format(14), "two"))[0][0] == "date"


def test_spans_of_time_that_are_told_differently_are_one_difference():
    access = "Engineers abroad had access to the records of users at home"
    claims = [
        claim(f"{access} from at least September 2021 to January 2022."),
        claim(f"{access} as recently as January, one paper wrote.", "two", 1),
        claim(f"{access} for five months, from September 2021 to January 2022.", "three", 2),
        claim("It lasted at least five months.", "four", 3),
    ]
    assert told(*claims) == [
        (
            "period",
            [
                ("from at least September 2021 to January 2022", ["one"]),
                ("as recently as January", ["two"]),
                ("five months, from September 2021 to January 2022", ["three"]),
                ("at least five months", ["four"]),
            ],
        )
    ]


def test_an_order_of_events_that_is_told_both_ways_is_a_difference():
    claims = [
        claim("Corvex made its announcement hours before the report was published."),
        claim("The report was published hours after the announcement.", "two", 1),
        claim("Corvex announced after the report was published that it had moved.", "three", 2),
    ]
    (difference,) = found(*claims)
    assert (difference.kind, difference.topic) == ("order", "announcement and report")
    assert [len(side.evidence) for side in difference.sides] == [2, 1]


def test_one_order_told_by_all_is_no_difference():
    claims = [
        claim("Corvex made its announcement hours before the report was published."),
        claim("The report was published hours after the announcement.", "two", 1),
        claim("The storm came after the ferry had left.", "three", 2),
    ]
    assert told(*claims) == []


def test_a_name_that_one_outlet_adds_to_a_noun_is_a_difference():
    claims = [
        claim("The audio is from more than 80 internal meetings."),
        claim("The audio is from more than 80 internal, Lisbon-based meetings.", "two", 1),
        claim("The audio is from more than 80 meetings.", "three", 2),
    ]
    assert told(*claims) == [
        ("name", [("internal meetings", ["one"]), ("internal, Lisbon-based meetings", ["two"])]),
    ]


def test_what_one_outlet_states_and_another_denies_is_a_difference():
    claims = [
        claim("The White Harbor office offered Sestan the post of secretary."),
        claim("The White Harbor office never offered Sestan the post of secretary.", "two", 1, negated=True),
    ]
    assert [kind for kind, _ in told(*claims)] == ["polarity"]


SAID = "We know that our harbor is among the most closely watched on this coast"


def _spoken(*speakers):
    outlets = ["one", "two", "three"]
    claims = [claim(f"“{SAID},” {who} said.", outlets[n], n, source=who) for n, who in enumerate(speakers)]
    quotes = [quote(SAID, outlets[n], who, n, start=101, article=claims[n].article) for n, who in enumerate(speakers)]
    return told(*claims, quotes=quotes)


def test_the_same_words_given_to_two_people_are_a_difference_of_credit():
    assert _spoken("Ann Lee", "Bo Dahl") == [("credit", [("Ann Lee", ["one"]), ("Bo Dahl", ["two"])])]


def test_a_body_stands_beside_two_people_who_are_credited_for_it():
    assert [value for value, _ in _spoken("Ann Lee", "Corvex", "Bo Dahl")[0][1]] == ["Ann Lee", "Corvex", "Bo Dahl"]


@pytest.mark.parametrize(
    "speakers",
    [("Ann Lee", "Lee"), ("Ann Lee", "she"), ("Ann Lee", ""), ("Ann Lee", "the company"), ("Ann Lee", "Corvex")],
)
def test_a_pronoun_a_role_or_the_body_that_one_speaks_for_makes_no_difference(speakers):
    assert _spoken(*speakers) == []


SENTENCES = [
    "The storm left 40 boats wrecked in the northern harbor.",
    "The storm left more than 40 boats wrecked in the northern harbor.",
    "The storm left 65 boats wrecked in the northern harbor.",
    "The harbor was closed from May 2022 to June 2022 by the council.",
    "The harbor was closed for two months, the council said.",
    "The council spoke before the report was published.",
    "The council spoke after the report was published.",
]


@given(
    st.lists(
        st.tuples(st.sampled_from(SENTENCES), st.sampled_from(["one", "two", "three"]), st.integers(0, 2)),
        max_size=8,
        unique=True,
    ),
    st.randoms(use_true_random=False),
)
@settings(max_examples=50, deadline=None)
def test_order_does_not_matter_and_every_side_has_its_words(rows, chance):
    claims = [claim(text, outlet, hours, id=n, start=100 * n) for n, (text, outlet, hours) in enumerate(rows)]
    shuffled = claims[:]
    chance.shuffle(shuffled)
    differences = found(*claims)
    assert differences == found(*shuffled)
    for difference in differences:
        assert len(difference.sides) >= 2
        assert 0 < difference.weight <= 1
        assert len({claims[number].outlet for side in difference.sides for number, _, _ in side.evidence}) >= 2
        for number, start, end in (evidence for side in difference.sides for evidence in side.evidence):
            assert claims[number].start <= start < end <= claims[number].start + len(claims[number].text)
