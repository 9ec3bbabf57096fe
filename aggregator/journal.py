"""What became of a request, a feed entry or a page → one line of the fetch log, under a named reason."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator.models import Article, Feed, FetchLog


def note(
    outcome: str,
    url: str,
    *,
    feed: Feed | None = None,
    article: Article | None = None,
    detail: str = "",
    count: int = 1,
    milliseconds: int = 0,
    size: int = 0,
) -> None:
    """Write one line: `outcome` is "ok", "unchanged" or the reason; `size` counts bytes on the wire."""
    FetchLog.objects.create(
        url=url[:1000],
        outcome=outcome[:120],
        feed=feed,
        article=article,
        detail=detail[:300],
        count=count,
        milliseconds=milliseconds,
        bytes=size,
    )


def note_refused(refused: Mapping[str, int], url: str, feed: Feed | None = None) -> None:
    """One line for each reason under which entries of a feed were dropped, with their number."""
    for reason, count in refused.items():
        note(reason, url, feed=feed, count=count)
