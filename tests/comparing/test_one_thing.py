"""Which values, sentences and names are of one thing: in a large story most are not."""

from __future__ import annotations

import pytest

from coverage.comparing.differences import find_differences
from tests.comparing.made import claim, quote
from tests.comparing.test_differences import told


def test_values_that_one_article_tells_side_by_side_are_of_two_things():
    whole = "With the grants of earlier years the state pays $11.1 million for its part of the shipyard."
    part = "The state pays $8.9 million for its part of the shipyard."
    assert [kind for kind, _ in told(claim(part), claim(whole, "two", 1))] == ["money"]
    both = [claim(part, "three", 2), claim(whole, "three", 2, start=300)]
    assert told(claim(part), claim(whole, "two", 1), *both) == []


def test_who_gives_several_values_of_a_unit_is_compared_by_the_clause():
    """The sentences share the storm and the harbor; the sums are of the wall, the boats, the school and the ferry."""
    storm = "After the storm in the northern harbor many people came back, and {}."

    def listed(outlet, *clauses):
        return [claim(storm.format(words), outlet, start=100 + 300 * place) for place, words in enumerate(clauses)]

    one = listed(
        "one",
        "the new wall of stone costs $40 million",
        "divers for the wrecks ask $31 million",
        "lamps along its streets need $37 million",
    )
    two = listed(
        "two",
        "fishers lost boats worth $44 million",
        "a school on the hill takes $35 million",
        "the ferry to the island stands at $29 million",
    )
    assert told(*one, *two) == []
    wall = listed("three", "the new wall of stone costs $46 million")
    assert told(*one, *two, *wall) == [("money", [("$40 million", ["one"]), ("$46 million", ["three"])])]


def test_a_value_several_times_another_is_of_something_else():
    families = "{} families of the harbor have had to leave their houses."
    near = told(claim(families.format("3,100")), claim(families.format("2,600"), "two", 1))
    assert [kind for kind, _ in near] == ["count"]
    far = "In the harbor {} families, of those who have had to leave, were found a flat."
    assert told(claim(families.format("62,000")), claim(far.format("87"), "two", 1)) == []


def test_where_nothing_was_aligned_a_small_number_needs_more_of_the_same_words_than_a_telling_one():
    def kinds(one, other):
        return [found.kind for found in find_differences((), (claim(one), claim(other, "two", 1)))]

    assert kinds("Around half of the prisoners are freed.", "The prisoners are half of those in the town.") == []
    words = "By the end of May {} trucks had come through."
    assert kinds(words.format("132,500"), "More than 132,500 trucks came by the old road.") == ["count"]
    assert kinds(words.format("two"), "More than two trucks came by the old road.") == []


def test_a_date_is_of_what_stands_beside_it():
    """Both sentences are of the head of the shipyard and of the mayor; one dates a letter, the other a meeting."""
    letter = claim("The mayor asked in a letter of August 7 that the head of the shipyard resign.")
    meeting = claim("The mayor, who met the head of the shipyard on August 11, has changed course.", "two", 1)
    assert told(letter, meeting) == []
    again = claim("The mayor asked in a letter of August 9 that the head of the shipyard resign.", "three", 2)
    assert [kind for kind, _ in told(letter, meeting, again)] == ["date"]


@pytest.mark.parametrize(
    "other",
    [
        "The council rejected the claim that the wall was broken before the storm.",
        "The council dismissed reports that there was a broken wall before the storm.",
        "If the wall was broken before the storm, the council will pay.",
        "Neither the council nor the port says that the wall was broken before the storm.",
    ],
)
def test_a_denial_stands_against_none_that_denies_too_or_only_supposes(other):
    denial = "The wall was not broken before the storm, the council said."
    assert told(claim(denial), claim(other, "two", 1)) == []


def test_what_has_yet_to_happen_did_not():
    none = claim("No announcement has been made by the Harbor Board on the broken wall.")
    yet = claim("The Harbor Board has yet to make an announcement on the broken wall.", "two", 1)
    assert told(none, yet) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The council has no money and no plan for the wall.", "The council has no plan for the wall."),
        ("The council has no plan for the wall.", "If the council has a plan for the wall, nobody knows of it."),
        ("The port will sue if the wall was not broken before the storm.", "The wall was broken before the storm."),
    ],
)
def test_two_that_deny_or_a_denial_that_is_supposed_are_not_opposed(one, other):
    assert told(claim(one), claim(other, "two", 1)) == []


