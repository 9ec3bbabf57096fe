"""Stories whose page is to be made → rows with it in each language, which any process of the web answers with.

The workers make them: after each comparison, and by turns for stories that have none, for the newest, and for those
that were looked at longest ago. What takes down or hides anything drops the story's rows in its own transaction.
"""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from coverage.models import ReadyPage, Story
from coverage.page_version import made_with, version_of
from coverage.story_page import made

logger = logging.getLogger(__name__)

# By hand, because readers wait for it: a QuerySet takes ten times as long to become the same.
_SQL = f"""
SELECT packed FROM {ReadyPage._meta.db_table}
WHERE story_id = %s AND language = %s AND version = %s AND made_with = %s
"""  # noqa: S608 - the name of the model's own table
_NEWEST = 50  # stories that every turn looks at
_TOGETHER = 50  # other stories that one turn looks at
_RESTS = timedelta(minutes=5)  # between two looks at what seems to be the same
_LONGEST = timedelta(days=1)
"""After which a page is made again though nothing seems to have changed: for what its version does not tell."""


def ready(story: int, language: str, version: str) -> bytes | None:
    """The story's page, gzipped, where one is there that was made from the same by the same code: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [story, language, version, made_with()])
        row = cursor.fetchone()
    return bytes(row[0]) if row else None


def forget(stories: Iterable[int]) -> None:
    """Drop the stories' pages: in the transaction of whoever takes down or hides what they show."""
    ReadyPage.objects.filter(story__in=list(stories)).delete()


def make_due(now: datetime) -> int:
    """Make the pages that are due, and drop those of stories that readers do not see; gives how many stories' were
    made."""
    if not _may_make():
        return 0
    with transaction.atomic():
        _held_by_nobody(ReadyPage.objects.exclude(story__in=Story.objects.visible())).delete()
    stories = _due(now)
    count = sum(make_ready(story, now) for story in stories)
    with transaction.atomic():
        looked = ReadyPage.objects.filter(story__in=stories, looked_at__lt=now - _RESTS)
        _held_by_nobody(looked).update(looked_at=now)
    return count


def make_ready(story: int, now: datetime) -> bool:
    """Make the story's page in each language where it is not there; gives whether it was made. A page that cannot be
    made is logged, and stops nothing else."""
    try:
        return _may_make() and _make(story, now)
    except Exception:
        logger.exception("the page of story %s could not be made", story)
        return False


def pack(html: bytes) -> bytes:
    """A page as it is kept: the same bytes for the same page."""
    return gzip.compress(html, 6, mtime=0)


def _held_by_nobody(rows: QuerySet[ReadyPage]) -> QuerySet[ReadyPage]:
    """Within a transaction: those that no other one holds. A turn waits for no editor, and hinders none."""
    keys = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    return ReadyPage.objects.filter(pk__in=keys)


def _may_make() -> bool:
    """Whether pages are kept at all, and this process knows the names of static files; else readers' own make them."""
    statics = storages["staticfiles"]
    return settings.KEEP_PAGES and (not isinstance(statics, ManifestFilesMixin) or bool(statics.hashed_files))


def _make(story: int, now: datetime) -> bool:
    before = version_of(story)
    if before is None or _is_ready(story, before.digest, now):
        return False
    row = Story.objects.get(pk=story)
    packed = {code: pack(made(row, code)) for code, _ in settings.LANGUAGES}
    with transaction.atomic():
        # Held, so that whoever hides something either finds the page and drops it, or keeps it from being stored.
        Story.objects.select_for_update().get(pk=story)
        if version_of(story) != before:
            return False
        told = {"version": before.digest, "made_with": made_with(), "made_at": now, "looked_at": now}
        ReadyPage.objects.bulk_create(
            [ReadyPage(story_id=story, language=code, packed=page, **told) for code, page in packed.items()],
            update_conflicts=True,
            unique_fields=["story", "language"],
            update_fields=["packed", *told],
        )
    return True


def _is_ready(story: int, version: str, now: datetime) -> bool:
    rows = ReadyPage.objects.filter(story=story, version=version, made_with=made_with())
    return rows.filter(made_at__gt=now - _LONGEST).count() == len(settings.LANGUAGES)


def _due(now: datetime) -> list[int]:
    """Stories to look at: without a page that this code made, the newest, and those looked at longest ago."""
    public = Story.objects.visible().filter(stale=False).order_by("-last_published_at", "-pk")
    own = ReadyPage.objects.filter(story=OuterRef("pk"), made_with=made_with())
    lacking = public.filter(reduce(or_, [Q(~Exists(own.filter(language=code))) for code, _ in settings.LANGUAGES]))
    newest, wanted = (rows.values_list("pk", flat=True) for rows in (public, lacking))
    rested = ReadyPage.objects.filter(looked_at__lt=now - _RESTS)
    oldest = rested.order_by("looked_at", "pk").values_list("story", flat=True)
    return list(dict.fromkeys([*wanted[:_TOGETHER], *newest[:_NEWEST], *oldest[:_TOGETHER]]))
