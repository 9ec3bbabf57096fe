"""Lists with very many rows: counted so far and no further, taken along as CSV, found again by search."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aggregator import admin_long
from aggregator.models import Article, Claim, FetchLog, Outlet, Quote, Speaker
from coverage.models import Decision, InboxArticle, PressReview, PublicName, Story
from coverage.quote_queue import others_of
from tests.site import factories, histories
from tests.site.desk_pages import act, another, listed, told
from tests.site.pages import soup_of, words

OURS = [model for model in admin.site._registry if model._meta.app_label in {"aggregator", "coverage"}]
OURS.remove(PublicName)  # as many as there are editors


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def logged() -> None:
    FetchLog.objects.bulk_create(FetchLog(url=f"https://cnn.com/{n}", outcome="ok") for n in range(250))


def exported(client: Client, model, **sent) -> list[list[str]]:
    answer: Any = client.post(listed(model), {"action": "export_csv", **sent})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_list_counts_no_further_than_it_must(editor, logged, monkeypatch):
    monkeypatch.setattr(admin_long, "COUNTED", 120)
    page = soup_of(editor, listed(FetchLog))
    assert "120" in words(page.select_one(".paginator"))
    assert "250" not in words(page.select_one(".paginator"))
    assert len(page.select("#result_list tbody tr")) == 100


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_list_counts_all_its_rows_beside_those_it_found(model):
    assert admin.site._registry[model].show_full_result_count is False


@pytest.mark.parametrize("model", [Story, Article, InboxArticle, Quote, Claim, Speaker, Outlet, Decision, FetchLog])
def test_every_long_list_can_be_searched(model):
    assert admin.site._registry[model].search_fields


def test_what_is_chosen_is_taken_along_as_csv_with_the_columns_of_the_list(editor):
    story = factories.full_story()
    rows = exported(editor, Story, _selected_action=[story.pk])
    assert rows[0][:4] == ["id", "story", "articles", "state"]
    assert rows[1][:4] == [str(story.pk), story.title, "7", "public"]


def test_a_whole_list_is_taken_along_a_part_at_a_time(editor, logged, monkeypatch):
    monkeypatch.setattr(admin_long, "_AT_ONCE", 40)
    first = FetchLog.objects.first().pk
    rows = exported(editor, FetchLog, _selected_action=[first], select_across="1", index="0")
    assert len(rows) == 251
    assert len({row[0] for row in rows[1:]}) == 250


def test_the_inbox_is_taken_along_with_what_matched(editor):
    story = factories.full_story()
    article = story.articles.filter(outlet__listed=True).first()
    rows = exported(editor, InboxArticle, _selected_action=[article.pk])
    assert rows[1][1].startswith(article.title)
    assert "Quotes: “" in rows[1][rows[0].index("words, quotes and figures that matched")]


def test_no_cell_is_a_formula(editor):
    FetchLog.objects.create(url="https://cnn.com/", outcome="=cmd|' /C calc'!A0", detail="+1")
    rows = exported(editor, FetchLog, _selected_action=[FetchLog.objects.get().pk])
    assert "'=cmd|' /C calc'!A0" in rows[1]
    assert "'+1" in rows[1]


def test_who_may_look_may_take_along_and_nobody_else(client):
    story = factories.full_story()
    auditor = User.objects.create(username="auditor", is_staff=True)
    auditor.groups.add(Group.objects.get(name="auditor"))
    client.force_login(auditor)
    assert len(exported(client, Story, _selected_action=[story.pk])) == 2
    client.force_login(User.objects.create(username="guest", is_staff=True))
    assert client.post(listed(Story), {"action": "export_csv", "_selected_action": [story.pk]}).status_code == 403


def test_too_many_rows_are_refused_before_anything_is_done_for_them(editor, monkeypatch):
    monkeypatch.setattr("aggregator.admin_long.MOST", 2)
    monkeypatch.setattr("coverage.admin_story_actions.in_the_way", lambda story: pytest.fail("looked at"))
    rows = [factories.story([another(f"Report {number}")], title=f"Story {number}") for number in range(3)]
    assert told(act(editor, Story, "publish", rows)) == "Choose 2 at most; these are 3."
    assert told(act(editor, Story, "publish", rows[:1], select_across="1")) == "Choose 2 at most; these are 3."
    assert not Decision.objects.exists()
    chosen = {"action": "export_csv", "_selected_action": [row.pk for row in rows]}
    assert editor.post(listed(Story), chosen).headers["Content-Type"].startswith("text/csv")


def test_a_quote_of_an_article_in_no_story_is_offered_no_other_as_the_same(editor):
    one, other = (
        factories.quote(another(f"We saw it {number}", slug), "We saw it") for number, slug in enumerate(("cnn", "wsj"))
    )
    assert other not in others_of(one, None)
    assert not others_of(one, None).exists()


def test_the_list_of_press_reviews_asks_no_more_when_it_has_more(editor, django_assert_max_num_queries):
    def one_more(number: int) -> None:
        made = factories.story([another(f"Report {number} of the ferry")], title=f"Ferry {number}")
        factories.quote(made.articles.get(), f"Report {number}")
        review = histories.reviewed(made)
        PressReview.objects.filter(pk=review.pk).update(published_body=review.body)

    one_more(0)
    listed_now(editor, PressReview)
    with CaptureQueriesContext(connection) as few:
        listed_now(editor, PressReview)
    for number in range(1, 5):
        one_more(number)
    with django_assert_max_num_queries(len(few)):
        listed_now(editor, PressReview)


def listed_now(editor, model) -> None:
    assert editor.get(listed(model)).status_code == 200
