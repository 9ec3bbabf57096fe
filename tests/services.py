"""A real PostgreSQL and a real Redis for tests, each in a folder of its own: started, killed, started again, ended.

python -m tests.services COMMAND …    runs a command with DATABASE_URL and REDIS_URL of both, then ends them
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from aggregator.supervision.supervise import __file__ as _leash

_SECONDS = 60.0
_PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")
_UNPRIVILEGED = ("postgres", "nobody")


class NotInstalled(Exception):
    """The message names the package that is missing."""


class Server(ABC):
    """One server process that leads a group; `start` waits until it answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self._log = folder / "server.log"

    @abstractmethod
    def command(self) -> Sequence[str]: ...

    @abstractmethod
    def answers(self) -> bool: ...

    def start(self) -> None:
        """Start it; raises AssertionError with its log when it does not answer."""
        with self._log.open("ab") as log:
            # Should the tests be killed, the kernel kills the server.
            leash = (sys.executable, "-I", "-S", str(_leash), "--leash", str(os.getpid()))
            self.process = subprocess.Popen(
                (*leash, *self.command()), stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        deadline = time.monotonic() + _SECONDS
        while not self.answers():
            lives = time.monotonic() < deadline and self.process.poll() is None
            assert lives, self._log.read_text()[-3000:]
            time.sleep(0.05)

    def kill(self) -> None:
        """As a power cut does."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End it in its own way, soon."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Postgres(Server):
    """A cluster of its own behind a unix socket in its folder; no port is opened. `durable` keeps what was committed
    when it is killed; else nothing is flushed, which is quicker."""

    def __init__(self, folder: Path, durable: bool = False) -> None:
        super().__init__(folder)
        self._programs = _postgres_programs()
        self._durable = durable
        self._as_user = _as_unprivileged(folder)
        self._data = folder / "cluster"
        if not self._data.exists():
            how = ("--username=parallax", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
            self._run("initdb", f"--pgdata={self._data}", *how)

    def command(self) -> Sequence[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "max_connections": "200",
            "fsync": "on" if self._durable else "off",
            "synchronous_commit": "on" if self._durable else "off",
            "full_page_writes": "on" if self._durable else "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return (*self._as_user, str(self._programs / "postgres"), "-D", str(self._data), *options)

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        super().kill()
        # Backends lead sessions of their own: they notice within a moment, and nothing may start before.
        deadline = time.monotonic() + _SECONDS
        while _holders(self._data) and time.monotonic() < deadline:
            for pid in _holders(self._data):
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
        for left in (self._data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def url(self, database: str) -> str:
        """A DATABASE_URL."""
        return f"postgres://parallax@{quote(str(self.folder), safe='')}/{database}"

    def new_database(self) -> str:
        """The DATABASE_URL of an empty database."""
        return new_database(self.url("postgres"))

    def _run(self, program: str, *options: str) -> None:
        command = (*self._as_user, str(self._programs / program), *options)
        ended = subprocess.run(command, capture_output=True, text=True, cwd=self.folder)
        assert ended.returncode == 0, ended.stderr


class RedisServer(Server):
    """A Redis on a free port of loopback, with an append-only file unless it is to forget."""

    def __init__(self, folder: Path, keeps: bool = True) -> None:
        super().__init__(folder)
        self._program, self.keeps = str(_redis_program()), keeps
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = int(listener.getsockname()[1])

    def command(self) -> Sequence[str]:
        options = {
            "--bind": "127.0.0.1",
            "--port": str(self.port),
            "--dir": str(self.folder),
            "--databases": "4096",
            "--save": "",
            "--appendonly": "yes" if self.keeps else "no",
            "--appendfsync": "everysec",
        }
        return (self._program, *(word for option in options.items() for word in option))

    def answers(self) -> bool:
        try:
            with Redis(port=self.port, socket_timeout=2) as client:
                return bool(client.ping())
        except RedisError:
            return False

    def forget(self) -> None:
        """Delete what it kept, while it does not run."""
        for kept in (*self.folder.glob("appendonly*"), *self.folder.glob("*.rdb")):
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink()

    def url(self, number: int = 0) -> str:
        """A REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/{number}"


def new_database(url: str) -> str:
    """An empty database beside the one that a PostgreSQL's URL names; gives its DATABASE_URL."""
    name = f"parallax_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{url.rpartition('/')[0]}/{name}"


def new_redis(url: str) -> str:
    """A database of its own in the Redis that a URL names: the processes of a test run number theirs apart."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return f"{url.rpartition('/')[0]}/{1 + worker * 200 + next(_numbers)}"


_numbers = count()


def why_missing() -> str:
    """The names of the Debian packages that are missing here; empty when nothing is."""
    missing: list[str] = []
    for package, find in _NEEDED.items():
        try:
            find()
        except NotInstalled:
            missing.append(package)
    return " ".join(missing)


def _postgres_programs() -> Path:
    """The folder of initdb and postgres, the newest where there are several."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for place in _PLACES:
        folders += sorted(Path(place).glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NotInstalled("postgresql")


def _redis_program() -> Path:
    program = shutil.which("redis-server")
    if program is None:
        raise NotInstalled("redis-server")
    return Path(program)


_NEEDED: Mapping[str, Callable[[], Path]] = {"postgresql": _postgres_programs, "redis-server": _redis_program}


def _as_unprivileged(folder: Path) -> tuple[str, ...]:
    """PostgreSQL refuses to run as root: the words that make it another user's, to whom the folder is given."""
    if os.geteuid() != 0:
        return ()
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = next(known[name] for name in _UNPRIVILEGED if name in known)
    os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o755)
    # A change of user drops the leash of the one that changes: it is put on anew.
    return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--pdeathsig", "KILL")


def _holders(data: Path) -> list[int]:
    """The processes that work in a cluster's folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and (entry / "cwd").readlink() == data:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def main(command: Sequence[str]) -> int:
    """Run a command on both servers; its exit code."""
    with tempfile.TemporaryDirectory(prefix="parallax-services.") as folder:
        Path(folder).chmod(0o755)
        places = [Path(folder) / name for name in ("postgres", "redis")]
        for place in places:
            place.mkdir()
        with Postgres(places[0]) as postgres, RedisServer(places[1]) as redis:
            variables = {"DATABASE_URL": postgres.new_database(), "REDIS_URL": redis.url(), "SECRET_KEY": "of a test"}
            return subprocess.run(command, env={**os.environ, **variables}).returncode


if __name__ == "__main__":
    if sys.argv[1:] == ["--missing"]:
        print(why_missing())
    else:
        sys.exit(main(sys.argv[1:]))
