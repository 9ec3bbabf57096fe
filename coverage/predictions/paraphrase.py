"""`manage.py predict paraphrase IN.jsonl OUT.jsonl`: pairs of sentences → whether each says the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console

from aggregator.predictions.lines import write_lines
from aggregator.predictions.progress import shown
from aggregator.predictions.written import refuse_unwritable
from coverage.comparing.paraphrase.judge import judges, likely_same
from coverage.predictions import pairs

NAME = "paraphrase"
HELP = 'Add "same" to each line, whether its sentences "a" and "b" say the same, and "score", how likely, 0 to 1.'

_AT_ONCE = 256

add_arguments = pairs.add_arguments


def predict(options: dict[str, Any], console: Console) -> None:
    """Write every line with `same` and `score` added to it.

    Raises CommandError where the pairs cannot be read or the file cannot be written.
    """
    refuse_unwritable(options["out"])
    lines = pairs.read_pairs(options["pairs"])
    vectors = pairs.vectors_for(options, console)
    judge = judges()[vectors is not None]
    parts = [lines[first : first + _AT_ONCE] for first in range(0, len(lines), _AT_ONCE)]

    def found() -> Iterator[dict[str, Any]]:
        for part in shown(parts, len(parts), "parts", console):
            scores = likely_same([(line["a"], line["b"]) for line in part], vectors)
            for line, score in zip(part, scores, strict=True):
                yield {**line, "same": score >= judge.same, "score": round(score, 4)}

    write_lines(options["out"], found())
