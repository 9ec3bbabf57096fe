"""`manage.py predict reading`: a folder of saved pages → the file that the scorer takes."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command

from aggregator.predictions.bounded_runs import run_each
from aggregator.reading.types import ReadingError

WORDS = "The council voted on Tuesday to repair every bridge before winter, and asked the auditor for a review. "
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="iso-8859-1"><title>River budget</title>
<meta property="article:published_time" content="2026-01-05T10:00:00+01:00"><meta name="author" content="Zoë Marsh">
</head><body><article><h1>River budget – in full</h1>{f"<p>{WORDS * 3}</p>" * 6}</article></body></html>"""
ADDRESS = "https://gazette.example/river"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pages").mkdir()
    return tmp_path / "pages"


def save(folder, name: str, page: bytes = PAGE.encode(), **label) -> None:
    (folder / f"{name}.html.gz").write_bytes(gzip.compress(page))
    (folder / f"{name}.json").write_text(json.dumps({"url": ADDRESS, **label}))


def predicted(folder, *options: str):
    out, written = io.StringIO(), folder.parent / "out.json"
    call_command("predict", "reading", str(folder), str(written), "--jobs", "2", *options, stdout=out)
    return json.loads(written.read_text()), out.getvalue()


def test_it_writes_what_every_page_says(folder):
    save(folder, "river", title="A label that nobody may look at")
    (folder / "plain.html").write_bytes(PAGE.encode())
    (folder / "plain.json").write_text(json.dumps({"url": ADDRESS}))
    found, told = predicted(folder)
    assert list(found) == ["plain", "river"]
    for page in found.values():
        assert page["title"] == "River budget – in full"
        assert page["authors"] == ["Zoë Marsh"]
        assert page["published"] == "2026-01-05T10:00:00+01:00"
        assert WORDS.strip() in page["text"]
        assert page["access"] == "full"
        assert page["reader"]
    assert "2 pages: 2 read, 0 not" in told


def test_a_page_that_cannot_be_read_is_told_by_its_reason_and_ends_nothing(folder):
    save(folder, "river")
    save(folder, "deep", b"<html><body>" + b"<div>" * 5000)
    save(folder, "picture", b"\x89PNG\r\n\x1a\n")
    (folder / "broken.html.gz").write_bytes(b"no gzip")
    found, told = predicted(folder)
    assert {name for name, page in found.items() if page} == {"river"}
    assert found["deep"] == found["picture"] == found["broken"] == {}
    assert "4 pages: 1 read, 3 not" in told
    for line in ("1 nested too deeply: deep", "1 not html: picture"):
        assert line in told
    assert ": broken" in told


def test_a_page_whose_address_nobody_knows_is_read_without_it(folder):
    (folder / "alone.html").write_bytes(PAGE.encode())
    save(folder, "empty", url="")
    (folder / "spoilt.html").write_bytes(PAGE.encode())
    (folder / "spoilt.json").write_bytes(b"{")
    found, told = predicted(folder)
    assert [page["title"] for page in found.values()] == ["River budget – in full"] * 3
    assert "3 pages: 3 read, 0 not" in told


def test_the_generic_reading_leaves_out_the_outlets_own_layouts(folder):
    cnn = (
        b"""<html><head><title>Bridges</title></head><body><h1>Bridges</h1><div class="article__content">%s</div></body>
    </html>"""
        % (b'<p class="paragraph inline-placeholder">' + WORDS.encode() * 3 + b"</p>")
        * 4
    )
    save(folder, "cnn", cnn, url="https://www.cnn.com/2026/01/05/us/bridges/index.html")
    assert predicted(folder)[0]["cnn"]["reader"].startswith("cnn/")
    assert not predicted(folder, "--generic")[0]["cnn"]["reader"].startswith("cnn/")


def test_a_folder_without_pages_or_a_file_that_cannot_be_written_is_refused_before_any_work(folder):
    with pytest.raises(CommandError, match="no NAME"):
        predicted(folder)
    with pytest.raises(CommandError, match="No such file"):
        predicted(folder / "nowhere")
    save(folder, "river")
    with pytest.raises(CommandError, match="no file can be written"):
        call_command("predict", "reading", str(folder), str(folder / "nowhere" / "out.json"))


@dataclass(frozen=True)
class Piece:
    name: str
    argument: float


def test_work_that_hangs_or_crashes_is_refused_while_the_rest_goes_on(settings):
    settings.READ_SECONDS = 0.5
    pieces = [Piece("hangs", 60), *(Piece(f"quick {number}", 0) for number in range(20))]
    outcomes = dict(run_each(pieces, "tests.pipeline.sandboxed:sleep", lambda piece: (piece.argument,), jobs=2))
    refused = {piece.name: outcome.reason for piece, outcome in outcomes.items() if isinstance(outcome, ReadingError)}
    assert refused == {"hangs": "took too long"}
    assert len(outcomes) == 21
