"""`manage.py predict claims IN.jsonl OUT.jsonl`: sentences → the same lines with how check-worthy each is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console

from aggregator.predictions import words
from aggregator.predictions.lines import read_lines, write_lines
from aggregator.predictions.progress import shown
from aggregator.predictions.written import refuse_unwritable
from aggregator.reading.predicted_words import predicted_checks

NAME = "claims"
HELP = 'Add "check" to each line: how likely its text is a statement that a fact-checker would check, 0 to 1.'

_AT_ONCE = 256

add_arguments = words.add_arguments


def predict(options: dict[str, Any], console: Console) -> None:
    """Write every line with `check` added to it.

    Raises CommandError where the texts cannot be read or the file cannot be written.
    """
    refuse_unwritable(options["out"])
    lines = read_lines(options["texts"])
    tagger = words.tagger_for(options, console)
    parts = [lines[first : first + _AT_ONCE] for first in range(0, len(lines), _AT_ONCE)]

    def found() -> Iterator[dict[str, Any]]:
        for part in shown(parts, len(parts), "parts", console):
            checks = predicted_checks([line["text"] for line in part], tagger)
            yield from ({**line, "check": round(check, 4)} for line, check in zip(part, checks, strict=True))

    write_lines(options["out"], found())
