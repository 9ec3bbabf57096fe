"""A story's articles are put in order at the desk by keyboard alone, without JavaScript, on wide screens and narrow."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page

from coverage.models import Decision
from tests.browser.desk import PASSWORD, log_in, words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def outlets(desk: Page) -> list[str]:
    return [words(cell) for cell in desk.locator(".field-articles_table tbody tr td:nth-child(3)").all()]


@pytest.mark.parametrize("width", [360, 1280])
def test_articles_change_places_by_keyboard_without_javascript(chromium: Browser, live_server, story, width):
    User.objects.create_superuser("ada", password=PASSWORD)
    context = chromium.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport={"width": width, "height": 800}
    )
    desk = context.new_page()
    log_in(desk)
    desk.goto(f"/admin/coverage/story/{story.pk}/change/")
    before = outlets(desk)
    title = words(desk.locator(".field-articles_table tbody tr").nth(1).locator("td").nth(3))

    # Enter in a field of the story saves the story, and moves nothing.
    desk.get_by_label("Title:").press("Enter")
    assert not Decision.objects.exists()

    desk.goto(f"/admin/coverage/story/{story.pk}/change/")
    desk.get_by_role("button", name=f"Down “{title}”").press("Enter")
    desk.get_by_label("Reason:").fill("The one below told it first.")
    desk.get_by_role("button", name="Move an article").press("Enter")
    assert outlets(desk) == [before[0], before[2], before[1], *before[3:]]

    # The next button is the one of the same article: by Tab from where the page stands.
    assert desk.url.endswith(f"#turn-{desk.locator('tr:target td').first.inner_text()}")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.get_by_label("Reason:").fill("Unrepresentativeness notwithstanding, counterintuitively.")
    desk.get_by_role("button", name="Move an article").press("Enter")
    assert outlets(desk) == before
    assert Decision.objects.count() == 2
    context.close()
    with_script = chromium.new_context(base_url=live_server.url, viewport={"width": width, "height": 800})
    desk = with_script.new_page()
    log_in(desk)
    desk.goto(f"/admin/coverage/story/{story.pk}/change/")
    assert desk.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    with_script.close()
