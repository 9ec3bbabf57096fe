"""`manage.py fetchcheck`: one line that says what the workers would make of an address."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from email.utils import format_datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from aggregator.outlets import OUTLETS

from .loopback import RSS, LoopbackSite, Reply, etagged, page, redirect
from .scenes import LOOPBACK

WORDS = "The council voted on Tuesday to repair every bridge before winter, and asked the auditor for a review. "
STORY = f"""<!doctype html><html lang="en"><head><title>Council approves river budget</title>
<meta property="og:title" content="Council approves river budget"></head>
<body><article><h1>Council approves river budget</h1>{f"<p>{WORDS * 3}</p>" * 6}</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title><item><title>River budget</title>
<link>http://{host}/story</link><pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate></item></channel></rss>"""


@pytest.fixture
def site(settings):
    with LoopbackSite({"/robots.txt": page("User-agent: *\nDisallow: /forbidden\n", "text/plain")}) as running:
        settings.FETCH_ALLOW_PRIVATE = (running.host,)
        settings.FETCH_DEADLINE_SECONDS = 3
        settings.FETCH_MIN_DELAY_SECONDS = 0
        yield running


def told(kind: str, url: str):
    out = io.StringIO()
    call_command("fetchcheck", kind, url, stdout=out)
    return json.loads(out.getvalue())


def test_it_tells_what_a_page_says(site):
    site.pages["/story"] = page(STORY)
    found = told("page", f"{site.url}/story")
    assert (found["outcome"], found["title"]) == ("ok", "Council approves river budget")
    assert found["nul"] is found["root"] is False


def test_it_tells_what_a_feed_says(site):
    site.pages["/feed"] = page(FEED.format(host=site.host), RSS)
    found = told("feed", f"{site.url}/feed")
    assert (found["outcome"], found["title"], found["detail"]) == ("ok", "River budget", "1 entries")


def test_it_tells_whether_a_feed_takes_its_validators_back(site):
    site.pages["/feed"] = etagged(FEED.format(host=site.host), '"v1"')
    found = told("feed", f"{site.url}/feed")
    assert (found["outcome"], found["conditional"]) == ("unchanged", True)
    assert site.asked[-1].headers["if-none-match"] == '"v1"'


def test_it_never_asks_for_what_robots_txt_forbids(site):
    site.pages |= {"/forbidden": page(STORY), "/no": Reply(500)}
    assert told("page", f"{site.url}/forbidden")["reason"] == "robots.txt forbids it"
    assert site.paths() == ["/robots.txt"]


def test_it_asks_the_robots_txt_of_the_host_that_a_redirect_leads_to(site, settings):
    with LoopbackSite({"/robots.txt": page("User-agent: *\nDisallow: /\n", "text/plain"), "/a": page(STORY)}) as other:
        settings.FETCH_ALLOW_PRIVATE = (site.host, other.host)
        site.pages["/a"] = redirect(f"{other.url}/a")
        assert told("page", f"{site.url}/a")["reason"] == "robots.txt forbids it"
        assert other.paths() == ["/robots.txt"]


def test_it_names_a_refusal_and_says_when_to_come_back(site):
    site.pages["/busy"] = Reply(429, {"Retry-After": "3600"})
    found = told("page", f"{site.url}/busy")
    assert (found["outcome"], found["reason"], found["retry_after"], found["permanent"]) == (
        "reject",
        "too many requests",
        3600,
        False,
    )


def test_it_reaches_nothing_private_that_is_not_allowed(site, settings):
    settings.FETCH_ALLOW_PRIVATE = ()
    assert told("page", f"{site.url}/story")["outcome"] == "reject"
    assert site.asked == []


def test_it_keeps_the_hosts_delay_and_asks_robots_txt_once_as_the_workers_do(site):
    site.pages["/robots.txt"] = page("User-agent: *\nCrawl-delay: 1.5\n", "text/plain")
    site.pages["/feed"] = etagged(FEED.format(host=site.host), '"v1"')
    assert told("feed", f"{site.url}/feed")["conditional"] is True
    assert site.paths() == ["/robots.txt", "/feed", "/feed"]
    assert site.asked[2].at - site.asked[1].at >= 1.5


def test_it_refuses_an_article_that_leads_away_from_its_outlet_as_the_workers_do(site, monkeypatch):
    monkeypatch.setitem(OUTLETS, "loopback", replace(LOOPBACK, domains=(), also=(r"127\.0\.0\.1/ours",)))
    site.pages |= {"/ours": redirect("/theirs"), "/theirs": page(STORY)}
    assert told("page", f"{site.url}/ours")["reason"] == "leads to another site"


def test_it_tells_a_frozen_feed_and_drops_the_entries_that_the_workers_drop(site):
    feed = FEED.format(host=site.host)
    site.pages["/feed"] = page(feed, RSS)
    assert told("feed", f"{site.url}/feed")["frozen"] is True
    away = feed.replace("</channel>", "<item><title>x</title><link>https://www.cnn.com/x</link></item></channel>")
    site.pages["/feed"] = page(away.replace("Mon, 05 Jan 2026 10:00:00 GMT", format_datetime(timezone.now())), RSS)
    found = told("feed", f"{site.url}/feed")
    assert (found["frozen"], found["detail"]) == (False, "1 entries, refused: 1 entry of another site")
