"""Two statements → how far their words say the same: equal, contained, a shared run, a paraphrase."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from coverage.comparing.similarity import Token, carries_meaning, stem, straightened, tokens

TAKEN_BACK = 3  # places from a denial to the next, within which that may take it back
RUN = 4  # words in a row that two outlets hardly share by chance
_SENTENCE_END = re.compile(r"(?<![.?!;])[.?!;]++[\"')\]]*+\s+|\"\s+\"")
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_AMOUNTS = {
    word: str(value) for word, value in zip(_NUMBER_WORDS.split(), (*range(2, 20), *range(20, 100, 10)), strict=True)
}
_DENIALS = frozenset(
    "not never no nobody nothing neither nor none without cannot deny denied denies refuse refused".split()
)
_TAKING_BACK = frozenset("deny denied denies refuse refused without".split())
_BEING = frozenset("has have had is are was were".split())  # before "yet to"
_OPPOSITES = tuple(
    tuple(stem(word) for word in pair.split())
    for pair in (
        "support oppose; accept reject; approve reject; confirm deny; win lose; rise fall; increase decrease; "
        "allow ban; guilty innocent; buy sell; hire fire; join leave; open close; start end; gain lose; "
        "agree disagree; true false; legal illegal; likely unlikely; safe unsafe; praise condemn; raise lower"
    ).split("; ")
)


@dataclass(frozen=True)
class Statement:
    """A statement's words in order, ready to be compared."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tokens(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(token.word for token in self.tokens)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems that carry meaning, less those that deny; a number in words is its number in digits."""
        return frozenset(comparable_stem(t) for t in self.tokens if carries_meaning(t) and t.word not in _DENIALS)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every run of four words."""
        return frozenset(self.words[i : i + RUN] for i in range(len(self.words) - RUN + 1))

    @cached_property
    def sentences(self) -> tuple[Statement, ...]:
        """Its sentences, or parts that were quoted one by one; itself when it is one."""
        parts = [part for part in _SENTENCE_END.split(straightened(self.text)) if part.strip()]
        return tuple(Statement(part) for part in parts) if len(parts) > 1 else (self,)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(comparable_stem(t) for t in self.tokens if is_amount(t))

    @cached_property
    def denied(self) -> bool:
        """Whether an odd number of its words deny ("never offered", "has yet to offer"; "could not deny" denies
        nothing)."""
        return len(self.denials) % 2 == 1

    @cached_property
    def denies_something(self) -> bool:
        """Whether some word of it denies and no verb beside it takes that back: "no water and no power"; not "could not
        deny"."""
        left: list[int] = []
        for place in self.denials:
            if left and place - left[-1] <= TAKEN_BACK and self.words[place] in _TAKING_BACK:
                left.pop()
            else:
                left.append(place)
        return bool(left)

    @cached_property
    def denials(self) -> tuple[int, ...]:
        """The places of the words that deny; "neither … nor" is one, "not only" and "or not" none."""
        places = tuple(index for index, word in enumerate(self.words) if self._denies_at(index, word))
        either = "neither" in self.words
        return tuple(index for index in places if not (either and self.words[index] == "nor"))

    def _denies_at(self, place: int, word: str) -> bool:
        before, following = self.words[place - 1] if place else "", self.words[place + 1 : place + 2]
        if word == "yet":
            return following == ("to",) and before in _BEING
        return denies(word) and not (word == "not" and (before == "or" or following == ("only",)))

    def weight(self, stems: frozenset[str], weights: Mapping[str, float]) -> float:
        return sum(weights.get(stem, 1.0) for stem in sorted(stems))


@lru_cache(maxsize=20_000)
def statement(text: str) -> Statement:
    """The statement of a text; kept, since each is compared with many."""
    return Statement(text)


@dataclass(frozen=True, slots=True)
class Overlap:
    """The weight of shared stems, as a share of the lighter statement and of the two together, and how many."""

    contained: float
    dice: float
    shared: int


def overlap(one: Statement, other: Statement, weights: Mapping[str, float]) -> Overlap:
    """How much of their meaning two statements share; `weights` by stem, 1 for a stem that has none."""
    both = one.stems & other.stems
    if not both:
        return Overlap(0.0, 0.0, 0)
    a, b, shared = (s.weight(stems, weights) for s, stems in ((one, one.stems), (other, other.stems), (one, both)))
    return Overlap(shared / min(a, b), 2 * shared / (a + b), len(both))


def contains(longer: Statement, shorter: Statement) -> bool:
    """Whether the shorter's words stand in the longer in one run, or, where it was cut by ellipses or taken in parts,
    each part of two words or more in turn."""
    place, hay = 0, f" {' '.join(longer.words)} "
    for part in _parts(shorter.text):
        needle = f" {' '.join(part)} "
        at = hay.find(needle, place)
        if at < 0:
            return False
        place = at + len(needle) - 1
    return True


def longest_run(one: Statement, other: Statement) -> int:
    """How many words in a row both have, from four on; 0 for fewer."""
    shared = one.runs & other.runs
    if not shared:
        return 0
    longest = length = 0
    for i in range(len(one.words) - RUN + 1):
        length = length + 1 if one.words[i : i + RUN] in shared else 0
        longest = max(longest, length)
    return longest + RUN - 1


def contradicts(one: Statement, other: Statement) -> bool:
    """Whether the sentences that they share most of deny each other, use opposite words or give other numbers."""
    a, b = _nearest_sentences(one, other)
    if a.denied != b.denied or _are_opposed(a, b) or _are_opposed(b, a):
        return True
    return bool(a.numbers and b.numbers) and not a.numbers & b.numbers


def _are_opposed(one: Statement, other: Statement) -> bool:
    """Whether one says of a pair of opposites the first alone, the other the second alone."""
    return any(
        this in one.stems and that in other.stems and that not in one.stems and this not in other.stems
        for this, that in _OPPOSITES
    )


def denied_before(longer: Statement, shorter: Statement) -> bool:
    """Whether the longer denies, in the three words before, what the shorter states."""
    for i in range(len(longer.words) - len(shorter.words) + 1):
        if longer.words[i : i + len(shorter.words)] == shorter.words:
            return any(denies(word) for word in longer.words[max(0, i - 3) : i])
    return False


def is_amount(token: Token) -> bool:
    """Whether a word is a number, in digits or letters."""
    return token.word[0].isdigit() or token.word in _AMOUNTS


def comparable_stem(token: Token) -> str:
    """The stem; of a number in words its digits."""
    return _AMOUNTS.get(token.word, token.stem)


def denies(word: str) -> bool:
    """Whether a word turns what is said into its contrary."""
    return word in _DENIALS or word.endswith("n't")


def _nearest_sentences(one: Statement, other: Statement) -> tuple[Statement, Statement]:
    best = (-1.0, 0, 0)
    for i, a in enumerate(one.sentences[:30]):
        for j, b in enumerate(other.sentences[:30]):
            shared = len(a.stems & b.stems)
            if shared > best[0]:
                best = (shared, i, j)
    return one.sentences[best[1]], other.sentences[best[2]]


def _parts(text: str) -> list[Sequence[str]]:
    """The words of each part between ellipses, or between one closing and the next opening quotation mark;
    words that are quoted twice, once."""
    marked = text.replace("...", "…")
    found = [tuple(t.word for t in tokens(part)) for part in re.split(r"…|[\"”],?\s+[\"“]", marked)]
    whole = [part for part in found if len(part) > 1]
    return list(dict.fromkeys(whole or found))
