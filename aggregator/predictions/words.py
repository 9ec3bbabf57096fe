"""The command lines of the predictions about words: texts in, what is said in them out, with the tagger or by rules."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from rich.console import Console

from aggregator.reading.tagging.tagger import Tagger
from aggregator.weights import WeightsError, load_tagger


def add_arguments(parser: ArgumentParser) -> None:
    """Files in and out, and the way of finding."""
    parser.add_argument("texts", type=Path, help='JSON lines, each an object with a "text"')
    parser.add_argument("out", type=Path, help="the file that is written")
    parser.add_argument("--rules", action="store_true", help="by rules alone, as where weights are missing")


def tagger_for(options: dict[str, Any], console: Console) -> Tagger | None:
    """The tagger; None where rules are asked for, and, loudly, where its weights are missing or broken."""
    if options["rules"]:
        return None
    try:
        return load_tagger(settings.TAGGER_FOLDER)
    except WeightsError as error:
        console.print(f"By rules alone, less surely: {error}", markup=False, highlight=False)
        return None
