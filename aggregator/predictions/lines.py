"""JSON lines → objects that have a text, and objects → JSON lines, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one a line; empty lines are passed over.

    Raises CommandError, with the line's number, where one is no JSON object with a `text` of characters.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
    return [_object(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise CommandError(f"{path}, line {number}: no JSON: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise CommandError(f'{path}, line {number}: no object with a "text"')
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
