"""What readers are told of what editors put right: on what they could see, with the reason, without names."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from aggregator.models import Claim, Outlet, Quote
from coverage.decisions import decide
from coverage.models import ClaimGroup, Correction, PublicName, Story
from tests.site import factories
from tests.site.desk_pages import another
from tests.site.pages import soup_of, words
from tests.site.test_escaping import VECTORS

NOW = timezone.now()


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="grete", is_superuser=True)


@pytest.fixture
def story() -> Story:
    return factories.full_story()


def edit(editor: User, story: Story, reason: str = "A reader wrote.", **values):
    return decide(editor, "edit", {"stories": [story.pk], "values": values}, reason, NOW)


def told(client) -> list[str]:
    return [words(one) for one in soup_of(client, "/corrections/").select(".corrections > li")]


def test_an_empty_page_says_so(client):
    assert told(client) == ["Nothing had to be put right yet."]


def test_a_changed_headline_is_told_with_old_new_when_and_why(client, editor, story):
    before = story.title
    edit(editor, story, title="The harbour")
    [one] = soup_of(client, "/corrections/").select(".corrections > li")
    assert words(one.h3) == "Headline changed"
    assert (words(one.select_one("del")), words(one.select_one("ins"))) == (before, "The harbour")
    assert "Why: A reader wrote." in words(one)
    assert one.time["datetime"] == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    assert one.select_one(".of a")["href"] == Story.objects.get().get_absolute_url()
    assert "grete" not in words(one)


def test_an_editor_is_named_only_where_the_name_is_public(client, editor, story):
    PublicName.objects.create(user=editor, name="Grete Lind")
    edit(editor, story, title="The harbour")
    assert told(client)[0].endswith("A reader wrote. — Grete Lind")


def test_what_readers_did_not_see_and_what_does_not_show_is_no_correction(client, editor, story):
    edit(editor, story, locked=True, reviewed=True, pinned=True)
    Story.objects.update(state="gathering", set_by_person=["state"])
    edit(editor, story, title="The harbour")
    edit(editor, story, standfirst="At last.")
    assert not Correction.objects.exists()


def test_a_withdrawn_story_is_named_without_an_address(client, editor, story):
    edit(editor, story, "It was no event.", state="hidden")
    [one] = soup_of(client, "/corrections/").select(".corrections > li")
    assert words(one.h3) == "Story withdrawn"
    assert not one.select(".of a")


def test_a_merged_story_leads_to_where_it_is_told_now(client, editor, story):
    other = factories.story([another("The ferry")], title="The ferry")
    decide(editor, "merge", {"stories": [story.pk, other.pk], "into": story.pk}, "The same.", NOW)
    [one] = soup_of(client, "/corrections/").select(".corrections > li")
    assert words(one.h3) == "Story merged into another"
    story.refresh_from_db()
    assert one.select_one(".of a")["href"] == story.get_absolute_url()


def test_a_quote_given_to_another_speaker_is_told_with_a_few_of_its_words(client, editor, story):
    quote = Quote.objects.filter(article__in=story.articles.filter(outlet__slug="techcrunch")).first()
    asked = {"model": "quote", "rows": [quote.pk], "values": {"speaker_name": "Ada Berg"}}
    decide(editor, "spans", asked, "Misheard.", NOW)
    [one] = soup_of(client, "/corrections/").select(".corrections > li")
    assert words(one.h3) == "Speaker of a quote put right"
    assert quote.text.startswith(words(one.q).rstrip("… "))
    assert (words(one.select_one("del")), words(one.select_one("ins"))) == ("Karin Holm", "Ada Berg")


@pytest.mark.parametrize("model", [Quote, Claim])
def test_what_was_taken_out_is_told_and_not_said_again(client, editor, story, model):
    row = model.objects.filter(article__in=story.articles.filter(outlet__listed=True)).first()
    name = model._meta.model_name
    decide(editor, "spans", {"model": name, "rows": [row.pk], "values": {"hidden": True}}, "It is wrong.", NOW)
    page = soup_of(client, "/corrections/")
    assert words(page.select_one(".corrections h3")) == f"{name.capitalize()} taken out"
    assert row.text[:40] not in words(page)


def ruled(editor: User, group: ClaimGroup, do: str, **asked):
    return decide(editor, "statement", {"group": group.pk, "do": do, **asked}, "Read again.", NOW)


def both(client, address: str = "/corrections/") -> tuple[str, str, str]:
    """The heading of the newest correction, and what it says stood and stands."""
    one = soup_of(client, address).select(".corrections > li")[0]
    before, after = (words(found) if (found := one.select_one(name)) else "" for name in ("del", "ins"))
    return words(one.h3), before, after


def everywhere(client) -> str:
    return "".join(client.get(address).content.decode() for address in ("/corrections/", "/feeds/corrections.json"))


def test_the_words_of_a_hidden_statement_are_said_no_more(client, editor, story):
    group = story.claim_groups.filter(cells__stance="own").first()
    claim = group.clearest
    decide(editor, "spans", {"model": "claim", "rows": [claim.pk], "values": {"source_name": "Ada"}}, "Misread.", NOW)
    assert claim.text[:40] in everywhere(client)
    ruled(editor, group, "hide")
    assert both(client)[0] == "Claim taken out"
    assert claim.text[:40] not in everywhere(client)


@pytest.mark.parametrize("state", ["hidden", "gathering", "merged"])
def test_words_of_a_story_that_readers_see_no_more_are_said_no_more(client, editor, story, state):
    quote = Quote.objects.filter(article__in=story.articles.filter(outlet__slug="techcrunch")).first()
    decide(editor, "spans", {"model": "quote", "rows": [quote.pk], "values": {"speaker_name": "Ada"}}, "Misheard.", NOW)
    assert quote.text[:40] in everywhere(client)
    heir = Story.objects.create(title="Another", state="hidden")
    Story.objects.filter(pk=story.pk).update(**{"merged_into": heir} if state == "merged" else {"state": state})
    assert quote.text[:40] not in everywhere(client)


def test_each_thing_that_was_put_right_has_its_own_name(client, editor, story):
    quote = Quote.objects.filter(article__in=story.articles.filter(outlet__slug="techcrunch")).first()
    decide(editor, "align", {"rows": [quote.pk], "label": "reworded"}, "Read again.", NOW)
    assert both(client) == ("How a quote is carried put right", "as the workers find", "reworded")
    start = quote.spans[0][0]
    shorter = quote.text.rsplit(" ", 1)[0]
    moved = {"spans": [[start, start + len(shorter)]]}
    decide(editor, "spans", {"model": "quote", "rows": [quote.pk], "values": moved}, "Too long.", NOW)
    assert both(client) == ("Ends of a quote put right", "", "")
    assert "It begins or ends with other words." in told(client)[0]
    group = story.claim_groups.filter(cells__stance="own").first()
    ruled(editor, group, "word", sentence="Forty cranes moved.")
    assert both(client) == ("Statement reworded", "", "Forty cranes moved.")
    cnn = Outlet.objects.get(slug="cnn")
    ruled(editor, group, "cell", outlet=cnn.pk, stance="none")
    name = "How an outlet stands to a statement put right"
    assert both(client) == (name, "CNN: as the workers find", "CNN: not found in its text")


def test_what_changed_is_worded_when_it_is_shown_in_the_readers_language(client, editor, story):
    group = story.claim_groups.filter(cells__stance="own").first()
    ruled(editor, group, "cell", outlet=Outlet.objects.get(slug="cnn").pk, stance="none")
    _, before, after = both(client, "/fr/corrections/")
    assert (before, after) == ("CNN : comme les programmes le trouvent", "CNN : absent du texte")
    assert not soup_of(client, "/fr/corrections/").select(".corrections ins[lang]")


@pytest.mark.parametrize(
    ("kind", "ruled", "before", "after"),
    [
        ("quote", False, ("", ""), ("out", "", "")),
        ("quote", False, ("", "It begins or ends with other words."), ("ends", "", "")),
        ("quote", False, ("", "verbatim"), ("label", "", "verbatim")),
        ("quote", False, ("reworded", "as the workers find"), ("label", "reworded", "")),
        ("quote", False, ("Karin Holm", "Ada Berg"), ("speaker", "Karin Holm", "Ada Berg")),
        ("claim", False, ("", "Ada Berg"), ("source", "", "Ada Berg")),
        ("claim", True, ("", "Forty cranes."), ("sentence", "", "Forty cranes.")),
        ("claim", True, ("Forty cranes.", "in an outlet’s words"), ("sentence", "Forty cranes.", "")),
        ("claim", True, ("CNN: as the workers find", "CNN: not found in its text"), ("stance", "", "none")),
        ("claim", True, ("CNN: says so itself", "CNN: as the workers find"), ("stance", "own", "")),
    ],
)
def test_a_correction_that_was_stored_in_words_is_told_as_what_it_was(kind, ruled, before, after):
    row = Correction(kind=kind, old=before[0], new=before[1])
    import_module("coverage.migrations.0017_what_was_corrected")._tell(row, ruled, {"CNN": 4})
    assert (row.what, row.old, row.new) == after
    assert row.outlet_id == (4 if row.what == "stance" else None)


def test_all_corrections_of_one_article_keep_within_the_limits_of_a_page(client, editor, story, settings):
    for quote in Quote.objects.filter(article__in=story.articles.all()):
        asked = {"model": "quote", "rows": [quote.pk], "values": {"speaker_name": f"Ada {quote.pk}"}}
        decide(editor, "spans", asked, "Misheard.", NOW)
    page = soup_of(client, "/corrections/")
    shown = {}
    for one in page.select(".corrections > li"):
        row = Correction.objects.get(pk=int(one["id"].removeprefix("correction-")))
        if one.q:
            shown[row.quote.article_id] = shown.get(row.quote.article_id, 0) + len(words(one.q))
    assert shown
    assert max(shown.values()) <= settings.EXCERPT_PAGE_CHARACTERS


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_corrections_are_followed_in_every_form(client, editor, story, form):
    edit(editor, story, title="The harbour")
    answer = client.get(f"/feeds/corrections.{form}")
    assert answer.status_code == 200
    body = answer.content.decode()
    assert f"correction/{Correction.objects.get().pk}" in body
    assert "A reader wrote." in body
    again = client.get(f"/feeds/corrections.{form}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_asks_no_more_when_it_has_more(client, editor, story, django_assert_num_queries):
    edit(editor, story, title="One")
    client.get("/corrections/")
    for number in range(8):
        edit(editor, story, title=f"Title {number}")
    with django_assert_num_queries(1):
        assert len(told(client)) == 9


def test_older_corrections_are_a_page_further(client, editor, story):
    rows = [Correction(kind="headline", subject="The harbour", old=str(n), new=str(n + 1)) for n in range(60)]
    Correction.objects.bulk_create(rows)
    page = soup_of(client, "/corrections/")
    assert len(page.select(".corrections > li")) == 50
    older = soup_of(client, "/corrections/" + page.select_one("nav.days a")["href"])
    assert len(older.select(".corrections > li")) == 10


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_an_editor_wrote_runs_on_the_page(client, editor, story, vector):
    edit(editor, story, vector, title=f"x {vector}", standfirst=vector)
    page = soup_of(client, "/corrections/")
    assert not page.select("main script, main iframe, main svg, main img")


def test_the_page_sets_no_cookie(client, editor, story):
    edit(editor, story, title="The harbour")
    assert not client.get("/corrections/").cookies
