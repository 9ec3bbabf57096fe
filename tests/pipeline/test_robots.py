"""robots.txt by RFC 9309: what it allows, and what its absence means."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.robots import LONGEST_DELAY, LONGEST_FILE, allows, crawl_delay, fetch_robots, parse_robots, product_of
from aggregator.wire.fetched import FetchError, FetchRules

from .loopback import LoopbackSite, Reply, page, redirect

AGENT = "Parallax/0.1 (+https://example.org/bot/)"
HOST = "https://example.org"
FILE = b"""\xef\xbb\xbf# a comment
User-agent: *
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Crawl-delay: 7

User-agent: parallax
User-agent: other
Disallow: /search?q=
Disallow: /caf%C3%A9
Crawl-delay: 2
"""


def site_rules(site: LoopbackSite) -> FetchRules:
    return FetchRules(AGENT, deadline_seconds=2, allow_private=frozenset({site.host}))


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        ("Nobody/1", "/", True),
        ("Nobody/1", "/private/a", False),
        ("Nobody/1", "/private/open/a", True),
        ("Nobody/1", "/report.pdf", False),
        ("Nobody/1", "/report.pdf?x", True),
        (AGENT, "/private/a", True),
        (AGENT, "/search?q=1", False),
        (AGENT, "/café", False),
        (AGENT, "/robots.txt", True),
        ("Parallaxis/1", "/search?q=1", False),
    ],
)
def test_it_follows_the_group_that_names_it_else_the_group_for_all(agent, path, allowed):
    assert allows(parse_robots(200, FILE), HOST + path, agent) is allowed


def test_the_crawl_delay_is_its_own_groups_and_has_a_bound():
    robots = parse_robots(200, FILE)
    assert (crawl_delay(robots, AGENT), crawl_delay(robots, "Nobody/1")) == (2.0, 7.0)
    assert crawl_delay(parse_robots(200, b"User-agent: *\nCrawl-delay: 86400\n"), AGENT) == LONGEST_DELAY
    assert crawl_delay(parse_robots(404, b""), AGENT) == 0.0


def test_only_the_products_name_is_matched_not_the_contact_beside_it():
    robots = parse_robots(200, b"User-agent: bot\nDisallow: /\n\nUser-agent: example\nDisallow: /\n")
    assert product_of(AGENT) == "Parallax"
    assert allows(robots, HOST + "/a", AGENT)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, True), (401, True), (403, True), (404, True), (410, True), (429, False), (500, False), (503, False)],
)
def test_no_file_allows_all_and_no_answer_allows_nothing(status, allowed):
    assert allows(parse_robots(status, b""), HOST + "/a", AGENT) is allowed
    with LoopbackSite({"/robots.txt": Reply(status, {}, b"")}) as site:
        assert allows(fetch_robots(site.url, site_rules(site)), f"{site.url}/a", AGENT) is allowed


def test_it_reads_the_file_where_redirects_lead():
    with LoopbackSite(
        {"/robots.txt": redirect("/r"), "/r": page("User-agent: *\nDisallow: /no", "text/plain")}
    ) as site:
        robots = fetch_robots(site.url, site_rules(site))
        assert not allows(robots, f"{site.url}/no", AGENT)
        assert allows(robots, f"{site.url}/yes", AGENT)


def test_an_endless_chain_of_redirects_counts_as_no_file():
    with LoopbackSite({"/robots.txt": redirect("/robots.txt")}) as site:
        assert fetch_robots(site.url, site_rules(site)).rule == "allow all"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(raw=b""),
        Reply(raw=b"nonsense"),
        Reply(200, {}, b"x" * 100, drip=0.2),
        Reply(200, {"Content-Length": "9"}, b"x"),
    ],
)
def test_a_host_that_does_not_answer_properly_allows_nothing(reply):
    with LoopbackSite({"/robots.txt": reply}) as site:
        robots = fetch_robots(site.url, replace(site_rules(site), deadline_seconds=0.6))
        assert robots.rule == "allow none"
        assert robots.detail


def test_an_address_that_may_never_be_asked_is_told_as_such():
    with pytest.raises(FetchError, match="address not public"):
        fetch_robots("http://127.0.0.1", FetchRules(AGENT))


def test_what_stands_after_500_kibibytes_is_passed_over():
    rules = b"User-agent: *\n" + b"#" * LONGEST_FILE + b"\nDisallow: /late\n"
    assert allows(parse_robots(200, rules), HOST + "/late", AGENT)
    assert not allows(parse_robots(200, rules[:14] + b"Disallow: /late\n"), HOST + "/late", AGENT)


@pytest.mark.parametrize(
    "body",
    [
        b"".join(b"user-agent:a%d\n" % n for n in range(18_000)) + b"disallow:/a\n" * 22_000,
        b"user-agent:*\n" + b"disallow:/" + b"*a" * 250_000,
        b"user-agent:*\n" + b"disallow:/*a*a*a*a*a*a*b$\n" * 15_000,
        b"a" * LONGEST_FILE,
        b"\x00\xff" * (LONGEST_FILE // 2),
        b":" * LONGEST_FILE,
        b"\n" * LONGEST_FILE,
    ],
    ids=["agents times rules", "one long pattern", "many patterns", "one word", "noise", "colons", "blank lines"],
)  # fmt: skip
def test_a_file_made_to_keep_the_parser_busy_does_not(body):
    started = time.process_time()
    allows(parse_robots(200, body), HOST + "/" + "a" * 2000, AGENT)
    assert time.process_time() - started < 3


@settings(max_examples=150)
@given(st.binary(max_size=400), st.text(max_size=30))
def test_any_file_gives_a_decision(body, path):
    robots = parse_robots(200, b"User-agent: *\n" + body)
    assert allows(robots, f"{HOST}/{path}", AGENT) in (True, False)
    assert 0 <= crawl_delay(robots, AGENT) <= LONGEST_DELAY
