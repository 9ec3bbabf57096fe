"""A text's units into drafts of quotes by rules: spans, speaker and cue, before any speaker has a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from aggregator.reading.attributions import Attribution, attributions
from aggregator.reading.clauses import Range
from aggregator.reading.marks import Stretch
from aggregator.reading.phrases import main_subject, phrase_after, subject_before
from aggregator.reading.words import Item, Unit

Reason = Literal["scare quote", "title or nickname"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A quoted stretch that quotes nobody: `text[start:end]` without its marks, and what it was taken for."""

    start: int
    end: int
    reason: Reason


@dataclass(slots=True)
class Draft:
    """A quote before its speaker has a name: spans of the text, and where in the units it was found."""

    spans: list[Span]
    boxes: list[Stretch]  # quoted stretches that it covers
    whole: bool  # whether nothing but quoted stretches is in it
    speaker: Span | None
    cue: Span | None
    strength: float
    speech: bool
    unit: int
    trailing: bool = False
    found_by: str = "rules"
    speaker_sure: float = 0.9  # how likely the speaker is the right one, 0 to 1

    @property
    def first(self) -> Span:
        """Where it begins."""
        return self.spans[0]


def drafts_by_rules(parts: Sequence[Unit]) -> tuple[list[Draft], list[LeftOut]]:
    """The drafts in the units, in order of their units, and the quoted stretches that are in none of them."""
    drafts: list[Draft] = []
    left_out: list[LeftOut] = []
    for number, unit in enumerate(parts):
        labelled = _labelled(unit, number)
        if labelled:
            drafts.append(labelled)
            continue
        found = [_draft(unit, one, number) for one in attributions(unit.items)]
        drafts.extend(found)
        alone = all(item.kind != "word" for item in unit.items)
        for index in _uncovered(unit, found):
            _place(parts, _At(number, index, alone), drafts, left_out)
    return drafts, left_out


