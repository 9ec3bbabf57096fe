"""Predictions → the file that a scorer takes, whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


def refuse_unwritable(path: Path) -> None:
    """Raises CommandError where no file can be written at `path`, before any work is done for it."""
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise CommandError(f"{path}: no file can be written there")


def write_json(path: Path, predictions: dict[str, dict[str, Any]]) -> None:
    """One JSON object by name. A run that is stopped leaves what lay there before.

    Raises CommandError where the file cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(json.dumps(predictions, indent=1), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
