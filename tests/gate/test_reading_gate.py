"""Reading is held to what it reaches on the labelled pages; without the corpora the gate is skipped, and says so."""

import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from aggregator.predictions.bounded_runs import cores, run_each
from aggregator.predictions.saved_pages import saved_pages
from aggregator.reading.types import ReadingError

CORPORA = Path(os.environ.get("PARALLAX_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora")
SCORER = CORPORA / "score_extraction.py"

pytestmark = pytest.mark.skipif(
    not SCORER.is_file(), reason=f"no labelled corpora at {CORPORA}: set PARALLAX_CORPORA to measure reading"
)

OWN, GENERIC = False, True  # the outlets' own layouts, or what any publisher's page is read by

# What was reached, rounded down; raise a floor when the figure rises. The trees of the generic reader have seen these
# pages: on pages that they have not, `training/train_body.py` tells its figures, and `docs/reading.md` keeps them.
FLOORS: dict[tuple[str, bool], dict[str, float]] = {
    ("outlets", OWN): {
        "body_f1": 0.995,
        "body_precision": 0.995,
        "body_recall": 0.995,
        "title": 0.99,
        "day": 0.99,
        "instant": 0.99,
        "authors_exact": 0.97,
    },
    ("outlets", GENERIC): {"body_f1": 0.98},
    ("publishers", GENERIC): {
        "body_f1": 0.978,
        "title": 0.82,
        "day": 0.99,
        "instant": 0.99,
        "authors_f1": 0.96,
    },
    ("bench", GENERIC): {"body_f1": 0.975},
    ("wcxb", GENERIC): {"body_f1": 0.95, "title": 0.86, "authors_exact": 0.71, "day": 0.81},
}
EVERY = {"wcxb": 10, "bench": 2}  # of a large set every so many pages are read here, to keep the gate quick


@pytest.mark.parametrize(
    ("folder", "generic"), FLOORS, ids=[f"{name}-{'generic' if g else 'own'}" for name, g in FLOORS]
)
def test_reading_is_no_worse_than_it_was(folder, generic):
    figures, floors = measured(folder, generic), FLOORS[folder, generic]
    below = {name: (figures[name], floor) for name, floor in floors.items() if figures[name] < floor}
    assert not below, f"{folder}: figure and floor: {below}"


def test_no_page_of_the_outlets_is_read_badly():
    figures = measured("outlets", OWN)
    assert min(figures["per_page"].values()) >= 0.95


def test_the_outlets_own_layouts_are_used_and_the_independent_reader_agrees():
    found = predictions("outlets", OWN)
    assert not [name for name, page in found.items() if page["reader"] in {"generic", "json-ld"}]
    told = [page["agreement"] for page in found.values() if len(page["text"]) > 500]
    assert len(told) > 30
    assert sum(agreement > 0.8 for agreement in told) / len(told) > 0.85


@cache
def scoring() -> Any:
    spec = importlib.util.spec_from_file_location("score_extraction", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def measured(folder: str, generic: bool) -> dict[str, Any]:
    """The scorer's figures over the pages that were read here."""
    scorer, found = scoring(), predictions(folder, generic)
    every_page = scorer.pages
    scorer.pages = lambda path: (page for page in every_page(path) if page[0] in found)
    try:
        figures: dict[str, Any] = scorer.score(CORPORA / "extraction" / folder, found)
    finally:
        scorer.pages = every_page
    return figures


@cache
def predictions(folder: str, generic: bool) -> dict[str, dict[str, Any]]:
    pages = saved_pages(CORPORA / "extraction" / folder)[:: EVERY.get(folder, 1)]
    reader = "aggregator.reading.prediction:predicted_reading"
    outcomes = run_each(pages, reader, lambda page: (*page.load(), generic), cores())
    return {page.name: {} if isinstance(found, ReadingError) else found for page, found in outcomes}
