"""Texts → vectors that tell how alike they are, by the encoder in the process that reads; articles' are kept with them.

The comparing side asks here. Where there is no encoder, WeightsError says why, and comparing goes by words alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
from django.conf import settings

from aggregator.limits import bounded
from aggregator.models import Snapshot
from aggregator.reading.tagging.vectors import Vectors, article_words, as_bytes, from_bytes
from aggregator.reading.types import ReadingError
from aggregator.weights import WeightsError, recorded_weights

AT_ONCE = 64
"""Texts for which the reading process is asked in one call: a second's work, far within its limits."""


def vectors_of(texts: Sequence[str]) -> Vectors:
    """A row for each text (texts x 384), of unit length: the product of two is how alike they are. A text without words
    has a row of zeros. Raises WeightsError: why there are none ("missing", "broken", "unusable", "took too long", …).
    """
    told = [_told(texts[first : first + AT_ONCE]) for first in range(0, len(texts), AT_ONCE)]
    return np.concatenate([from_bytes([]), *told])


def article_vectors(snapshots: Iterable[Snapshot]) -> dict[int, Vectors]:
    """The vector of each snapshot's title and beginning, by its key; one without words has none. What is not kept yet,
    or is by other weights, is made and kept. Raises WeightsError."""
    rows = list(snapshots)
    weights = recorded_weights(settings.TAGGER_FOLDER)
    stale = [row for row in rows if row.vector_weights != weights or not weights]
    for row, vector in zip(stale, vectors_of([article_words(row.title, row.text) for row in stale]), strict=True):
        row.vector, row.vector_weights = as_bytes(vector) if vector.any() else b"", weights
    Snapshot.objects.bulk_update(stale, ["vector", "vector_weights"])
    kept = [row for row in rows if row.vector]
    return dict(zip((row.pk for row in kept), from_bytes([bytes(row.vector) for row in kept]), strict=True))


def _told(texts: Sequence[str]) -> Vectors:
    try:
        return cast(Vectors, bounded("aggregator.reader:read_vectors", list(texts), settings.TAGGER_FOLDER))
    except ReadingError as error:
        raise WeightsError(error.reason, error.detail) from error
