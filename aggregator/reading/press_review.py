"""A press review's running prose, however broken its typography, into its quotes and the outlet credited for each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from aggregator.reading.adjuncts import adjuncts_end
from aggregator.reading.credits import called, names_pattern, slug_of
from aggregator.reading.cues import FORMS
from aggregator.reading.marks import Stretch, stretches
from aggregator.reading.phrases import phrase_after
from aggregator.reading.sentences import paragraphs
from aggregator.reading.speaker_kinds import kind_of_words
from aggregator.reading.types import FoundQuote, FoundSpeaker
from aggregator.reading.words import Item, words_of

DESCRIPTIONS: Mapping[str, str] = {
    "techcrunch": "site blog tech technology",
    "buzzfeednews": "site news online",
    "wsj": "newspaper daily diary journal paper economic business financial new york",
    "gizmodo": "site blog tech technology",
    "cnn": "channel network broadcaster television news american",
    "mashable": "site blog media online tech",
}
"""Slug → the words by which a press review may describe the outlet ("the economic daily")."""


@dataclass(frozen=True, slots=True)
class PressQuote:
    """A quote and the slug of the outlet it is taken from; "" where the company itself is quoted."""

    quote: FoundQuote
    outlet: str


@dataclass(frozen=True, slots=True)
class PressReview:
    """`text` is the review's paragraphs, repaired, joined by blank lines; the quotes' spans count in it."""

    title: str
    text: str
    quotes: tuple[PressQuote, ...]


def read_press_review(
    text: str, names: Mapping[str, str], descriptions: Mapping[str, str] = DESCRIPTIONS
) -> PressReview:
    """The quotes of a press review, each quotation one quote, with their speakers and the outlets credited.

    `names` maps outlet names to slugs. A quote is credited to the outlet its cue names, else to the one last named
    before it. "The site" and "the economic daily" mean the outlet last named that `descriptions` lets them describe;
    "the group" and its like mean the organisation that the title is about, and credit no outlet.
    """
    title, repaired = _repaired(text)
    reading = _Reading(title, repaired, names, descriptions)
    return PressReview(title, repaired, tuple(reading.quotes()))


@dataclass(frozen=True, slots=True)
class _Named:
    """An outlet named or described at a place of the text."""

    start: int
    end: int
    slug: str


@dataclass(frozen=True, slots=True)
class _Credit:
    """Whom a quote's surroundings name: the speaker, the cue beside it, and the outlet ("" for none)."""

    speaker: FoundSpeaker | None
    cue: tuple[int, int] | None
    outlet: str
    sure: float


