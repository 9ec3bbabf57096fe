"""Backup and restore on the database that the tests run on: SQLite, and PostgreSQL in the second run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from aggregator.operations import postgres
from tests.pipeline.running import ON_SERVICES, ROOT, ask_at, environment, services_of

pytestmark = pytest.mark.pipeline

Manage = Callable[..., subprocess.CompletedProcess[str]]


def manage(data: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    env = environment(data, 1, **variables)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, with_tables: Callable[[Path], bool]) -> Path:
    folder = tmp_path_factory.mktemp("copied")
    assert with_tables(folder) or manage(folder, "migrate", "-v0").returncode == 0
    assert manage(folder, "sync_outlets").returncode == 0
    return folder


@pytest.fixture(scope="module")
def copy(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("copies") / "monday"
    told = manage(data, "backup", str(path))
    assert told.returncode == 0, told.stderr
    return path


def outlets(data: Path) -> list[tuple[object, ...]]:
    return ask_at(data, "SELECT slug, name, position FROM aggregator_outlet ORDER BY slug")


def test_what_was_lost_since_is_there_again(data: Path, copy: Path) -> None:
    before = outlets(data)
    ask_at(data, "DELETE FROM aggregator_feed")
    ask_at(data, "UPDATE aggregator_outlet SET name = 'lost'")

    told = manage(data, "restore", str(copy), "--replace")

    assert told.returncode == 0, told.stderr
    assert outlets(data) == before
    assert ask_at(data, "SELECT count(*) FROM aggregator_feed")[0][0] > 0
    assert manage(data, "migrate", "--check").returncode == 0


def test_an_empty_database_takes_a_copy_without_being_told_to_replace(copy: Path, data: Path, tmp_path: Path) -> None:
    told = manage(tmp_path, "restore", str(copy))

    assert told.returncode == 0, told.stderr
    assert outlets(tmp_path) == outlets(data)


def test_a_database_that_holds_something_is_not_replaced_unasked(data: Path, copy: Path) -> None:
    told = manage(data, "restore", str(copy))

    assert told.returncode == 1
    assert "--replace" in told.stderr


def test_only_its_owner_can_read_a_copy_and_none_is_overwritten(data: Path, copy: Path) -> None:
    assert copy.stat().st_mode & 0o077 == 0
    told = manage(data, "backup", str(copy))
    assert told.returncode == 1
    assert "name another file" in told.stderr
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_a_copy_of_a_newer_release_is_refused(data: Path, tmp_path: Path) -> None:
    ask_at(data, "INSERT INTO django_migrations (app, name, applied) VALUES ('coverage', '9999_later', '2030-01-01')")
    path = tmp_path / "newer"
    assert manage(data, "backup", str(path)).returncode == 0
    ask_at(data, "DELETE FROM django_migrations WHERE name = '9999_later'")

    told = manage(data, "restore", str(path), "--replace")

    assert told.returncode == 1
    assert "newer release (coverage.9999_later)" in told.stderr


@pytest.mark.parametrize("content", [b"no copy at all", b"SQLite format 3\x00 and then nothing", b"PGDMP\x01\x0e"])
def test_what_is_no_whole_copy_changes_nothing(data: Path, tmp_path: Path, content: bytes) -> None:
    before = outlets(data)
    path = tmp_path / "broken"
    path.write_bytes(content)

    told = manage(data, "restore", str(path), "--replace")

    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert outlets(data) == before


def test_a_copy_cut_short_changes_nothing(data: Path, copy: Path, tmp_path: Path) -> None:
    before = outlets(data)
    path = tmp_path / "short"
    path.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])

    told = manage(data, "restore", str(path), "--replace")

    assert told.returncode == 1, "half a copy was taken for a whole one"
    assert outlets(data) == before


def test_the_other_database_s_copy_is_named_as_such(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.write_bytes(b"SQLite format 3\x00..." if ON_SERVICES else b"PGDMP...")

    told = manage(data, "restore", str(path), "--replace")

    assert f"no copy of a {'PostgreSQL' if ON_SERVICES else 'SQLite'} database" in told.stderr


@pytest.mark.on_services
def test_a_restore_that_fails_half_way_leaves_what_was_there(data: Path, copy: Path, tmp_path: Path) -> None:
    """pg_restore reads the whole file well, and then fails at the database, as with a disk that is full."""
    before = outlets(data)
    stub = tmp_path / "pg_restore"
    stub.write_text(
        '#!/bin/sh\ncase "$*" in *--dbname=*) echo "could not extend file" >&2; exit 1;; esac\n'
        f'exec {shutil.which("pg_restore")} "$@"\n'
    )
    stub.chmod(0o755)
    path = f"{tmp_path}:{environment(data, 1)['PATH']}"

    told = manage(data, "restore", str(copy), "--replace", PATH=path)

    assert told.returncode == 1
    assert "could not extend file" in told.stderr
    assert outlets(data) == before
    assert manage(data, "migrate", "--check").returncode == 0


@pytest.mark.on_services
@pytest.mark.parametrize("done", [False, True])
def test_a_restore_that_was_killed_is_known_and_can_be_made_again(data: Path, copy: Path, done: bool) -> None:
    before = outlets(data)
    if done:
        ask_at(data, "CREATE SCHEMA before_restore")
    else:
        ask_at(data, "ALTER SCHEMA public RENAME TO before_restore; CREATE SCHEMA public")

    assert "--replace" in manage(data, "restore", str(copy)).stderr
    told = manage(data, "restore", str(copy), "--replace")

    assert told.returncode == 0, told.stderr
    assert outlets(data) == before
    assert ask_at(data, "SELECT count(*) FROM pg_namespace WHERE nspname = 'before_restore'") == [(0,)]


@pytest.mark.on_services
def test_nothing_is_restored_under_those_who_work(data: Path, copy: Path) -> None:
    before = outlets(data)
    with psycopg.connect(services_of(data)["DATABASE_URL"]):
        told = manage(data, "restore", str(copy), "--replace")

    assert told.returncode == 1
    assert "1 others are connected to the database: stop web, workers and beat first." in told.stderr
    assert outlets(data) == before


def test_tls_is_asked_for_by_the_programs_too_and_no_password_is_shown(monkeypatch) -> None:
    told = {"dbname": "p x", "user": "u", "password": "secret", "host": "db", "port": 5432, "prepare_threshold": None}
    told |= {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem", "client_encoding": "UTF8", "context": object()}
    monkeypatch.setattr(postgres, "connection", SimpleNamespace(get_connection_params=lambda: told))
    assert postgres.address() == "dbname='p x' user=u host=db port=5432 sslmode=verify-full sslrootcert=/etc/ca.pem"


def test_a_dated_copy_is_whole_and_old_ones_go_once_it_stands(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("20200101T034000Z", "20200102T034000Z", "notes.txt"):
        (folder / name).write_text("old")
    told = manage(data, "backup", BACKUP_DIR=str(folder))

    assert told.returncode == 0, told.stderr
    new, notes = sorted(path.name for path in folder.iterdir())
    assert notes == "notes.txt"
    assert f"{folder / new}: " in told.stdout
    assert ask_at(data, "SELECT count(*) FROM aggregator_lastrun WHERE name = 'backup'") == [(1,)]
    assert manage(tmp_path, "restore", str(folder / new)).returncode == 0


def test_where_no_copy_can_be_written_the_old_ones_stay(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "20200101T034000Z").write_text("old")
    told = manage(data, "backup", BACKUP_DIR=str(folder / "20200101T034000Z"))

    assert told.returncode == 1
    assert "could not be written" in told.stderr
    assert (folder / "20200101T034000Z").exists()
    assert "set BACKUP_DIR" in manage(data, "backup").stderr
