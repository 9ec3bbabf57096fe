"""An edit of an article as the workers store it: the text before, the changes to the text now, the story's event."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from aggregator.models import Article, Snapshot, TextChange
from aggregator.reading.changes import RANKS
from coverage.models import Membership, StoryEvent


def an_edit(article: Article, *words: tuple[str, str], kind: str = "name") -> StoryEvent:
    """The first of each (now, before) words in the article's text stood otherwise; all changes are of one kind."""
    newest = article.snapshot
    assert newest
    before = newest.text
    for now, was in words:
        before = before.replace(now, was, 1)
    earlier = Snapshot.objects.create(
        article=article,
        sha256=hashlib.sha256(before.encode()).hexdigest(),
        title=newest.title,
        text=before,
        reader="test",
        taken_at=newest.taken_at - timedelta(hours=1),
    )
    TextChange.objects.bulk_create(
        TextChange(
            article=article,
            before=earlier,
            after=newest,
            kind=kind,
            rank=RANKS.index(kind),
            part="text",
            old_start=before.index(was),
            old_end=before.index(was) + len(was),
            new_start=newest.text.index(now),
            new_end=newest.text.index(now) + len(now),
            at=newest.taken_at,
        )
        for now, was in words
    )
    story = Membership.objects.get(article=article).story
    return StoryEvent.objects.create(story=story, article=article, kind=StoryEvent.Kind.TEXT, at=newest.taken_at)
