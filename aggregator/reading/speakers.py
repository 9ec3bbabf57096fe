"""A speaker's words ("Shanahan", "he", "the company") into the name of whom they mean, and how surely."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from aggregator.reading.focus import SURE, Focus, head, joined
from aggregator.reading.genders import PRONOUNS, Mention
from aggregator.reading.names import NameKind, Names
from aggregator.reading.roles import Roles
from aggregator.reading.speaker_kinds import (
    AGENCY_NOUNS,
    COMPANY_NOUNS,
    DOCUMENT_NOUNS,
    OUTLET_NOUNS,
    PAPER_NOUNS,
    is_role,
    kind_of_name,
    kind_of_words,
)
from aggregator.reading.types import FoundSpeaker, Resolution, SpeakerKind
from aggregator.reading.whole_sources import whole_source
from aggregator.reading.words import Item, Unit, words_of


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whom words mean, how that was found, and how likely it is right, 0 to 1."""

    name: str
    by: Resolution
    likely: float


class Naming:
    """Names speakers of one text, in the order in which they speak. "He" and "she" mean who is likeliest in focus; "the
    company" and its like the body last in focus; "the mayor" who alone is called so; "the site" and "the report" the
    outlet last named. `own` are the names of the outlet that speaks: it is none of these."""

    def __init__(self, text: str, parts: Sequence[Unit], own: Collection[str] = ()) -> None:
        self._text = text
        self._own = {name.removeprefix("The ").removeprefix("the ") for name in own}
        self._names = Names(parts)
        self._roles = Roles(parts, self._names)
        self.focus = Focus(parts, self._names)

    def speaker(self, span: tuple[int, int], sure: float = 1.0) -> FoundSpeaker:
        """The speaker whose words stand at `span`; `name` equals the words where nothing better is known. `sure` is how
        likely those are the words of who speaks."""
        words = self._text[span[0] : span[1]]
        items = words_of(self._text, *span)
        meant = self._meant(span, words.lower(), items)
        if meant is None:
            by: Resolution = "unresolved" if _points_back(words.lower(), items) else "no name"
            meant = _Meant(words, by, LIKELY[by])
        return FoundSpeaker(*span, words, meant.name, self._kind(items, meant), meant.by, round(sure * meant.likely, 3))

    def whole(self, span: tuple[int, int], cue: tuple[int, int] | None) -> tuple[int, int]:
        """The words of a speaker whom the tagger may have cut short."""
        return whole_source(self._text, span, cue, self._names)

    def heard(self, speaker: FoundSpeaker) -> None:
        """Remembers who spoke, for the pronouns that follow."""
        self.focus.speaks(speaker.start, speaker.name)

    def kind_of(self, name: str) -> NameKind:
        """What kind of thing a name of the text names."""
        return self._names.kind(name)

    def _meant(self, span: tuple[int, int], low: str, items: Sequence[Item]) -> _Meant | None:
        if low in PRONOUNS:
            found = self.focus.person(span[0], PRONOUNS[low])
            return _Meant(found.name, "pronoun", found.likely) if found and found.likely >= SURE else None
        if low == "it":
            return _meant(self._body_before(span[0], outlets=True), "pronoun", LIKELY["it"])
        if low in {"who", "which", "that"}:
            return _meant(self._antecedent(span[0], people=low == "who"), "apposition")
        phrase = head(items)
        return self._named(items, phrase) or self._described(span, items, phrase) or self._label(items)

    def _label(self, items: Sequence[Item]) -> _Meant | None:
        """ "WALLACE:" in a printed conversation."""
        name = " ".join(item.text.capitalize() for item in items)
        known = all(item.kind == "word" and item.text.isupper() and len(item.text) > 2 for item in items)
        full = self._names.full(name) if known and len(items) < LONGEST else name
        return _Meant(full, "full name", LIKELY["full name"]) if full != name else None

    def _kind(self, items: Sequence[Item], meant: _Meant) -> SpeakerKind:
        if meant.by in {"no name", "unresolved"}:
            return kind_of_words([item.low for item in head(items) if item.kind == "word"])
        kind = self._names.kind(meant.name)
        if meant.by == "pronoun" and kind in {"person", "open"}:
            return "person" if items[0].low in PRONOUNS else "organisation"
        if kind != "open":
            return kind_of_name(kind)
        if meant.by in {"the company", "the outlet"} or _is_outlet(meant.name):
            return "organisation"
        beside = kind_of_words([item.low for item in head(items) if item.kind == "word" and not item.capital])
        return "person" if beside == "person" or meant.by == "role" else "unknown"

    def _named(self, items: Sequence[Item], phrase: Sequence[Item]) -> _Meant | None:
        """The name that the phrase is or ends in, or that an apposition gives."""
        if not phrase:
            return None
        mentions = self._names.between(phrase[0].start, phrase[-1].end)
        if mentions and mentions[-1].end >= phrase[-1].end and not joined(phrase, mentions[-1].start):
            return self._full(mentions[-1])
        if phrase[-1].kind == "word" and not phrase[-1].capital:
            return self._apposed(items, phrase)
        return None

    def _full(self, mention: Mention) -> _Meant | None:
        """A name as written, or the fuller one that it is a part of."""
        name = self._names.full(mention.words, mention.gender)
        if self._is_many(mention.words):
            return None
        if name == mention.words:
            return _Meant(name, "as written", LIKELY["as written"])
        shared = self._names.is_shared(mention.words) and not mention.gender
        return _Meant(name, "full name", LIKELY["shared name" if shared else "full name"])

    def _is_many(self, words: str) -> bool:
        """ "Republicans", "Mexicans", "Readers" at the head of a sentence: many people, none of them named."""
        single = " " not in words and words.endswith("s") and not words.endswith(("ss", "us", "is"))
        if (
            not single
            or words in _MANY_NAMES
            or (kind_of_words([words.lower()]) == "group" and is_role(words[:-1].lower()))
        ):
            return single
        kind = self._names.kind(words)
        return kind == "place" or (kind == "open" and (self._names.is_plural(words) or self._names.often[words] == 1))

    def _apposed(self, items: Sequence[Item], phrase: Sequence[Item]) -> _Meant | None:
        """ "the campaign's manager, Rich Beeson": the name right after the comma."""
        after = items.index(phrase[-1]) + 1
        if after + 1 < len(items) and items[after].low == "," and phrase[0].low not in {"a", "an", "one"}:
            mentions = self._names.between(items[after + 1].start, items[after + 1].start + 1)
            if mentions and self._names.kind(mentions[0].words) == "person":
                return _meant(self._names.full(mentions[0].words, mentions[0].gender), "apposition")
        return None

    def _described(self, span: tuple[int, int], items: Sequence[Item], phrase: Sequence[Item]) -> _Meant | None:
        """ "the company", "the group": the body last in focus; "the department": the last body with that noun; "the
        mayor": who is called so in the text before."""
        words = [item.low for item in phrase]
        if len(words) < 2 or words[0] not in {"the", "this"} or len(phrase) != len(_unowned(items)):
            return None
        noun = words[-1]
        holder = self._roles.holder(words[1:], span[0])
        if holder and holder not in self._own:
            return _Meant(holder, "role" if self._names.kind(holder) == "person" else "the company", LIKELY["role"])
        if noun in OUTLET_NOUNS | PAPER_NOUNS:
            return _meant(self._body_with(span[0], noun), "the outlet")
        if noun in COMPANY_NOUNS and not any(item.capital for item in phrase[1:]):
            return _meant(self._body_with(span[0], noun), "the company", LIKELY["role"]) or _meant(
                self._body_before(span[0], outlets=False), "the company"
            )
        if len(words) > 2 or noun in DOCUMENT_NOUNS:
            return None
        found = _meant(self._body_with(span[0], noun), "the company", LIKELY["role"])
        if found is None and noun in AGENCY_NOUNS:
            return _meant(self._in_focus(span[0], _is_agency), "the company")
        return found

    def _body_before(self, position: int, *, outlets: bool) -> str | None:
        """The body in focus. Newsrooms and authorities, which articles name as sources, are no "company"; they may be
        "it"."""
        return self._in_focus(position, lambda name: self._is_body(name) and (outlets or not _is_no_company(name)))

    def _is_body(self, name: str) -> bool:
        kind = self._names.kind(name)
        return kind == "body" or (kind == "open" and self._names.often[name] > 1 and not self._names.is_plural(name))

    def _in_focus(self, position: int, fits: Callable[[str], bool]) -> str | None:
        """The later of the last sentence subject and the last speaker that fits, else the last name that does."""
        self.focus.settle(position)
        near = [_last_fitting(ordered, position, fits) for ordered in (self.focus.subjects, self.focus.heard)]
        latest = max((one for one in near if one), default=None)
        if latest:
            return latest[1]
        for count, mention in enumerate(self._names.before(position)):
            if count > 40:
                break
            if fits(self._names.full(mention.words)):
                return self._names.full(mention.words)
        return None

    def _body_with(self, position: int, noun: str) -> str | None:
        """The body last named whose own name has the noun ("the Church of Oakley", "the Oakley Court")."""
        endings = OUTLET_ENDINGS if noun in OUTLET_NOUNS | PAPER_NOUNS else frozenset({noun})
        for count, mention in enumerate(self._names.before(position)):
            if count > 400:
                return None
            if mention.words in self._own:
                continue
            begins = mention.words.lower().startswith(f"{noun} of ")
            if (begins or _last_word(mention.words) in endings) and self._names.kind(mention.words) != "person":
                return mention.words
        return None

    def _antecedent(self, position: int, *, people: bool) -> str | None:
        """The name right before ", who", which only `people` are, and ", which"."""
        mention: Mention | None = next(self._names.before(position), None)
        if mention and not self._text[mention.end : position].strip(" ,"):
            if people and self._names.kind(mention.words) not in {"person", "open"}:
                return None
            return self._names.full(mention.words, mention.gender)
        return None


