"""`manage.py fetchcheck KIND URL`: one address into one line of JSON, by the way that the workers take."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand

from aggregator.asking import ask_for_feed, ask_for_page, read_page_bytes, read_words
from aggregator.fetch import rules_from_settings
from aggregator.hosts import OwnHosts
from aggregator.outlets import OUTLETS, outlet_of
from aggregator.outlets.spec import OutletSpec
from aggregator.reading.entering import fitting
from aggregator.reading.rhythm import credible, is_frozen, quiet_allowed, usual_gap
from aggregator.reading.types import FeedEntry, ReadArticle, ReadFeed, ReadingError
from aggregator.turns import Courtesy, NotYet
from aggregator.wire.fetched import Fetched, FetchError

Result = TypeVar("Result")


class Command(BaseCommand):
    """Turn at the host, robots.txt, fetch, and reading in a bounded process; nothing is stored."""

    help = "Fetch and read one address as the workers would, store nothing, and print the outcome as a line of JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["feed", "sitemap", "page"])
        parser.add_argument("url")

    def handle(self, *args: Any, **options: Any) -> None:
        courtesy = Courtesy(rules_from_settings(), OwnHosts(), settings.FETCH_MIN_DELAY_SECONDS)
        try:
            told = (_check_page if options["kind"] == "page" else _check_feed)(
                options["url"], options["kind"], courtesy
            )
        except (FetchError, ReadingError) as error:
            told = {"outcome": "reject", "reason": error.reason, "detail": error.detail[:300]}
            if isinstance(error, FetchError):
                told |= {"permanent": error.permanent, "retry_after": error.retry_after}
        self.stdout.write(json.dumps(told))


def _check_page(url: str, kind: str, courtesy: Courtesy) -> dict[str, Any]:
    spec = outlet_of(url)
    answer = _when_free(lambda now: ask_for_page(url, spec.slug if spec else "", courtesy, now))
    article = read_words(read_page_bytes(answer.body, url, answer.content_type, spec))
    return {**_told_of_fetch(answer), **_told_of_page(article)}


def _check_feed(url: str, kind: str, courtesy: Courtesy) -> dict[str, Any]:
    kind = "sitemap" if kind == "sitemap" else "rss"
    answer, found = _when_free(lambda now: ask_for_feed(url, kind, courtesy, now))
    told = {**_told_of_fetch(answer), **_told_of_feed(found or ReadFeed(()), url)}
    if not answer.etag and not answer.last_modified:
        return told
    # The validators go back to the server, as a worker hands them to it on its next round.
    again, _ = _when_free(lambda now: ask_for_feed(url, kind, courtesy, now, answer.etag, answer.last_modified))
    told["conditional"] = again.unchanged
    return told | {"outcome": "unchanged"} if again.unchanged and told["outcome"] == "ok" else told


def _when_free(ask: Callable[[datetime], Result]) -> Result:
    """What asking gives, once the delay at a host that was asked before has run; workers come back instead."""
    while True:
        try:
            return ask(datetime.now(UTC))
        except NotYet as busy:
            time.sleep(max((busy.at - datetime.now(UTC)).total_seconds(), 0.01))


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


def _told_of_feed(feed: ReadFeed, url: str) -> dict[str, Any]:
    refused = Counter(feed.refused)
    spec = _outlet_of_feed(url)
    entries: list[FeedEntry] = list(fitting(feed.entries, spec.slug if spec else "", refused))
    shown = [part for entry in entries for part in (entry.title, entry.summary, *entry.authors)]
    why = ", ".join(f"{count} {reason}" for reason, count in refused.items())
    return {
        "outcome": "ok" if entries else "reject" if refused else "unchanged",
        "title": entries[0].title[:200] if entries else "",
        "detail": f"{len(entries)} entries" + (f", refused: {why}" if why else ""),
        "frozen": _is_frozen(ReadFeed(tuple(entries)), url, spec),
        **_told_of_dangers(shown, [entry.url for entry in entries]),
    }


def _outlet_of_feed(url: str) -> OutletSpec | None:
    """The outlet whose address it is, or whose feed: feeds may stand on a host that holds no articles."""
    named = (outlet for outlet in OUTLETS.values() if any(feed.url == url for feed in outlet.feeds))
    return next(named, None) or outlet_of(url)


def _is_frozen(feed: ReadFeed, url: str, spec: OutletSpec | None) -> bool:
    now = datetime.now(UTC)
    most = [one.most_quiet for one in spec.feeds if one.url == url] if spec else []
    allowed = quiet_allowed(usual_gap(feed.times, now), *most)
    return is_frozen(max(credible(feed.times, now), default=None), now, allowed, now)


def _told_of_dangers(shown: list[str], links: list[str]) -> dict[str, Any]:
    """What must never be true of what would be stored; told so that it can be looked at from outside."""
    return {
        "nul": any("\x00" in part for part in shown),
        "root": any("root:" in part for part in shown),
        "jslink": [link for link in links if not link.startswith(("http://", "https://"))][:1],
    }
