"""What processes count → a file of each in one folder, and the sums over all that ever counted there.

A file is a row of records, each a number and what it counts, and its process writes the numbers in place by plain
calls: on a full disk those fail, where a write through a mapping would end the process. What cannot be written stays in
memory until it can. A file is locked as long as its process lives; those that are free are added to the sums of the
gone, so that no sum ever falls.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import struct
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from platform import node

logger = logging.getLogger(__name__)

_RECORD = struct.Struct("<dHxxxxxx")  # the number, and how many bytes of UTF-8 follow it, before padding to eight
_GONE = "gone.json"


class Counts:
    """The counts of this process and, by `sums`, of all; safe for threads, and not to be taken through a fork.

    Nothing is raised where the folder cannot be had or written: a line in the log says so once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[str, float] = defaultdict(float)
        self._places: dict[str, int] = {}
        self._file, self._end, self._name = -1, 0, ""
        self._lock, self._told = threading.Lock(), False

    def add(self, amounts: Mapping[str, float]) -> None:
        """Count each of these up by so much."""
        with self._lock:
            _add(self._numbers, amounts)
            try:
                unwritten = amounts if self._file >= 0 and not self._told else self._numbers
                self._open()
                for what in unwritten:
                    self._write(what)
                self._told = False
            except OSError as error:
                if not self._told:
                    logger.warning("counts are kept in memory: %s cannot be written (%s)", self._folder, error)
                self._told = True

    def sums(self) -> dict[str, float]:
        """Over all processes that count, or ever counted, in the folder."""
        with self._lock:
            found, mine = defaultdict(float, self._numbers), self._name
        with suppress(OSError), _locked(self._folder):
            with suppress(OSError):  # a full disk: they are kept as they are
                _gather_the_gone(self._folder)
            sums, gathered = _sums_of_the_gone(self._folder)
            _add(found, sums)
            for path in self._folder.glob("*.counts"):
                if path.name != mine and path.name not in gathered:
                    _add(found, _read(path))
        return dict(found)

    def _open(self) -> None:
        if self._file >= 0:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with _locked(self._folder):
            with suppress(OSError):  # a full disk: they are kept as they are
                _gather_the_gone(self._folder)
            path = self._folder / f"{node()}-{os.getpid()}-{secrets.token_hex(4)}.counts"
            file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._file, self._name = file, path.name

    def _write(self, what: str) -> None:
        number = self._numbers[what]
        place = self._places.get(what)
        if place is not None:
            os.pwrite(self._file, struct.pack("<d", number), place)
            return
        words = what.encode()
        record = _RECORD.pack(number, len(words)) + words + b"\0" * (-len(words) % 8)
        if os.pwrite(self._file, record, self._end) < len(record):
            raise OSError("no room for a whole record")  # what was written of it is overwritten by the next
        self._places[what], self._end = self._end, self._end + len(record)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """While one process gathers or reads, no other does, and no file is begun."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _gather_the_gone(folder: Path) -> None:
    """Add the files whose processes are gone to the one sum, and delete them. Their names are kept beside the sum until
    the next time, so that a process that dies between the two counts nothing twice."""
    sums, gathered = _sums_of_the_gone(folder)
    gone = [path for path in folder.glob("*.counts") if path.name not in gathered and _is_free(path)]
    for path in folder.glob("*.counts"):
        if path.name in gathered:
            path.unlink()
    if not gone:
        return
    for path in gone:
        _add(sums, _read(path))
    beside = folder / f".{_GONE}.part"
    beside.write_text(json.dumps({"sums": sums, "gathered": [path.name for path in gone]}))
    beside.replace(folder / _GONE)
    for path in gone:
        path.unlink()


def _sums_of_the_gone(folder: Path) -> tuple[dict[str, float], set[str]]:
    """The sums, and the names of the files that they hold already."""
    try:
        told = json.loads((folder / _GONE).read_text())
    except (FileNotFoundError, ValueError):
        return defaultdict(float), set()
    return defaultdict(float, told["sums"]), set(told["gathered"])


def _add(sums: dict[str, float], more: Mapping[str, float]) -> None:
    for what, number in more.items():
        sums[what] += number


def _is_free(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _read(path: Path) -> dict[str, float]:
    """The whole records of a file."""
    content, place, found = path.read_bytes(), 0, {}
    while place + _RECORD.size <= len(content):
        number, length = _RECORD.unpack_from(content, place)
        begin = place + _RECORD.size
        if begin + length > len(content):
            break  # the disk was full
        found[content[begin : begin + length].decode(errors="replace")] = float(number)
        place = begin + length + -length % 8
    return found
