"""`manage.py predict quotes IN.jsonl OUT.jsonl`: texts → their quotes, in the form that the scorer of quotes takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console

from aggregator.predictions import words
from aggregator.predictions.lines import read_lines, write_lines
from aggregator.predictions.progress import shown
from aggregator.predictions.written import refuse_unwritable
from aggregator.reading.predicted_words import predicted_quotes

NAME = "quotes"
HELP = "Find who says what in each line's text, and write the quotes with their places, a line each, by the line's id."

add_arguments = words.add_arguments


def predict(options: dict[str, Any], console: Console) -> None:
    """Write {id, quotes} for each line; a line without an id has its number, from 1.

    Raises CommandError where the texts cannot be read or the file cannot be written.
    """
    refuse_unwritable(options["out"])
    lines = read_lines(options["texts"])
    tagger = words.tagger_for(options, console)

    def found() -> Iterator[dict[str, Any]]:
        for number, line in enumerate(shown(lines, len(lines), "texts", console), start=1):
            yield {"id": line.get("id", number), "quotes": predicted_quotes(line["text"], tagger)}

    write_lines(options["out"], found())