def test_a_value_in_millions_is_shown_whole():
    words = "Around the harbor {} people have lost their houses."
    assert told(claim(words.format("1.2 million")), claim(words.format("850,000"), "two", 1)) == [
        ("count", [("1.2 million", ["one"]), ("850,000", ["two"])])
    ]


def test_a_name_is_told_where_it_makes_a_compound_and_the_matter_is_one():
    words = "Recordings of 80 {} meetings of the company tell of the engineers' access to the data."
    assert [
        kind for kind, _ in told(claim(words.format("internal")), claim(words.format("internal, Oslo-based"), "two"))
    ] == ["name"]
    assert told(claim(words.format("internal")), claim(words.format("internal Norwegian"), "two")) == []
    assert told(claim(words.format("internal US")), claim(words.format("internal, US-based"), "two")) == []
    elsewhere = "At 80 internal, Oslo-based meetings a year the firm plans its parties."
    assert told(claim(words.format("internal")), claim(elsewhere, "two")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Even before this war the aid for the people of the harbor had broken down.",
            "The people of the harbor starve after 22 months of war, and aid is blocked.",
        ),
        ("The map could bring five new seats after the election.", "The map began a race long before the election."),
    ],
)
def test_two_sentences_with_after_and_before_are_not_two_orders(one, other):
    assert told(claim(one), claim(other, "two", 1)) == []


@pytest.mark.parametrize("event", ["the second vote", "the vote last week"])
def test_an_event_with_a_number_or_a_day_is_an_event_all_the_same(event):
    plan = "Corvex announced its plan for the wall {} of the council."
    one, other = plan.format(f"after {event}"), plan.format("before the vote")
    assert [kind for kind, _ in told(claim(one), claim(other, "two", 1))] == ["order"]


def test_in_a_story_of_many_spans_a_duration_as_long_as_a_period_is_not_of_it():
    period = claim("Data from July 1 to August 30, 2021 showed how many children of the harbor went hungry.")
    others = [
        claim(f"The {what} of the port took {n} weeks.", outlet, 1, start=100 + 200 * n)
        for outlet in ("two", "three")
        for n, what in enumerate(("dredging", "painting", "paving", "wiring", "survey"), start=2)
    ]
    truce = claim("A truce of two months would free ten of the captives.", "four", 2)
    assert [kind for kind, _ in told(period, truce, *others)] == []


def test_whom_a_pronoun_means_makes_no_difference_of_credit():
    said = "“We regret any harm to the people of the harbor and will look into it.”"
    words = said.strip("“”")
    claims = [
        claim(f"{said} the navy's Ann Lee wrote.", "one", 0),
        claim(f"{said} it said.", "two", 1),
    ]
    quotes = [quote(words, "one", "Ann Lee", start=101), quote(words, "two", "Bo Falk", 1, start=101)]
    assert told(*claims, quotes=quotes) == []
    named = claim("Bo Falk spoke to reporters in the harbor.", "two", 1, start=20)
    assert [kind for kind, _ in told(*claims, named, quotes=quotes)] == ["credit"]


def test_a_speaker_is_named_behind_a_long_quote_and_in_a_double_name():
    words = "We regret any harm to the people of the harbor and will look into it, " * 7
    claims = [claim(f"“{words}”", "one", 0, start=100), claim(f"“{words}”", "two", 1, start=100)]
    beside = [
        claim("Ann Lee told the council so.", "one", start=110 + len(words)),
        claim("Mia Ocasio-Cortez told the council so.", "two", 1, start=110 + len(words)),
    ]
    quotes = [quote(words, "one", "Ann Lee", start=101), quote(words, "two", "Mia Ocasio-Cortez", 1, start=101)]
    assert [kind for kind, _ in told(*claims, *beside, quotes=quotes)] == ["credit"]
