"""Archives: a folder with an index, a folder of pages beside their addresses, and WARC files."""

from __future__ import annotations

import gzip
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from aggregator import archives
from aggregator.archives import read_archive
from aggregator.reading.types import ReadingError

STORY = b"<title>River budget</title><p>The council voted on Tuesday.</p>"
ADDRESS = "https://example.org/river"
BOMB = gzip.compress(b"a" * 3_000_000, mtime=0)


@pytest.fixture(autouse=True)
def small_limit(monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_BODY", 1_000_000)


def indexed(folder: Path, pages=(), feeds=(), **more) -> Path:
    index = {"name": "River edition", "kind": "sample", "note": "Written for tests.", **more}
    (folder / "index.json").write_text(json.dumps({**index, "pages": list(pages), "feeds": list(feeds)}))
    (folder / "page.html").write_bytes(STORY)
    return folder


def entry(**changes) -> dict[str, object]:
    return {"url": ADDRESS, "file": "page.html", "outlet": "cnn", "captured": "2022-06-18T12:00:00-04:00", **changes}


# A folder with an index


def test_it_reads_a_folder_by_its_index(tmp_path):
    (tmp_path / "feed.xml").write_bytes(b"<rss/>")
    feed = {"url": "https://example.org/feed", "file": "feed.xml", "outlet": "cnn", "kind": "sitemap", "captured": None}
    home = entry(link="https://example.org/", link_is_home=True)
    archive = read_archive(indexed(tmp_path, [entry(), home], [feed]))
    assert (archive.name, archive.kind, archive.note) == ("River edition", "sample", "Written for tests.")
    first, second = archive.pages
    assert (first.url, first.body, first.outlet, first.archive) == (ADDRESS, STORY, "cnn", "River edition")
    assert first.captured == datetime(2022, 6, 18, 16, 0, tzinfo=UTC)
    assert first.source == "page.html"
    assert (first.link, first.link_is_home) == (ADDRESS, False)
    assert (second.link, second.link_is_home) == ("https://example.org/", True)
    (saved,) = archive.feeds
    assert (saved.body, saved.kind, saved.captured, saved.outlet) == (b"<rss/>", "sitemap", None, "cnn")
    assert not archive.refused


def test_it_opens_a_page_only_when_it_is_reached(tmp_path):
    pages = read_archive(indexed(tmp_path, [entry(), entry(file="later.html")])).pages
    next(pages)
    (tmp_path / "later.html").write_bytes(b"late")
    assert next(pages).body == b"late"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"file": "../secret.html"}, "outside the archive"),
        ({"file": "link.html"}, "outside the archive"),
        ({"file": "inside/secret.html"}, "outside the archive"),
        ({"file": "/etc/hostname"}, "outside the archive"),
        ({"file": "missing.html"}, "file cannot be read"),
        ({"file": "."}, "file cannot be read"),
        ({"file": "pipe.html"}, "file cannot be read"),
        ({"file": "nul\0.html"}, "file cannot be read"),
        ({"file": "ring.html"}, "file cannot be read"),
        ({"file": ""}, "bad entry"),
        ({"file": ["page.html"]}, "bad entry"),
        ({"captured": "last June"}, "bad entry"),
        ({"url": "file:///etc/passwd"}, "scheme not allowed"),
        ({"url": "javascript:alert(1)"}, "scheme not allowed"),
        ({"url": None}, "not an address"),
        ({"file": "large.html"}, "too large"),
        ({"file": "bomb.html.gz"}, "too large"),
        ({"file": "cut.html.gz"}, "cut short"),
        ({"file": "plain.html.gz"}, "compression broken"),
    ],
)
def test_a_bad_entry_is_counted_under_its_reason_and_stops_nothing(tmp_path, bad, reason):
    folder = tmp_path / "archive"
    outside = tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    for path in (tmp_path / "secret.html", outside / "secret.html"):
        path.write_bytes(b"secret")
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "inside").symlink_to(outside)
    (folder / "ring.html").symlink_to(folder / "ring.html")
    os.mkfifo(folder / "pipe.html")
    (folder / "large.html").write_bytes(b"a" * 1_000_001)
    (folder / "bomb.html.gz").write_bytes(BOMB)
    (folder / "cut.html.gz").write_bytes(gzip.compress(STORY, mtime=0)[:-9])
    (folder / "plain.html.gz").write_bytes(STORY)
    archive = read_archive(indexed(folder, [entry(), entry(**bad), entry()]))
    assert [page.body for page in archive.pages] == [STORY, STORY]
    assert archive.refused == {reason: 1}


