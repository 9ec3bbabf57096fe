"""The 2,242 feeds that feedparser's own tests are made of: each is read or refused by name, within the limits."""

from __future__ import annotations

import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from aggregator.reading.types import ReadFeed, ReadingError
from aggregator.sandbox import run_bounded

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.search(r"^feedparser==(\S+)", (ROOT / "requirements.txt").read_text(), re.M)
SOURCES = ROOT / ".venv" / "feedparser" / f"feedparser-{PINNED[1] if PINNED else ''}.tar.gz"
FILES = 2242

REFUSALS = {"not a feed", "document type refused"}
DROPPED = {"no link", "no title", "link is not a web address", "repeated"}
ACTIVE = ("script", "style", "iframe", "frame", "object", "embed", "applet", "svg", "math", "img", "form", "meta", "a")

_ITEM = re.compile(rb"<((?:\w+:)?)(item|entry)(\s[^<>]*)?(?<!/)>")


def files() -> Iterator[tuple[str, bytes]]:
    with tarfile.open(SOURCES) as sources:
        for member in sources:
            if member.isfile() and member.name.endswith(".xml"):
                file = sources.extractfile(member)
                assert file is not None
                yield member.name, file.read()


def with_links(body: bytes) -> bytes:
    """The feed with a link put into each of its items: most have none, and an item without one is dropped unread."""

    def linked(found: re.Match[bytes]) -> bytes:
        rss = found[2] == b"item"
        return found[0] + (b"<link>http://feed.test/a</link>" if rss else b'<link href="http://feed.test/a"/>')

    body = _ITEM.sub(linked, body)
    return body if b"<title" in body else _ITEM.sub(lambda found: found[0] + b"<title>A title</title>", body)


def active_parts(text: str) -> list[str]:
    """What could run if the text were put into a page as it is."""
    soup = BeautifulSoup(text, "html.parser")
    found = [tag.name for tag in soup.find_all(ACTIVE)]
    attributes = [(name, str(value)) for tag in soup.find_all(True) for name, value in tag.attrs.items()]
    found += [name for name, _ in attributes if name.startswith("on") or name in ("style", "srcdoc")]
    return found + [value for _, value in attributes if re.match(r"\s*(javascript|vbscript|data):", value, re.I)]


@pytest.mark.parametrize(
    "text", ["<script>a()", "<b onclick=a()>x", "<p style=x>", "<a href=' javascript:a()'>x", "<svg/onload=a()>"]
)
def test_what_could_run_is_seen(text):
    assert active_parts(text)


@pytest.mark.skipif(
    not SOURCES.exists(), reason="feedparser's source distribution is not there: `make test` fetches it"
)
@pytest.mark.parametrize(
    ("change", "fewest_read"), [(bytes, 15), (with_links, 1100)], ids=["as they are", "with links"]
)
def test_every_feed_is_read_or_refused_by_name_and_nothing_in_it_can_run(change, fewest_read):
    outcomes: Counter[str] = Counter()
    for name, body in files():
        try:
            feed: ReadFeed = run_bounded("aggregator.reading.feeds:read_feed", change(body), "http://feed.test/", "")
        except ReadingError as error:
            outcomes[error.reason] += 1
            continue
        outcomes["read" if feed.entries else "without entries"] += 1
        assert set(feed.refused) <= DROPPED, name
        for entry in feed.entries:
            assert entry.url.startswith(("http://", "https://")), name
            for text in (entry.title, entry.summary, *entry.authors):
                assert not active_parts(text), (name, text)
                assert text.isprintable(), (name, text)
    assert set(outcomes) <= REFUSALS | {"read", "without entries"}
    assert outcomes.total() == FILES
    assert outcomes["read"] >= fewest_read
