"""What a decision changed is told at the desk in words: each kind of place by name, before and after."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User

from aggregator.models import Quote, Speaker
from coverage.admin_footprint import in_words
from coverage.decisions import decide
from coverage.models import Decision, Story
from tests.site import factories
from tests.site.desk_pages import another, page_of
from tests.site.pages import cost_of, soup_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


@pytest.fixture
def story() -> Story:
    return factories.full_story()


def done(editor: User, kind: str, **asked: object) -> tuple[Decision, dict[str, tuple[str, str]]]:
    """A decision, and its difference: (before, after) by where."""
    decision = decide(editor, kind, asked, "Read again.", factories.FIRST)
    rows = in_words(decision.footprint)
    assert rows
    for row in rows:
        assert not re.search(r"[a-z]/[0-9]|\[|\{|None|True|False", " ".join(row)), row
    return decision, {where: (before, after) for where, before, after in rows}


def test_a_storys_fields_are_told_by_their_names(editor, story):
    leading = story.articles.filter(outlet__listed=True).latest("pk")
    values = {"title": "Cranes", "locked": True, "lead": leading.pk}
    _, told = done(editor, "edit", stories=[story.pk], values=values)
    assert (story.title, "Cranes") in told.values()
    assert told["story “Cranes”: locked"] == ("no", "yes")
    assert told["story “Cranes”: lead"] == ("—", f"“{leading}”")


def test_articles_are_told_with_the_stories_they_left_and_joined(editor, story):
    other = factories.story([another("The ferry")], "The ferry")
    for one, title in ((story, "The cranes"), (other, "The ferry")):  # which workers would name anew
        done(editor, "edit", stories=[one.pk], values={"title": title, "standfirst": "At last."})
    moved = story.articles.filter(outlet__listed=True).latest("pk")
    _, told = done(editor, "move", articles=[moved.pk], to=other.pk)
    before, after = told[f"article “{moved}”: its story"]
    assert before.startswith("“The cranes” (")
    assert after.startswith("“The ferry” (")
    _, told = done(editor, "merge", stories=[story.pk, other.pk], into=story.pk)
    assert told["story “The ferry”: merged into"] == ("—", "“The cranes”")
    _, told = done(editor, "not news", articles=[moved.pk])
    assert told[f"article “{moved}”: not news"] == ("no", "yes")


def test_what_was_decided_on_a_quote_is_told_by_its_words(editor, story):
    one, other = Quote.objects.filter(article__outlet__listed=True).order_by("pk")[:2]
    called = f"quote {one}"
    values = {"hidden": True, "speaker_name": "Ada Lind"}
    _, told = done(editor, "spans", model="quote", rows=[one.pk], values=values)
    assert told[f"{called}: hidden"] == ("no", "yes")
    assert told[f"{called}: speaker name"][1] == "Ada Lind"
    _, told = done(editor, "align", rows=[one.pk], label="translated")
    assert told[f"{called}: label"] == ("—", "translated")
    _, told = done(editor, "align", rows=[one.pk, other.pk], same=False)
    assert told[f"{called} and {other}: one utterance"] == ("—", "no")


def test_what_was_decided_on_a_statement_is_told_by_its_sentence(editor, story):
    group = story.claim_groups.first()
    assert group
    _, told = done(editor, "statement", group=group.pk, do="word", sentence="Forty cranes moved.")
    assert told["statement “Forty cranes moved.”: sentence"] == ("—", "Forty cranes moved.")
    cell = group.cells.first()
    asked = {
        "group": group.pk,
        "do": "cell",
        "outlet": cell.outlet_id,
        "stance": "none",
        "credited": "",
        "evidence": [],
    }
    _, told = done(editor, "statement", **asked)
    assert told[f"statement “Forty cranes moved.”: “{cell.outlet}”"] == ("—", "not found in its text")
    other = story.claim_groups.exclude(pk=group.pk).first()
    _, told = done(editor, "statement", group=group.pk, do="merge", others=[other.pk])
    assert any(
        where.endswith(": part of “Forty cranes moved.”") and after == "yes" for where, (_, after) in told.items()
    )


def test_whose_words_they_are_is_told_by_name(editor, story):
    one, other = Speaker.objects.order_by("pk")[:2]
    _, told = done(editor, "speaker", do="merge", speakers=[one.pk, other.pk], stays=one.pk)
    assert told[f"speaker “{other}”: merged into"] == ("—", f"“{one}”")


def test_what_is_gone_since_keeps_its_number_and_tells_no_words(editor, story):
    quote = Quote.objects.filter(article__outlet__listed=True).earliest("pk")
    decision, _ = done(editor, "spans", model="quote", rows=[quote.pk], values={"hidden": True})
    number = quote.pk
    quote.delete()
    assert (f"quote {number}: hidden", "no", "yes") in in_words(decision.footprint)


def test_the_page_of_a_decision_tells_it_in_as_many_queries_for_many(client, editor, story):
    client.force_login(editor)
    pages = []
    for rows in (Quote.objects.order_by("pk")[:1], Quote.objects.order_by("pk")[1:9]):
        asked = {"model": "quote", "rows": [row.pk for row in rows], "values": {"hidden": True}}
        pages.append(page_of(decide(editor, "spans", asked, "Heard.", factories.FIRST)))
    assert "quote “" in words(soup_of(client, pages[0]).select_one(".field-difference"))
    assert cost_of(client, pages[0]) == cost_of(client, pages[1])
