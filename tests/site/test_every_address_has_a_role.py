"""Nothing at the desk is open to somebody by oversight: what has no test of its roles, or no guard, fails here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from aggregator.models import Addition, SpanCheck
from coverage.models import ClaimGroup, Decision, PublicName, Story
from coverage.roles import AUDITOR, CHIEF, EDITOR, REPORTER, ROLES
from tests.site import factories
from tests.site import test_roles as roles
from tests.site.desk_pages import listed, member
from tests.site.every_row import every_row
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
ALL = {*ROLES}
OPEN_TO: dict[str, set[str]] = {
    "coverage_publicname_add": {CHIEF},
    "coverage_publicname_delete": {CHIEF},
    "aggregator_outlet_opml": {CHIEF},
    "coverage_pressreview_add": {REPORTER, EDITOR, CHIEF},
    "coverage_pressreview_preview": ALL,
    "coverage_decision_undo": {EDITOR, CHIEF},
    "coverage_story_order": {REPORTER, EDITOR, CHIEF},
    "coverage_inbox_addresses": {REPORTER, EDITOR, CHIEF},
    "coverage_inbox_text": {REPORTER, EDITOR, CHIEF},
    "coverage_inbox_added": ALL,
    "aggregator_quote_queue": ALL,
    "aggregator_quote_review": ALL,
    "auth_user_password_change": set(),
    "otp_totp_totpdevice_config": set(),
    "otp_totp_totpdevice_qrcode": set(),
    "autocomplete": set(),  # for the fields of a page: asked without one it is nobody's
}
"""By name of an address, the roles that may open it. What is not here goes by `open_to`."""
LOOKED_AT, WRITTEN = ("changelist", "change", "history", "simple_history"), ("add", "delete")
ANYBODYS = {"index", "login", "logout", "password_change", "password_change_done", "second_factor", "jsi18n",
            "app_list", "view_on_site"}  # fmt: skip
"""Addresses for whoever is let in at all, with nothing of ours in them, or what readers see."""


@pytest.fixture
def story() -> Story:
    made: Story = factories.full_story()
    return made


@pytest.fixture
def rows() -> dict[Any, Any]:
    return every_row()


def open_to(name: str) -> set[str]:
    """Who may open the address of that name: everybody looks at all of ours, and nobody adds or deletes by hand."""
    if name in OPEN_TO:
        return OPEN_TO[name]
    app, _, view = name.split("_", 2)
    if view in WRITTEN or app.startswith("otp"):
        return set()
    assert view in LOOKED_AT, f"{name}: say in OPEN_TO who may"
    return ALL if app in ("aggregator", "coverage") else {CHIEF, AUDITOR}


def addresses(rows: dict[Any, Any]) -> Iterator[tuple[str, str]]:
    """Every address of the desk by its name, each about a row that there is."""
    for model, page in admin.site._registry.items():
        for name in sorted(set(_names(page.get_urls()))):
            yield name, _address(name, rows[model].pk)
    own = {name for page in admin.site._registry.values() for name in _names(page.get_urls())}
    for name in sorted(set(_names(admin.site.get_urls())) - own - {"app_list"}):
        yield name, _address(name, rows[Story].pk)


def _address(name: str, key: Any) -> str:
    if name == "coverage_inbox_added":
        key = Addition.objects.get().pk
    for args in ((), (key,), (key, 1)):
        with suppress(NoReverseMatch):
            return reverse(f"admin:{name}", args=args)
    raise AssertionError(name)


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


def let_in(client: Client, role: str) -> Client:
    """Somebody of that role; of none with "": let in to the desk all the same."""
    if role:
        return member(client, role)
    client.force_login(User.objects.create(username="guest", is_staff=True))
    return client


def test_each_role_opens_what_is_its_own_and_nothing_else(client, rows, caplog):
    caplog.set_level("CRITICAL", "django.request")  # each refusal would be told with where it happened
    asked = [one for one in addresses(rows) if one[0] not in ANYBODYS]
    assert len(asked) > 150
    taken_along = [model for model in rows if hasattr(admin.site._registry[model], "export_csv")]
    for role in (*ROLES, ""):
        let_in(client, role)
        opened = {name for name, address in asked if _opens(client.get(address, follow=True))}
        assert opened == {name for name, _ in asked if role in open_to(name)}, role
        for model in taken_along:
            answer = client.post(listed(model), {"action": "export_csv", "_selected_action": [rows[model].pk]})
            may = role in open_to(f"{model._meta.app_label}_{model._meta.model_name}_changelist")
            assert _is_csv(answer) == may, (role, model)


def _opens(answer: Any) -> bool:
    """Whether it is shown, or leads on to what is; not to the page that asks who somebody is."""
    return answer.status_code == 200 and not any("/login/" in led for led, _ in answer.redirect_chain)


def _is_csv(answer: Any) -> bool:
    return answer.status_code == 200 and str(answer.headers["Content-Type"]).startswith("text/csv")


@pytest.mark.parametrize("role", [AUDITOR, ""])
def test_who_may_only_look_or_nothing_changes_nothing_wherever_something_is_sent_to(client, rows, role, caplog):
    caplog.set_level("CRITICAL", "django.request")
    let_in(client, role)
    before, decided = roles.stored(), Decision.objects.count()
    for name, address in addresses(rows):
        if name not in ANYBODYS:
            client.post(address, {"reason": "Mine.", "title": "Mine", "do": "accept", "name": "Mine", "post": "yes"})
    assert roles.stored() == before
    assert Decision.objects.count() == decided
