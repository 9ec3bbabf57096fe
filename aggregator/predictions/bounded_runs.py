"""Many pieces of work → the result of each or the reason why there is none, on all cores, in bounded processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, Protocol, TypeVar

from django.conf import settings

from aggregator.reading.types import ReadingError
from aggregator.sandbox import run_bounded

PATIENCE = 3  # times the workers' time limit: with every core busy, each page takes longer


class Named(Protocol):
    """A piece of work with a name of its own."""

    @property
    def name(self) -> str:
        """What its prediction is filed under."""
        ...


Work = TypeVar("Work", bound=Named)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_each(
    work: Sequence[Work], function_path: str, arguments: Callable[[Work], tuple[object, ...]], jobs: int
) -> Iterator[tuple[Work, Any]]:
    """Each piece of work with the result of the pure function "package.module:function", in the order in which they
    are done.

    `arguments` turns a piece into the function's arguments (it may read a file); the call itself runs in one of `jobs`
    processes with the workers' limits. What cannot be done comes with a ReadingError in the place of its result.
    """
    pool = ThreadPoolExecutor(max_workers=jobs)  # each thread keeps one child process
    try:
        running = {pool.submit(_outcome, piece, function_path, arguments): piece for piece in work}
        for done in as_completed(running):
            yield running.pop(done), done.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _outcome(piece: Work, function_path: str, arguments: Callable[[Work], tuple[object, ...]]) -> Any:
    try:
        return run_bounded(
            function_path,
            *arguments(piece),
            seconds=PATIENCE * settings.READ_SECONDS,
            megabytes=settings.READ_MEGABYTES,
        )
    except ReadingError as error:
        return error
