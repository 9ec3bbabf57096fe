"""A reader takes a press review along and asks for a removal; an editor writes, previews and publishes a review."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from aggregator.models import Quote
from coverage.models import PressReview, TakedownRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(chromium: Browser, live_server, story) -> Iterator[Page]:
    """An editor at the desk, with JavaScript."""
    client = Client()
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    session = client.cookies["sessionid"].value
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_a_reader_goes_from_a_story_to_its_review_and_on_to_a_sentence(reader: Page, story):
    reader.goto(f"/s/{story.pk}/review/")
    expect(reader.get_by_role("heading", level=1)).to_have_text(story.title)
    call = reader.locator(".text .call a").first
    assert "#:~:text=" in (call.get_attribute("href") or "")
    text = reader.get_by_role("link", name="Text", exact=True).get_attribute("href") or ""
    assert "[1]" in reader.request.get(text).text()


def test_a_reader_asks_for_a_removal_without_a_cookie_and_reads_what_became_of_it(reader: Page, story):
    reader.goto("/takedown/")
    reader.get_by_role("button", name="Send it to the editors").click()
    assert TakedownRequest.objects.count() == 0  # the browser itself asks for what is missing
    reader.get_by_label("Address", exact=True).fill("https://www.cnn.com/2022/06/17/tech/harbour")
    reader.get_by_label("Why", exact=True).select_option("rights")
    reader.get_by_label("What should go, and why").fill("I wrote this article and ask you to take it down.")
    reader.get_by_label("Your name").fill("Sigrid Dahl")
    reader.get_by_label("Your e-mail address").fill("sigrid@dahl.example")
    reader.get_by_label("What I write here is true").check()
    reader.get_by_role("button", name="Send it to the editors").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Received")
    expect(reader.locator("body")).not_to_contain_text("Sigrid")
    assert reader.context.cookies() == []
    TakedownRequest.objects.update(state="refused", answer="A short quotation, with credit.")
    reader.reload()
    expect(reader.locator("main")).to_contain_text("A short quotation, with credit.")


def test_an_editor_writes_a_review_with_the_picker_and_publishes_it(editor: Page, story):
    quote = next(q for q in Quote.objects.filter(article__outlet__slug="cnn") if q.is_verbatim())
    review = PressReview.objects.create(story=story, body="CNN hears: ")
    editor.goto(f"/admin/coverage/pressreview/{review.pk}/change/")
    editor.locator(".review-picker details", has_text="CNN").locator("summary").click()
    item = editor.locator(f'[data-token="q:{quote.pk}"]')
    editor.locator("#id_body").focus()
    editor.keyboard.press("Control+End")
    item.get_by_role("button").click()
    editor.keyboard.type(".")
    editor.get_by_role("button", name="Save and publish").click()
    expect(editor.locator(".messagelist")).to_contain_text("Published")
    editor.get_by_role("link", name="as readers see it").click()
    expect(editor.locator(".text .verbatim")).to_have_text(f"“{quote.text}”")


def test_words_selected_in_a_quote_are_referred_to_by_their_places(editor: Page, story):
    quote = Quote.objects.filter(article__outlet__slug="cnn").first()
    assert quote
    review = PressReview.objects.create(story=story, body="CNN hears: ")
    editor.goto(f"/admin/coverage/pressreview/{review.pk}/change/")
    editor.locator(".review-picker details", has_text="CNN").locator("summary").click()
    editor.locator(f'[data-token="q:{quote.pk}"] q').evaluate(
        """node => {
          const words = node.firstChild.data.split(" "), range = document.createRange();
          range.setStart(node.firstChild, words[0].length + 1);
          range.setEnd(node.firstChild, words.slice(0, 3).join(" ").length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    editor.locator(f'[data-token="q:{quote.pk}"] button').click()
    expect(editor.locator("#id_body")).to_have_value(f"CNN hears: [[q:{quote.pk} 2-3]]")
