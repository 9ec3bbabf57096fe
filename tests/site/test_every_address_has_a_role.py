"""Nothing at the desk is open to somebody by oversight: what has no test of its roles, or no guard, fails here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from aggregator.models import SpanCheck
from coverage.models import ClaimGroup, Decision, PublicName, Story
from coverage.roles import AUDITOR, CHIEF, EDITOR, REPORTER, ROLES
from tests.site import factories
from tests.site import test_roles as roles
from tests.site.desk_pages import listed, member
from tests.site.pages import soup_of

pytestmark = pytest.mark.django_db

OF_LISTS = {
    (ClaimGroup, "accept"): {REPORTER, EDITOR, CHIEF},
    (ClaimGroup, "hide"): {REPORTER, EDITOR, CHIEF},
    (SpanCheck, "settle"): {EDITOR, CHIEF},
    (PublicName, "delete_selected"): {CHIEF},
}
"""To whom these are offered; statements one by one are tried in test_statement_desk.py."""
TRIED = {
    ("decision", "take"), ("decision", "refuse"), ("takedownrequest", "accept"), ("takedownrequest", "refuse"),
    ("article", "take_down"), ("outlet", "take_down"), *((model._meta.model_name, name) for model, name in OF_LISTS),
    *((model._meta.model_name, name) for model, name in (*roles.DECISIONS, *roles.EDITING, *roles.KEEPING)),
    *(("inboxarticle", name) for name in roles.INBOX),
}  # fmt: skip
"""Actions that a test tries by each role: here and in test_roles.py."""
ANYBODYS = {"index", "login", "logout", "password_change", "password_change_done", "jsi18n", "app_list"}
"""Addresses for whoever is let in at all, with nothing of ours in them."""


@pytest.fixture
def story() -> Story:
    made: Story = factories.full_story()
    return made


def addresses(key: int) -> Iterator[tuple[str, str]]:
    """Every address of the desk by its name, about the row of that number."""
    for name in set(_names(admin.site.get_urls())):
        for args in ((), (key,), (key, key)):
            try:
                yield name, reverse(f"admin:{name}", args=args)
            except NoReverseMatch:
                continue


def _names(patterns: list[Any]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns)
        elif isinstance(one, URLPattern) and one.name:
            yield one.name


def test_every_action_on_a_list_is_tried_by_each_role():
    request = RequestFactory().get("/")
    request.user = User(username="all", is_staff=True, is_superuser=True, is_active=True)
    found = {
        (model._meta.model_name, name)
        for model, page in admin.site._registry.items()
        if model._meta.app_label in ("aggregator", "coverage")
        for name in page.get_actions(request)
        if name != "export_csv"  # whoever sees a list may take it along
    }
    assert found - TRIED == set()
    assert TRIED - found == set()


@pytest.mark.parametrize(("model", "action"), OF_LISTS)
@pytest.mark.parametrize("role", ROLES)
def test_who_is_offered_it_in_a_list(client, story, role, model, action):
    quote = story.articles.get(outlet__slug="cnn").quotes.earliest("pk")
    SpanCheck.objects.create(
        article=quote.article, quote=quote, against=quote.snapshot, at=factories.FIRST, fate="gone", shown=True
    )
    PublicName.objects.create(user=User.objects.create(username="ada"), name="Ada Lind")
    page = soup_of(member(client, role), listed(model))
    assert bool(page.select(f"select[name=action] option[value={action}]")) == (role in OF_LISTS[model, action])


def test_who_has_no_role_is_shown_nothing(client, story):
    client.force_login(User.objects.create(username="guest", is_staff=True))
    asked = dict(addresses(story.pk))
    assert len(asked) > 100
    shown = {name for name, address in asked.items() if client.get(address).status_code == 200}
    assert shown <= ANYBODYS, shown - ANYBODYS


def test_an_auditor_changes_nothing_wherever_something_is_sent_to(client, story):
    member(client, AUDITOR)
    before = roles.stored()
    for name, address in addresses(story.pk):
        if name not in ANYBODYS:
            client.post(address, {"reason": "Mine.", "title": "Mine", "do": "accept", "name": "Mine", "post": "yes"})
    assert roles.stored() == before
    assert not Decision.objects.exists()
