"""What an object's page of history tells: who did what, when and why, whatever was done and wherever at the desk."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from aggregator.models import Article, Feed, Quote, SpanCheck
from coverage.models import ClaimGroup, Decision, InboxArticle, PressReview, Story
from coverage.review_writing import publish, withdraw
from tests.site import factories, histories
from tests.site.desk_pages import act, member, page_of, save
from tests.site.every_row import every_row
from tests.site.pages import soup_of, words

pytestmark = pytest.mark.django_db

NOTHING = "Nobody has done anything to it at the desk."
WHEN = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d:\d\d")


@pytest.fixture
def story() -> Story:
    made: Story = factories.full_story()
    return made


@pytest.fixture
def desk(client):
    return member(client, "desk chief")


def history(client, row: Any) -> list[str]:
    """The lines of a row's history, those of its fields before what was done to it."""
    model = type(row)._meta
    page = soup_of(client, reverse(f"admin:{model.app_label}_{model.model_name}_history", args=[row.pk]))
    lines = [words(line) for line in page.select("#content tbody tr")]
    assert bool(lines) != (NOTHING in words(page.select_one("#content")))
    assert all(WHEN.match(line) for line in lines), lines
    return lines


@pytest.mark.parametrize("role", ["superuser", "auditor"])
def test_every_object_has_one_and_an_untouched_one_says_so(client, role):
    rows = every_row()
    if role == "superuser":
        client.force_login(User.objects.get(username="ada-1"))
    else:
        member(client, role)
    for model, row in rows.items():
        if role == "superuser" or model._meta.app_label in ("aggregator", "coverage"):
            history(client, row)
    assert NOTHING in words(soup_of(client, page_of(Feed.objects.first()).replace("change", "history")))
    assert len(rows) == len(admin.site._registry)


def test_an_order_its_reason_and_its_undoing_are_told(desk, story):
    numbers = [article.pk for article in story.articles.order_by("-published_at")[:2]]
    save(desk, story, order=", ".join(map(str, numbers)), why="The newest first.")
    desk.post(reverse("admin:coverage_decision_undo", args=[Decision.objects.get().pk]), {"reason": "Too new."})
    undone, ordered = [line for line in history(desk, story) if "order of the articles" in line]
    assert f"desk-chief Set the order of the articles: “{story}”: The newest first." in ordered
    assert f"desk-chief Undone: Set the order of the articles: “{story}”: Too new." in undone
    assert "Undone: Set the order" in history(desk, Decision.objects.get())[0]


def test_what_was_decided_in_the_inbox_is_told_of_the_article(desk, story):
    article = story.articles.filter(outlet__listed=True).first()
    act(desk, InboxArticle, "accept", [InboxArticle.objects.get(pk=article.pk)], reason="The same event.")
    assert "desk-chief Leave" in history(desk, Article.objects.get(pk=article.pk))[0]


def test_a_label_of_a_quote_that_was_reviewed_already_is_told(desk, story):
    quote = Quote.objects.filter(article__stories=story).earliest("pk")
    Quote.objects.filter(pk=quote.pk).update(reviewed=True, set_by_person=["reviewed"])
    sent = {"spans": "[[0, 1]]", "words": quote.text, "label": "reworded", "reason": "It is.", "do": "label"}
    desk.post(reverse("admin:aggregator_quote_review", args=[quote.pk]), sent)
    assert any("reworded: It is." in line for line in history(desk, quote))


def test_a_proposal_is_told_as_one_and_who_takes_or_refuses_it(client, story):
    group = ClaimGroup.objects.filter(story=story).first() or pytest.fail("no statement")
    act(member(client, "reporter"), ClaimGroup, "accept", [group], reason="Read it.")
    assert "reporter Proposed: Accept statement" in history(client, group)[0]
    client.logout()
    act(member(client, "editor"), Decision, "take", [Decision.objects.get()], reason="So did I.")
    proposed, taken = history(client, group)
    assert "Read it." in proposed
    assert taken.endswith("So did I.")
    assert "editor Taken: Accept statement" in taken


def test_what_an_edit_broke_was_seen_to_for_a_reason(desk, story):
    check = histories.edited(story.articles.filter(outlet__listed=True).first())
    act(desk, SpanCheck, "settle", [check], reason="The outlet corrected a slip.")
    assert history(desk, check)[0].endswith("desk-chief Seen to: The outlet corrected a slip.")


def test_a_form_that_was_saved_tells_its_fields_and_the_reason_which_is_none(desk, story):
    review = histories.reviewed(story)
    page = soup_of(desk, page_of(review))
    sent = {str(field["name"]): field.get("value", "") for field in page.select("#pressreview_form input[name]")}
    sent = {name: value for name, value in sent.items() if not name.startswith("_")}
    desk.post(page_of(review), sent | {"title": "Shorter", "body": review.body, "why": "It was long."})
    assert any(line.endswith("desk-chief Changed Title: It was long.") for line in history(desk, review))
    assert PressReview.objects.get().title == "Shorter"


def test_publishing_a_press_review_and_taking_it_off_tell_why(desk, story):
    review = histories.reviewed(story)
    publish(review, User.objects.get(), factories.FIRST, "It is ready.")
    withdraw(review, User.objects.get(), factories.FIRST, "It was not.")
    told = " ".join(history(desk, review))
    assert "Published: It is ready." in told
    assert "Taken off the site: It was not." in told
