"""A story's number → what its page is made from, in short: one query, by which a page that was made earlier is known to
be the same still.

What it looks at: the story (each comparison sets `compared_at`, each decision on its quotes and statements `stale`),
its articles and their outlets, how many outlets there are, and the desk's log of what else an editor may change that a
page shows (`LOGGED`). A worker's bookkeeping is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model

from aggregator.models import Article, Outlet
from coverage.models import Membership, Story

LOGGED = {
    "aggregator": ("outlet", "speaker", "speakername", "citation", "snapshot", "textchange", "spancheck"),
    "coverage": ("tombstone", "difference", "storyevent", "exclusion", "correction", "publicname"),
}
"""Models whose rows an editor may change with no mark on the stories that show them: any such act makes every page new.
Acts on the other models mark their stories (tests/site/test_ready_pages.py goes through all that the desk has)."""

_BOOKKEEPING = {
    "feed_summary", "reason", "attempts", "next_try_at", "queued_until", "lease_until", "read_again_at", "looked_at",
    "misses", "etag", "last_modified", "waits_since",
}  # fmt: skip
"""Of articles and stories: what no page shows, and workers write again and again."""


@dataclass(frozen=True, slots=True)
class Version:
    """Of a public story whose comparison is not due: the readable part of its address, and what its page is made of."""

    slug: str
    digest: str


def version_of(story: int) -> Version | None:
    """None where readers see no such story, where it was merged, and where its comparison is due."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [*_LOGGED, story])
        rows = cursor.fetchall()
    if not rows:
        return None
    own = dict(zip(_OF_STORY, rows[0], strict=False))
    if own["state"] != Story.State.PUBLIC or own["merged_into_id"] is not None or own["stale"]:
        return None
    return Version(Story(pk=story, title=own["title"]).slug, hashlib.sha256(repr(rows).encode()).hexdigest()[:32])


@cache
def made_with() -> str:
    """Code, templates, catalogues, static files' names and settings of this process, in short."""
    told = hashlib.sha256(json.dumps([getattr(settings, name) for name in _SETTINGS], default=str).encode())
    for place, pattern in _FILES:
        for path in sorted(place.glob(pattern)):
            told.update(path.name.encode() + path.read_bytes())
    return told.hexdigest()[:32]


_SETTINGS = (
    "SITE_URL", "LANGUAGES", "LANGUAGE_CODE", "STATIC_URL", "EXCERPT_QUOTE_CHARACTERS", "EXCERPT_QUOTES_PER_SECTION",
    "EXCERPT_PAGE_CHARACTERS", "EXTRA_OUTLETS", "TAG_AUTHORITY",
)  # fmt: skip
_FILES = (
    (settings.BASE_DIR, "templates/**/*.html"),
    (settings.BASE_DIR, "locale/**/*.mo"),
    (settings.BASE_DIR, "coverage/**/*.py"),
    (settings.BASE_DIR, "aggregator/**/*.py"),
    (Path(settings.STATIC_ROOT), "staticfiles.json"),
)


def _columns(model: type[Model], table: str, but: Iterable[str] = ()) -> list[str]:
    return [f'{table}."{field.column}"' for field in model._meta.concrete_fields if field.attname not in set(but)]


_OF_STORY = [field.attname for field in Story._meta.concrete_fields if field.attname not in _BOOKKEEPING]
_LOGGED = [f"{app}.{model}" for app, models in LOGGED.items() for model in models]
# Django's own way of making it from a QuerySet takes three times as long as the database takes to answer it.
_COLUMNS = [
    *_columns(Story, "s", _BOOKKEEPING),
    "m.position",
    *_columns(Article, "a", _BOOKKEEPING),
    *_columns(Outlet, "o"),
]
_SQL = f"""
SELECT {", ".join(_COLUMNS)},
  (SELECT COUNT(*) FROM {Outlet._meta.db_table} WHERE listed AND withdrawn_at IS NULL),
  (SELECT MAX(l.id) FROM {LogEntry._meta.db_table} l WHERE l.content_type_id IN
    (SELECT c.id FROM {ContentType._meta.db_table} c
     WHERE c.app_label || '.' || c.model IN ({", ".join(["%s"] * len(_LOGGED))})))
FROM {Membership._meta.db_table} m
  JOIN {Story._meta.db_table} s ON s.id = m.story_id
  JOIN {Article._meta.db_table} a ON a.id = m.article_id
  JOIN {Outlet._meta.db_table} o ON o.id = a.outlet_id
WHERE m.story_id = %s ORDER BY a.id
"""  # noqa: S608 - names of the models' own tables and columns
