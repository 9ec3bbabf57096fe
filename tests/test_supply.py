"""What is installed is locked: every pin, with hashes, for every Python, and without a registry's address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.locked import LOCKS, missing

ROOT = Path(__file__).resolve().parent.parent
each = pytest.mark.parametrize("kind", LOCKS)


@each
def test_a_lock_is_of_what_the_requirements_ask_for(kind: str) -> None:
    assert missing(kind) == [], "run make lock"


@each
def test_every_package_in_a_lock_has_hashes_and_no_line_names_a_registry(kind: str) -> None:
    text = (ROOT / LOCKS[kind]).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())

    assert len(entries) > 60
    assert all(re.fullmatch(r"[^\n]+==[^\n]+\\(\n    --hash=sha256:[0-9a-f]{64}( \\)?)+", entry) for entry in entries)
    assert "://" not in text
    assert "--index" not in text


def test_the_set_up_installs_with_hashes_and_the_image_too() -> None:
    assert '--require-hashes -r "$file.lock"' in (ROOT / "scripts" / "setup.sh").read_text()
    assert "--require-hashes -r requirements.lock" in (ROOT / "deploy" / "Dockerfile").read_text()
