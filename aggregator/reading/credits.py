"""Words into the outlets they mean: the names by which articles credit newsrooms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

OTHER_OUTLETS = (
    "The New York Times", "New York Times", "The Washington Post", "Washington Post", "Reuters", "Bloomberg",
    "Bloomberg News", "The Associated Press", "Associated Press", "AP", "The Guardian", "Guardian", "Forbes",
    "The Verge", "Axios", "Politico", "NBC News", "ABC News", "CBS News", "Fox News", "NPR", "BBC", "BBC News",
    "The Information", "Wired", "WIRED", "CNBC", "Financial Times", "The Financial Times", "The Atlantic",
    "The Intercept", "Vox", "Vice", "VICE", "Motherboard", "Business Insider", "Insider", "USA Today",
    "Los Angeles Times", "The Los Angeles Times", "The Daily Beast", "HuffPost", "ProPublica", "Recode", "Engadget",
    "Ars Technica", "ZDNet", "The Hill", "Time", "Newsweek", "The Economist", "South China Morning Post", "AFP",
    "Agence France-Presse", "Fortune", "Semafor", "Variety", "MSNBC", "Rolling Stone",
)  # fmt: skip
"""Newsrooms that articles often credit and that Parallax does not follow."""


def names_pattern(names: Mapping[str, str], others: tuple[str, ...] = OTHER_OUTLETS) -> re.Pattern[str]:
    """One pattern for all outlet names, the longest first, an article before them included ("The Verge")."""
    return _compiled(tuple(sorted({*names, *others}, key=lambda name: (-len(name), name))))


def slug_of(words: str, names: Mapping[str, str]) -> str:
    """The slug of the outlet that a name means, with or without "the"; empty where it is none of ours."""
    bare = _bare(words)
    return next((slug for name, slug in names.items() if _bare(name) == bare), "")


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
    alternatives = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in names)
    return re.compile(rf"(?<![\w-])(?:[Tt]he\s)?(?:{alternatives})(?![\w-])")


def _bare(name: str) -> str:
    folded = " ".join(name.lower().split())
    return folded.removeprefix("the ")


_STAFF = re.compile(r"\b(?:spokes\w+|executives?|owner|parent)\b", re.IGNORECASE)
