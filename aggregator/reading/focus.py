"""Where a pronoun stands → the people it may mean, each with how likely that is, by who is in focus there.

A log-linear model over few signs: how many sentences ago each was spoken of, whether as a subject or a speaker, how
often, and whether titles and given names tell the pronoun's gender. Its weights are learnt (`training/fit_focus.py`)
on articles in which people marked whom each pronoun means.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aggregator.reading.genders import PRONOUNS, Gender, Mention
from aggregator.reading.lexicon import NOUN_PREPOSITIONS
from aggregator.reading.names import BODY_HEADS, Names
from aggregator.reading.phrases import main_subject
from aggregator.reading.words import Item, Unit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person whom a pronoun may mean, with its signs, and `likely` 0 to 1; all candidates and none share 1."""

    name: str
    signs: tuple[float, ...]
    likely: float


class Focus:
    """Who was spoken of where in a text: the subjects of its sentences, its speakers, and all names in it."""

    def __init__(self, parts: Sequence[Unit], names: Names) -> None:
        self._names = names
        self._begins = [unit.items[0].start for unit in parts]
        self._paragraphs = [unit.paragraph for unit in parts]
        self.subjects: list[tuple[int, str]] = []
        self.heard: list[tuple[int, str]] = []
        self._waiting = [found for unit in parts if (found := subject(unit.items, names))]
        self._next = 0

    def speaks(self, position: int, name: str) -> None:
        """Remembers who spoke, for the pronouns that follow."""
        insort(self.heard, (position, name))

    def settle(self, position: int) -> None:
        """Finds whom the subjects before `position` mean, pronouns by those before them."""
        while self._next < len(self._waiting) and self._waiting[self._next][0] < position:
            start, words, gender = self._waiting[self._next]
            self._next += 1
            if not gender:
                self.subjects.append((start, words))
                continue
            best = self.person(start, gender)
            if best and best.likely >= SURE:
                self.subjects.append((start, best.name))

    def person(self, position: int, gender: Gender) -> Candidate | None:
        """Whom "he" or "she" at `position` most likely means."""
        return max(self.candidates(position, gender), key=lambda one: one.likely, default=None)

    def candidates(self, position: int, gender: Gender) -> list[Candidate]:
        """All whom "he" or "she" at `position` may mean."""
        self.settle(position)
        signs = self._signs(position, gender)
        weights = {name: math.exp(sum(w * s for w, s in zip(WEIGHTS, of, strict=True))) for name, of in signs.items()}
        total = sum(weights.values()) + 1  # and none of them
        return [Candidate(name, signs[name], weight / total) for name, weight in weights.items()]

    def _signs(self, position: int, gender: Gender) -> dict[str, tuple[float, ...]]:
        here = bisect_right(self._begins, position) - 1
        after, hearers = self._named_after(position, here)
        found: dict[str, _Trace] = {}
        for count, (start, words) in enumerate(self._before(position)):
            name = self._fitting(words, gender)
            if name and name not in hearers and (name in found or count < LOOK_BACK):
                found.setdefault(name, _Trace(start)).count += 1
            if count > MOST:
                break
        subject_at, heard_at = self._last(self.subjects, position, found), self._last(self.heard, position, found)
        often = max(found, key=lambda name: found[name].count, default="")
        subject, speaker = (max(at, key=lambda n: at[n], default="") for at in (subject_at, heard_at))
        latest = max((subject_at.get(subject, -1), subject), (heard_at.get(speaker, -1), speaker))[1]
        return {
            name: (
                1.0,
                math.log1p(self._sentences_since(here, max(trace.start, subject_at.get(name, -1)))),
                float(name == subject),
                float(name == speaker),
                float(name == latest),
                float(subject_at.get(name, -1) >= trace.start or heard_at.get(name, -1) >= trace.start),
                math.log(trace.count),
                float(self._names.gender(name) == gender),
                float(self._names.is_surely_person(name)),
                float(self._paragraph_of(max(trace.start, subject_at.get(name, -1))) == self._paragraphs[here]),
                float(name == often),
                float(name in after),
            )
            for name, trace in found.items()
        }

    def _before(self, position: int) -> Iterator[tuple[int, str]]:
        for mention in self._names.before(position):
            yield mention.start, mention.words

    def _named_after(self, position: int, here: int) -> tuple[set[str], set[str]]:
        """Who is named later in the pronoun's own sentence: mostly somebody else; and who right behind its verb ("he
        told Rubio"), who never is the one whom the pronoun means."""
        end = self._begins[here + 1] if here + 1 < len(self._begins) else position + 1000
        later = self._names.between(position, end)
        beside = [one for one in later if one.start < position + BESIDE]
        return self._full(later), self._full(beside)

    def _full(self, mentions: Sequence[Mention]) -> set[str]:
        return {self._names.full(one.words, one.gender) for one in mentions}

    def _fitting(self, words: str, gender: Gender) -> str | None:
        """The person of that gender, or of none that is known, whom a name means."""
        if self._names.kind(words) == "person":
            name = self._names.full(words, gender)
        elif self._names.kind(words) == "open" and self._names.often[words] > 1 and not self._names.is_plural(words):
            name = words
        else:
            return None
        return name if self._names.gender(name) in {gender, ""} else None

    def _last(self, ordered: Sequence[tuple[int, str]], position: int, found: dict[str, _Trace]) -> dict[str, int]:
        """Where each of the names found stands last before `position` in a list of focus."""
        places: dict[str, int] = {}
        index = bisect_left(ordered, (position, ""))
        for start, name in ordered[max(0, index - LOOK_BACK) : index]:
            if name in found:
                places[name] = start
        return places

    def _sentences_since(self, here: int, start: int) -> int:
        return here - (bisect_right(self._begins, start) - 1)

    def _paragraph_of(self, start: int) -> int:
        return self._paragraphs[bisect_right(self._begins, start) - 1]


