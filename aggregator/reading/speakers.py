"""A speaker's words ("Shanahan", "he", "the company") into the name of whom they mean."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterator, Sequence

from aggregator.reading.lexicon import NOUN_PREPOSITIONS
from aggregator.reading.names import BODY_HEADS, Gender, Mention, Names
from aggregator.reading.phrases import main_subject
from aggregator.reading.types import FoundSpeaker
from aggregator.reading.words import Item, Unit, words_of


class Naming:
    """Names speakers of one text, in the order in which they speak. "He" and "she" mean the later of the last person
    who was a sentence's subject and the last who spoke; "the company" and its like the body last in focus; "the site"
    and "the report" the outlet last named. `own` are the names of the outlet that speaks: it is none of these."""

    def __init__(self, text: str, parts: Sequence[Unit], own: Collection[str] = ()) -> None:
        self._text = text
        self._own = {name.removeprefix("The ").removeprefix("the ") for name in own}
        self._names = Names(parts)
        self._subjects = [subject for unit in parts for subject in _subjects(unit, self._names)]
        self._heard: list[tuple[int, str]] = []

    def speaker(self, span: tuple[int, int]) -> FoundSpeaker:
        """The speaker whose words stand at `span`; `name` equals the words where nothing better is known."""
        words = self._text[span[0] : span[1]]
        return FoundSpeaker(*span, words, self._name(span, words) or words)

    def heard(self, speaker: FoundSpeaker) -> None:
        """Remembers who spoke, for the pronouns that follow."""
        insort(self._heard, (speaker.start, speaker.name))

    def _name(self, span: tuple[int, int], words: str) -> str | None:
        low = words.lower()
        if low in _GENDERS:
            return self._person_before(span[0], _GENDERS[low])
        if low == "it":
            return self._body_before(span[0], outlets=True)
        if low in {"who", "which"}:
            return self._antecedent(span[0])
        items = words_of(self._text, *span)
        head = _head(items)
        named = self._named_head(items, head)
        if named:
            return named
        return self._described(span, items, head)

    def _named_head(self, items: Sequence[Item], head: Sequence[Item]) -> str | None:
        """The name that the phrase is or ends in, or that an apposition gives."""
        if not head:
            return None
        mentions = self._names.between(head[0].start, head[-1].end)
        if mentions and mentions[-1].end >= head[-1].end and not _joined(head, mentions[-1].start):
            return self._names.full(mentions[-1].words)
        if head[-1].kind == "word" and not head[-1].capital:
            return self._apposed(items, head)
        return None

    def _apposed(self, items: Sequence[Item], head: Sequence[Item]) -> str | None:
        """ "the campaign's manager, Rich Beeson": the name right after the comma."""
        after = items.index(head[-1]) + 1
        if after + 1 < len(items) and items[after].low == "," and head[0].low not in {"a", "an", "one"}:
            mentions = self._names.between(items[after + 1].start, items[after + 1].start + 1)
            if mentions and self._names.kind(mentions[0].words) == "person":
                return self._names.full(mentions[0].words)
        return None

    def _described(self, span: tuple[int, int], items: Sequence[Item], head: Sequence[Item]) -> str | None:
        """ "the company", "the group": the body last in focus; "the department": the last body with that noun."""
        words = [item.low for item in head]
        if len(words) < 2 or words[0] not in {"the", "this"} or len(head) != len(items):
            return None
        noun = words[-1]
        if noun in COMPANY_NOUNS and not any(item.capital for item in head):
            return self._body_before(span[0], outlets=False)
        if noun in AGENCY_NOUNS:
            return self._in_focus(span[0], lambda name: bool(_AGENCY.search(name)) and not _is_outlet(name))
        if noun in OUTLET_NOUNS | PAPER_NOUNS or len(words) == 2:
            return self._body_with(span[0], noun)
        return None

    def _person_before(self, position: int, gender: Gender) -> str | None:
        """The person whom "he" or "she" means: a name of unknown kind only where no person has been named."""
        for kind in ("person", "open"):
            found = self._in_focus(position, lambda name, kind=kind: self._is_one(name, kind, gender))  # type: ignore[misc]
            if found:
                return found
        return None

    def _is_one(self, name: str, kind: str, gender: Gender) -> bool:
        known = self._names.kind(name) == kind and self._names.gender(name) in {gender, ""}
        return known and (kind == "person" or (self._names.often[name] > 1 and name[-1] != "s"))

    def _body_before(self, position: int, *, outlets: bool) -> str | None:
        """The body in focus. Newsrooms, which articles name as sources, are no "company"; they may be "it"."""
        return self._in_focus(position, lambda name: self._is_body(name) and (outlets or not _is_outlet(name)))

    def _is_body(self, name: str) -> bool:
        kind = self._names.kind(name)
        return kind == "body" or (kind == "open" and self._names.often[name] > 1 and name[-1] != "s")

    def _in_focus(self, position: int, fits: Callable[[str], bool]) -> str | None:
        """The later of the last sentence subject and the last speaker that fits, else the last name that does."""
        near = [_last_fitting(ordered, position, fits) for ordered in (self._subjects, self._heard)]
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
        endings = OUTLET_ENDINGS if noun in OUTLET_NOUNS | PAPER_NOUNS else frozenset({noun})
        for count, mention in enumerate(self._names.before(position)):
            if count > 400:
                return None
            if mention.words in self._own:
                continue
            if _last_word(mention.words) in endings and self._names.kind(mention.words) != "person":
                return mention.words
        return None

    def _antecedent(self, position: int) -> str | None:
        """The name right before ", who"."""
        mention: Mention | None = next(self._names.before(position), None)
        if mention and not self._text[mention.end : position].strip(" ,"):
            return self._names.full(mention.words)
        return None


def _subjects(unit: Unit, names: Names) -> Iterator[tuple[int, str]]:
    """The name that a sentence's subject is, or that owns it ("Roe's record"), with its place."""
    found = main_subject(unit.items)
    if found is None:
        return
    items = unit.items[found[0] : found[1]]
    mentions = names.between(items[0].start, items[-1].end)
    if not mentions:
        return
    first, head = mentions[0], _head(items)
    opening = items[1] if items[0].low in {"the", "a", "an"} and len(items) > 1 else items[0]
    if head and not _joined(head) and mentions[-1].end == head[-1].end:
        yield mentions[-1].start, names.full(mentions[-1].words)
    elif items[0].capital and first.start <= opening.end:
        roled = [name for name in mentions[1:2] if name.end <= (head[-1].end if head else 0)]
        yield first.start, names.full((roled or [first])[0].words)


