"""A new outlet's title and host → slug, letters and colours that no other outlet has."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator

COLOURS = (
    ("#8a3b12", "#f0a884"),
    ("#6b4a00", "#e0b64d"),
    ("#3d5a00", "#a9cc5a"),
    ("#00604f", "#5fd0b8"),
    ("#005f7a", "#6cc5e6"),
    ("#2f4fa8", "#9db5ff"),
    ("#5b3aa6", "#c0a8ff"),
    ("#86307f", "#eb9be2"),
    ("#a02252", "#ff9dbb"),
    ("#4d5560", "#b4bdc9"),
)
"""Pairs for light and dark paper, each with a contrast of 4.5:1 or better."""

_LONGEST_SLUG = 40


def slug_for(title: str, host: str, taken: Collection[str]) -> str:
    """The outlet's name in addresses: of its title, or its host where that has no Latin letters; numbered."""
    base = _slug(title) or _slug(host.removeprefix("www.")) or "outlet"
    return next(slug for slug in _numbered(base) if slug not in taken)


def monogram_for(title: str, taken: Collection[str]) -> str:
    """One to three letters: its words' first ones, else others of its name, else numbered ("G2")."""
    words = re.findall(r"[A-Z0-9]+", _latin(title).upper()) or ["X"]
    first, rest = words[0], "".join(words)[1:]
    candidates = ["".join(word[0] for word in words[:3])]
    candidates += [first[:2], *(first[0] + letter for letter in rest)]
    candidates += [f"{first[0]}{number}" for number in range(2, 100)]
    return next((letters for letters in candidates if letters not in taken), first[0])


def colours_for(slug: str) -> tuple[str, str]:
    """Its colour on light and on dark paper; always the same for a slug."""
    return COLOURS[int(hashlib.sha256(slug.encode()).hexdigest()[:8], 16) % len(COLOURS)]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _latin(text).lower()).strip("-")[:_LONGEST_SLUG].strip("-")


def _latin(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _numbered(base: str) -> Iterator[str]:
    yield base
    for number in range(2, 10_000):
        yield f"{base}-{number}"
