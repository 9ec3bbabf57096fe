"""No database → a SQLite file with every table, as the migrations left it the last time: to make it anew takes ten
seconds of each run. What is kept lies in pytest's own cache, under a digest of the migrations and what they call."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
_CALLED = (
    "aggregator/migrations/*.py", "coverage/migrations/*.py", "coverage/roles.py", "coverage/search/index.py",
    "aggregator/reading/identity.py", "aggregator/reading/stored_speakers.py", "requirements-dev.lock",
)  # fmt: skip
_making: list[IO[str]] = []
"""The lock of the one process that makes it, while it does."""


def kept_file(cache: Path) -> Path:
    """Where a migrated database is kept, or will be."""
    known = hashlib.sha256()
    for pattern in _CALLED:
        for path in sorted(ROOT.glob(pattern)):
            known.update(path.name.encode() + path.read_bytes())
    return cache / f"{known.hexdigest()[:16]}.sqlite3"


def begin_with(kept: Path, database: Path) -> None:
    """Copy it to where the tests look for theirs, where there is one or another process is making it."""
    if not kept.exists():
        _making.append((kept.parent / "making").open("w"))
        fcntl.flock(_making[-1], fcntl.LOCK_EX)
    if kept.exists():
        shutil.copyfile(kept, database)


def keep(database: Path, kept: Path) -> None:
    """Keep a copy, whole or not at all; of older migrations none stays. Who waits for it may go on."""
    if not kept.exists():
        _keep(database, kept)
    while _making:
        _making.pop().close()


def _keep(database: Path, kept: Path) -> None:
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    written = kept.with_suffix(f".{database.stem}")
    written.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM INTO ?", (str(written),))
    written.replace(kept)
