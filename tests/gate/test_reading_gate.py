"""Reading is held to what it reaches on the labelled pages; without the corpora the gate is skipped, and says so."""

import importlib.util
import os
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from aggregator.reading.generic import generic_text
from aggregator.reading.pages import read_page
from aggregator.reading.types import ReadingError

CORPORA = Path(os.environ.get("PARALLAX_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora")
SCORER = CORPORA / "score_extraction.py"

pytestmark = pytest.mark.skipif(
    not SCORER.is_file(), reason=f"no labelled corpora at {CORPORA}: set PARALLAX_CORPORA to measure reading"
)

# What was reached, rounded down; raise a floor when the figure rises.
FLOORS = {
    "outlets": {
        "body_f1": 0.995,
        "body_precision": 0.995,
        "body_recall": 0.995,
        "title": 0.99,
        "day": 0.99,
        "instant": 0.99,
        "authors_f1": 0.97,
    },
    "publishers": {
        "body_f1": 0.95,
        "title": 0.82,
        "day": 0.99,
        "instant": 0.99,
        "authors_f1": 0.96,
    },
    "bench": {"body_f1": 0.94},
}


@pytest.mark.parametrize("folder", FLOORS)
def test_reading_is_no_worse_than_it_was(folder):
    figures = measured(folder)
    below = {name: (figures[name], floor) for name, floor in FLOORS[folder].items() if figures[name] < floor}
    assert not below, f"{folder}: figure and floor: {below}"


def test_no_page_of_the_outlets_is_read_badly():
    figures = measured("outlets")
    assert min(figures["per_page"].values()) >= 0.95


def test_the_outlets_own_layouts_are_used_and_agree_with_the_generic_reader():
    """newspaper3k as the check: where it finds an article, most of its words stand in what the layout gives."""
    scorer, agreeing, pages = scoring(), 0, 0
    for name, url, html, _ in scorer.pages(CORPORA / "extraction" / "outlets"):
        found = predictions("outlets")[name]
        assert found["reader"] != "newspaper3k", name
        theirs = "\n\n".join(generic_text(html, url))
        if len(theirs) > 500 and found["text"]:
            pages += 1
            tp, fp, _ = scorer.overlap(found["text"], theirs)
            agreeing += tp / (tp + fp) > 0.8
    assert pages > 20
    assert agreeing / pages > 0.85


@cache
def scoring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_extraction", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def measured(folder: str) -> dict[str, Any]:
    figures: dict[str, Any] = scoring().score(CORPORA / "extraction" / folder, predictions(folder))
    return figures


@cache
def predictions(folder: str) -> dict[str, dict[str, Any]]:
    found = {}
    for name, url, html, _ in scoring().pages(CORPORA / "extraction" / folder):
        try:
            # The paywalled outlet's gold is what its page shows, so its layouts are measured too.
            page = read_page(html.encode(), url, "text/html; charset=utf-8", summary_only=False)
        except ReadingError:
            continue
        found[name] = {
            "text": page.text,
            "title": page.title,
            "authors": list(page.authors),
            "published": page.published and page.published.local.isoformat(),
            "reader": page.reader,
        }
    return found