def _meant(name: str | None, by: Resolution, likely: float | None = None) -> _Meant | None:
    return _Meant(name, by, LIKELY[by] if likely is None else likely) if name else None


def _points_back(low: str, items: Sequence[Item]) -> bool:
    """Whether words without a name point to somebody whom the article has spoken of: a pronoun, "the company"."""
    if len(items) == 1:
        return low in PRONOUNS or low in {"it", "they", "who", "which", "that", "i", "we", "you"}
    small = [item.low for item in items]
    kind = kind_of_words(small)
    single = kind in {"organisation", "person"} or (kind == "document" and small[-1] in DOCUMENT_NOUNS)
    return len(items) == 2 and small[0] in {"the", "this"} and single


def _unowned(items: Sequence[Item]) -> Sequence[Item]:
    return items[:-1] if items and items[-1].low == "'s" else items


def _last_fitting(
    ordered: Sequence[tuple[int, str]], position: int, fits: Callable[[str], bool]
) -> tuple[int, str] | None:
    """The last of the names before `position` that fits, looking back over at most forty."""
    index = bisect_left(ordered, (position, ""))
    return next((one for one in reversed(ordered[max(0, index - 40) : index]) if fits(one[1])), None)


def _is_agency(name: str) -> bool:
    return bool(_AGENCY.search(name)) and not _is_outlet(name)


