"""`manage.py predict alignment IN.jsonl OUT.jsonl`: pairs of quotes → whether each is one utterance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console

from aggregator.predictions.lines import write_lines
from aggregator.predictions.progress import shown
from aggregator.predictions.written import refuse_unwritable
from coverage.comparing.quote_pairs import same_utterance
from coverage.predictions import pairs

NAME = "alignment"
HELP = (
    'Add "same" to each line, whether its quotes "a" and "b" (with "a_speaker" and "b_speaker") are one utterance, and '
    '"score", how surely, 0 to 1.'
)

add_arguments = pairs.add_arguments


def predict(options: dict[str, Any], console: Console) -> None:
    """Write every line with `same` and `score` added to it, by what aligns a story's quotes on the site.

    Raises CommandError where the pairs cannot be read or the file cannot be written.
    """
    refuse_unwritable(options["out"])
    lines = pairs.read_pairs(options["pairs"])
    vectors = pairs.vectors_for(options, console)

    def found() -> Iterator[dict[str, Any]]:
        for line in shown(lines, len(lines), "pairs", console):
            quotes = [(line[key], str(line.get(f"{key}_speaker") or "")) for key in ("a", "b")]
            same, score = same_utterance(quotes[0], quotes[1], vectors)
            yield {**line, "same": same, "score": score}

    write_lines(options["out"], found())