def test_entries_that_are_no_objects_are_counted(tmp_path):
    archive = read_archive(indexed(tmp_path, [None, 7, "x", [], entry()]))
    assert len(list(archive.pages)) == 1
    assert archive.refused == {"bad entry": 4}


@pytest.mark.parametrize("index", [b"", b"{", b"[]", b'{"pages": 7}', b"[" * 100_000, b"\xff\xfe"])
def test_an_index_that_cannot_be_read_is_named(tmp_path, index):
    (tmp_path / "index.json").write_bytes(index)
    with pytest.raises(ReadingError, match="index cannot be read"):
        read_archive(tmp_path)


def test_anything_else_is_not_an_archive(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    for path in (tmp_path / "notes.txt", tmp_path / "missing"):
        with pytest.raises(ReadingError, match="not an archive"):
            read_archive(path)


# A folder of pages beside their addresses


def test_it_reads_pages_beside_their_addresses(tmp_path):
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(STORY, mtime=0))
    (tmp_path / "a.json").write_text(json.dumps({"url": ADDRESS, "title": "a label", "text": "a label"}))
    (tmp_path / "b.html").write_bytes(STORY)
    (tmp_path / "b.json").write_text(json.dumps({"url": f"{ADDRESS}/b"}))
    (tmp_path / "notes.txt").write_text("x")
    archive = read_archive(tmp_path)
    pages = list(archive.pages)
    assert [(page.url, page.body, page.captured) for page in pages] == [
        (ADDRESS, STORY, None),
        (f"{ADDRESS}/b", STORY, None),
    ]
    assert "a label" not in repr(pages)
    assert (archive.name, archive.kind, list(archive.feeds), archive.refused) == (tmp_path.name, "archive", [], {})


def test_a_page_without_its_address_is_counted(tmp_path):
    for name in ("alone", "broken", "list", "empty", "good"):
        (tmp_path / f"{name}.html").write_bytes(STORY)
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "empty.json").write_text("{}")
    (tmp_path / "good.json").write_text(json.dumps({"url": ADDRESS}))
    archive = read_archive(tmp_path)
    assert [page.url for page in archive.pages] == [ADDRESS]
    assert archive.refused == {"no address beside it": 1, "bad entry": 1, "not an address": 2}


# WARC files


