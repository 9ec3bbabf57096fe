"""An editor with no instructions but the screens: from an empty desk to a published, corrected and merged story."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from aggregator.models import Article
from aggregator.outlets.added import know
from aggregator.roster import sync_outlets
from coverage.models import Correction, Story
from tests.browser.desk import ask_for, at_the_desk, choose, do, log_in, told, work
from tests.pipeline.loopback import LoopbackSite, page
from tests.pipeline.scenes import DAM, page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AGAIN = (
    "Engineers closed the Harrow Dam on Friday after they found a crack 12 metres long in its eastern wall.",
    "“Better to shut a road too early than a day too late,” said Ines Duarte, the water authority's director.",
    "The valley below was emptied of 400 people before noon.",
)


@pytest.fixture
def outlets(settings) -> Iterator[list[LoopbackSite]]:
    """Two sites that no outlet of ours knows, on ports of their own."""
    sync_outlets()
    settings.FETCH_MIN_DELAY_SECONDS = 0
    with LoopbackSite({"/dam": page(page_of("Harrow Dam closed after a crack", *DAM))}) as site:
        settings.FETCH_ALLOW_PRIVATE = (site.url.removeprefix("http://"),)
        yield [site]
    know(())


@pytest.fixture
def editor(chromium: Browser, live_server, settings, outlets) -> Iterator[Page]:
    """Somebody at a desk where nothing lies yet."""
    settings.SITE_URL = live_server.url
    with at_the_desk(chromium, live_server.url) as desk:
        yield desk


def test_the_walk_from_an_empty_desk_to_a_published_corrected_and_merged_story(editor: Page, outlets, live_server):
    desk, [site] = editor, outlets
    log_in(desk)
    expect(desk.get_by_role("heading", name="What waits for somebody")).to_be_visible()

    # An article of a site that nobody knows, by its address; and one that is no address.
    desk.get_by_role("link", name="Inbox", exact=True).first.click()
    desk.get_by_role("link", name="Add by address").click()
    desk.get_by_label("Addresses of articles:").fill(f"{site.url}/dam\nno address at all")
    desk.get_by_role("button", name="Add articles by address").click()
    expect(desk.locator("#content table")).to_contain_text("waits for a worker")
    expect(desk.locator("#content table")).to_contain_text("refused: not an address")
    work()
    desk.wait_for_selector("text=Harrow Dam closed after a crack")  # the page looks again by itself
    expect(desk.locator("[role=status]")).to_contain_text("2 of 2 done")

    # Another, whose page cannot be fetched: its text.
    desk.get_by_role("link", name="To the inbox").click()
    desk.get_by_role("link", name="Add by text").click()
    desk.get_by_label("Its address:").fill("https://www.cnn.com/2022/06/17/harrow-dam/index.html")
    desk.get_by_label("Headline:").fill("Harrow Dam shut, 400 leave the valley")
    desk.get_by_label("Published (UTC):").fill("2022-06-17T12:30")
    desk.get_by_label("Text:").fill("\n\n".join(AGAIN))
    desk.get_by_role("button", name="Add an article by its text").click()
    work()
    desk.wait_for_selector("text=read, full text")

    # A story of both.
    desk.goto("/admin/coverage/inboxarticle/")
    choose(desk, "Harrow Dam closed", "Harrow Dam shut")
    do(desk, "Begin a new story", "The same event.")
    assert "2 articles put into a new story" in told(desk)
    work()
    desk.locator(".messagelist a").first.click()
    assert "Nothing is in the way" in desk.locator(".field-publish_gate").inner_text() or "Published" in (
        desk.locator(".field-publish_gate").inner_text()
    )
    story = Story.objects.filter(memberships__article__title__startswith="Harrow Dam shut").get()
    desk.get_by_label("Title:").fill("The Harow Dam is closed")
    desk.get_by_label("Standfirst:").fill("A crack of 12 metres.")
    desk.get_by_label("State:").select_option("public")
    desk.get_by_label("Reason:").fill("Ours is shorter.")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.goto(f"/s/{story.pk}/")
    assert desk.get_by_role("heading", level=1).inner_text() == "The Harow Dam is closed"
    assert "text pasted by an editor" in desk.locator("#articles").inner_text()

    # Corrected: a reason is asked for, and readers are told.
    desk.goto(f"/admin/coverage/story/{story.pk}/change/")
    desk.get_by_label("Title:").fill("The Harrow Dam is closed")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator("body")).to_contain_text("Readers see this story: say why it changes.")
    desk.get_by_label("Reason:").fill("The dam's name was misspelt.")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.goto("/corrections/")
    first = desk.locator(".corrections > li").first.inner_text()
    assert "The dam's name was misspelt." in first
    assert "The Harow Dam is closed" in first
    assert "ada" not in first.lower().split()

    # Split by mistake, undone, and then merged with another story.
    desk.goto(f"/admin/aggregator/article/?membership__story={story.pk}")
    choose(desk, "Harrow Dam shut")
    do(desk, "Split the chosen articles off", "Another event?")
    assert "1 article split off" in told(desk)
    desk.get_by_role("link", name="Undo").click()
    desk.get_by_label("Reason:").fill("The same event after all.")
    desk.get_by_role("button", name="Undo").click()
    assert story.memberships.count() == 2
    other = Article.objects.filter(membership__story=story).first()
    assert other is not None
    desk.goto(f"/admin/aggregator/article/?membership__story={story.pk}")
    choose(desk, "Harrow Dam shut")
    do(desk, "Split the chosen articles off", "Another event.")
    desk.goto("/admin/coverage/story/")
    choose(desk, "Harrow Dam shut")
    do(desk, "Publish the chosen stories", "It stands alone.")
    assert "1 story published" in told(desk)
    split = Story.objects.exclude(pk=story.pk).filter(memberships__isnull=False).get()
    desk.goto("/admin/coverage/story/")
    choose(desk, "The Harrow Dam is closed", "Harrow Dam shut")
    ask_for(desk, "Merge the chosen stories")
    desk.get_by_label(re.compile("The Harrow Dam is closed")).check()
    desk.get_by_label("Reason:").fill("One event.")
    desk.get_by_role("button", name="Merge into one story").click()
    assert "1 story merged; the old addresses lead to" in told(desk)
    desk.goto(f"/s/{split.pk}/")
    assert desk.url.startswith(f"{live_server.url}/s/{story.pk}-the-harrow-dam")
    assert str(Correction.objects.filter(kind="merged").latest("pk")) == f"merged: {split.title}"


@pytest.mark.parametrize("width", [360, 1280])
def test_no_desk_page_scrolls_sideways(editor: Page, width):
    desk = editor
    log_in(desk)
    desk.set_viewport_size({"width": width, "height": 800})
    below = ("", "coverage/inboxarticle/addresses/", "coverage/inboxarticle/text/", "second-factor/")
    for address in (f"/admin/{path}" for path in below):
        desk.goto(address)
        assert desk.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
