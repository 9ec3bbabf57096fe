"""The benchmark of reading, run as a person runs it, on a corpus of a page each."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import why_missing

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "gate" / "pages"
# What it asks of a scorer that is handed to it by its path: the pages of a folder, and figures for predictions.
SCORER = """
import gzip, json
def pages(folder):
    for path in sorted(folder.glob("*.json")):
        yield path.stem, json.loads(path.read_text())["url"], gzip.open(path.with_suffix(".html.gz"), "rt").read(), {}
def score(folder, predictions):
    (name, _, _, _), = pages(folder)
    found = predictions[name]
    day = (found.get("published") or "")[:10] == "2022-10-04"
    return {"body_f1": float(bool(found["text"])), "pages_below_0.95": 0, "title": 1.0,
            "authors_exact": float(found["authors"] == ["Gwil Harte"]), "day": float(day), "instant": 0.0}
"""


def run(corpora: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "benchmarks/reading.py", *options]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PARALLAX_CORPORA": str(corpora)}, capture_output=True, text=True
    )


@pytest.fixture
def corpora(tmp_path):
    (tmp_path / "score_extraction.py").write_text(SCORER)
    html = (PAGES / "cookie_banner.html").read_bytes()
    for name in ("bench", "outlets", "publishers", "wcxb"):
        folder = tmp_path / "extraction" / name
        folder.mkdir(parents=True)
        (folder / "pony.json").write_text(json.dumps({"url": "https://eastmoor.example/a/7710"}))
        (folder / "pony.html.gz").write_bytes(gzip.compress(html))
    return tmp_path


def test_it_says_loudly_that_there_is_nothing_to_measure_on(tmp_path):
    done = run(tmp_path)
    assert done.returncode == 2
    assert "PARALLAX_CORPORA" in done.stderr


def test_it_measures_parallax_beside_newspaper3k(corpora):
    done = run(corpora, "--peers", "", "--jobs", "1", "--json", str(corpora / "figures.json"))
    assert done.returncode == 0, done.stderr
    rows = {line.split("  ")[0].strip(): line.split() for line in done.stdout.splitlines()}
    assert rows["newspaper3k"][-1] == "1.00"
    assert rows["Parallax"][1] == "–"  # the outlets' own path is not measured on the others' pages
    assert "Failed" not in done.stdout
    told = json.loads((corpora / "figures.json").read_text())
    assert set(told["figures"]["Parallax, generic"]) == {"bench", "outlets", "publishers", "wcxb"}
    assert set(told["figures"]["Parallax"]) == {"outlets"}
    assert told["cpu"]["Parallax"]["seconds"]["outlets/pony"] > 0


def test_an_unknown_peer_is_refused(corpora):
    assert run(corpora, "--peers", "newspaper5k").returncode == 2


def test_the_cost_of_placing_is_measured_without_corpora(tmp_path):
    command = [sys.executable, "benchmarks/stories.py", "--corpora", str(tmp_path), "--sizes", "20,40"]
    told = subprocess.run([*command, "--measured", "3"], cwd=ROOT, capture_output=True, text=True)
    assert "NOT MEASURED: no labelled sets" in told.stderr
    assert "in memory" in told.stdout
    assert "in SQLite" in told.stdout
    assert "growth at most 1.5" in told.stdout


@pytest.mark.skipif(bool(why_missing()), reason=f"it needs {why_missing()}")
def test_what_many_articles_cost_is_measured_on_postgresql_with_real_workers():
    command = [sys.executable, "benchmarks/load.py", "--sizes", "6,12", "--first", "6", "--scale", "0.05"]
    told = subprocess.run(
        [*command, "--sample", "2", "--together", "2", "--asked", "1", "--turns", "1", "--batch", "2"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert told.returncode in (0, 1), told.stderr  # which goals so small a run meets is chance
    for what in ("read and saved", "placed and compared", "an article", "front", "story", "search", "beat, a minute"):
        assert f"{what} " in told.stdout, told.stdout + told.stderr
    assert "workers: one" in told.stdout
    assert "memory of the first after each part" in told.stdout