def _head(items: Sequence[Item]) -> Sequence[Item]:
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


def _joined(head: Sequence[Item], name_start: int | None = None) -> bool:
    """Two speakers in one phrase ("Clinton and the State Department") have no one name; an "and" inside the name that
    begins at `name_start` joins nobody."""
    return any(item.low in {"and", "or"} and (name_start is None or item.start < name_start) for item in head)


def _last_fitting(
    ordered: Sequence[tuple[int, str]], position: int, fits: Callable[[str], bool]
) -> tuple[int, str] | None:
    """The last of the names before `position` that fits, looking back over at most forty."""
    index = bisect_left(ordered, (position, ""))
    return next((one for one in reversed(ordered[max(0, index - 40) : index]) if fits(one[1])), None)


def _is_outlet(name: str) -> bool:
    return _last_word(name) in OUTLET_ENDINGS


def _last_word(name: str) -> str:
    return name.split()[-1].lower()


_GENDERS: dict[str, Gender] = {"he": "m", "she": "f", "him": "m", "her": "f"}
COMPANY_NOUNS = frozenset(
    "company platform group firm app startup start-up business giant service maker retailer corporation conglomerate "
    "network carrier developer publisher manufacturer unicorn parent organization".split()
)
OUTLET_NOUNS = frozenset("newspaper paper outlet site website publication magazine newsroom daily".split())
AGENCY_NOUNS = frozenset("agency department regulator commission administration bureau watchdog ministry".split())
PAPER_NOUNS = frozenset("report story article investigation".split())
OUTLET_ENDINGS = frozenset(
    "news times post journal cnn techcrunch gizmodo mashable buzzfeed guardian reuters verge wired politico axios "
    "forbes bloomberg tribune herald globe magazine nbc abc cbs npr bbc".split()
)
_AGENCY = re.compile(r"^[A-Z]{2,5}$|(?:Administration|Agency|Commission|Department|Bureau|Office|Board|Ministry)$")
