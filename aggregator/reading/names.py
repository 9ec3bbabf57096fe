"""A text's words into the proper names in it: where each stands, what kind it is, and the fullest form of each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from aggregator.reading.gazetteer import DEMONYMS, PLACES
from aggregator.reading.genders import Gender, Mention, title_gender, told_genders
from aggregator.reading.given_names import FEMALE, MALE
from aggregator.reading.lexicon import (
    AUXILIARIES,
    CLAUSE_PRONOUNS,
    CONJUNCTIONS,
    DAY_WORDS,
    DETERMINERS,
    MONTHS,
    NAME_PARTICLES,
    PREPOSITIONS,
    SUBORDINATORS,
    TITLES,
)
from aggregator.reading.words import Item, Unit

NameKind = Literal["person", "body", "place", "open", "none"]


class Names:
    """The names of one text. Bodies are companies, agencies, outlets. Without a sign to tell, two words are a person,
    and one is "open": either."""

    def __init__(self, parts: Sequence[Unit]) -> None:
        small = {item.low for unit in parts for item in unit.items if item.kind == "word" and not item.capital}
        self.mentions = [name for unit in parts for name in _mentions(unit.items, small)]
        self._starts = [name.start for name in self.mentions]
        self._full: dict[str, list[str]] = {}
        self._fullest: set[str] = set()
        self._titled: set[str] = {name.words for name in self.mentions if name.titled}
        self._bodies = _told_bodies(parts)
        self.often = Counter(name.words for name in self.mentions)
        headlines = [(unit.items[0].start, unit.items[-1].end) for unit in parts if _is_headline(unit)]
        told = [name for name in self.mentions if not any(start <= name.start < end for start, end in headlines[:5])]
        for name in told:
            self._learn(name)
        self._apart = self._called_apart()
        self._genders = told_genders(parts, self.mentions, self._person)

    def kind(self, words: str) -> NameKind:
        """What kind of thing a name names."""
        tokens = words.split()
        if words not in self.often and words not in self._fullest:
            return "none"  # a description, no name
        if words in PLACES or words in DEMONYMS:
            return "place"
        if words in self._bodies or tokens[-1] in _BODY_NOUNS or _BODY_SHAPE.fullmatch(tokens[-1]):
            return "body"
        if len(tokens) > 1:
            joined = any(token in {"of", "&", "and"} for token in tokens)
            # "Harbor Maps" beside a bare "Harbor" is a product or a branch: people are called by their last names.
            branch = self.often[tokens[0]] >= max(1, self.often[tokens[-1]]) and not _given_gender(words)
            branch = branch and tokens[0] not in self._titled
            return "body" if joined or branch else "person"
        return "person" if words in self._full or words in self._titled else "open"

    def full(self, words: str, gender: Gender = "") -> str:
        """The fullest form of a name that the text gives ("Shanahan" → "Maureen Shanahan"); else the name itself. Of
        several who share a last name, the one of that `gender`, and of these the one most often named in full."""
        if len(words.split()) > 1 or (words in self._apart and gender in {self._apart[words], ""}):
            return words
        known = self._full.get(words, [])
        fitting = [name for name in known if gender and self.gender(name) == gender] or known
        return max(fitting, key=lambda name: self.often[name], default=words)

    def is_plural(self, words: str) -> bool:
        """Whether a single word names many ("Germans", "Patriots" beside "Patriot")."""
        return words.endswith("s") and (words[:-1] in DEMONYMS or words[:-1] in self.often)

    def is_shared(self, words: str) -> bool:
        """Whether a last name is that of several people in the text."""
        return len(self._full.get(words, ())) > 1 or words in self._apart

    def gender(self, words: str) -> Gender:
        """As far as a common given name tells, or titles and pronouns in the text."""
        full = words if " " in words else self.full(words)
        return _given_gender(full) or self._genders.get(full, "")

    def is_surely_person(self, words: str) -> bool:
        """Whether more than two capitalised words tells that a name is a person's: a title, a given name, or that the
        last name stands alone elsewhere."""
        full = self.full(words)
        return bool(self.gender(full)) or full in self._titled or self.often[last_name(full)] > 0

    def _person(self, words: str) -> str | None:
        return self.full(words) if self.kind(words) == "person" else None

    def between(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin in `text[start:end]`."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, position: int) -> Iterator[Mention]:
        """Mentions that begin before `position`, the nearest first."""
        for index in range(bisect_left(self._starts, position) - 1, -1, -1):
            yield self.mentions[index]

    def _called_apart(self) -> dict[str, Gender]:
        """Last names of people who are never named in full, where all who are have given names of the other gender
        ("Mr. Roe" beside "Maria Roe"), with theirs."""
        titled: dict[str, Counter[Gender]] = {}
        for name in self.mentions:
            if name.gender and name.words in self._full:
                titled.setdefault(name.words, Counter())[name.gender] += 1
        commonest = {words: counts.most_common(1)[0][0] for words, counts in titled.items()}
        return {
            words: gender
            for words, gender in commonest.items()
            if all(_given_gender(full) not in {gender, ""} for full in self._full[words])
        }

    def _learn(self, name: Mention) -> None:
        tokens = name.words.split()
        if 1 < len(tokens) <= LONGEST and self.kind(name.words) == "person":
            known = self._full.setdefault(last_name(name.words), [])
            if all(other.split()[0] != tokens[0] for other in known):
                known.append(name.words)
            self._fullest.add(name.words)


def generic_body(name: str) -> bool:
    """Whether a body is called by a common noun alone ("Committee", "Senate"), so that many are called so."""
    return name in _BODY_NOUNS | BODY_HEADS


def last_name(full: str) -> str:
    """The last word of a name that is no suffix ("Martin King Jr." → "King")."""
    tokens = full.split()
    return next((token for token in reversed(tokens) if token.rstrip(".") not in _SUFFIXES), tokens[-1])


def _mentions(items: Sequence[Item], small: set[str]) -> Iterator[Mention]:
    index = 0
    while index < len(items):
        end = _name_end(items, index, small)
        if end == index:
            index += 1
            continue
        begin = _past_titles(items, index, end)
        if (
            begin < end - 1
            or not _is_title(items[begin])
            or (begin and items[begin - 1].low.rstrip(".") in _HONORIFICS)
        ):
            words = " ".join(item.text for item in items[begin:end])
            titles = [item.low for item in items[max(0, begin - 2) : begin]]
            yield Mention(items[begin].start, items[end - 1].end, words, begin > index, title_gender(titles))
        index = end


def _is_headline(unit: Unit) -> bool:
    """Whether a sentence has a capital on every word of weight, so that capitals tell no names."""
    words = [item for item in unit.items if item.kind == "word" and len(item.text) > 3]
    return len(words) > 3 and all(item.capital for item in words)


def _past_titles(items: Sequence[Item], index: int, end: int) -> int:
    """Where a name begins without its titles: "Sen. Ron Wyden", "CNN President Ada Finch", "Secretary of State Finch".
    A body keeps all its words ("Democratic National Committee")."""
    if items[end - 1].text in _BODY_NOUNS:
        return index
    begin = index
    while begin < end - 1 and _is_title(items[begin]):
        begin += 1
    for inner in range(begin + 1, end - 1):
        if items[inner].low.rstrip(".") in _OFFICES and items[inner + 1].low not in NAME_PARTICLES | {"&", "and"}:
            begin = inner + 1
    if begin + 2 < end - 1 and items[begin].low == "of" and begin > index:
        begin += 2
    return begin


def _name_end(items: Sequence[Item], index: int, small: set[str]) -> int:
    """Past the last word of the name that begins at `index`; `index` itself where none begins."""
    if not _can_name(items, index, small):
        return index
    end = index + 1
    while end < len(items) and end - index < 8:
        if _part_of_name(items[end]):
            end += 1
        elif items[end].low in NAME_PARTICLES | {"&"} and end + 1 < len(items) and _part_of_name(items[end + 1]):
            if items[end].low in {"of", "the"} and items[index].text not in BODY_HEADS:
                break
            end += 2
        elif items[end].low == "and" and _institution(items, end + 1):
            end += 2
        else:
            break
    return end


def _institution(items: Sequence[Item], index: int) -> bool:
    """Whether "and" stands inside an institution's name ("Food and Drug Administration")."""
    words = [item.text for item in items[index : index + 3]]
    return len(words) > 1 and _part_of_name(items[index]) and bool(_INSTITUTIONS.intersection(words[1:3]))


