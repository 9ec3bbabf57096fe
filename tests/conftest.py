"""What holds for all tests: where nobody is watching, nothing is skipped without being told."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import migrated

_SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
_LIES_THERE = {"corpora": _SHARED / "corpora", "press review": _SHARED / "press-review.txt"}
# The longest of those that leave the tests' own database alone begin, so that none is last and alone: by turns one that
# waits for workers and one that computes.
_FIRST = (
    "test_backfill_killed.py", "test_reading_gate.py", "test_run.py", "test_labelled_articles_gate.py",
    "test_benchmarks.py", "test_stories_gate.py", "test_live.py", "test_copies.py",
)  # fmt: skip
_TOUCHES_THE_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stored", action="store_true", help="only what touches the database or a broker of a server's")


def pytest_configure() -> None:
    """To go through all that lives, again and again, for what could be freed took a fifth of the tests' time."""
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run, on PostgreSQL and Redis, leaves out what would do there just what it did in the first."""
    runs = _is_stored if config.getoption("--stored") else _runs_first
    config.hook.pytest_deselected(items=[item for item in items if not runs(item)])
    items[:] = sorted((item for item in items if runs(item)), key=_rank)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: a gzip file has the time in it, and processes that begin in different seconds would each have
    tests of their own."""
    return argname if isinstance(val, bytes) else None


def _rank(item: pytest.Item) -> int:
    return _FIRST.index(item.path.name) if item.path.name in _FIRST else len(_FIRST)


def _runs_first(item: pytest.Item) -> bool:
    return item.get_closest_marker("on_services") is None


def _is_stored(item: pytest.Item) -> bool:
    if any(item.get_closest_marker(name) for name in ("embedded", "browser")):
        return False
    touches = bool(_TOUCHES_THE_DATABASE & set(getattr(item, "fixturenames", ())))
    return touches or any(item.get_closest_marker(name) for name in ("django_db", "pipeline"))


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Half a second a login is for those who guess."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _read_once() -> Iterator[None]:
    """What was read in a bounded process is kept: it hangs on the function, what it was given and its limits alone,
    and most tests tell the same few stories."""
    from aggregator import limits, sandbox

    run, kept = sandbox.run_bounded, OrderedDict[bytes, Any]()

    def read(function: str, *arguments: Any, **bounds: Any) -> Any:
        key = hashlib.sha256(pickle.dumps((function, arguments, sorted(bounds.items())))).digest()
        if key not in kept:
            kept[key] = run(function, *arguments, **bounds)
            if len(kept) > 500:
                kept.popitem(last=False)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "run_bounded", read)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """On SQLite the tests' database may be there before Django looks: a copy of the migrated one."""
    return django_db_keepdb or _sqlite_file() is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, _kept: Path | None) -> Iterator[None]:
    database = _sqlite_file()
    if database and _kept:
        migrated.begin_with(_kept, database)
    yield
    if database:
        for ending in ("", "-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, _kept: Path | None) -> None:
    database = _sqlite_file()
    if database and _kept:
        migrated.keep(database, _kept)


@pytest.fixture(scope="session")
def with_tables(django_db_setup: None, _kept: Path | None) -> Callable[[Path], bool]:
    """Puts a migrated database into a data folder, and says whether it did: on PostgreSQL, `migrate` has to."""

    def put(data: Path) -> bool:
        if _kept and _sqlite_file():
            migrated.begin_with(_kept, data / "parallax.sqlite3")
        return (data / "parallax.sqlite3").exists()

    return put


@pytest.fixture(scope="session")
def _kept(pytestconfig: pytest.Config) -> Path | None:
    """Where the migrated database is kept; nowhere with `-p no:cacheprovider`."""
    cache: pytest.Cache | None = getattr(pytestconfig, "cache", None)
    return migrated.kept_file(cache.mkdir("migrated")) if cache else None


def _sqlite_file() -> Path | None:
    from django.db import connection

    return Path(connection.settings_dict["TEST"]["NAME"]) if connection.vendor == "sqlite" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped test fails, but for those that need what does not lie beside the project."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(name in why.lower() and not path.exists() for name, path in _LIES_THERE.items()):
            report.outcome = "failed"
            report.longrepr = f"skipped where nothing may be skipped: {why}"
    return report
