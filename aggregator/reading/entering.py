"""A feed's entries → those that lead to the outlet's own articles, addresses normalised, the rest counted by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from aggregator.outlets import outlet_of
from aggregator.reading.types import FeedEntry, ReadingError
from aggregator.reading.urls import normalise

LONGEST_URL = 1000  # characters that a column of addresses holds


def fitting(entries: Iterable[FeedEntry], slug: str, refused: Counter[str]) -> Iterator[FeedEntry]:
    """The entries that are articles of the outlet; one that leads elsewhere is counted and dropped, never followed.

    Reasons: those of `normalise`, "entry of another site", "address too long".
    """
    for entry in entries:
        try:
            entry = replace(entry, url=normalise(entry.url))
        except ReadingError as error:
            refused[error.reason] += 1
            continue
        found = outlet_of(entry.url)
        if (found.slug if found else "") != slug:
            refused["entry of another site"] += 1
        elif len(entry.url) > LONGEST_URL:
            refused["address too long"] += 1
        else:
            yield entry
