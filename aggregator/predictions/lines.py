"""JSON lines → objects, and objects → JSON lines, whole or not at all."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one a line, each with a `text`. Raises CommandError as `read_objects` does."""
    return read_objects(path, "text")


def read_objects(path: Path, needed: str) -> list[dict[str, Any]]:
    """The objects of a file, one a line; empty lines are passed over. A file whose name ends in .gz is unpacked.

    Raises CommandError, with the line's number, where one is no JSON object with characters under `needed`.
    """
    try:
        packed = path.read_bytes()
        lines = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8").split("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
    return [_object(path, number, line, needed) for number, line in enumerate(lines, start=1) if line.strip()]


def _object(path: Path, number: int, line: str, needed: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise CommandError(f"{path}, line {number}: no JSON: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get(needed), str):
        raise CommandError(f'{path}, line {number}: no object with a "{needed}"')
    return found


def write_lines(path: Path, objects: Iterable[dict[str, Any]]) -> None:
    """One object a line. A run that is stopped leaves what lay there before.

    Raises CommandError where the file cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
        part.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
