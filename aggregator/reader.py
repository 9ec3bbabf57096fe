"""A page into everything that it yields: by the tagger where its weights are sound, and by rules alone where not; and
texts into vectors, by the same tagger, so that a worker holds it once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from aggregator.reading.article import read_article
from aggregator.reading.tagging.vectors import Vectors
from aggregator.reading.types import Page, ReadArticle, ReadingError
from aggregator.weights import FOLDER, WeightsError, load_tagger

LONGEST_TEXT = 300_000
"""Characters: a longer text is no article, and finding who said what in it would fill the memory."""

# Here, so that a bounded process has it before the limits of its first call begin.
with suppress(WeightsError):
    load_tagger(FOLDER)


def read_words(page: Page, folder: Path = FOLDER) -> ReadArticle:
    """As `read_article`, with the tagger whose files lie in `folder`. Where it cannot be used, `without_tagger` says
    why, and every quote that rules found it. Raises ReadingError: "text too long"."""
    if len(page.text) > LONGEST_TEXT:
        raise ReadingError("text too long", f"{len(page.text)} characters")
    try:
        tagger = load_tagger(folder)
    except WeightsError as error:
        return read_article(page, without_tagger=str(error))
    return read_article(page, tagger)


def read_vectors(texts: Sequence[str], folder: Path = FOLDER) -> Vectors:
    """A vector for each text, as `Tagger.vectors` gives them. Raises ReadingError, with reason and detail of the
    WeightsError, where the tagger cannot be used."""
    try:
        return load_tagger(folder).vectors(texts)
    except WeightsError as error:
        raise ReadingError(error.reason, error.detail) from error
