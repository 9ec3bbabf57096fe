"""What is chosen within one story is found by typing, and nothing from elsewhere is offered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client

from aggregator import speaker_desk
from aggregator.models import Quote, Speaker
from coverage.models import ClaimGroup, Story
from tests.site import factories
from tests.site.desk_pages import another, member, page_of
from tests.site.pages import soup_of


@pytest.fixture
def story() -> Story:
    """A story, and another one with the same words."""
    made = factories.full_story()
    elsewhere = another("The harbour board moved 40 cranes, it says.")
    factories.quote(elsewhere, "The harbour board moved")
    factories.story([elsewhere], title="Elsewhere")
    return made


def offered(client: Client, page: str, name: str, term: str) -> list[dict[str, Any]]:
    """What the page's field offers for the words that are typed."""
    field = soup_of(client, page).select_one(f"select.admin-autocomplete[name={name}]")
    assert field, f"{page} has no such field"
    asked = {"app_label": "data-app-label", "model_name": "data-model-name", "field_name": "data-field-name"}
    sent = {key: field[attribute] for key, attribute in asked.items()} | {"term": term}
    address = str(field["data-ajax--url"])
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{urlencode(sent)}")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def numbers(found: list[dict[str, Any]]) -> set[int]:
    return {int(one["id"]) for one in found}


def review_of(quote: Quote) -> str:
    return f"/admin/aggregator/quote/{quote.pk}/review/"


def test_the_same_as_a_quote_is_one_of_the_storys_other_articles(client, story):
    member(client, "reporter")
    quote = Quote.objects.filter(article__stories=story).earliest("pk")
    found = offered(client, review_of(quote), "other", "")
    rows = Quote.objects.in_bulk(numbers(found))
    assert rows
    assert {row.article.membership.story for row in rows.values()} == {story}
    assert quote.article not in {row.article for row in rows.values()}
    first = rows[int(found[0]["id"])]
    assert found[0]["text"].startswith(f"{first.article.outlet}: {first.text[:40]}")
    assert numbers(offered(client, review_of(quote), "other", first.text[:30])) <= set(rows)
    assert not offered(client, review_of(quote), "other", "nobody says so")


def test_a_quote_of_an_article_in_no_story_is_the_same_as_none(client, story):
    member(client, "editor")
    alone = factories.quote(another("The harbour board moved out."), "The harbour board")
    assert offered(client, review_of(alone), "other", "") == []


def test_other_statements_are_those_of_the_story(client, story):
    member(client, "editor")
    group = story.claim_groups.earliest("pk")
    found = numbers(offered(client, page_of(group), "others", ""))
    assert found == set(ClaimGroup.objects.filter(story=story).exclude(pk=group.pk).values_list("pk", flat=True))


def test_what_leads_a_story_is_an_article_of_it_named_by_its_outlet(client, story):
    member(client, "editor")
    found = offered(client, page_of(story), "lead", "")
    assert numbers(found) == set(story.articles.values_list("pk", flat=True))
    assert all(": " in one["text"] for one in found)


def test_a_speaker_that_was_merged_is_not_offered(client, story):
    member(client, "editor")
    quote = Quote.objects.filter(article__stories=story).earliest("pk")
    one = Speaker.objects.create(slug="ada", name="Ada Lind", kind="person")
    other = Speaker.objects.create(slug="ada-l", name="Ada L.", kind="person")
    speaker_desk.merge([one, other], one)
    assert numbers(offered(client, review_of(quote), "speaker", "Ada")) == {one.pk}


@pytest.mark.parametrize("told", ["quote=x", "quote=99999999999999999999", "quote=0", "quote=999999"])
def test_a_number_that_is_none_offers_no_harm(client, story, told):
    member(client, "editor")
    address = "/admin/autocomplete/?app_label=coverage&model_name=quotetie&field_name=other&term="
    assert client.get(f"{address}&{told}").status_code == 200


def test_who_may_not_look_is_offered_nothing(client, story):
    client.force_login(User.objects.create(username="guest", is_staff=True))
    address = "/admin/autocomplete/?app_label=coverage&model_name=quotetie&field_name=other&term="
    assert client.get(address).status_code == 403


def test_without_a_script_the_whole_list_is_in_the_page(client, story):
    member(client, "editor")
    quote = Quote.objects.filter(article__stories=story).earliest("pk")
    options = soup_of(client, review_of(quote)).select("select[name=other] option[value]")
    others = Quote.objects.shown().filter(article__stories=story).exclude(article=quote.article_id)
    assert {int(one["value"]) for one in options if one["value"]} == set(others.values_list("pk", flat=True))
