"""The names in a text, with the titles and pronouns around them → whether each person is spoken of as he or as she."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from aggregator.reading.words import Unit

Gender = Literal["f", "m", ""]


@dataclass(frozen=True, slots=True)
class Mention:
    """A proper name at `text[start:end]`; `words` without titles ("Sen. Ron Wyden" → "Ron Wyden"). `gender` is what the
    words before it tell ("Mr.", "spokeswoman")."""

    start: int
    end: int
    words: str
    titled: bool
    gender: Gender = ""


def title_gender(before: Sequence[str]) -> Gender:
    """What the lower-case words right before a name tell of the person."""
    for word in reversed(before):
        if word.rstrip(".") in _FEMALE_TITLES:
            return "f"
        if word.rstrip(".") in _MALE_TITLES:
            return "m"
    return ""


def told_genders(
    parts: Sequence[Unit], mentions: Sequence[Mention], person: Callable[[str], str | None]
) -> dict[str, Gender]:
    """Each person's full name to what the text tells of them: titles first, then the pronouns that follow the name in
    its sentence with nobody else between. `person` gives a name's full form, None for what is no person. Where the
    signs are divided, none."""
    votes: dict[str, Counter[Gender]] = {}
    for name in mentions:
        full = person(name.words) if name.gender else None
        if full:
            votes.setdefault(full, Counter())[name.gender] += _TITLE
    starts = [name.start for name in mentions]
    for unit in parts:
        inside = mentions[bisect_left(starts, unit.items[0].start) : bisect_left(starts, unit.items[-1].end)]
        people = [(name, full) for name in inside if (full := person(name.words))]
        if len({full for _, full in people}) == 1:
            after = (item.low for item in unit.items if item.kind == "word" and item.start > people[0][0].start)
            gender: Gender = next((PRONOUNS[low] for low in after if low in PRONOUNS), "")
            if gender:
                votes.setdefault(people[0][1], Counter())[gender] += 1
    return {full: gender for full, counts in votes.items() if (gender := _clear(counts))}


def _clear(votes: Counter[Gender]) -> Gender:
    women, men = votes["f"], votes["m"]
    return "f" if women > 2 * men else "m" if men > 2 * women else ""


PRONOUNS: dict[str, Gender] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_TITLE = 4  # as much as so many pronouns
_FEMALE_TITLES = frozenset(
    "mrs ms miss madam lady dame queen princess duchess sister spokeswoman congresswoman chairwoman councilwoman "
    "businesswoman assemblywoman actress hostess heiress mother daughter wife aunt grandmother niece woman girl "
    "policewoman alderwoman stateswoman saleswoman waitress".split()
)
# Not "spokesman" or "chairman": some outlets call women so.
_MALE_TITLES = frozenset(
    "mr sir lord king prince duke father brother congressman councilman businessman assemblyman actor "
    "uncle grandfather nephew son husband man boy policeman alderman statesman pope".split()
)