class _Reading:
    """One review being read: its outlets by place, and the rules that credit a quotation to one of them."""

    def __init__(self, title: str, text: str, names: Mapping[str, str], descriptions: Mapping[str, str]) -> None:
        self._text = text
        self._names = names
        self._descriptions = {slug: frozenset(words.split()) for slug, words in descriptions.items()}
        self._organisation = _first_name(title) or _first_name(text)
        self._boxes = stretches(text)
        self._begins = [box.start for box in self._boxes]
        self._outlets = self._all_outlets()
        self._ends = [one.end for one in self._outlets]

    def quotes(self) -> Iterator[PressQuote]:
        """The review's quotes in order."""
        for index, box in enumerate(self._boxes):
            if len(self._text[box.inner_start : box.inner_end].split()) < 3 and not self._cued(index):
                continue  # a title or a scare quote
            credit = self._after(index) or self._before(index)
            span = (box.inner_start, box.inner_end)
            words = self._text[span[0] : span[1]]
            quote = FoundQuote((span,), words, "direct", credit.speaker, credit.cue, credit.sure, "press review")
            yield PressQuote(quote, credit.outlet)

    def _cued(self, index: int) -> bool:
        return self._after(index) is not None

    def _after(self, index: int) -> _Credit | None:
        """ "“…” explains the newspaper": the cue and the speaker right after the closing mark."""
        box = self._boxes[index]
        items = self._words_after(index)
        start = 1 if items and items[0].low == "," else 0
        while start < len(items) and items[start].low in _FILLERS:
            start += 1  # "he points out CNN": a pronoun that stands for nobody
        head = start
        if head >= len(items) or items[head].low not in _CUES:
            return self._named_before_cue(box, items, start)
        after = head + 1 + (head + 1 < len(items) and items[head + 1].low in {"out", "that", "up"})
        speaker = phrase_after(items, after)
        if speaker is None:
            return None
        end = min(speaker[1], _plain_end(items, speaker[0]))
        return self._credit(box, items[speaker[0] : end], (items[head].start, items[after - 1].end))

    def _named_before_cue(self, box: Stretch, items: Sequence[Item], start: int) -> _Credit | None:
        """ "“…”, the newspaper explains"."""
        speaker = phrase_after(items, start)
        if speaker is None:
            return None
        for head in range(speaker[0] + 1, min(speaker[1] + 1, len(items))):
            if items[head].low in _CUES and not items[head].capital:
                return self._credit(box, items[speaker[0] : head], (items[head].start, items[head].end))
        return None

    def _credit(self, box: Stretch, items: Sequence[Item], cue: tuple[int, int]) -> _Credit | None:
        if not items:
            return None
        start, end = items[0].start, items[-1].end
        words = self._text[start:end]
        named = names_pattern(self._names, ()).search(words)
        if named and not _belongs(words, named.end()):
            slug = slug_of(named.group(), self._names)
            return _Credit(
                FoundSpeaker(start, end, words, self._name_of(slug), "organisation", "as written", 0.95),
                cue,
                slug,
                0.95,
            )
        if items[-1].low in _ORGANISATIONS and items[0].low in {"the", "this"}:
            return _Credit(self._body(start, end, words), cue, "", 0.9)
        known = self._last_named(end)
        if known and known.start == start:
            return _Credit(
                FoundSpeaker(start, end, words, self._name_of(known.slug), "organisation", "the outlet", 0.8),
                cue,
                known.slug,
                0.9,
            )
        focus = self._last_named(box.start)
        return _Credit(_as_written(start, end, words, items), cue, focus.slug if focus else "", 0.85)

    def _body(self, start: int, end: int, words: str) -> FoundSpeaker:
        """ "The firm": the body that the review is about, where it names one."""
        if self._organisation:
            return FoundSpeaker(start, end, words, self._organisation, "organisation", "the company", 0.8)
        return FoundSpeaker(start, end, words, words, "organisation", "unresolved", 0.2)

    def _before(self, index: int) -> _Credit:
        """Without a cue behind it: the outlet that the sentence, or else the text before it, named last."""
        box = self._boxes[index]
        last = self._last_named(box.start)
        if last is None:
            return _Credit(None, None, "", 0.5)
        words = self._text[last.start : last.end]
        speaker = FoundSpeaker(last.start, last.end, words, self._name_of(last.slug), "organisation", "the outlet", 0.7)
        return _Credit(speaker, self._cue_beside(last, box.start), last.slug, 0.7)

    def _cue_beside(self, named: _Named, stop: int) -> tuple[int, int] | None:
        """The reporting verb right after an outlet's name ("Mashable regrets") or right before it."""
        after = words_of(self._text, named.end, min(stop, named.end + 40))
        if after and after[0].low in _CUES:
            return after[0].start, after[0].end
        before = words_of(self._text, max(0, named.start - 30), named.start)
        cued = next((item for item in reversed(before[-2:]) if item.low in _CUES), None)
        return (cued.start, before[-1].end) if cued else None

    def _words_after(self, index: int) -> tuple[Item, ...]:
        """The words between a quotation and the next one, at most to the end of the paragraph."""
        box = self._boxes[index]
        stop = self._text.find("\n", box.end)
        stop = len(self._text) if stop < 0 else stop
        if index + 1 < len(self._boxes):
            stop = min(stop, self._boxes[index + 1].start)
        return words_of(self._text, box.end, min(stop, box.end + 300))

    def _all_outlets(self) -> tuple[_Named, ...]:
        """Every outlet named outside the quotations, and every "the site" that means one of them, in order."""
        found: list[_Named] = []
        pattern = re.compile(f"(?P<name>{names_pattern(self._names, ()).pattern})|(?P<kind>{_KIND})")
        for match in pattern.finditer(self._text):
            if self._quoted(match.start()):
                continue
            if match["name"]:
                found.append(_Named(*match.span(), slug_of(match["name"], self._names)))
            elif found:
                found.append(_Named(*match.span(), self._meant(match["kind"], found)))
        return tuple(found)

    def _meant(self, words: str, named: Sequence[_Named]) -> str:
        """The outlet last named that the words can describe; the last named where none fits better."""
        told = set(words.lower().split()[1:])
        fits = [one.slug for one in named[-50:] if told <= self._descriptions.get(one.slug, frozenset())]
        return fits[-1] if fits else named[-1].slug

    def _last_named(self, position: int) -> _Named | None:
        """The outlet last named before `position`: the one in focus."""
        index = bisect_right(self._ends, position) - 1
        return self._outlets[index] if index >= 0 else None

    def _quoted(self, position: int) -> bool:
        index = bisect_right(self._begins, position) - 1
        return index >= 0 and position < self._boxes[index].end

    def _name_of(self, slug: str) -> str:
        return called(slug, self._names) or slug


