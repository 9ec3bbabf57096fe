"""An article's text and the one before → the changes between them, ranked, found in a bounded process."""

from __future__ import annotations

from typing import cast

from aggregator.limits import bounded
from aggregator.models import Snapshot
from aggregator.reading.changes import FoundChange, plain_changes
from aggregator.reading.types import Page, ReadingError


def changes_to(before: Snapshot | None, page: Page) -> tuple[FoundChange, ...]:
    """What the page's text changed in the snapshot before; nothing where there is none. Never raises: texts that take
    too long to tell apart give their plain changes."""
    if before is None or (before.title, before.text) == (page.title[:500], page.text):
        return ()
    texts = (before.title, before.text, page.title[:500], page.text)
    try:
        return cast(tuple[FoundChange, ...], bounded("aggregator.reading.changes:find_changes", *texts))
    except ReadingError:
        return plain_changes(*texts)