class Warc:
    """A WARC file in the making."""

    def __init__(self, path: Path, packed: bool = True) -> None:
        self.path = path
        self.file = io.BytesIO()
        self.writer = WARCWriter(self.file, gzip=packed)

    def add(self, url=ADDRESS, body=STORY, status="200 OK", sort="response", date="2022-06-18T16:00:00Z", **headers):
        http = None
        if sort in ("response", "revisit"):
            lines = {"Content-Type": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
            http = StatusAndHeaders(status, [*lines.items()], protocol="HTTP/1.1")
        self.writer.write_record(
            self.writer.create_warc_record(
                url, sort, payload=io.BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": date}
            )
        )
        return self

    def saved(self) -> Path:
        self.path.write_bytes(self.file.getvalue())
        return self.path


@pytest.mark.parametrize("packed", [True, False])
def test_it_reads_pages_and_feeds_from_a_warc_file(tmp_path, packed):
    warc = Warc(tmp_path / ("a.warc.gz" if packed else "a.warc"), packed)
    warc.add(sort="warcinfo", url="").add().add(sort="request", body=b"GET / HTTP/1.1\r\n\r\n")
    warc.add(
        "https://example.org/feed", b"<?xml version='1.0'?><rss/>", Content_Type="application/rss+xml; charset=utf-8"
    )
    warc.add("https://example.org/news.xml", b"<urlset/>", Content_Type="text/xml")
    archive = read_archive(warc.saved())
    (page,) = archive.pages
    assert (page.url, page.body, page.content_type) == (ADDRESS, STORY, "text/html")
    assert page.captured == datetime(2022, 6, 18, 16, 0, tzinfo=UTC)
    assert page.archive == archive.name == warc.path.name
    assert page.source.startswith("urn:uuid:")
    assert [(feed.url, feed.kind) for feed in archive.feeds] == [
        ("https://example.org/feed", "rss"),
        ("https://example.org/news.xml", "sitemap"),
    ]
    assert not archive.refused


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content_Encoding": "gzip"}, gzip.compress(STORY, mtime=0)),
        ({"Transfer_Encoding": "chunked"}, b"%x\r\n%s\r\n0\r\n\r\n" % (len(STORY), STORY)),
        ({"Transfer_Encoding": "chunked"}, STORY),
        ({"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"},
         b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(STORY, mtime=0)), gzip.compress(STORY, mtime=0))),
    ],
)  # fmt: skip
def test_it_unwraps_what_the_server_had_wrapped(tmp_path, headers, body):
    archive = read_archive(Warc(tmp_path / "a.warc.gz").add(body=body, **headers).saved())
    assert [page.body for page in archive.pages] == [STORY]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"sort": "revisit"}, "revisit record"),
        ({"sort": "resource"}, "resource record"),
        ({"status": "404 Not Found"}, "status other than 200"),
        ({"status": "301 Moved", "Location": "/b"}, "status other than 200"),
        ({"Content_Type": "image/png"}, "neither a page nor a feed"),
        ({"url": "ftp://example.org/a"}, "scheme not allowed"),
        ({"body": b"a" * 1_000_001}, "too large"),
        ({"body": BOMB, "Content_Encoding": "gzip"}, "too large"),
        ({"body": gzip.compress(STORY, mtime=0)[:-9], "Content_Encoding": "gzip"}, "cut short"),
        ({"body": b"x", "Content_Encoding": "x-rot26"}, "encoding unknown"),
    ],
)
def test_a_record_that_holds_no_page_is_counted_and_the_next_one_read(tmp_path, record, reason):
    warc = Warc(tmp_path / "a.warc.gz").add().add(**record).add(f"{ADDRESS}/b")
    archive = read_archive(warc.saved())
    assert [page.url for page in archive.pages] == [ADDRESS, f"{ADDRESS}/b"]
    assert list(archive.feeds) == []
    assert archive.refused == {reason: 1}


def test_a_feed_that_cannot_be_unpacked_is_counted_once(tmp_path):
    warc = Warc(tmp_path / "a.warc.gz").add(body=b"plain", Content_Type="text/xml", Content_Encoding="gzip").add()
    archive = read_archive(warc.saved())
    assert (len(list(archive.pages)), len(list(archive.feeds))) == (1, 0)
    assert archive.refused == {"compression broken": 1}


@pytest.mark.parametrize("date", ["", "never", "2022-06-18"])
def test_a_capture_without_a_good_time_is_kept_without_one(tmp_path, date):
    warc = Warc(tmp_path / "a.warc", packed=False).add()
    path = warc.saved()
    path.write_bytes(path.read_bytes().replace(b"2022-06-18T16:00:00Z", date.encode().ljust(1)))
    (page,) = read_archive(path).pages
    assert page.captured == (datetime(2022, 6, 18, tzinfo=UTC) if date == "2022-06-18" else None)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda first, both: both[:-40], "cut short"),
        (lambda first, both: first + b"this is no record\r\n\r\n", "rest of the file cannot be read"),
        (lambda first, both: first + gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"), "not an address"),
        (lambda first, both: gzip.compress(gzip.decompress(both)), "rest of the file cannot be read"),
    ],
    ids=["cut", "text after it", "record without headers", "packed in one piece"],
)
def test_a_file_that_breaks_off_gives_what_came_before(tmp_path, broken, reason):
    warc = Warc(tmp_path / "a.warc.gz").add()
    first = warc.file.getvalue()
    both = warc.add(f"{ADDRESS}/b").file.getvalue()
    warc.path.write_bytes(broken(first, both))
    archive = read_archive(warc.path)
    assert [page.url for page in archive.pages] == [ADDRESS]
    assert archive.refused == {reason: 1}


@pytest.mark.parametrize("noise", [b"", b"\x1f\x8b\x00", b"\x00" * 100_000, b"WARC/1.0\r\n", b"a: b\r\n" * 1000])
def test_a_file_that_is_no_warc_gives_nothing(tmp_path, noise):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(noise)
    archive = read_archive(path)
    assert list(archive.pages) == []
    assert len(archive.refused) == 1
    assert set(archive.refused) <= {"no record in the file", "rest of the file cannot be read", "unnamed record"}
