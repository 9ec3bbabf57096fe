"""Bylines: names without roles, handles and outlets."""

import pytest

from aggregator.reading.bylines import declared_names, is_person, names_in

OWN = ("Example News", "EN")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ada Lovelace", ("Ada Lovelace",)),
        ("By Ada Lovelace", ("Ada Lovelace",)),
        ("by ADA LOVELACE", ("Ada Lovelace",)),
        ("By Ada Lovelace and Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("By Ada Lovelace, Alan Turing & Grace Hopper, EN", ("Ada Lovelace", "Alan Turing", "Grace Hopper")),
        ("Analysis by Ada Lovelace, EN Editor-at-large", ("Ada Lovelace",)),
        ("Ada Lovelace Example News Reporter", ("Ada Lovelace",)),
        ("By Ada Lovelace, Senior Correspondent", ("Ada Lovelace",)),
        ("by Ada Lovelace @countess June 17, 2022: 3:42 PM ET", ("Ada Lovelace",)),
        ("By Ada Lovelace 2022-06-17 09:32:17 UTC", ("Ada Lovelace",)),
        ("By the EN Wire Staff", ("EN Wire Staff",)),
        ("By Ada Lovelace, Example News staff", ("Ada Lovelace",)),
        ("Sponsored by Example Commerce", ("Example Commerce",)),
        ("Martin King, Jr., and Ada Lovelace", ("Martin King Jr.", "Ada Lovelace")),
        ("Ursula K. Le Guin", ("Ursula K. Le Guin",)),
        ("Nicolaas de Bruijn", ("Nicolaas de Bruijn",)),
        ("Ada Lovelace, Ada Lovelace", ("Ada Lovelace",)),
        ("https://www.facebook.com/someone", ()),
        ("Example News", ()),
        ("", ()),
        ("3 minutes ago", ()),
        ("By Ada Lovelace on Tuesday", ("Ada Lovelace",)),
        ("Ada Lovelace for Example News", ("Ada Lovelace",)),
        ("By The Example Wire Team", ("The Example Wire Team",)),
        ("Ada Lovelace " * 60, ()),
    ],
)
def test_it_finds_the_names_in_a_byline(byline, names):
    assert names_in(byline, OWN) == names


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Ada Lovelace", ("Ada Lovelace",)),
        ("alovelace", ("alovelace",)),
        ("The Example Editors", ("The Example Editors",)),
        ("Example News", ()),
        ("admin", ()),
        ("https://example.com/ada", ()),
        ("{{ author.name }}", ()),
    ],
)
def test_a_field_for_the_author_may_hold_a_handle_or_a_desk(field, names):
    assert declared_names(field, OWN) == names


@pytest.mark.parametrize("name", ["Ada Lovelace", "Nicolaas de Bruijn", "J. R. R. Tolkien"])
def test_a_persons_name_is_known_by_its_form(name):
    assert is_person(name)


@pytest.mark.parametrize("name", ["Lovelace", "Written By", "Use Case", "Ada lovelace", "Area 51"])
def test_what_has_not_the_form_of_a_persons_name_is_none(name):
    assert not is_person(name)