def _is_no_company(name: str) -> bool:
    return _is_outlet(name) or bool(_AUTHORITY.search(name))


def _is_outlet(name: str) -> bool:
    return _last_word(name) in OUTLET_ENDINGS


def _last_word(name: str) -> str:
    return name.split()[-1].lower()


LONGEST = 4  # words of a label
_MANY_NAMES = frozenset({"Republicans", "Democrats", "Conservatives", "Liberals", "Independents"})
LIKELY: dict[str, float] = {
    "as written": 0.98, "full name": 0.97, "shared name": 0.75, "apposition": 0.95, "role": 0.85, "it": 0.5,
    "the company": 0.65, "the outlet": 0.75, "no name": 0.9, "unresolved": 0.2,
}  # fmt: skip
"""How likely a resolution is right, by how it was made; a pronoun's is the model's own."""
OUTLET_ENDINGS = frozenset(
    "news times post journal cnn techcrunch gizmodo mashable buzzfeed guardian reuters verge wired politico axios "
    "forbes bloomberg tribune herald globe magazine nbc abc cbs npr bbc cbc".split()
)
_AGENCY = re.compile(r"^[A-Z]{2,5}$|(?:Administration|Agency|Commission|Department|Bureau|Office|Board|Ministry)$")
_AUTHORITY = re.compile(
    r"(?:Administration|Agency|Commission|Department|Bureau|Ministry|Court|Senate|House|Congress|Parliament|Police"
    r"|University|College|School|Party)$|^(?:FBI|CIA|NASA|NSA|FTC|FCC|SEC|DOJ|EPA|FDA|CDC|IRS|DHS|GOP)$"
)
