"""A reader walks through the site: front page, story, an opened cell, an outlet; by mouse, keyboard and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.measures import CONTRAST, NAMELESS, SMALL_TARGETS
from tests.site.pages import PARTS, address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [320, 360, 768, 1280]


def addresses(story) -> list[str]:
    return [
        "/",
        story.get_absolute_url(),
        "/o/",
        "/o/buzzfeednews/",
        "/feeds/",
        "/about/",
        "/day/2022-06-17/",
        "/nowhere/",
        "/search/",
        "/search/?q=cranes",
        "/search/?q=holm+gate",
        "/search/?q=zzzz",
        "/search/?q=before%3Asoon",
        "/corrections/",
        f"/s/{story.pk}/review/",
        "/takedown/",
        "/bot/",
        *(address_of(story, name) for name in PARTS),
        f"/s/{story.pk}/compare/?a=buzzfeednews&b=techcrunch&c=wsj&d=cnn&e=gizmodo&f=mashable",
    ]


def test_a_reader_without_javascript_goes_from_the_front_page_to_a_sentence(reader: Page, story):
    reader.goto("/")
    reader.get_by_role("link", name=story.title).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(story.title)
    cell = reader.locator(".cells details").filter(has=reader.locator("q")).filter(has_text="Read in place").first
    expect(cell.locator(".words")).to_be_hidden()
    cell.locator("summary").click()
    expect(cell.locator(".words")).to_be_visible()
    link = cell.get_by_role("link", name="Read in place")
    assert "#:~:text=" in (link.get_attribute("href") or "")
    reader.locator(".heads a", has_text="TechCrunch").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("TechCrunch")
    expect(reader.get_by_role("link", name=story.title)).to_be_visible()


def test_a_reader_with_a_keyboard_skips_to_the_story_and_opens_a_cell(reader: Page, story):
    reader.goto(story.get_absolute_url())
    reader.keyboard.press("Tab")
    expect(reader.locator("a.skip")).to_be_focused()
    expect(reader.locator("a.skip")).to_be_in_viewport()
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile("#main$"))
    summary = reader.locator(".cells summary").first
    summary.focus()
    reader.keyboard.press("Enter")
    expect(reader.locator(".cells details").first.locator(".words")).to_be_visible()


def test_the_table_of_contents_leads_to_each_section(reader: Page, story):
    reader.goto(story.get_absolute_url())
    for link in reader.locator(".toc a").all():
        target = (link.get_attribute("href") or "")[1:]
        link.click()
        expect(reader.locator(f"#{target} h2").first).to_be_in_viewport()


def test_an_empty_site_is_designed(chromium, live_server, transactional_db):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("No stories yet")
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(chromium, live_server, story, width):
    context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=live_server.url)
    page = context.new_page()
    for address in addresses(story):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_word_can_be_told_from_its_ground_and_every_target_hit(chromium, live_server, story, scheme, width):
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, base_url=live_server.url
    )
    page = context.new_page()
    for address in addresses(story):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate(CONTRAST) == [], address
        assert page.evaluate(SMALL_TARGETS) == [], address
        assert page.evaluate(NAMELESS) == [], address
    context.close()


def test_light_and_dark_follow_the_readers_choice(chromium, live_server, story):
    grounds = {}
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme, base_url=live_server.url)
        page = context.new_page()
        page.goto("/")
        grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        context.close()
    assert grounds == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 22, 27)"}


def test_one_markup_is_a_grid_on_wide_screens_and_cards_on_phones(chromium, live_server, story):
    tops = {}
    for width in (360, 1280):
        context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=live_server.url)
        page = context.new_page()
        page.goto(story.get_absolute_url())
        boxes = [li.bounding_box() for li in page.locator(".claim").first.locator(".cells > li").all()]
        tops[width] = len({round(box["y"]) for box in boxes if box})
        expect(page.locator(".claim").first.get_by_role("listitem")).to_have_count(6)
        context.close()
    assert tops == {360: 6, 1280: 1}


def test_on_paper_the_evidence_is_open_and_addresses_are_printed(chromium, live_server, story):
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto(story.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.locator(".toc")).to_be_hidden()
    expect(page.locator(".articles .printed").first).to_be_visible()
    expect(page.locator(".articles .printed").first).to_contain_text("https://www.buzzfeednews.com/")
    expect(page.locator(".cells .words").first).to_be_visible()
    context.close()
