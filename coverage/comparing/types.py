"""The values that comparing takes and gives: frozen, free of Django; ids are the callers' own and opaque here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from aggregator.reading.types import Figure

Rendering = Literal["verbatim", "shortened", "reworded", "translated", "paraphrased"]
Stance = Literal["own", "cites", "differs", "none", "unread"]
"""How an outlet stands to a claim: says so itself, credits someone, gives another value, was read and lacks it, could
not be
read."""
DifferenceKind = Literal[
    "count", "money", "share", "date", "duration", "period", "factor", "order", "name", "credit",
    "polarity",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArticleProfile:
    """An article as grouping sees it. `text` may be a summary or empty."""

    id: int
    outlet: str
    title: str
    text: str
    published: datetime


@dataclass(frozen=True, slots=True)
class Decisions:
    """What editors have decided, as facts for grouping.

    `fixed` maps an article to the story an editor put it in; those articles are together whatever their words say.
    `barred` holds (article, story) pairs that an editor took apart. `closed` names stories that take no new articles by
    themselves (locked).
    """

    fixed: Mapping[int, int] = field(default_factory=dict)
    barred: frozenset[tuple[int, int]] = frozenset()
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """An article's place in a cluster: how near it is to the rest (0 to 1) and the words, names and figures that say
    so,
    strongest first."""

    article: int
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles that report the same event, ordered by publication then id. `story` is the story an editor fixed it
    to."""

    members: tuple[Member, ...]
    story: int | None = None


@dataclass(frozen=True, slots=True)
class QuoteToAlign:
    """A quote as found in one article; `translated` marks words that went through another language."""

    id: int
    article: int
    outlet: str
    text: str
    kind: Literal["direct", "mixed", "indirect"]
    speaker: str
    published: datetime
    start: int
    translated: bool = False


WordChange = tuple[Literal["same", "removed", "added"], str]


@dataclass(frozen=True, slots=True)
class QuoteVariant:
    """One article's rendering of an utterance, and the word-level change from the fullest form to it. `words` are those
    of the quote that belong to the utterance: all of it, or some of its sentences."""

    quote: int
    rendering: Rendering
    changes: tuple[WordChange, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class AlignedQuote:
    """The same utterance across articles: `fullest` is the most complete direct form, `first` the earliest published;
    `variants` holds every quote (the fullest too), by publication then id."""

    fullest: int
    first: int
    speaker: str
    variants: tuple[QuoteVariant, ...]


@dataclass(frozen=True, slots=True)
class ClaimToAlign:
    """A claim as found in one article. `source` is whom the article credits ("" for its own voice)."""

    id: int
    article: int
    outlet: str
    text: str
    source: str
    source_outlet: str
    figures: tuple[Figure, ...]
    negated: bool
    hedged: bool
    score: float
    published: datetime
    start: int


@dataclass(frozen=True, slots=True)
class Cell:
    """How one outlet stands to a claim, with the claims of its articles that show it (best first; empty for none and
    unread). `credited` names whom it credits when it cites; `why` is the reason when it could not be read."""

    outlet: str
    stance: Stance
    claims: tuple[int, ...] = ()
    credited: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class AlignedClaim:
    """One statement across outlets: `sentence` is the clearest outlet's own words, shortened; `clearest` the claim
    they come
    from. `background` marks what articles repeat of earlier events. `cells` has one cell for every outlet of the story,
    in order of publication. `parts` are the clauses that state it, as (claim, start, end) in the snapshot's text.
    `group` is the id under which an editor holds it."""

    clearest: int
    sentence: str
    background: bool
    cells: tuple[Cell, ...]
    parts: tuple[tuple[int, int, int], ...] = ()
    group: int | None = None


@dataclass(frozen=True, slots=True)
class DifferenceSide:
    """One value that outlets give: as it is shown, and for each claim the offsets of the words that give it."""

    value: str
    evidence: tuple[tuple[int, int, int], ...]  # (claim id, start, end) in the snapshot's text


@dataclass(frozen=True, slots=True)
class FoundDifference:
    """Outlets that differ on one point: what it is about ("internal meetings"), and two or more sides, earliest first.

    `weight` ranks: a difference of bound ("80" against "more than 80") weighs less than values that exclude each other.
    """

    kind: DifferenceKind
    topic: str
    sides: tuple[DifferenceSide, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class OutletReading:
    """Whether an outlet's articles in a story could be read. `why` is empty when its full text was; else the reason,
    such
    as "summary only (paywall)" or "not fetched: robots.txt"."""

    outlet: str
    first_published: datetime
    why: str = ""
