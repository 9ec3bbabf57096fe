"""The database → one file that holds all of it, and back.

SQLite is copied by its own backup interface while everything runs; PostgreSQL by pg_dump and pg_restore. A copy is
written beside its place, flushed and only then renamed: a file by that name is whole.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from aggregator.operations import postgres

_SQLITE, _POSTGRES = b"SQLite format 3\x00", b"PGDMP"


class CopyError(Exception):
    """A copy could not be made or put back; the message says why and what to do."""


def make_copy(path: Path) -> int:
    """Write the whole database into a file; gives its size in bytes. Raises CopyError."""
    if path.exists():
        raise CopyError(f"{path} is there already: name another file.")
    with _written_whole(path) as part:
        if connection.vendor == "sqlite":
            _copy_sqlite(_sqlite_file(), part)
        else:
            _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}", postgres.address())
    return path.stat().st_size


def put_back(path: Path, replace: bool) -> int:
    """Make the database what the file holds; gives how many migrations it had seen. Raises CopyError.

    Nothing is touched where the file is no whole copy, is of the other sort of database or was made by a newer release,
    where the database holds something and `replace` is not set, or where others are connected to a PostgreSQL. One that
    fails half-way leaves what was there.
    """
    _refuse_wrong_sort(path)
    if not replace and (connection.introspection.table_names() or postgres.has_aside()):
        raise CopyError("The database holds something: say --replace to put the copy in its place.")
    if connection.vendor == "sqlite":
        seen = _check_sqlite(path)
        target = _sqlite_file()
        connections.close_all()
        _copy_sqlite(path, target)
        return seen
    _refuse_newer(_listed_migrations(path))
    _run("pg_restore", f"--file={os.devnull}", str(path))  # all of it can be read, before anything is dropped
    if others := postgres.others_connected():
        raise CopyError(f"{others} others are connected to the database: stop web, workers and beat first.")
    with postgres.set_aside():
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
             f"--dbname={postgres.address()}", str(path))  # fmt: skip
    return len(MigrationLoader(connection).applied_migrations)


@contextmanager
def _written_whole(path: Path) -> Iterator[Path]:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600))  # it holds accounts and private texts
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise CopyError(f"{path} could not be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=60)) as old, closing(sqlite3.connect(target, timeout=60)) as new:
        old.backup(new)


def _check_sqlite(path: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as copy:
            [(verdict,)] = copy.execute("PRAGMA integrity_check(1)").fetchall()
            seen = set(copy.execute("SELECT app, name FROM django_migrations").fetchall())
    except sqlite3.Error as error:
        raise CopyError(f"{path} cannot be read: {error}") from error
    if verdict != "ok":
        raise CopyError(f"{path} is damaged: {verdict}")
    _refuse_newer(seen)
    return len(seen)


def _listed_migrations(path: Path) -> set[tuple[str, str]]:
    """What the copy of a PostgreSQL says was applied, without a database to put it in."""
    told = _run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(path))
    rows = (line.split("\t") for line in told.splitlines() if line.count("\t") >= 3)
    return {(row[1], row[2]) for row in rows}


def _refuse_newer(seen: set[tuple[str, str]]) -> None:
    known = set(MigrationLoader(None).disk_migrations)
    newer = sorted(f"{app}.{name}" for app, name in seen - known)
    if not seen:
        raise CopyError("The file holds no database of Parallax's.")
    if newer:
        raise CopyError(f"The copy was made by a newer release ({', '.join(newer[:3])}): install that one first.")


def _refuse_wrong_sort(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise CopyError(f"{path} cannot be read: {error.strerror}") from error
    wanted, name = (_SQLITE, "SQLite") if connection.vendor == "sqlite" else (_POSTGRES, "PostgreSQL")
    if not head.startswith(wanted):
        raise CopyError(f"{path} is no copy of a {name} database, which this installation runs on.")


def _sqlite_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _run(program: str, *options: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise CopyError(f"{program} is not installed: it comes with PostgreSQL's client (postgresql-client).")
    password = str(connection.settings_dict.get("PASSWORD") or "")
    waits = {"PGOPTIONS": f"{os.environ.get('PGOPTIONS', '')} -c lock_timeout={postgres.LOCK_SECONDS}s"}
    env = {**os.environ, **waits, **({"PGPASSWORD": password} if password else {})}
    ended = subprocess.run((found, *options), env=env, capture_output=True, text=True)  # noqa: S603 - our own words
    if ended.returncode:
        raise CopyError(f"{program} failed: {ended.stderr.strip()[-500:]}")
    return ended.stdout
