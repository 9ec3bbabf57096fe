"""Keys and local times: what a reader with JavaScript gets more, and how it is switched off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.site.pages import address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "document.activeElement.matches('main [tabindex=\"-1\"]')"


@pytest.fixture
def hasty(chromium, live_server, story):
    """A reader with JavaScript, five hours behind UTC."""
    context = chromium.new_context(base_url=live_server.url, timezone_id="America/Bogota", locale="en-GB")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert not faults
    assert not context.cookies()
    context.close()


def test_j_and_k_go_from_entry_to_entry_and_enter_opens_the_evidence(hasty: Page, story):
    hasty.goto(story.get_absolute_url())
    hasty.locator("#claims").scroll_into_view_if_needed()
    hasty.locator(".claim").first.evaluate("node => { node.tabIndex = -1; node.focus() }")
    hasty.keyboard.press("j")
    second = hasty.locator(".claim").nth(1)
    expect(second).to_be_focused()
    expect(second).to_be_in_viewport()
    hasty.keyboard.press("Enter")
    expect(second.locator(".words").first).to_be_visible()
    hasty.keyboard.press("Enter")
    expect(second.locator(".words").first).to_be_hidden()
    hasty.keyboard.press("k")
    expect(hasty.locator(".claim").first).to_be_focused()


def test_the_first_press_takes_the_first_entry_and_enter_follows_its_link(hasty: Page, story):
    hasty.goto(story.get_absolute_url())
    hasty.keyboard.press("j")
    first = hasty.locator("#minute li").first
    expect(first).to_be_focused()
    hasty.keyboard.press("Enter")
    hasty.wait_for_url("**/c/*/")


def test_a_question_mark_tells_the_keys_and_they_can_be_switched_off_for_good(hasty: Page, story):
    hasty.goto("/")
    hasty.keyboard.press("?")
    dialog = hasty.locator("#keys")
    expect(dialog).to_be_visible()
    hasty.get_by_label("These keys are on").uncheck()
    hasty.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    for address in ("/", story.get_absolute_url()):
        hasty.goto(address)
        hasty.keyboard.press("j")
        hasty.keyboard.press("?")
        expect(dialog).to_be_hidden()
        assert not hasty.evaluate(FOCUSED)
    hasty.get_by_role("button", name="Keys").click()
    hasty.get_by_label("These keys are on").check()
    hasty.get_by_role("button", name="Close").click()
    hasty.keyboard.press("j")
    assert hasty.evaluate(FOCUSED)


def test_keys_are_left_alone_in_forms_and_with_other_keys_held(hasty: Page, story):
    hasty.goto(address_of(story, "compare"))
    hasty.locator("fieldset input").first.focus()
    hasty.keyboard.press("j")
    expect(hasty.locator("fieldset input").first).to_be_focused()
    hasty.locator("h1").click()
    hasty.keyboard.press("Control+j")
    assert not hasty.evaluate(FOCUSED)


def test_times_tell_the_readers_own_too(hasty: Page, story):
    hasty.goto(address_of(story, "timeline"))
    first = hasty.locator(".event.published").first
    expect(first.locator("time")).to_have_text("15:31 UTC")
    expect(first.locator(".local")).to_contain_text("10:31")
    assert "17 June 2022" in (first.locator("time").get_attribute("title") or "")


def test_a_reader_without_javascript_sees_no_trace_of_it(reader: Page, story):
    reader.goto(story.get_absolute_url())
    expect(reader.locator("#keys")).to_be_hidden()
    expect(reader.locator("#keys-open")).to_be_hidden()


def test_a_reader_without_javascript_chooses_outlets_to_compare(reader: Page, story):
    reader.goto(story.get_absolute_url())
    reader.get_by_role("link", name="Side by side").click()
    reader.get_by_label("TechCrunch").uncheck()
    reader.get_by_label("Gizmodo").check()
    reader.get_by_role("checkbox", name="differences only").check()
    reader.get_by_role("button", name="Compare").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("BuzzFeed News and Gizmodo")
    expect(reader).to_have_url(re.compile(re.escape("/compare/?a=buzzfeednews&e=gizmodo&only=differences") + "$"))
    expect(reader.get_by_role("columnheader", name="Gizmodo")).to_be_visible()
    reader.get_by_role("link", name="outlets report it").first.click()
    expect(reader.get_by_role("heading", name="What each outlet does with it")).to_be_visible()
