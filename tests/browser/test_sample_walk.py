"""An editor with no instructions but the screens, on the sample edition: from what waits to what readers are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from aggregator.archive_intake import enter_archive
from aggregator.roster import sync_outlets
from coverage.models import Story
from tests.browser.desk import ask_for, at_the_desk, choose, follow, log_in, told, words, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
TIKTOK = re.compile("TikTok.*(Oracle|China|data)")
SENTENCE = "TikTok keeps its users' data at Oracle."


@pytest.fixture
def editor(chromium: Browser, live_server, settings) -> Iterator[Page]:
    """Somebody at the desk of a site that has read the sample edition."""
    settings.SITE_URL = live_server.url
    sync_outlets()
    enter_archive(SAMPLE, timezone.now())
    work()
    with at_the_desk(chromium, live_server.url) as desk:
        yield desk


def by_label(desk: Page, action: str, label: str, words: str) -> None:
    """Fill a field, say why, and press the button that stands for it."""
    desk.get_by_label(label).fill(words)
    desk.get_by_label("Reason:").fill("Read again.")
    desk.get_by_role("button", name=action).click()


def test_the_walk_on_the_sample_edition(editor: Page, live_server):
    desk = editor
    log_in(desk)

    # The quote of which the workers are least sure, settled.
    follow(desk, "Quotes", exact=True)
    follow(desk, "Review the queue")
    assert "the least sure first" in words(desk.locator(".review-nav"))
    by_label(desk, "Set the speaker", "or a name:", "Ada Lind")
    expect(desk.locator(".facts")).to_contain_text("Ada Lind")
    desk.get_by_role("button", name="Accept").click()
    work()

    # A statement in the desk's own words, and how one outlet stands to it, shown by its words.
    desk.goto("/admin/")
    follow(desk.locator(".model-story"), "Stories")  # the first of that name is the heading above it
    follow(desk.locator("#result_list tbody tr", has_text=TIKTOK).first, TIKTOK)
    follow(desk, "its statements")
    follow(desk.locator("#result_list tbody tr").first, re.compile("."))
    by_label(desk, "Set the sentence", "Neutral sentence:", SENTENCE)
    assert SENTENCE in words(desk.locator(".review strong").first)
    cell = desk.locator("fieldset:has(button[value^=cell-])").first
    cell.get_by_label("Stance:").select_option(label="differs")
    cell.get_by_label("Its words:").fill("These words stand in no article.")
    desk.get_by_label("Reason:").fill("Read again.")
    cell.get_by_role("button").click()
    expect(cell).to_contain_text("These words do not stand so in the outlet’s article.")
    cell.get_by_label("Its words:").fill(words(cell.locator("ul li").first))
    cell.get_by_role("button").click()
    expect(cell).to_contain_text("differs (set by an editor)")
    work()
    follow(desk, "View on site")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(SENTENCE)
    expect(desk.locator("main")).to_contain_text("differs")

    # Readers find it among the corrections.
    follow(desk, "Corrections")
    expect(desk.locator(".corrections")).to_contain_text(SENTENCE)

    # A press review: a sentence of the editor's with one outlet's words in it, and its reference.
    desk.goto("/admin/")
    follow(desk, "Press reviews", exact=True)
    follow(desk, "Add press review")
    desk.locator(".field-story .select2-selection").click()
    desk.locator(".select2-search__field").fill("TikTok")
    desk.locator(".select2-results__option:has-text('TikTok')").first.click()
    desk.get_by_role("button", name="Save and continue editing").click()
    picker = desk.locator(".review-picker details", has_text="Gizmodo").first
    picker.locator("summary").click()
    desk.get_by_label("Body:").fill("Gizmodo tells what was heard: ")
    desk.keyboard.press("Control+End")
    quoted = picker.locator("li[data-token^=q]").first
    told_there = words(quoted.locator("q"))
    quoted.get_by_role("button").click()
    desk.keyboard.type(".")
    desk.get_by_role("button", name="Save and publish").click()
    assert "Published" in told(desk)
    follow(desk, "as readers see it")
    expect(desk.locator(".text")).to_contain_text("Gizmodo tells what was heard")
    expect(desk.locator(".text .verbatim").first).to_contain_text(told_there.split("…")[0].strip("“” "))

    # Two stories are one, and the old address leads there.
    gone = Story.objects.get(title__contains="Coinbase", state="public")
    desk.goto("/admin/")
    follow(desk.locator(".model-story"), "Stories")  # the first of that name is the heading above it
    choose(desk, "Coinbase", "TikTok")
    ask_for(desk, "Merge the chosen stories")
    desk.get_by_label(re.compile("TikTok")).first.check()
    desk.get_by_label("Reason:").fill("One event.")
    desk.get_by_role("button", name="Merge into one story").click()
    assert "1 story merged; the old addresses lead to" in told(desk)
    desk.goto(f"/s/{gone.pk}/")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("TikTok")
