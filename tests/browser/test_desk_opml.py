"""An editor takes in a list of sources at the desk, and readers and feed readers find what was added."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from aggregator.models import Feed
from aggregator.outlets.added import know
from aggregator.roster import sync_outlets
from tests.browser.desk import at_the_desk, follow, log_in, words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "Fjordby <img src=x onerror=document.title='ran'> Gazette"
LIST = """<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline type="rss" text="{name}" title="{name}" xmlUrl="https://feeds.gazette.example.org/all"
 htmlUrl="https://www.gazette.example.org/"/></outline>
<outline type="rss" text="At home" xmlUrl="http://127.0.0.1/feed.xml"/>
<outline type="rss" text="A script" xmlUrl="javascript:alert(1)"/></body></opml>"""
ENTITIES = '<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x "y">]><opml version="2.0"><body/></opml>'


@pytest.fixture
def desk(chromium: Browser, live_server, settings) -> Iterator[Page]:
    settings.SITE_URL = live_server.url
    sync_outlets()
    with at_the_desk(chromium, live_server.url) as page:
        yield page
    know(())


def take(desk: Page, name: str, text: str) -> str:
    """Give the desk a file, and read what it says to it."""
    body = text.replace("{name}", NAME.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    desk.get_by_label("File:").set_input_files({"name": name, "mimeType": "text/x-opml", "buffer": body.encode()})
    desk.get_by_role("button", name="Add them").click()
    return words(desk.locator("#content"))


def test_a_list_becomes_outlets_and_what_cannot_be_one_is_refused_by_name(desk: Page, live_server):
    log_in(desk)
    follow(desk.locator(".model-outlet"), "Outlets")
    follow(desk, "Add sources by a list (OPML)")
    said = take(desk, "mine.opml", LIST)
    assert NAME in said
    assert "https://feeds.gazette.example.org/all" in said
    assert "javascript:alert(1): " in said
    assert "http://127.0.0.1/feed.xml: " in said
    assert desk.title() != "ran"
    assert "1 × known already" in take(desk, "again.opml", LIST)
    assert "Refused" in take(desk, "entities.opml", ENTITIES) or desk.locator(".errorlist").count()
    assert Feed.objects.filter(url__contains="gazette").count() == 1

    desk.goto("/o/")
    follow(desk.locator("main"), NAME)
    expect(desk.get_by_role("heading", level=1)).to_contain_text(NAME)
    assert desk.title() != "ran"


def test_the_lists_that_we_give_are_opml_and_can_be_taken_in_again(desk: Page, live_server):
    for name in ("parallax.opml", "outlets.opml"):
        answer = desk.request.get(f"/feeds/{name}")
        assert answer.headers["content-type"] == "text/x-opml; charset=utf-8"
        root = ElementTree.fromstring(answer.body())
        assert (root.tag, root.get("version"), [part.tag for part in root]) == ("opml", "2.0", ["head", "body"])
        assert root.findtext("head/title")
        outlines = list(root.iter("outline"))
        assert outlines
        for one in outlines:
            assert one.get("text")
            if one.get("type") == "rss":
                assert one.get("xmlUrl", "").startswith(("http://", "https://"))
            elif one.get("type") == "link":
                assert one.get("url", "").startswith("https://")
            else:
                assert len(one), "a group has something in it"
    log_in(desk)
    desk.goto("/admin/aggregator/outlet/")
    follow(desk, "Add sources by a list (OPML)")
    said = take(desk, "outlets.opml", desk.request.get("/feeds/outlets.opml").text())
    assert "known already" in said
    assert "Outlets Feeds" not in said
