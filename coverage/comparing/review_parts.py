"""What a press review is made of: parts, clauses that name a phrase and what fills it, and footnotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coverage.comparing.shown import ClaimWords, Publisher, QuoteWords, Source


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the article, and the address that opens it at the sentence (empty: no address is known)."""

    number: int
    source: Source
    address: str


@dataclass(frozen=True, slots=True)
class Named:
    """An outlet, with the footnote to what it says there; 0: the clause's words have it."""

    publisher: Publisher
    note: int = 0


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that stand in an article, with their footnote; 0: the names beside them have it."""

    words: str
    note: int
    translated: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A name, or what articles credit or differ on, as they have it."""

    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """A value; the outlet whose words it is in (none: nobody's), and those that give it in words of their own."""

    value: Quoted | Said
    outlet: tuple[Named, ...]
    alike: tuple[Named, ...]


Filling = Named | Quoted | Said | Side


@dataclass(frozen=True, slots=True)
class Clause:
    """A fixed phrase by its name, the turn that chooses among its forms, and what fills its slots."""

    phrase: str
    turn: int
    slots: Mapping[str, tuple[Filling, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """Clauses that stand together: of an outlet ("outlet"), or "differences", or "translated"."""

    kind: str
    publisher: Publisher | None
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A press review; notes are numbered from 1 in the order in which they are called for."""

    parts: tuple[Part, ...]
    notes: tuple[Note, ...]


@dataclass
class Notes:
    """Numbers footnotes; the same sentence has the same number."""

    _by_place: dict[tuple[int, str], Note] = field(default_factory=dict)

    @property
    def taken(self) -> tuple[Note, ...]:
        """All footnotes so far."""
        return tuple(self._by_place.values())

    def of_claim(self, claim: ClaimWords) -> int:
        """The footnote to a claim's sentence."""
        return self.at(claim.source, claim.source.place(claim.text))

    def of_quote(self, quote: QuoteWords) -> int:
        """The footnote to a quote's first words."""
        return self.at(quote.source, quote.address)

    def of_article(self, source: Source) -> int:
        """The footnote to an article as a whole."""
        return self.at(source, source.address)

    def at(self, source: Source, address: str) -> int:
        """The footnote to an address of an article."""
        key = (source.id, address)
        if key not in self._by_place:
            self._by_place[key] = Note(len(self._by_place) + 1, source, address)
        return self._by_place[key].number