def _can_name(items: Sequence[Item], index: int, small: set[str]) -> bool:
    item = items[index]
    if not _part_of_name(item):
        return False
    opens = index == 0 or items[index - 1].low in {":", "—", "–"} or items[index - 1].kind == "quote"
    if not opens:
        return True
    followed = index + 1 < len(items) and _part_of_name(items[index + 1])
    return item.low not in small or (followed and not item.low.endswith("ly"))


def _part_of_name(item: Item) -> bool:
    return item.capital and item.low.rstrip(".") not in _NO_NAME and (len(item.text) > 1 or item.text not in {"A", "I"})


def _is_title(item: Item) -> bool:
    return item.low.rstrip(".") in TITLES


def _told_bodies(parts: Sequence[Unit]) -> frozenset[str]:
    """Names that the text itself shows to be bodies: "a TikTok spokesperson", "at Oracle", "Oracle, the company"."""
    found = set()
    for unit in parts:
        items = unit.items
        for index, item in enumerate(items[:-1]):
            following = items[index + 1].low
            if item.capital and (following in _STAFF or (following == "'s" and _low(items, index + 2) in _STAFF)):
                previous = items[index - 1] if index else None
                if not (previous and previous.capital):
                    found.add(item.text)
    return frozenset(found)


def _low(items: Sequence[Item], index: int) -> str:
    return items[index].low if index < len(items) else ""


