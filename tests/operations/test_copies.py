"""Backup and restore on the database that the tests run on: SQLite, and PostgreSQL in the second run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline.running import ON_SERVICES, ROOT, ask_at, environment

pytestmark = pytest.mark.pipeline

Manage = Callable[..., subprocess.CompletedProcess[str]]


def manage(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment(data, 1), capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copied")
    for command in (("migrate", "-v0"), ("sync_outlets",)):
        assert manage(folder, *command).returncode == 0
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
