"""A snapshot's text into the stretches that stand between quotation marks, whatever marks the page uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from aggregator.reading.sentences import paragraphs


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text[start:end]` with its marks, `text[inner_start:inner_end]` without them and without space around it.

    `closed` is False where the closing mark is missing; `continues` where the same speech goes on in the next
    stretch, which then opens the next paragraph. `repaired` marks a stretch whose opening mark is missing.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    paragraph: int
    closed: bool = True
    continues: bool = False
    repaired: bool = False


def stretches(text: str) -> tuple[Stretch, ...]:
    """Every outermost quoted stretch of `text` in order. Nested marks belong to the stretch that holds them.

    Reads “ ” „ « » " '' `` as double marks whichever way they curl, and ‘ ’ ' as marks where they are not
    apostrophes. A mark after a digit that opens nothing (6'2") is a measure; » before a space at the start of a
    paragraph is a bullet. Takes time linear in the text.
    """
    found: list[Stretch] = []
    for number, (first, last) in enumerate(paragraphs(text)):
        double = _double(text, first, last, number)
        found.extend(_with_singles(double, _single(text, first, last, number, double)))
    return tuple(_joined_over_paragraphs(text, found))


def _double(text: str, first: int, last: int, number: int) -> list[Stretch]:
    marks = [_seen(text, match, first, last) for match in _DOUBLE.finditer(text, first, last)]
    nested, balanced = _paired(text, marks, number, last, nest=True)
    if balanced or (marks and marks[0].start == first and _next_opens(text, last)):
        return nested
    return _paired(text, marks, number, last, nest=False)[0]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    opens: bool
    closes: bool
    first: bool  # of its paragraph


def _seen(text: str, match: re.Match[str], first: int, last: int) -> _Mark:
    """What a mark can do: its own shape decides where it has one, the characters beside it where it has none."""
    start, end = match.span()
    before = text[start - 1] if start > first else " "
    after = text[end] if end < last else " "
    left_edge = before in _BEFORE_OPENING and not after.isspace()
    right_edge = not before.isspace() and (before not in "([" or after in ".,;")
    sign = match.group()
    if sign in _OPENING:
        wrong_way = sign == "“" and right_edge and before not in _BEFORE_OPENING and not after.isalnum()
        return _Mark(start, end, not wrong_way, wrong_way, start == first)
    if sign in "”»":
        turned = left_edge and (before.isspace() or start == first) and (after.isalnum() or after in "[$‘'")
        return _Mark(start, end, turned, not turned, start == first)
    opens = left_edge and not (right_edge and after in ".,;:?!)")
    if sign == '"' and before.isdigit() and not after.isalnum():
        return _Mark(start, end, False, True, start == first)
    if not opens and not right_edge:
        return _Mark(start, end, False, True, start == first)
    return _Mark(start, end, opens or (after.isalnum() and before.isalnum()), right_edge, start == first)


def _paired(text: str, marks: Sequence[_Mark], number: int, last: int, *, nest: bool) -> tuple[list[Stretch], bool]:
    """Stretches from one paragraph's marks, and whether all of them found their partner.

    With `nest` an opening mark inside a stretch opens a nested one; without it, it ends a stretch that nobody closed.
    """
    found: list[Stretch] = []
    opened: _Mark | None = None
    depth = 0
    for mark in marks:
        if opened is None:
            if mark.opens:
                opened, depth = mark, 1
            elif not found and _can_lack_opening(text, mark):
                start = text.rfind("\n", 0, mark.start) + 1
                found.append(_stretch(text, start, mark.end, start, mark.start, number, repaired=True))
        elif mark.opens and not mark.closes:
            if nest:
                depth += 1
            else:
                found.append(_stretch(text, opened.start, mark.start, opened.end, mark.start, number, closed=False))
                opened = mark
        else:
            depth -= 1
            if not nest or depth == 0:
                found.append(_stretch(text, opened.start, mark.end, opened.end, mark.start, number))
                opened = None
    if opened is not None:
        found.append(_stretch(text, opened.start, last, opened.end, last, number, closed=False))
    return [one for one in found if one.inner_start < one.inner_end], opened is None or (depth == 1 and nest is False)


def _can_lack_opening(text: str, mark: _Mark) -> bool:
    """A closing mark after sentence punctuation, with no opening one before it in its paragraph."""
    return mark.closes and not mark.first and text[mark.start - 1] in ",.?!…"


def _stretch(
    text: str,
    start: int,
    end: int,
    inner: int,
    inner_end: int,
    number: int,
    *,
    closed: bool = True,
    repaired: bool = False,
) -> Stretch:
    words = text[inner:inner_end]
    inner += len(words) - len(words.lstrip())
    inner_end = max(inner, inner + len(words.strip()))
    return Stretch(start, end, inner, inner_end, number, closed, False, repaired)


def _single(text: str, first: int, last: int, number: int, double: Sequence[Stretch]) -> Iterator[Stretch]:
    """Stretches between single marks that lie outside double ones (a nested single mark belongs to its holder)."""
    opened: re.Match[str] | None = None
    weak: re.Match[str] | None = None
    inside = iter([*double, None])
    holder = next(inside)
    for match in _SINGLE.finditer(text, first, last):
        while holder and holder.end <= match.start():
            holder = next(inside)
        if holder and holder.start < match.start():
            continue
        if _opens_single(text, match, first):
            if opened and weak:
                yield _stretch(text, opened.start(), weak.end(), opened.end(), weak.start(), number)
            opened, weak = match, None
        elif opened and _closes_single(text, match, last):
            if text[match.start() - 1] in "sz" and text[match.end() : match.end() + 2].strip().islower():
                weak = weak or (match if opened.group() == "‘" else None)  # perhaps a plural's apostrophe
                continue
            yield _stretch(text, opened.start(), match.end(), opened.end(), match.start(), number)
            opened = weak = None
    if opened and weak:
        yield _stretch(text, opened.start(), weak.end(), opened.end(), weak.start(), number)


def _opens_single(text: str, match: re.Match[str], first: int) -> bool:
    before = text[match.start() - 1] if match.start() > first else " "
    if match.group() == "’" or not (before.isspace() or before in "([—–"):
        return False
    return not _ELISION.match(text, match.end()) and text[match.end() : match.end() + 1].strip() != ""


def _closes_single(text: str, match: re.Match[str], last: int) -> bool:
    after = text[match.end()] if match.end() < last else " "
    return match.group() != "‘" and not text[match.start() - 1].isspace() and not after.isalnum()


def _with_singles(double: Sequence[Stretch], single: Iterator[Stretch]) -> list[Stretch]:
    """Both kinds in order; a double stretch inside single marks is nested and gives way."""
    singles = list(single)
    if not singles:
        return list(double)
    merged: list[Stretch] = []
    for one in sorted([*double, *singles], key=lambda stretch: (stretch.start, -stretch.end)):
        if not merged or one.start >= merged[-1].end:
            merged.append(one)
    return merged


def _joined_over_paragraphs(text: str, found: Sequence[Stretch]) -> Iterator[Stretch]:
    for one, following in zip_longest(found, found[1:]):
        goes_on = (
            not one.closed
            and following is not None
            and following.paragraph == one.paragraph + 1
            and not text[one.end : following.start].strip()
            and text[one.start] == text[following.start]  # “ does not go on with "
        )
        yield replace(one, continues=True) if goes_on else one


def _next_opens(text: str, last: int) -> bool:
    following = _SPACE.match(text, last)
    return following is not None and _opens_with_mark(text, following.end())


def _opens_with_mark(text: str, start: int) -> bool:
    return text[start : start + 1] in _OPENING or text[start : start + 1] in {'"', "”"} or text.startswith("''", start)


_OPENING = frozenset({"“", "„", "‟", "«", "``"})
_BEFORE_OPENING = frozenset(" \t\u00a0\u2009\u202f([{—–-/:“‘")
_DOUBLE = re.compile(r"[“”„‟«\"]|(?<!\n)(?<!^)»|»(?!\s)|''|’’|``")
_SPACE = re.compile(r"\s*+")
_SINGLE = re.compile(r"(?<!['’])['‘’](?!['’])")
_ELISION = re.compile(r"\d0s\b|\d\d\b|(?:em|til|tis|twas|cause|n|round|cuz|s|t|re|ve|ll|d|m)\b", re.IGNORECASE)