@dataclass(slots=True)
class _Trace:
    start: int  # of the last mention
    count: int = 0


def subject(items: Sequence[Item], names: Names) -> tuple[int, str, Gender] | None:
    """The name that a sentence's subject is, or that owns it ("Roe's record"), with its place; of a pronoun its gender
    instead of a name."""
    found = main_subject(items)
    if found is None:
        return None
    items = items[found[0] : found[1]]
    if len(items) == 1 and items[0].low in {"he", "she"}:
        return items[0].start, "", PRONOUNS[items[0].low]
    mentions = names.between(items[0].start, items[-1].end)
    if not mentions:
        return None
    first, inner = mentions[0], head(items)
    opening = items[1] if items[0].low in {"the", "a", "an"} and len(items) > 1 else items[0]
    if inner and not joined(inner) and mentions[-1].end == inner[-1].end:
        return mentions[-1].start, names.full(mentions[-1].words, mentions[-1].gender), ""
    if items[0].capital and first.start <= opening.end:
        roled = [name for name in mentions[1:2] if name.end <= (inner[-1].end if inner else 0)]
        chosen = (roled or [first])[0]
        return first.start, names.full(chosen.words, chosen.gender), ""
    return None


def head(items: Sequence[Item]) -> Sequence[Item]:
    """The part of a noun phrase before its first comma, bracket or preposition; a closing 's is dropped."""
    end = 0
    while end < len(items):
        item = items[end]
        if item.kind == "mark" and item.low not in {"&", "-", "@", "#", "."}:
            break
        if end and item.low in NOUN_PREPOSITIONS and not (item.low == "of" and items[end - 1].text in BODY_HEADS):
            break
        end += 1
    if end and items[end - 1].low == "'s":
        end -= 1
    return items[:end]


def joined(phrase: Sequence[Item], name_start: int | None = None) -> bool:
    """Two speakers in one phrase ("Clinton and the State Department") have no one name; an "and" inside the name that
    begins at `name_start` joins nobody."""
    return any(item.low in {"and", "or"} and (name_start is None or item.start < name_start) for item in phrase)


LOOK_BACK = 40  # names, subjects or speakers
BESIDE = 14  # characters from a pronoun past its verb ("he told |")
MOST = 200  # names back that are counted
SURE = 0.5
"""How likely one must be to be named as whom a pronoun means."""
WEIGHTS = (-0.18, -1.99, 0.29, 0.8, 0.28, 0.91, 0.54, 1.31, 0.21, 0.98, 0.22, -0.19)
"""What each sign in `_signs` is worth, in its order."""
