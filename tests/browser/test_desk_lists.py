"""The desk's lists on a screen of 1280 pixels: all columns are seen at once, whatever stands in them."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from playwright.sync_api import Browser

from aggregator.models import Article, Citation, Claim, Feed, FetchLog, Outlet, Quote, Snapshot, Speaker
from coverage.models import Correction, Decision, Difference, Story, StoryEvent, TakedownRequest, Tombstone
from tests.browser.desk import at_the_desk, log_in
from tests.site import factories
from tests.site.desk_pages import listed
from tests.site.every_row import every_row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Representatives of the National Telecommunications Administration reiterated their unwillingness to reconsider"
NAME = "Commissioner Alexandria Featherstonehaugh-Ramirez"
ADDRESS = (
    "https://www.buzzfeednews.com/article/emilybakerwhite/" + "tiktok-tapes-us-user-data-china-bytedance-access" * 2
)

LONG = (
    (Outlet.objects, {"name": "Massachusetts Correspondent"}),
    (Article.objects, {"title": WORDS, "reason": "unsupported content type"}),
    (Snapshot.objects, {"reader": "outlet layout and generic"}),
    (Claim.objects, {"text": WORDS, "source_name": NAME}),
    (Quote.objects, {"text": WORDS, "speaker_name": NAME}),
    (Speaker.objects, {"name": NAME}),
    (Citation.objects, {"name": "Massachusetts Correspondent", "text": WORDS}),
    (Feed.objects, {"last_problem": "too many redirections from its address"}),
    (FetchLog.objects, {"url": ADDRESS, "outcome": "unsupported content type", "detail": ADDRESS}),
    (Story.objects, {"title": WORDS, "set_by_person": ["standfirst", "state", "title"]}),
    (StoryEvent.objects, {"detail": ADDRESS}),
    (Difference.objects, {"topic": WORDS}),
    (Decision.objects, {"told": f"Rename to “{WORDS}”", "reason": ADDRESS}),
    (Correction.objects, {"subject": WORDS, "old": WORDS, "new": WORDS, "reason": ADDRESS, "signed": NAME}),
    (TakedownRequest.objects, {"address": ADDRESS}),
    (Tombstone.objects, {"why": ADDRESS}),
    (LogEntry.objects, {"object_repr": WORDS, "change_message": ADDRESS}),
)
"""What is long and cannot be broken, in every list that shows what others wrote."""


def test_no_list_scrolls_sideways_at_1280_pixels(chromium: Browser, live_server):
    every_row()
    factories.full_story()
    for rows, values in LONG:
        rows.update(**values)
    with at_the_desk(chromium, live_server.url) as desk:
        desk.set_viewport_size({"width": 1280, "height": 800})
        log_in(desk)
        wide: dict[str, object] = {}
        for model in admin.site._registry:
            desk.goto(listed(model))
            over = desk.evaluate(
                "[document.documentElement, ...document.querySelectorAll('#content, #changelist, .results')]"
                ".map(node => node.scrollWidth - node.clientWidth)"
            )
            assert desk.locator("#result_list tbody tr").count() > 0, model
            wide |= {listed(model): over} if max(over) > 0 else {}
    assert wide == {}
