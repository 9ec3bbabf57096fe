"""Texts of our own whose sentences are marked as worth checking or not → how well they are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("own_checks.txt")


@dataclass(frozen=True)
class Text:
    """A text of one paragraph, its sentences' spans, and which of them a fact-checker could check."""

    text: str
    spans: tuple[tuple[int, int], ...]
    worth: tuple[bool, ...]


def texts() -> list[Text]:
    """Every text of the file."""
    found = []
    for block in FILE.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        text, spans = "", []
        for line in lines:
            text += " " if text else ""
            spans.append((len(text), len(text) + len(line) - 2))
            text += line[2:]
        found.append(Text(text, tuple(spans), tuple(line[0] == "+" for line in lines)))
    return found
