"""An editor goes through the queue of quotes: with keys, and in a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from aggregator.models import Quote
from coverage.models import ClaimGroup, QuoteTie
from coverage.quote_queue import others_of, queue
from tests.browser.measures import NAMELESS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUEUE = "/admin/aggregator/quote/review/"
BESIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COVERED = """(() => {
  const boxes = (what) => [...document.querySelectorAll(what)].map((one) => one.getBoundingClientRect());
  const lie = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const words = boxes("#content > h1, #content > h2, #content > p, #content-main > p");
  return boxes(".object-tools a").some((button) => words.some((line) => lie(button, line)))
    || boxes(".form-row .select2-container").some((field) => field.right > document.documentElement.clientWidth);
})()"""
"""Whether a page's buttons lie over its words, or a field goes on beside the screen."""


def desk(chromium: Browser, live_server: Any, javascript: bool) -> Iterator[Page]:
    """An editor's browser; what a page complains of fails the test."""
    client = Client()
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    context = chromium.new_context(java_script_enabled=javascript, base_url=live_server.url)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


@pytest.fixture
def hasty(chromium: Browser, live_server: Any, story: Any) -> Iterator[Page]:
    yield from desk(chromium, live_server, javascript=True)


@pytest.fixture
def plain(chromium: Browser, live_server: Any, story: Any) -> Iterator[Page]:
    yield from desk(chromium, live_server, javascript=False)


def words_shown(page: Page) -> str:
    return " ".join((page.locator(".in-place mark").first.text_content() or "").split())


def test_the_same_as_is_found_by_typing_among_the_storys_quotes(hasty: Page, story: Any) -> None:
    quote = queue(story.pk)[0]
    other = others_of(quote, story).exclude(text=quote.text).first()
    assert other is not None
    hasty.goto(f"/admin/aggregator/quote/{quote.pk}/review/")
    hasty.locator("#id_other + .select2-container .select2-selection").click()
    hasty.locator(".select2-search__field").fill(other.text[:40])
    hasty.locator(".select2-results__option", has_text=f"{other.article.outlet}: {other.text[:40]}").first.click()
    hasty.locator("#id_reason").fill("Both were there.")
    hasty.get_by_role("button", name="Link as the same").click()
    expect(hasty.locator(".messagelist")).to_contain_text("is the same as")
    tie = QuoteTie.objects.get()
    assert (tie.one, tie.other.text, tie.same) == (quote, other.text, True)


@pytest.mark.parametrize("width", [768, 1024])
def test_nothing_at_the_desk_lies_over_something_else_or_beside_the_screen(hasty: Page, story: Any, width: int) -> None:
    hasty.set_viewport_size({"width": width, "height": 900})
    quote = queue(story.pk)[0]
    pages = ("/admin/", "/admin/aggregator/quote/", f"/admin/aggregator/quote/{quote.pk}/review/",
             f"/admin/coverage/story/{story.pk}/change/", "/admin/coverage/inboxarticle/")  # fmt: skip
    for address in pages:
        hasty.goto(address)
        assert hasty.evaluate(BESIDE) <= 0, address
        assert not hasty.evaluate(COVERED), address


def test_the_queue_is_gone_through_by_keys_which_can_be_switched_off(hasty: Page, story: Any) -> None:
    first, second, third = queue()[:3]
    hasty.goto(QUEUE)
    assert words_shown(hasty) == first.text
    hasty.keyboard.press("a")
    hasty.wait_for_url(f"**/{second.pk}/review/")
    hasty.locator("#id_reason").fill("Said by nobody: a and r are letters here.")
    hasty.locator("body").click(position={"x": 2, "y": 2})
    hasty.evaluate("document.activeElement.blur()")
    hasty.keyboard.press("r")
    hasty.wait_for_url(f"**/{third.pk}/review/")
    hasty.keyboard.press("n")
    hasty.wait_for_url(lambda url: f"/{third.pk}/" not in url)
    hasty.keyboard.press("p")
    hasty.wait_for_url(f"**/{third.pk}/review/")
    hasty.get_by_label("Keys: a accepts").uncheck()
    hasty.evaluate("document.activeElement.blur()")
    hasty.keyboard.press("a")
    hasty.reload()
    expect(hasty.get_by_label("Keys: a accepts")).not_to_be_checked()
    states = [Quote.objects.get(pk=quote.pk) for quote in (first, second, third)]
    assert [(quote.reviewed, quote.hidden) for quote in states] == [(True, False), (False, True), (False, False)]


def test_without_javascript_ends_are_moved_and_a_name_is_set(plain: Page, story: Any) -> None:
    quote = queue()[0]
    plain.goto(QUEUE)
    expect(plain.locator(".keys")).to_be_hidden()
    plain.get_by_role("link", name="End a word earlier").click()
    assert words_shown(plain) != quote.text
    plain.locator("#id_reason").fill("The last word is the outlet’s.")
    plain.get_by_role("button", name="Move the ends").click()
    expect(plain.locator(".messagelist")).to_contain_text("Move the ends")
    plain.locator("#id_named").fill("Ada Lind")
    plain.locator("#id_reason").fill("She says so.")
    plain.get_by_role("button", name="Set the speaker").click()
    expect(plain.locator(".facts")).to_contain_text("Ada Lind")
    quote.refresh_from_db()
    assert quote.is_verbatim()
    assert quote.set_by_person == ["reviewed", "spans", "speaker_name"]


def test_the_pages_have_names_for_everything_and_do_not_scroll_sideways(hasty: Page, story: Any) -> None:
    group = ClaimGroup.objects.all()[0]
    hasty.set_viewport_size({"width": 320, "height": 800})
    for address in (QUEUE, f"/admin/coverage/claimgroup/{group.pk}/change/"):
        hasty.goto(address)
        assert hasty.evaluate("document.documentElement.scrollWidth") <= 320, address
        found = hasty.evaluate(
            NAMELESS.replace("document.querySelectorAll", "document.querySelector('#content').querySelectorAll")
        )
        assert not [fault for fault in found if "h2 after" not in fault], address
