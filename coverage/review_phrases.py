"""The fixed phrases of an assembled press review, and a clause that names one → runs of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coverage.comparing.review_forms import Run
from coverage.comparing.review_parts import Clause, Filling, Named, Quoted, Said, Side

PHRASES: dict[str, tuple[str | Promise, ...]] = {
    "own": (
        gettext_lazy("{outlet} reports: {quote}."),
        gettext_lazy("{quote}, {outlet} writes."),
        gettext_lazy("In the words of {outlet}: {quote}."),
    ),
    "own more": (
        gettext_lazy("{outlet} adds: {quote}."),
        gettext_lazy("{outlet} also writes: {quote}."),
        gettext_lazy("{quote}, {outlet} goes on."),
    ),
    "credited": (
        gettext_lazy("Citing {credited}, {outlet} writes: {quote}."),
        gettext_lazy("{outlet}, which cites {credited}, reports: {quote}."),
    ),
    "credited more": (
        gettext_lazy("With credit to {credited}, {outlet} adds: {quote}."),
        gettext_lazy("{outlet} also writes, citing {credited}: {quote}."),
    ),
    "too one": (gettext_lazy("{outlets} reports it too."), gettext_lazy("So does {outlets}.")),
    "too many": (gettext_lazy("{outlets} report it too."), gettext_lazy("So do {outlets}.")),
    "credits too one": (
        gettext_lazy("{outlets} has it with credit to {credited}."),
        gettext_lazy("{outlets} reports it as well and cites {credited}."),
    ),
    "credits too many": (
        gettext_lazy("{outlets} have it with credit to {credited}."),
        gettext_lazy("{outlets} report it as well and cite {credited}."),
    ),
    "differs one": (gettext_lazy("{outlets} differs on it."),),
    "differs many": (gettext_lazy("{outlets} differ on it."),),
    "quotes": (gettext_lazy("{outlet} quotes: {quote}."),),
    "says": (
        gettext_lazy("{outlet} quotes {speaker}: {quote}."),
        gettext_lazy("{quote}, {speaker} says, as {outlet} has it."),
    ),
    "told it": (
        gettext_lazy("{speaker} told {outlet}: {quote}."),
        gettext_lazy("{quote}, {speaker} told {outlet}."),
    ),
    "told another": (gettext_lazy("{outlet} quotes what {speaker} told {told}: {quote}."),),
    "verbatim one": (gettext_lazy("{outlets} carries the same words."),),
    "verbatim many": (gettext_lazy("{outlets} carry the same words."),),
    "shortened one": (gettext_lazy("{outlets} carries a part of it."),),
    "shortened many": (gettext_lazy("{outlets} carry a part of it."),),
    "reworded one": (gettext_lazy("{outlets} carries it with words changed."),),
    "reworded many": (gettext_lazy("{outlets} carry it with words changed."),),
    "translated one": (gettext_lazy("{outlets} carries it in translation."),),
    "translated many": (gettext_lazy("{outlets} carry it in translation."),),
    "paraphrased one": (gettext_lazy("{outlets} tells it in other words."),),
    "paraphrased many": (gettext_lazy("{outlets} tell it in other words."),),
    "unread": (gettext_lazy("{outlet} covers it too; its text could not be read."),),
    "covers": (gettext_lazy("{outlet} covers it too."),),
    "differ on order": (gettext_lazy("The order of events differs: {sides}."),),
    "differ on credit": (gettext_lazy("Who said it differs (“{topic}”): {sides}."),),
    "differ on name": (gettext_lazy("The name differs ({topic}): {sides}."),),
    "differ on time": (gettext_lazy("The time differs ({topic}): {sides}."),),
    "differ on number": (gettext_lazy("The number differs ({topic}): {sides}."),),
    "differ on polarity": (gettext_lazy("Whether it is so differs ({topic}): {sides}."),),
    "by way of a review": (gettext_lazy("A press review has {outlet} say: {quote}."),),
    "side": (gettext_lazy("{value} ({outlet})"),),
    "side alike": (gettext_lazy("{value} ({outlet}; alike {alike})"),),
    "side told": (gettext_lazy("{value} ({alike})"),),
}
"""Each phrase in its forms, which take turns; all that is in braces comes from the articles."""

_INITIAL = re.compile(r"\b[A-Z]\.$")
_SLOT = re.compile(r"\{(\w+)\}")


def runs_of(clause: Clause) -> tuple[Run, ...]:
    """The clause in the form whose turn it is."""
    forms = PHRASES[clause.phrase]
    return tuple(_filled(str(forms[clause.turn % len(forms)]), clause.slots))


def listed(names: Sequence[Sequence[Run]]) -> Iterator[Run]:
    """Names as a list in words: "A", "A and B", "A, B and C"."""
    for index, runs in enumerate(names):
        if index:
            yield Run("text", _(" and ") if index == len(names) - 1 else ", ")
        yield from runs


def _filled(form: str, slots: Mapping[str, Sequence[Filling]]) -> Iterator[Run]:
    for index, piece in enumerate(_SLOT.split(form)):
        if piece == "sides":
            yield from _sides(slots[piece])
        elif index % 2:
            yield from listed([(_run(filling),) for filling in slots[piece]])
        elif piece:
            yield Run("text", piece)


def _sides(sides: Sequence[Filling]) -> Iterator[Run]:
    for index, side in enumerate(side for side in sides if isinstance(side, Side)):
        if index:
            yield Run("text", "; ")
        phrase = "side told" if not side.outlet else ("side alike" if side.alike else "side")
        slots = {"value": (side.value,), "outlet": side.outlet, "alike": side.alike}
        yield from _filled(str(PHRASES[phrase][0]), slots)


def _run(filling: Filling) -> Run:
    match filling:
        case Named(publisher, note):
            return Run("outlet", publisher.name, note, publisher.slug)
        case Quoted(words, note, translated):
            return Run("quote", unstopped(words), note, mark=_("translated") if translated else "")
        case Said(text):
            return Run("text", text)
        case Side():
            raise TypeError("sides are joined by their own phrase")


def unstopped(words: str) -> str:
    """Words without the stop at their end, which the phrase around them brings; an initial keeps its own."""
    return words if _INITIAL.search(words) else words.rstrip(" .,;:")
