"""The outlets' colours → a style sheet: one class for each, on light paper and on dark."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aggregator.outlets.spec import OutletSpec

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def style_sheet(outlets: Iterable[OutletSpec]) -> str:
    """`.outlet-<slug>` sets `--c` to the outlet's colour. Raises ValueError for what is no colour."""
    known = list(outlets)
    light = "".join(_rule(outlet.slug, outlet.colour) for outlet in known)
    dark = "".join(_rule(outlet.slug, outlet.colour_dark) for outlet in known)
    return f"{light}@media (prefers-color-scheme:dark){{\n{dark}}}\n@media print{{\n{light}}}\n"


def _rule(slug: str, colour: str) -> str:
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"{slug}: {colour!r} is no colour of the form #rrggbb")
    return f".outlet-{slug}{{--c:{colour}}}\n"
