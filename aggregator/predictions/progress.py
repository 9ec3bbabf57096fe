"""Work as it is done → a progress bar on a terminal, and a line for each tenth of it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

LINES = 10  # at most, where nobody watches

Done = TypeVar("Done")


def shown(done: Iterable[Done], total: int, what: str, console: Console) -> Iterator[Done]:
    """The same things, while how many of `total` have come is shown under the words `what`."""
    if console.is_terminal:
        yield from _with_bar(done, total, what, console)
    else:
        yield from _with_lines(done, total, what, console)


def _with_bar(done: Iterable[Done], total: int, what: str, console: Console) -> Iterator[Done]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task(what, total=total)
        for thing in done:
            yield thing
            bar.advance(task)


def _with_lines(done: Iterable[Done], total: int, what: str, console: Console) -> Iterator[Done]:
    for count, thing in enumerate(done, start=1):
        yield thing
        if count * LINES // total > (count - 1) * LINES // total:
            console.print(f"{what}: {count} of {total}", markup=False, highlight=False)
