"""A person at the desk: logs in, and goes by what the screens offer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page

from aggregator import ingest
from aggregator.models import Host
from coverage.tasks import assemble

PASSWORD = "seven harbour cranes"


@contextmanager
def at_the_desk(chromium: Browser, address: str) -> Iterator[Page]:
    """A browser with JavaScript; what a page complains of, or asks others for, fails the test."""
    User.objects.create_superuser("ada", password=PASSWORD)
    context = chromium.new_context(base_url=address)
    desk = context.new_page()
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    desk.on(
        "requestfailed",  # what the next page makes needless is aborted
        lambda r: complaints.append(f"failed: {r.url}") if r.failure != "net::ERR_ABORTED" else None,
    )
    desk.on("request", lambda r: complaints.append(f"foreign: {r.url}") if not r.url.startswith(address) else None)
    yield desk
    context.close()
    found = [told for told in complaints if "favicon" not in told]
    assert not found, found


def work() -> None:
    """What the workers do meanwhile."""
    now = timezone.now()
    Host.objects.update(free_at=now)
    for article in ingest.articles_to_take_up(now):
        ingest.take_up(article, now)
    assemble()


def log_in(desk: Page) -> None:
    desk.goto("/admin/")
    desk.get_by_label("Username:").fill("ada")
    desk.get_by_label("Password:").fill(PASSWORD)
    desk.get_by_role("button", name="Log in").click()
    desk.wait_for_selector("#user-tools")  # whoever goes on before that is not logged in


def follow(where: Page | Locator, name: str | re.Pattern[str], exact: bool = False) -> None:
    """Click a link by its words."""
    where.get_by_role("link", name=name, exact=exact).first.click()


def choose(desk: Page, *titles: str) -> None:
    """Tick rows of a list by their titles."""
    for title in titles:
        named = f':is(.field-headline, .field-__str__):has-text("{title}")'
        desk.locator(f"#result_list tbody tr:has({named})").first.locator("input.action-select").check()


def ask_for(desk: Page, action: str) -> None:
    """Choose an action for the ticked rows by its words."""
    option = desk.locator("select[name=action] option", has_text=action).first.get_attribute("value")
    desk.select_option("select[name=action]", option)
    desk.get_by_role("button", name="Go").click()


def do(desk: Page, action: str, reason: str = "") -> None:
    """Choose an action by its words, and answer the page that asks."""
    ask_for(desk, action)
    if reason:
        desk.get_by_label("Reason:").fill(reason)
    desk.locator(".submit-row input[type=submit]").click()


def told(desk: Page) -> str:
    """What the desk says at the head of the page."""
    return words(desk.locator(".messagelist"))


def words(where: Any) -> str:
    """What is read there, white space folded."""
    return " ".join(where.inner_text().split())