def joined_over_paragraphs(parts: Sequence[Unit], drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with those of one speech over several paragraphs made one; its cue may stand in any of them, but there is
    one: where each has its own, a mark is missing."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: one.first):
        before = kept[-1] if kept else None
        if before and before.boxes and draft.boxes and _is_one(before, draft):
            before.spans.extend(draft.spans)
            before.boxes.extend(draft.boxes)
            if draft.cue and before.cue is None:
                before.cue, before.speaker, before.strength = draft.cue, draft.speaker, draft.strength
                before.speaker_sure = draft.speaker_sure
        else:
            kept.append(draft)
    return kept


def _labelled(unit: Unit, number: int) -> Draft | None:
    """ "“WALLACE: Will she be there?”": a printed conversation, whose speakers are labels within the marks."""
    stretch = unit.items[0].stretch
    label = _LABEL.match(unit.items[0].text, stretch.inner_start - stretch.start) if stretch else None
    if stretch is None or label is None or len(unit.items) > 1 or stretch.start + label.end() >= stretch.inner_end:
        return None
    speaker, cue = label.span("name"), label.span("colon")
    at = stretch.start
    spans = [(at + label.end(), stretch.inner_end)]
    return Draft(
        spans, [stretch], True, (at + speaker[0], at + speaker[1]), (at + cue[0], at + cue[1]), 0.9, True, number
    )


def _draft(unit: Unit, one: Attribution, number: int) -> Draft:
    items = unit.items
    spans = [span for content in one.contents for span in _spans(items, content)]
    boxes = [item.stretch for a, b in one.contents for item in items[a:b] if item.stretch]
    whole = all(item.kind != "word" for a, b in one.contents for item in items[a:b])
    cue = (items[one.cue[0]].start, items[one.cue[1] - 1].end)
    return Draft(spans, boxes, whole, _span(items, one.speaker), cue, one.strength, one.speech, number, one.trailing)


def _spans(items: Sequence[Item], content: Range) -> Iterator[Span]:
    """The content's spans: without marks where it is all quotation, else as it stands."""
    inside = items[content[0] : content[1]]
    if all(item.kind != "word" for item in inside):
        yield from ((item.stretch.inner_start, item.stretch.inner_end) for item in inside if item.stretch)
        return
    yield inside[0].start, inside[-1].end


def _span(items: Sequence[Item], found: Range | None) -> Span | None:
    if found is None:
        return None
    start, end = found
    while end > start and items[end - 1].kind == "mark" and items[end - 1].low not in {")", "’", "'"}:
        end -= 1
    return (items[start].start, items[end - 1].end) if end > start else None


@dataclass(frozen=True, slots=True)
class _At:
    """Where a quoted stretch stands: its unit, its place among the unit's items, and whether no word is beside it."""

    unit: int
    index: int
    alone: bool


def _uncovered(unit: Unit, found: Sequence[Draft]) -> Iterator[int]:
    covered = {box.start for draft in found for box in draft.boxes}
    return (at for at, item in enumerate(unit.items) if item.stretch and item.start not in covered)


def _place(parts: Sequence[Unit], at: _At, drafts: list[Draft], left_out: list[LeftOut]) -> None:
    """A stretch that no frame took: more of the quote before it, a quote by itself, or no speech at all."""
    item = parts[at.unit].items[at.index]
    stretch = item.stretch
    if stretch is None:
        return
    span = (stretch.inner_start, stretch.inner_end)
    before = drafts[-1] if drafts else None
    if at.alone and before and before.boxes and before.speech and _adjoins(parts, before.unit, at.unit):
        before.spans.append(span)
        before.boxes.append(stretch)
        before.unit = at.unit
        return
    if at.alone or _is_speech(item, stretch):
        drafts.append(_lone(parts, at, stretch, drafts))
        return
    reason: Reason = "title or nickname" if _titled(item, stretch) else "scare quote"
    left_out.append(LeftOut(*span, reason))


def _adjoins(parts: Sequence[Unit], earlier: int, number: int) -> bool:
    return number - earlier <= 1 and parts[earlier].paragraph == parts[number].paragraph


def _is_speech(item: Item, stretch: Stretch) -> bool:
    """Whether a stretch amid narration is long or complete enough to be somebody's words."""
    words = item.text.split()
    inner = item.text[: stretch.inner_end - stretch.start]
    return len(words) >= 5 or (len(words) >= 3 and inner[-1:] in {",", "?", "!"}) or not stretch.closed


def _titled(item: Item, stretch: Stretch) -> bool:
    """Every word of weight has a capital: the name of a work, a programme, a nickname."""
    words = item.text[stretch.inner_start - stretch.start : stretch.inner_end - stretch.start].split()
    return all(word[:1].isupper() or len(word) < 4 for word in words)


def _lone(parts: Sequence[Unit], at: _At, stretch: Stretch, drafts: Sequence[Draft]) -> Draft:
    """A quote without a cue of its own: a verb we do not know beside it, a colon before it, or the last speaker."""
    speaker, cue = _rare_cue(parts[at.unit].items, at.index)
    strength = 0.8 if speaker else 0.6
    sure = 0.8
    if speaker is None and at.alone:
        speaker, cue = _announced(parts, at.unit) or (_carried(parts, at.unit, drafts), None)
        sure = 0.8 if cue else 0.6
    spans = [(stretch.inner_start, stretch.inner_end)]
    return Draft(spans, [stretch], True, speaker, cue, strength, True, at.unit, speaker_sure=sure)


def _rare_cue(items: Sequence[Item], index: int) -> tuple[Span | None, Span | None]:
    """ "“…,” Roe deadpanned" and "Roe fired back: “…”": a verb outside the lexicon beside the quotation."""
    for head in range(index + 1, min(len(items), index + 8)):
        if items[head].kind == "mark":
            break
        if _past(items[head]):
            subject = subject_before(items, head) if head > index + 1 else phrase_after(items, head + 1)
            if subject and (head == index + 1 or subject[0] == index + 1):
                return _span(items, subject), (items[head].start, items[head].end)
            break
    if index and items[index - 1].low in {":", ","}:
        subject = main_subject(items[max(0, index - 60) : index])
        if subject and index <= 60 and subject[1] < index - 1:
            return _span(items, subject), (items[subject[1]].start, items[index - 2].end)
    return None, None


def _past(item: Item) -> bool:
    return item.kind == "word" and not item.capital and item.low.endswith(("ed", "s")) and len(item.low) > 3


def _announced(parts: Sequence[Unit], number: int) -> tuple[Span | None, Span | None] | None:
    """ "Roe put it this way:" in the sentence or paragraph before."""
    if number == 0 or parts[number - 1].items[-1].low != ":":
        return None
    items = parts[number - 1].items
    subject = main_subject(items)
    if subject is None or subject[1] >= len(items) - 1:
        return None
    verb = next((item for item in items[subject[1] :] if item.kind == "word"), items[-1])
    return _span(items, subject), (verb.start, verb.end)


def _carried(parts: Sequence[Unit], number: int, drafts: Sequence[Draft]) -> Span | None:
    """The last speaker of the paragraph or the two before it, unless a sentence between names another subject."""
    for draft in reversed(drafts[-30:]):
        if parts[number].paragraph - parts[draft.unit].paragraph > 2:
            return None
        if draft.speech and draft.speaker and draft.boxes:
            return draft.speaker
    return None


def _is_one(earlier: Draft, later: Draft) -> bool:
    last, first = earlier.boxes[-1], later.boxes[0]
    apart = earlier.cue is not None and later.cue is not None and earlier.cue != later.cue
    return last.continues and first.paragraph == last.paragraph + 1 and not apart


_LABEL = re.compile(r"(?P<name>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,3})(?P<colon>:)\s+")
