"""`?a=…&b=…` of a compare page → the story's outlets that are set side by side, and what was not understood."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from coverage.comparing.columns import Column
from coverage.comparing.side_by_side import LEAST, MOST

_LONGEST = 60  # characters of a name that is said back


@dataclass(frozen=True, slots=True)
class Choice:
    """The outlets by slug, in order of publication; what to tell the reader, and under which reason it is counted."""

    slugs: tuple[str, ...]
    only_differences: bool
    told: str = ""
    reason: str = ""

    def query(self, columns: Sequence[Column], only_differences: bool | None = None) -> str:
        """The choice as it stands in an address."""
        only = self.only_differences if only_differences is None else only_differences
        letters = letters_of(columns)
        asked = QueryDict(mutable=True)
        for slug in self.slugs:
            asked[letters[slug]] = slug
        if only:
            asked["only"] = "differences"
        return asked.urlencode()


def letters_of(columns: Sequence[Column]) -> dict[str, str]:
    """The parameter that each outlet is chosen by: a for the first that published."""
    return {column.publisher.slug: letter for column, letter in zip(columns, string.ascii_lowercase, strict=False)}


def choice_in(asked: QueryDict, columns: Sequence[Column]) -> Choice:
    """What was chosen. Where nothing was, or too little: the first outlets that published; nothing is lost of what can
    be understood."""
    known = [column.publisher.slug for column in columns]
    wanted = list(
        dict.fromkeys(asked[name] for name in sorted(asked) if name in string.ascii_lowercase and asked[name])
    )
    only = asked.get("only") == "differences"
    strange = [slug for slug in wanted if slug not in known]
    found = [slug for slug in known if slug in wanted]
    if strange:
        told = _("This story has no article of %(name)s.") % {"name": strange[0][:_LONGEST]}
        return Choice(_filled(found, known), only, told, "compare: no such outlet")
    if len(found) > MOST:
        told = _("At most %(most)s outlets fit side by side: here are the first of those chosen.") % {"most": MOST}
        return Choice(tuple(found[:MOST]), only, told, "compare: too many outlets")
    if wanted and len(found) < LEAST:
        told = _("Choose two outlets or more: here is the first that published beside it.")
        return Choice(_filled(found, known), only, told, "compare: one outlet")
    return Choice(_filled(found, known), only)


def _filled(found: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """At least two outlets: those found, and the first that published."""
    missing = max(0, LEAST - len(found))
    added = [slug for slug in known if slug not in found][:missing]
    return tuple(slug for slug in known if slug in {*found, *added})[:MOST]
