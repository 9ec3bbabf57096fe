"""`manage.py fetchcheck`: one line that says what the workers would make of an address."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from .loopback import RSS, LoopbackSite, Reply, etagged, page, redirect

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
