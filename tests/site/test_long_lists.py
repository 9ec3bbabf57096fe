"""Lists with very many rows: counted so far and no further, taken along as CSV, found again by search."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client

from aggregator import admin_long
from aggregator.models import Article, Claim, FetchLog, Outlet, Quote, Speaker
from coverage.models import Decision, InboxArticle, PublicName, Story
from tests.site import factories
from tests.site.desk_pages import listed
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
