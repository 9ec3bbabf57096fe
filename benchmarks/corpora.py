"""The labelled pages beside the project → pages to read, and the scorer's figures for what was read in them."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Labelled:
    """A page of a corpus; its labels stay with the scorer."""

    corpus: str
    name: str
    url: str
    html: str


class Corpora:
    """Folders of labelled pages with their scorer. Raises FileNotFoundError where they are not there."""

    def __init__(self, folder: Path, names: Sequence[str], sample: int = 0) -> None:
        """`sample` pages of each corpus, evenly spaced; 0 for all."""
        self._scorer = _scorer(folder / "score_extraction.py")
        self._sample = sample
        self._folders = {name: folder / "extraction" / name for name in names}

    def pages(self) -> list[Labelled]:
        """The pages of all corpora, one corpus after the other."""
        return [page for name in self._folders for page in self._pages_of(name)]

    def _pages_of(self, corpus: str) -> list[Labelled]:
        found = [Labelled(corpus, *page[:3]) for page in self._scorer.pages(self._folders[corpus])]
        if not self._sample or self._sample >= len(found):
            return found
        return [found[place * len(found) // self._sample] for place in range(self._sample)]

    def score(self, corpus: str, predictions: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """The scorer's figures over the pages that stand in `predictions`."""
        with tempfile.TemporaryDirectory() as scored:
            for name in predictions:
                for ending in (".json", ".html.gz"):
                    source = (self._folders[corpus] / name).with_name(name + ending)
                    (Path(scored) / source.name).symlink_to(source.resolve())
            figures: dict[str, Any] = self._scorer.score(Path(scored), predictions)
        return figures


def corpora_folder() -> Path:
    """Where PARALLAX_CORPORA says, else ../shared/corpora beside the project."""
    return Path(os.environ.get("PARALLAX_CORPORA") or ROOT.parent / "shared" / "corpora")


def _scorer(path: Path) -> ModuleType:
    if not path.is_file():
        raise FileNotFoundError(path)
    spec = importlib.util.spec_from_file_location("score_extraction", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
