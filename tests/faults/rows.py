"""A database → its rows as text, by what they are called instead of by numbers: two that hold the same are the same.

`python -m tests.faults.rows` prints them as JSON. Left out: moments of the work, attempts, fetch log, leases.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

_PORT = re.compile(r"(127\.0\.1\.\d+):\d+")


def rows() -> dict[str, list[str]]:
    """Table → sorted rows."""
    return {
        name: sorted(_PORT.sub(r"\1", json.dumps(row, default=str, sort_keys=True)) for row in found)
        for name, found in _tables()
    }


def _tables() -> Iterator[tuple[str, list[list[Any]]]]:
    from aggregator.models import Article, Citation, Claim, Quote, Snapshot, SpeakerName
    from coverage.models import ClaimCell, ClaimGroup, Difference, Membership, QuoteGroup, QuoteVariant, Story

    def listed(query: Any, *columns: str) -> list[list[Any]]:
        return [list(row) for row in query.order_by().values_list(*columns)]

    yield "articles", listed(
        Article.objects, "url", "link", "outlet__slug", "origin", "state", "reason", "title", "authors", "published_at",
        "published_source", "access", "language", "feed_summary", "snapshot__sha256",
    )  # fmt: skip
    yield "snapshots", listed(
        Snapshot.objects, "article__url", "sha256", "title", "text", "reader", "agreement", "reporting", "signs",
        "vector_weights",
    )  # fmt: skip
    span = ("article__url", "snapshot__sha256", "start", "end", "text")
    yield "quotes", listed(
        Quote.objects, *span, "spans", "kind", "speaker_words", "speaker_name", "speaker_kind", "speaker_resolution",
        "speaker__name", "cue", "found_by", "told_to", "reviewed", "hidden",
    )  # fmt: skip
    yield "claims", listed(
        Claim.objects, *span, "source_name", "source_kind", "source__name", "source_outlet__slug", "hedged", "negated",
        "figures", "told_to",
    )  # fmt: skip
    yield "citations", listed(Citation.objects, *span, "name", "by", "what", "whom", "href")
    yield "speakers", listed(SpeakerName.objects, "key", "kind", "speaker__kind", "speaker__name")
    yield "placed", listed(Membership.objects, "article__url", "placed_by", "released")
    groups: dict[int, list[str]] = {}
    for story, url in Membership.objects.values_list("story", "article__url"):
        groups.setdefault(story, []).append(url)
    name = {story: " ".join(sorted(urls)) for story, urls in groups.items()}
    told = ("pk", "title", "state", "first_published_at", "last_published_at", "stale")
    yield (
        "stories",
        [[name.get(row[0]), *row[1:]] for row in listed(Story.objects.standing().filter(pk__in=name), *told)],
    )

    def within(query: Any, story: str, *columns: str) -> list[list[Any]]:
        return [[name.get(row[0]), *row[1:]] for row in listed(query, story, *columns)]

    yield "quotes aligned", within(QuoteGroup.objects, "story", "speaker", "fullest__text", "position")
    yield "variants", within(
        QuoteVariant.objects, "group__story", "group__position", "quote__article__url", "quote__text", "rendering",
        "changes", "position",
    )  # fmt: skip
    yield "claims aligned", within(ClaimGroup.objects, "story", "sentence", "background", "position")
    yield (
        "cells",
        within(
            ClaimCell.objects,
            "group__story",
            "group__position",
            "outlet__slug",
            "stance",
            "credited",
            "why",
            "claims__text",
        ),
    )
    yield "differences", within(Difference.objects, "story", "kind", "topic", "weight", "position")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aggregator.settings")
    django.setup()
    json.dump(rows(), sys.stdout)
