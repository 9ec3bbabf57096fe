"""The project's own articles (the sample edition, the gate's look-alikes) → labelled sets beside the corpora's.

The corpora hardly have two events of one company in one week; these do, so that a shared name is not taken for a shared
event.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aggregator.outlets import OUTLETS
from aggregator.reading.pages import read_page
from training.labelled_stories import LabelledArticle, labelled, vectors_of

ROOT = Path(__file__).resolve().parent.parent
OWN = ("sample", "look-alikes")
BEGUN = datetime(2024, 5, 6, tzinfo=UTC)


def own_set(name: str, with_vectors: bool) -> list[LabelledArticle]:
    """One of OWN."""
    rows = list(_sample() if name == "sample" else _look_alikes())
    vectors = vectors_of(rows) if with_vectors else [None] * len(rows)
    return [labelled(row, vector) for row, vector in zip(rows, vectors, strict=True)]


def _look_alikes() -> Iterator[dict[str, Any]]:
    for line in (ROOT / "tests" / "gate" / "stories.jsonl").read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        yield {**row, "published": (BEGUN + timedelta(hours=row["hours"])).isoformat()}


def _sample() -> Iterator[dict[str, Any]]:
    folder = ROOT / "sample"
    expected = json.loads((folder / "expected.json").read_text())["stories"]
    story = {url: name if name != "singletons" else url for name, urls in expected.items() for url in urls}
    for page in json.loads((folder / "index.json").read_text())["pages"]:
        read = read_page((folder / page["file"]).read_bytes(), page["url"], "", OUTLETS[page["outlet"]])
        if page["url"] in story and read.published is not None:
            published = read.published.at.isoformat()
            yield {"title": read.title, "text": read.text, "published": published, "story": story[page["url"]]}