def _repaired(text: str) -> tuple[str, str]:
    """The title, and the paragraphs below it with their marks set right: a space after a closing mark, none before
    it, no second full stop behind it. What stands below a review on a page ("Leave a comment") is left out."""
    lines = [" ".join(normalize("NFC", text[start:end]).split()) for start, end in paragraphs(text)]
    title = lines[0] if lines and lines[0][-1] not in '.!?…”"' else ""
    body = [_set_right(line) for line in lines[bool(title) :] if not _FURNITURE.fullmatch(line)]
    return title, "\n\n".join(line for line in body if line)


def _set_right(line: str) -> str:
    line = _SPACE_BEFORE_CLOSING.sub(r"\g<stop>\g<mark>", line)
    line = _SECOND_STOP.sub(r"\g<stop>\g<mark>", line)
    return _NO_SPACE_AFTER.sub(r"\g<mark> ", line)


def _first_name(text: str) -> str:
    """The first proper name of a title: what the review is about."""
    match = re.search(r"(?<!\w)(?!(?:The|A|An|How|Why|What|When|In|On|For)\b)[A-Z][\w&-]*(?:\s[A-Z][\w&-]*)*", text)
    return match.group() if match else ""


def _as_written(start: int, end: int, words: str, items: Sequence[Item]) -> FoundSpeaker:
    """Somebody whom no outlet's name stands for: a person's full name, or a description."""
    if 1 < len(items) <= 4 and all(item.capital for item in items):
        return FoundSpeaker(start, end, words, words, "person", "as written", 0.85)
    return FoundSpeaker(start, end, words, words, kind_of_words([item.low for item in items]), "no name", 0.85)


def _plain_end(items: Sequence[Item], start: int) -> int:
    """The end of a speaker's phrase before what only places the saying: "in particular", "in one of the …"."""
    for index in range(start + 1, len(items)):
        if items[index].low in {"in", "on", "at", "during", "as", "after", "to"} and adjuncts_end(items, index) > index:
            return index
    return len(items)


def _belongs(words: str, end: int) -> bool:
    """Whether an outlet's name only tells whose somebody is ("one of CNN's guests")."""
    return bool(re.match(r"[’']s?\s", words[end:]))


_CUES = frozenset(FORMS) | frozenset(
    f"{verb}{ending}"
    for verb in "specif remind underline regret comment analyz analys assur detail deplor judg indicat observ precis "
    "point summariz summaris rais stress consider evok report recall note explain claim headline wonder warn".split()
    for ending in ("", "s", "es", "ed", "e", "ies", "y")
)
_FILLERS = frozenset({"he", "it", "she", "so", "thus", "also", "then"})
_ORGANISATIONS = frozenset("group company firm platform app application giant start-up startup network service".split())
_KIND = (
    r"\b[Tt]he(?:\s(?:economic|financial|business|american|us|u\.s\.|tech|technology|specialized|specialised|news|online"
    r"|television|new york)){0,2}\s(?:site|website|newspaper|daily|diary|paper|channel|magazine|outlet|journal|blog"
    r"|broadcaster)\b"
)
_FURNITURE = re.compile(
    r"(?:leave a (?:comment|reply)|share(?: this)?|print|comments?|related(?: articles)?|read (?:more|also).{0,80})\W*",
    re.IGNORECASE,
)
_SPACE_BEFORE_CLOSING = re.compile(r"(?P<stop>[.!?,…])\s(?P<mark>[”»])")
_SECOND_STOP = re.compile(r"(?P<stop>[.!?…])(?P<mark>[”»\"])\.")
_NO_SPACE_AFTER = re.compile(r"(?P<mark>[”»])(?=\w)")
