"""The values that a story's page is laid out from: frozen, free of Django; ids are the callers' own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from coverage.comparing.excerpts import Granted
from coverage.comparing.fragments import is_web_address, place


@dataclass(frozen=True, slots=True)
class Publisher:
    """An outlet by what a page shows of it. `compared` is False for press reviews."""

    slug: str
    name: str
    monogram: str
    compared: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """An article that words come from; `number` is its place in the page's list of articles, from 1.

    `at_home` tells that its own address is not known and that `link` is the outlet's home page; `fetched` is when the
    text that was read came in.
    """

    id: int
    number: int
    publisher: Publisher
    link: str
    published: datetime
    at_home: bool = False
    day_only: bool = False
    fetched: datetime | None = None

    def place(self, words: str) -> str:
        """Where those words are read: the article at the sentence, or the outlet's home page; empty: no address."""
        return place(self.link, "" if self.at_home else words)

    @property
    def address(self) -> str:
        """The article's own page; empty where nothing can be linked."""
        return self.link if is_web_address(self.link) else ""


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """A claim as its article makes it; `start` is its place in the article's text, `focus` a part of `text`."""

    id: int
    source: Source
    text: str
    start: int = 0
    focus: tuple[int, int] | None = None
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """A quote as its article carries it. `first` is the length of its first span, `credited` the outlet that a press
    review takes it from, `told_to` the newsroom that it was said to, by name, `speaker_slug` the address of who says it
    (empty: nobody whom other articles name), `speaker_kind` what that is: "person", "organisation", "document",
    "group", "unknown" or nothing."""

    id: int
    source: Source
    text: str
    kind: str
    speaker: str
    first: int
    credited: Publisher | None = None
    translated: bool = False
    reviewed: bool = False
    told_to: str = ""
    speaker_slug: str = ""
    speaker_kind: str = ""

    @property
    def first_hand(self) -> bool:
        """Whether it was said to the outlet that carries it."""
        return bool(self.told_to) and self.told_to == self.source.publisher.name

    @property
    def address(self) -> str:
        """Where its first span is read."""
        return self.source.place(self.text[: self.first])


@dataclass(frozen=True, slots=True)
class CellFacts:
    """How one outlet stands to a statement; `claims` are ids, best first."""

    publisher: Publisher
    stance: str
    claims: tuple[int, ...] = ()
    credited: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """One statement across outlets; `sentence` is the words of the claim `clearest`, shortened, or an editor's own
    (`by_editor`). `reviewed` tells that an editor accepted it."""

    id: int
    clearest: int
    sentence: str
    background: bool
    cells: tuple[CellFacts, ...]
    by_editor: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """One rendering of an utterance; `changes` are (same, removed or added; words) from the fullest form.

    `words` are those of the quote that belong to the utterance; empty: all of them.
    """

    quote: int
    rendering: str
    changes: tuple[tuple[str, str], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class UtteranceFacts:
    """The same utterance across articles; variants in order of publication."""

    id: int
    fullest: int
    speaker: str
    variants: tuple[VariantFacts, ...]


@dataclass(frozen=True, slots=True)
class SideFacts:
    """One value that outlets give, with (claim id, start, end) of the words that give it, in the article's text."""

    value: str
    evidence: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class DifferenceFacts:
    """A point on which outlets differ."""

    id: int
    kind: str
    topic: str
    sides: tuple[SideFacts, ...]


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """Credit that an article gives: in its words `text`, to `name` (one of ours: `outlet`), for having it first, being
    told it, reporting it ("first", "told", "report") or as a "document"; `whom` tells outlets, documents and persons
    apart."""

    source: Source
    name: str
    text: str
    by: str
    outlet: Publisher | None = None
    what: str = "report"
    whom: str = "outlet"


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """Everything that a story's page is laid out from; sources in order of publication.

    `passages` maps a press review's quotes to the claims of the credited outlet that they render.
    """

    sources: tuple[Source, ...]
    claims: Mapping[int, ClaimWords] = field(default_factory=dict)
    statements: tuple[StatementFacts, ...] = ()
    quotes: Mapping[int, QuoteWords] = field(default_factory=dict)
    utterances: tuple[UtteranceFacts, ...] = ()
    differences: tuple[DifferenceFacts, ...] = ()
    credits: tuple[CreditFacts, ...] = ()
    passages: Mapping[int, int] = field(default_factory=dict)

    def carried(self, variant: VariantFacts) -> QuoteWords:
        """The quote of a rendering, with no more than the words that belong to the utterance."""
        quote = self.quotes[variant.quote]
        if not variant.words or variant.words == quote.text:
            return quote
        return replace(quote, text=variant.words, first=len(variant.words.split(" … ")[0]))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words as a page shows them, and where they are read. No words: the article's share of the page is used up."""

    source: Source
    words: str
    address: str
    reviewed: bool = False


def words_of(granted: Mapping[object, Granted], key: object) -> str:
    """The words granted under a key; empty for none."""
    found = granted.get(key)
    return found.words if found else ""


def compared(sources: Sequence[Source]) -> list[Source]:
    """The outlets' own articles; not the press reviews."""
    return [source for source in sources if source.publisher.compared]
