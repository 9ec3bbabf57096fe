"""In every Python process that has this folder on its path: the wall clock is as far off as the file MOVED_CLOCK says.

The monotonic clock stays, as it does when somebody sets a machine's time.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import time_machine

_FILE = os.environ.get("MOVED_CLOCK", "")


_now: dict[str, Any] = {"travel": None, "offset": 0.0}  # a forked child goes on where its parent was


def _follow() -> None:
    while True:
        _move(_offset())
        time.sleep(0.25)


def _offset() -> float:
    try:
        return float(Path(_FILE).read_text() or 0)
    except (OSError, ValueError):
        return float(_now["offset"])


def _move(offset: float) -> None:
    if offset == _now["offset"]:
        return
    if _now["travel"] is not None:
        _now["travel"].stop()
    _now["travel"] = time_machine.travel(time.time() + offset, tick=True) if offset else None
    if _now["travel"] is not None:
        _now["travel"].start()
    _now["offset"] = offset


def _start() -> None:
    threading.Thread(target=_follow, daemon=True).start()


if _FILE:
    _start()
    os.register_at_fork(after_in_child=_start)
