"""A hostile outlet, case by case, by the way that the workers take: taken or refused by name, soon, and unharmed."""

from __future__ import annotations

import io
import json
import re
import time

import psutil
import pytest
from django.core.management import call_command

from aggregator.management.commands import fetchcheck
from aggregator.reading.types import ReadArticle, ReadFeed

from .hostile import CASES, Case
from .loopback import LoopbackSite, page


@pytest.fixture(scope="module")
def private():
    with LoopbackSite({"/x": page("<p>secret</p>")}) as running:
        yield running


@pytest.fixture(scope="module")
def open_site():
    with LoopbackSite() as running:
        yield running


@pytest.fixture
def site(open_site, settings):
    settings.FETCH_ALLOW_PRIVATE = (open_site.host,)
    settings.FETCH_MIN_DELAY_SECONDS = 0
    settings.FETCH_DEADLINE_SECONDS = 4
    settings.READ_SECONDS = 5
    open_site.pages.clear()
    open_site.asked.clear()
    return open_site


def readers() -> list[psutil.Process]:
    """The processes that read for this one; browsers and web servers of other tests are its children too."""
    return [child for child in psutil.Process().children() if "aggregator.sandbox" in child.cmdline()]


@pytest.fixture
def stored(monkeypatch):
    """Every text and address that would be stored."""
    kept: list[str] = []
    of_page, of_feed = fetchcheck._told_of_page, fetchcheck._told_of_feed

    def page_seen(article: ReadArticle):
        kept.extend([article.page.title, article.page.text, article.page.description, *article.page.authors])
        kept.extend(quote.text for quote in article.quotes)
        return of_page(article)

    def feed_seen(feed: ReadFeed, url: str):
        for entry in feed.entries:
            kept.extend([entry.title, entry.summary, *entry.authors])
        return of_feed(feed, url)

    monkeypatch.setattr(fetchcheck, "_told_of_page", page_seen)
    monkeypatch.setattr(fetchcheck, "_told_of_feed", feed_seen)
    return kept


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_taken_or_refused_by_name_and_harms_nothing(case: Case, site, private, stored):
    site.pages["/case"] = case.answer(site.url, private.url)
    out, started = io.StringIO(), time.monotonic()
    call_command("fetchcheck", case.kind, f"{site.url}/case", stdout=out)
    told = json.loads(out.getvalue())
    assert told.get("reason", told["outcome"]) in case.reasons, told
    assert case.title in told.get("title", "")
    assert time.monotonic() - started < 12
    assert private.asked == []
    assert not told.get("nul")
    assert not told.get("root")
    assert not told.get("jslink")
    assert not [text for text in stored if "\x00" in text or "root:" in text]
    if case.kind == "feed":
        assert not [
            text for text in stored if re.search(r"<(script|img|svg|iframe|object)|<\w[^>]*\son\w+=", text, re.I)
        ]
    # One child reads many of these cases, until one ends it; what one alone holds is told by the audit's runner.
    assert sum(reader.memory_info().rss for reader in readers()) < 500 * 2**20


def test_every_case_has_a_name_of_its_own():
    assert len({(case.kind, case.name) for case in CASES}) == len(CASES)
