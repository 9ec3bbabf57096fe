"""A folder → one more dated copy of the database in it, and those that are too old away."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.db import DatabaseError

from aggregator.models import LastRun
from aggregator.operations.copies import CopyError, make_copy

BACKUP = "backup"
"""The name under which the database remembers when its last copy was made."""

LATE = timedelta(hours=36)
"""After which a copy that is made every night is missed."""

_DATED = re.compile(r"\d{8}T\d{6}Z")


def make_dated_copy(folder: Path, keep_days: int, now: datetime) -> Path:
    """Write a copy named by the moment, remember that it was made, and delete copies older than so many days, once the
    new one stands. Raises CopyError."""
    began, path = time.monotonic(), folder / f"{now:%Y%m%dT%H%M%SZ}"
    make_copy(path)
    _forget_copies_before(folder, f"{now - timedelta(days=keep_days):%Y%m%dT%H%M%SZ}")
    told = {"ended_at": now, "seconds": time.monotonic() - began, "well": True}
    try:
        LastRun.objects.update_or_create(name=BACKUP, defaults=told)
    except DatabaseError as error:
        raise CopyError(f"{path} is whole, but the database could not remember it: {error}") from error
    return path


def last_copy() -> datetime | None:
    """When the last dated copy was made; None where none ever was."""
    return LastRun.objects.filter(name=BACKUP).values_list("ended_at", flat=True).first()


def _forget_copies_before(folder: Path, oldest: str) -> None:
    for path in folder.iterdir():
        if _DATED.fullmatch(path.name) and path.name < oldest:
            path.unlink(missing_ok=True)
