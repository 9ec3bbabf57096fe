"""A sentence → whether it leans on the one before it, so that it says little alone ("It also …", "In them, …")."""

from __future__ import annotations

import re

_LEANING = re.compile(r"(?:It|Its|They|Their|He|His|She|Her|This|That|These|Those|In (?:it|them)|So|But|And|Also)\b")


def leans(sentence: str) -> bool:
    """Whether what it begins with points back."""
    return _LEANING.match(sentence) is not None
