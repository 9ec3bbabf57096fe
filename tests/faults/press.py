"""A press on loopback: outlets that report invented events, each a site at an address and port of its own.

`python -m tests.faults.press PORT ARTICLES` serves it; EXTRA_OUTLETS names the outlets by NAMES.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from aggregator.outlets.spec import FeedSpec, OutletSpec, Owner

OUTLETS_COUNT = int(os.environ.get("PRESS_OUTLETS", "10"))  # each is asked for one article at a time
REPORTS = 3  # outlets that report an event
PORT = int(os.environ.get("LOOPBACK_PORT", "80"))
NAMES = [f"tests.faults.press.OUTLET_{number}" for number in range(OUTLETS_COUNT)]
_BEGAN = datetime(2016, 6, 1, 6, tzinfo=UTC)


def hosts(port: int) -> list[str]:
    """What a fetcher must be allowed to ask, by outlet."""
    return [f"127.0.1.{number + 1}:{port}" for number in range(OUTLETS_COUNT)]


def _outlet(number: int) -> OutletSpec:
    address = f"127.0.1.{number + 1}"
    return OutletSpec(
        slug=f"press-{number}", name=f"Press {number}", monogram=f"P{number}", colour="#333333", colour_dark="#cccccc",
        home=f"http://{address}/", domains=(address,), access="open", owners=(Owner("Nobody"),),
        feeds=(FeedSpec(f"http://{address}:{PORT}/feed.xml"),), min_delay=0,
    )  # fmt: skip


globals().update({f"OUTLET_{number}": _outlet(number) for number in range(OUTLETS_COUNT)})


@dataclass(frozen=True)
class Report:
    """An outlet's article on an event."""

    outlet: int
    path: str
    title: str
    html: str
    at: datetime


def reports(count: int) -> list[Report]:
    """So many articles: event after event, each by REPORTS outlets in turn, in words that only this event has."""
    found: list[Report] = []
    for event in range(-(-count // REPORTS)):
        for turn in range(REPORTS):
            if len(found) < count:
                found.append(_report(event, turn, (event * REPORTS + turn) % OUTLETS_COUNT))
    return found


_SYLLABLES = "ba ke lo mi ru sa te vo na du pi ga fe zo hu ri ka le mo tu".split()
_THINGS = "bridge ferry reservoir tunnel observatory orchard library museum lighthouse quarry stadium brewery".split()
_EXPERTS = "inspectors divers chemists surveyors astronomers botanists archivists geologists welders plumbers".split()
_FAULTS = (
    "a cracked girder", "a bent rudder", "a trace of copper", "a sinking arch", "a scratched mirror",
    "a spreading blight", "a flooded cellar", "a torn cable", "a loose rivet", "a rusted valve", "a split beam",
)  # fmt: skip
_ENDS = "closed stopped drained sealed darkened fenced emptied".split()


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(4)).capitalize()


def _report(event: int, turn: int, outlet: int) -> Report:
    rng = random.Random(f"event {event}")
    place, town, first, last, firm = (_word(rng) for _ in range(5))
    thing, who, what, done = (words[event % len(words)] for words in (_THINGS, _EXPERTS, _FAULTS, _ENDS))
    people, days = rng.randrange(200, 9000), rng.randrange(3, 90)
    title = (
        f"{place} {thing} in {town} {done} after {who} find {what}",
        f"{who.capitalize()} find {what}: {town} has its {place} {thing} {done}",
        f"{town}: {place} {thing} {done} for {days} days, {firm} says",
    )[turn]
    opening = (
        f"The {place} {thing} in {town} was {done} on Friday after {who} of {firm} found {what} there.",
        f"{who.capitalize()} of {firm} found {what} at the {place} {thing} in {town}, and it was {done} on Friday.",
        f"The town of {town} has its {place} {thing} {done}: {who} working for {firm} found {what} on Friday.",
    )[turn]
    paragraphs = (
        opening,
        f"About {people:,} people in {town} use the {place} {thing} each day, {firm} said.",
        f"“{place} will be open again in {days} days and not a day before,” said {first} {last}, director of {firm}.",
        f"{last} said that {firm} had asked {town} for {days} days to repair the {place} {thing}.",
    )
    at = _BEGAN + timedelta(days=5 * event, minutes=11 * turn)  # a story rests after four days
    html = (
        f"<!doctype html><html lang=en><head><title>{title}</title><meta property='og:title' content='{title}'>"
        f"<meta property='article:published_time' content='{at:%Y-%m-%dT%H:%M:%SZ}'></head><body><article><h1>{title}"
        f"</h1>{''.join(f'<p>{paragraph}</p>' for paragraph in paragraphs)}</article></body></html>"
    )
    return Report(outlet, f"/{event}-{turn}", title, html, at)


@contextmanager
def serving(count: int) -> Iterator[int]:
    """Serve the articles and feeds; gives the port. A request's address says which outlet is asked."""
    pages = {(report.outlet, report.path): report for report in reports(count)}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            outlet = int(self.connection.getsockname()[0].rpartition(".")[2]) - 1
            if self.path == "/feed.xml":
                base = f"http://127.0.1.{outlet + 1}:{port}"
                own = [report for report in pages.values() if report.outlet == outlet]
                self._send(200, "application/rss+xml", _feed(own, base))
            elif report := pages.get((outlet, self.path)):
                self._send(200, "text/html; charset=utf-8", report.html)
            else:
                self._send(404, "text/plain", "no such page")

        def _send(self, status: int, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Site(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: object) -> None:
            """Who asked was killed."""

    with Site(("0.0.0.0", 0), Answer) as site:
        port = int(site.server_address[1])
        Thread(target=site.serve_forever, daemon=True).start()
        yield port
        site.shutdown()


def _feed(own: list[Report], base: str) -> str:
    items = "".join(
        f"<item><title>{report.title}</title><link>{base}{report.path}</link><guid>{base}{report.path}</guid>"
        f"<pubDate>{report.at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for report in own
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Press</title>{items}</channel></rss>'
