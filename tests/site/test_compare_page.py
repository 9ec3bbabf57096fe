"""Outlets side by side: the choice, a true table, differences only, CSV, and what cannot be understood."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter

import pytest

from aggregator.models import FetchLog, Outlet
from aggregator.operations.counters import counts
from coverage.models import Story
from tests.site import factories
from tests.site.pages import soup_of, words
from tests.site.recognised import characters, characters_in, recognised_story


@pytest.fixture
def story():
    return factories.full_story()


def heads(page):
    return [words(th.select_one(".outlet-name")) for th in page.select("thead th")]


def kinds(page):
    return [words(th) for th in page.select(".kind > tr:first-child > th")]


def test_the_outlets_chosen_are_the_columns_in_order_of_publication(client, story):
    page = soup_of(client, f"/s/{story.pk}/compare/?b=mashable&a=cnn")
    assert heads(page) == ["CNN CNN", "M Mashable"]
    assert words(page.h1) == "CNN and Mashable"
    assert [box["value"] for box in page.select("fieldset input[checked]")] == ["cnn", "mashable"]


def test_it_is_a_true_table_with_a_head_for_every_cell(client, story):
    page = soup_of(client, f"/s/{story.pk}/compare/?a=buzzfeednews&b=cnn&c=gizmodo")
    table = page.select_one("table")
    assert table.caption
    cells = table.select("tbody td")
    assert len(cells) > 9
    for cell in cells:
        assert all(page.find(id=name).name == "th" for name in cell["headers"])
    assert all(len(row.select("td")) in (0, 3) for row in table.select("tbody tr"))
    assert all(words(cell) for cell in cells), "no cell is blank"


def test_statements_stand_by_how_the_outlets_stand_to_each_other(client, story, settings):
    settings.EXCERPT_PAGE_CHARACTERS = 1500
    page = soup_of(client, f"/s/{story.pk}/compare/?a=buzzfeednews&b=cnn")
    assert kinds(page) == [
        "They differ",
        "They credit differently",
        "Only one carries it",
        "Quotes that two of them or more carry",
    ]
    assert page.select("td .m.differs")


def test_a_statement_is_never_a_number(client, story):
    page = soup_of(client, f"/s/{story.pk}/compare/?a=buzzfeednews&b=cnn")
    named = [words(a) for a in page.select(".of[id] a, .further-lines a")]
    assert len(named) == 13
    assert [one for one in named if not one.endswith("report it")], "a few words are kept for the further ones"
    known = " ".join(story.claim_groups.values_list("clearest__text", flat=True))
    assert all(re.fullmatch(r"\d of 6 outlets report it", one) or one.rstrip("…") in known for one in named)


def test_an_editors_sentence_heads_its_row(client, story):
    group = story.claim_groups.first()
    story.claim_groups.filter(pk=group.pk).update(sentence="All cranes moved.", set_by_person=["sentence"])
    page = soup_of(client, f"/s/{story.pk}/compare/?a=buzzfeednews&b=cnn")
    assert words(page.select_one(f"#claim-{group.pk}")) == "All cranes moved. 6 of 6 outlets report it"


def test_why_an_outlet_could_not_be_read_stands_once_at_the_head(client, story):
    why = "summary only (paywall)"
    for group in story.claim_groups.all():
        group.cells.filter(outlet__slug="wsj").update(stance="unread", why=why)
    page = soup_of(client, f"/s/{story.pk}/compare/?a=buzzfeednews&b=wsj")
    assert words(page).count(why) == 1
    assert "could not be read" in [words(one) for one in page.select("td .stance")]
    rows = csv.reader(io.StringIO(client.get(f"/s/{story.pk}/compare.csv?a=buzzfeednews&b=wsj").text))
    assert any(f"could not be read: {why}" in row for row in rows), "a cell of a CSV has no head to lean on"


def test_differences_alone_are_shown_on_request(client, story):
    for group in story.claim_groups.all()[:3]:
        group.cells.update(stance="own", credited="")
    every = soup_of(client, f"/s/{story.pk}/compare/?a=buzzfeednews&b=cnn")
    assert "They agree" in kinds(every)
    only = soup_of(client, f"/s/{story.pk}/compare/?a=buzzfeednews&b=cnn&only=differences")
    assert "They agree" not in kinds(only)
    assert "3 on which they agree are left out" in words(only.caption)
    back = only.select_one("caption a")["href"]
    assert kinds(soup_of(client, f"/s/{story.pk}/compare/{back}")) == kinds(every)


def test_without_a_choice_the_first_two_that_published_are_compared(client, story):
    assert heads(soup_of(client, f"/s/{story.pk}/compare/")) == ["BF BuzzFeed News", "TC TechCrunch"]


@pytest.mark.parametrize(
    ("query", "told", "reason", "columns"),
    [
        ("a=nobody&b=cnn", "no article of nobody", "compare: no such outlet", 2),
        ("a=cnn", "Choose two outlets", "compare: one outlet", 2),
        ("a=%3Cscript%3E", "no article of <script>", "compare: no such outlet", 2),
        ("a=" + "x" * 500, "no article of " + "x" * 60 + ".", "compare: no such outlet", 2),
    ],
)
def test_what_cannot_be_understood_is_told_and_counted_and_the_rest_is_shown(
    client, story, query, told, reason, columns
):
    before = _counted(reason)
    page = soup_of(client, f"/s/{story.pk}/compare/?{query}")
    assert told in words(page.select_one("[role=status]"))
    assert len(heads(page)) == columns
    assert _counted(reason) == before + 1
    assert not FetchLog.objects.exists(), "reading writes nothing into the database"
    assert not page.select("main script")


def _counted(reason):
    return counts().sums().get(json.dumps(["parallax_not_understood", reason]), 0)


def test_no_more_than_six_stand_side_by_side(client, story):
    for number in (7, 8):
        outlet = Outlet.objects.create(
            slug=f"o{number}", name=f"O{number}", monogram=f"O{number}", home="https://o.example/"
        )
        article = factories.article(outlet, f"Words {number}.", url=f"https://o.example/{number}")
        story.memberships.create(article=article)
    query = "&".join(f"{letter}={slug}" for letter, slug in zip("abcdefg", [*factories.NAMES, "o7"], strict=True))
    page = soup_of(client, f"/s/{story.pk}/compare/?{query}")
    assert "At most 6 outlets" in words(page.select_one("[role=status]"))
    assert len(heads(page)) == 6


def test_the_same_choice_comes_as_csv(client, story):
    page = soup_of(client, f"/s/{story.pk}/compare/?a=buzzfeednews&b=cnn&only=differences")
    link = page.select_one("form a.button")["href"]
    answer = client.get(link)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert f'filename="story-{story.pk}-buzzfeednews-cnn.csv"' in answer.headers["Content-Disposition"]
    head, *rows = list(csv.reader(io.StringIO(answer.text)))
    assert head[:3] == ["number", "side by side", "BuzzFeed News"]
    assert len(head) == 2 + 2 * 3
    assert [f"claim-{row[0]}" for row in rows] == [row["id"] for row in page.select("tr.of[id]")]
    assert not any(row[1] == "they agree" for row in rows)


def test_quotes_that_both_carry_stand_side_by_side_and_the_same_words_are_not_said_twice(client, story):
    page = soup_of(client, f"/s/{story.pk}/compare/?a=buzzfeednews&b=mashable")
    quotes = [row.find_next_sibling("tr") for row in page.select("tbody:has(#gq) tr.of")]
    assert quotes
    assert "the same words as BuzzFeed News" in words(quotes[0])


def test_no_article_shows_more_than_its_share(client, settings):
    story = recognised_story()
    for query in ("a=buzzfeednews&b=cnn", "&".join(f"{x}={n}" for x, n in zip("abcdef", factories.NAMES, strict=True))):
        page = soup_of(client, f"/s/{story.pk}/compare/?{query}")
        assert 300 < max(characters(page).values()) <= settings.EXCERPT_PAGE_CHARACTERS
        rows = csv.reader(io.StringIO(client.get(f"/s/{story.pk}/compare.csv?{query}").text))
        shown: Counter[str] = characters_in(cell for row in rows for cell in row if not cell.startswith("http"))
        assert 0 < max(shown.values()) <= settings.EXCERPT_PAGE_CHARACTERS


@pytest.mark.parametrize(("outlets", "statements"), [(2, 4), (6, 14)])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, outlets, statements):
    story = factories.full_story(outlets, statements, statements - 2)
    with django_assert_num_queries(12):
        client.get(f"/s/{story.pk}/compare/?a=buzzfeednews&b=techcrunch")
    with django_assert_num_queries(12):
        client.get(f"/s/{story.pk}/compare.csv?a=buzzfeednews&b=techcrunch")


def test_a_merged_storys_comparison_leads_on_with_its_choice(client, story):
    old = Story.objects.create(title="Old", merged_into=story)
    for path in ("compare/", "compare.csv"):
        moved = client.get(f"/s/{old.pk}/{path}?a=cnn&b=gizmodo")
        assert moved.status_code == 301
        assert moved.headers["Location"] == f"/s/{story.pk}/{path}?a=cnn&b=gizmodo"


def test_a_story_of_one_outlet_or_none_compared_yet_says_so(client):
    [one] = factories.outlets(1)
    story = factories.story([factories.article(one, "Words.")])
    page = soup_of(client, f"/s/{story.pk}/compare/")
    assert "Nothing of these outlets has been compared yet" in words(page)
