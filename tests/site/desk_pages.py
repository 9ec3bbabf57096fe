"""The desk's lists and pages as a person uses them: open, choose, act, answer, save."""

from __future__ import annotations

from datetime import timedelta

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from aggregator.models import Article
from coverage.models import InboxArticle
from tests.site import factories
from tests.site.pages import soup_of, words


def member(client: Client, role: str) -> Client:
    """Log somebody of that role in."""
    user, _ = User.objects.get_or_create(username=role.replace(" ", "-"), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


def another(text: str, slug: str = "cnn") -> Article:
    outlet = next(one for one in factories.outlets() if one.slug == slug)
    return factories.article(outlet, text, title=text, at=factories.FIRST + timedelta(hours=30))


def listed(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def page_of(row) -> str:
    """The page of a row; what is in the inbox is an article, and has that one's."""
    if isinstance(row, InboxArticle):
        return reverse("admin:aggregator_article_change", args=[row.pk])
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def act(client: Client, model, action: str, rows, where: str = "", **answer) -> BeautifulSoup:
    """Choose rows in a list and an action for them; the page that the editor sees then."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    answered = {"confirmed": "1", "reason": "A reader wrote.", **answer}
    response = client.post(listed(model) + where, data | answered, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "lxml")


def asked(client: Client, model, action: str, rows) -> BeautifulSoup:
    """Choose rows and an action; the page that asks for what it needs to know."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return BeautifulSoup(client.post(listed(model), data).content.decode(), "lxml")


def told(page: BeautifulSoup) -> str:
    """The messages at the head of the page, without the way to undo what they tell."""
    for link in page.select(".messagelist a[href$='/undo/']"):
        link.extract()
    return " ".join(message.get_text().strip() for message in page.select(".messagelist li"))


def form_of(page: BeautifulSoup) -> dict[str, object]:
    """What the page's form would send untouched."""
    sent: dict[str, object] = {}
    for field in page.select("form#story_form, form#quote_form, form#claim_form, form#article_form")[0].select(
        "[name]"
    ):
        if field.get("type") == "checkbox" and not field.has_attr("checked"):
            continue
        if field.get("type") == "submit":
            continue
        chosen = field.select_one("option[selected]") if field.name == "select" else None
        default = "on" if field.get("type") == "checkbox" else field.get_text().removeprefix("\n")
        sent[str(field["name"])] = chosen["value"] if chosen else field.get("value", default)
    return sent


def save(client: Client, row, **changes) -> BeautifulSoup:
    """Open a row's page, change some fields of its form, and save."""
    sent = form_of(soup_of(client, page_of(row))) | {"why": "A reader wrote."} | changes
    response = client.post(page_of(row), sent, follow=True)
    page = BeautifulSoup(response.content.decode(), "lxml")
    assert not page.select(".errornote"), words(page.select_one(".errornote"))
    return page
