"""`manage.py fetchcheck KIND URL`: one address into one line of JSON, by the way that the workers take."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand

from aggregator.fetch import fetch, rules_from_settings
from aggregator.limits import bounded
from aggregator.outlets import outlet_of
from aggregator.polling import read_feed_bytes
from aggregator.reading.types import Page, ReadArticle, ReadFeed, ReadingError
from aggregator.robots import allows, fetch_robots
from aggregator.wire.fetched import Fetched, FetchError, FetchRules
from aggregator.wire.politeness import origin_of


class Command(BaseCommand):
    """robots.txt, fetch, and reading in a bounded process; nothing is stored."""

    help = "Fetch and read one address as the workers would, store nothing, and print the outcome as a line of JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["feed", "sitemap", "page"])
        parser.add_argument("url")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = _check(options["kind"], options["url"], rules_from_settings())
        except (FetchError, ReadingError) as error:
            told = {"outcome": "reject", "reason": error.reason, "detail": error.detail[:300]}
            if isinstance(error, FetchError):
                told |= {"permanent": error.permanent, "retry_after": error.retry_after}
        self.stdout.write(json.dumps(told))


def _check(kind: str, url: str, rules: FetchRules) -> dict[str, Any]:
    _refuse_where_robots_do(url, rules)
    answer = fetch(
        url,
        rules,
        accept="page" if kind == "page" else "feed",
        on_redirect=lambda to: None if origin_of(to) == origin_of(url) else _refuse_where_robots_do(to, rules),
    )
    if kind == "page":
        return {**_told_of_fetch(answer), **_told_of_page(_page(answer))}
    told = _told_of_feed(read_feed_bytes(answer.body, answer.final_url, _feed_kind(kind), answer.content_type))
    return {**_told_of_fetch(answer), **told, **_told_of_second_fetch(answer, url, rules)}


def _refuse_where_robots_do(url: str, rules: FetchRules) -> None:
    robots = fetch_robots(origin_of(url), rules)
    if not allows(robots, url, rules.user_agent):
        known = robots.rule == "file"
        raise FetchError("robots.txt forbids it" if known else "robots.txt not reachable", known, robots.detail)


def _page(answer: Fetched) -> ReadArticle:
    url = answer.final_url
    page = bounded("aggregator.reading.pages:read_page", answer.body, url, answer.content_type, outlet_of(url))
    return cast(ReadArticle, bounded("aggregator.reader:read_words", cast(Page, page), settings.TAGGER_FOLDER))


def _feed_kind(kind: str) -> str:
    return "sitemap" if kind == "sitemap" else "rss"


def _told_of_fetch(answer: Fetched) -> dict[str, Any]:
    kept = ("final_url", "permanent_url", "status", "content_type", "milliseconds", "wire_bytes")
    return {name: value for name, value in asdict(answer).items() if name in kept}


def _told_of_page(article: ReadArticle) -> dict[str, Any]:
    page = article.page
    shown = [page.title, page.description, *page.authors, page.text]
    links = [link.href for link in page.links]
    return {
        "outcome": "ok" if page.text else "reject",
        "title": page.title[:200],
        "detail": f"{len(page.text)} characters by {page.reader}, {len(article.quotes)} quotes",
        **_told_of_dangers(shown, links),
    }


def _told_of_feed(feed: ReadFeed) -> dict[str, Any]:
    shown = [part for entry in feed.entries for part in (entry.title, entry.summary, *entry.authors)]
    refused = ", ".join(f"{count} {reason}" for reason, count in feed.refused.items())
    outcome = "ok" if feed.entries else "reject" if feed.refused else "unchanged"
    return {
        "outcome": outcome,
        "title": feed.entries[0].title[:200] if feed.entries else "",
        "detail": f"{len(feed.entries)} entries" + (f", refused: {refused}" if refused else ""),
        **_told_of_dangers(shown, [entry.url for entry in feed.entries]),
    }


def _told_of_second_fetch(first: Fetched, url: str, rules: FetchRules) -> dict[str, Any]:
    """Whether the server takes back the validators that it gave, as a worker hands them to it on its next round."""
    if not first.etag and not first.last_modified:
        return {}
    second = fetch(url, rules, first.etag, first.last_modified, accept="feed")
    return {"outcome": "unchanged", "conditional": True} if second.unchanged else {"conditional": False}


def _told_of_dangers(shown: list[str], links: list[str]) -> dict[str, Any]:
    """What must never be true of what would be stored; told so that it can be looked at from outside."""
    return {
        "nul": any("\x00" in part for part in shown),
        "root": any("root:" in part for part in shown),
        "jslink": [link for link in links if not link.startswith(("http://", "https://"))][:1],
    }