def _given_gender(words: str) -> Gender:
    given = words.split()[0] if " " in words else ""
    return "f" if given in FEMALE else "m" if given in MALE else ""


_NO_NAME = (
    DETERMINERS | CLAUSE_PRONOUNS | CONJUNCTIONS | PREPOSITIONS - {"like"} | SUBORDINATORS
    | AUXILIARIES - {"will", "may"}
    | DAY_WORDS | frozenset(MONTHS) - {"may", "april", "june", "august"}
    | frozenset("according asked still then now here also not never yes no however meanwhile earlier later last next "
                "first second mr. mrs. he's it's that's i'm i've they're we're you're me him them us".split())
)  # fmt: skip
LONGEST = 5  # words of a person's name
_HONORIFICS = frozenset("mr mrs ms miss dr mx sir".split())
_OFFICES = frozenset(
    "gen lt col sgt capt maj adm rev dr prof det president sen rep gov senator representative governor mayor "
    "secretary ambassador minister justice judge actor actress director executive ceo spokesman spokeswoman "
    "spokesperson professor chairman chairwoman chancellor commissioner sergeant".split()
)
_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
_STAFF = frozenset(
    "spokesperson spokesman spokeswoman spokespeople employee employees executive executives engineer engineers "
    "staffer staffers representative representatives app ceo users lawyers subsidiary parent headquarters shares "
    "stock servers reporter reporters platform".split()
)
_BODY_NOUNS = frozenset(
    "Inc Inc. Corp Corp. Co Co. LLC Ltd Ltd. Department University Committee Commission Senate House Court Times News "
    "Post Journal Party Campaign Agency Bureau Council Institute Association Center Centre Foundation Group Bank Union "
    "Media Labs Technologies Administration Congress Parliament Ministry Office Service Services Security Reserve PAC "
    "Board College School Church Project Network Company Holdings Partners Capital Police Force Coalition Alliance "
    "Authority Organization Federation League Conference Fund Trust Systems Software Games Studios Pictures Records "
    "Airlines Motors Press Herald Tribune Globe Republicans Democrats Safety Cloud Team Street Today".split()
)
_INSTITUTIONS = frozenset("Administration Commission Committee Department Agency Authority Bureau Office Board".split())
BODY_HEADS = frozenset(
    "Department University Committee Commission House Court Bank Ministry Board Office Bureau Council Institute "
    "Association Center Federation League Secretary Church College School Chamber Daughters Knights".split()
)
_BODY_SHAPE = re.compile(
    r"[A-Z]{2,6}s?|(?:[A-Z]\.){2,}|(?!(?:Mc|Mac|De|Du|La|Le|Di|Fitz|Van)[A-Z])[A-Z][a-z]+[A-Z][A-Za-z]+|@\w+"
)
