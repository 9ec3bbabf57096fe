"""Words into the outlets they mean: the names by which articles credit newsrooms."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from aggregator.reading.newsrooms import bare, newsroom_names


def names_pattern(names: Mapping[str, str], others: Collection[str] | None = None) -> re.Pattern[str]:
    """One pattern for all outlet names, the longest first, an article before them included ("The Verge"); `others` are
    those that are none of ours, every newsroom that we know where it is left out."""
    known = newsroom_names() if others is None else others
    return _compiled(tuple(sorted({*names, *known}, key=lambda name: (-len(name), name))))


def slug_of(words: str, names: Mapping[str, str]) -> str:
    """The slug of the outlet that a name means, with or without "the"; empty where it is none of ours."""
    asked = bare(words)
    return next((slug for name, slug in names.items() if bare(name) == asked), "")


def called(slug: str, names: Mapping[str, str]) -> str:
    """The outlet's own name, which stands first among its names; empty for no slug or an unknown one."""
    return next((name for name, known in names.items() if slug and known == slug), "")


def outlet_in(words: str, names: Mapping[str, str]) -> str:
    """The slug of the outlet that a speaker's words name as the source ("a BuzzFeed News report"); empty for none, and
    for people who merely work there ("a CNN spokesperson")."""
    if _STAFF.search(words):
        return ""
    match = names_pattern(names, ()).search(words) if names else None
    return slug_of(match.group(), names) if match else ""


@lru_cache(maxsize=8)
def _compiled(names: tuple[str, ...]) -> re.Pattern[str]:
    if not names:
        return re.compile(r"(?!)")
    alternatives = "|".join(re.escape(name).replace(r"\ ", r"\s").replace("’", "[’']") for name in names)
    # A hyphen and a capital joins two newsrooms ("Washington Post-Ipsos"), a small letter makes another word.
    return re.compile(rf"(?<![\w-])(?:[Tt]he\s)?(?:{alternatives})(?!\w|-[a-z])")


_STAFF = re.compile(r"\b(?:spokes\w+|executives?|owner|parent)\b", re.IGNORECASE)
