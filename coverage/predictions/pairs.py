"""The command lines of predictions about pairs: JSON lines with an "a" and a "b" in, the same lines with more out."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console

from aggregator.weights import WeightsError, load_tagger
from coverage.comparing.paraphrase.traits import Vectors


def add_arguments(parser: ArgumentParser) -> None:
    """Files in and out, and the way of judging."""
    parser.add_argument("pairs", type=Path, help='JSON lines, each an object with texts "a" and "b"')
    parser.add_argument("out", type=Path, help="the file that is written")
    parser.add_argument("--words", action="store_true", help="by words alone, as where weights are missing")


def read_pairs(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one a line; empty lines are passed over.

    Raises CommandError, with the line's number, where one is no JSON object with texts "a" and "b".
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
    return [_object(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def vectors_for(options: dict[str, Any], console: Console) -> Vectors | None:
    """The maker of vectors; None where words alone are asked for and, loudly, where its weights are missing."""
    if options["words"]:
        return None
    try:
        return load_tagger(settings.TAGGER_FOLDER).vectors
    except WeightsError as error:
        console.print(f"By words alone, less surely: {error}", markup=False, highlight=False)
        return None


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise CommandError(f"{path}, line {number}: no JSON: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(found.get(key), str) for key in ("a", "b")):
        raise CommandError(f'{path}, line {number}: no object with texts "a" and "b"')
    return found
