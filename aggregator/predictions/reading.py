"""`manage.py predict reading FOLDER OUT.json`: saved pages → title, text, authors and times, as the workers do it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console

from aggregator.predictions.bounded_runs import cores, run_each
from aggregator.predictions.progress import shown
from aggregator.predictions.saved_pages import SavedPage, saved_pages
from aggregator.predictions.written import refuse_unwritable, write_json
from aggregator.reading.types import ReadingError

NAME = "reading"
HELP = "Read every saved page of a folder, and write text, title, authors and times as JSON by the page's name."

_FUNCTION = "aggregator.reading.prediction:predicted_reading"
_MOST_NAMED = 5  # pages named for each reason


def add_arguments(parser: ArgumentParser) -> None:
    """The command line of this prediction."""
    parser.add_argument("folder", type=Path, help='NAME.html.gz or NAME.html beside NAME.json, which holds "url"')
    parser.add_argument("out", type=Path, help="the file that is written")
    parser.add_argument("--generic", action="store_true", help="leave out the outlets' own layouts and rules")
    parser.add_argument("--jobs", type=int, default=cores(), metavar="N", help="processes (default: one a core)")


def predict(options: dict[str, Any], console: Console) -> None:
    """Write the predictions. A page that cannot be read is told under its reason and is predicted as {}.

    Raises CommandError where the folder has no page, or where the file cannot be written.
    """
    refuse_unwritable(options["out"])
    pages = _pages(options["folder"])
    found: dict[str, dict[str, Any]] = {page.name: {} for page in pages}
    refused: defaultdict[str, list[str]] = defaultdict(list)
    outcomes = run_each(pages, _FUNCTION, lambda page: (*page.load(), options["generic"]), max(1, options["jobs"]))
    for page, outcome in shown(outcomes, len(pages), "reading", console):
        if isinstance(outcome, ReadingError):
            refused[outcome.reason].append(page.name)
        else:
            found[page.name] = outcome
    write_json(options["out"], found)
    _report(console, len(pages), refused)


def _pages(folder: Path) -> list[SavedPage]:
    try:
        pages = saved_pages(folder)
    except OSError as error:
        raise CommandError(f"{folder}: {error.strerror}") from error
    if not pages:
        raise CommandError(f"{folder}: no NAME.html or NAME.html.gz in it")
    return pages


def _report(console: Console, total: int, refused: dict[str, list[str]]) -> None:
    missed = sum(map(len, refused.values()))
    _say(console, f"{total} pages: {total - missed} read, {missed} not")
    for reason, names in sorted(refused.items(), key=lambda row: (-len(row[1]), row[0])):
        more = ", …" if len(names) > _MOST_NAMED else ""
        _say(console, f"  {len(names):4} {reason}: {', '.join(sorted(names)[:_MOST_NAMED])}{more}")


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False)
