"""The values that reading produces: frozen, free of Django, every offset counted in characters of the snapshot's
text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Literal
from zoneinfo import ZoneInfo

TimeSource = Literal["json-ld", "meta", "script", "time element", "feed", "sitemap", "address", "archive", "pasted"]
AccessFound = Literal["full", "partial", "none"]
"""How much of the article could be read: its full text, a part of it (its public summary, a teaser), or nothing."""
QuoteKind = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["person", "organisation", "document", "group", "unknown"]
"""What speaks; "group" is anyone unnamed in number ("officials", "two people close to the talks")."""
Resolution = Literal[
    "as written", "full name", "apposition", "pronoun", "role", "the company", "the outlet", "no name", "unresolved"
]
"""How words were made to mean a name: they hold it themselves; they are part of a fuller one in the article
("Finch"); it stands beside them ("the mayor, Ada Finch"); by a pronoun; by a role ("the mayor"), a body's ("the
company") or an outlet's description ("the site"). "no name": they describe somebody who is not named.
"unresolved": they point back to somebody, nobody can tell whom."""
FigureKind = Literal["count", "money", "share", "date", "duration", "period", "factor"]
Credit = Literal["first", "told", "report", "document"]
"""What is credited: having it first, an interview or statement that was given there, a report, a published paper."""
Whom = Literal["outlet", "document", "person"]
Reporting = Literal["original", "second-hand", "both", ""]
"""Whether an article reports what it found out itself, what others did, or both; empty where it does not say."""
Bound = Literal["exact", "at least", "more than", "at most", "less than", "about"]


class ReadingError(Exception):
    """Bytes that could not be read; `reason` is a short fixed phrase that is counted, `detail` is for a person."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment as a page gives it. `at` is aware and in UTC; `zone` is the publisher's, such as "-04:00" or
    "America/New_York" (empty: the page gave none and the outlet's own was assumed); `precision` tells a bare day."""

    at: datetime
    zone: str
    source: TimeSource
    precision: Literal["instant", "day"] = "instant"

    @property
    def local(self) -> datetime:
        """The moment in the publisher's own zone, on whose calendar its day stands; in UTC where that is not known."""
        if self.zone[:1] in {"+", "-"}:
            offset = timedelta(hours=int(self.zone[1:3]), minutes=int(self.zone[4:6]))
            return self.at.astimezone(timezone(-offset if self.zone[0] == "-" else offset))
        return self.at.astimezone(ZoneInfo(self.zone)) if self.zone else self.at


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed or sitemap. Text fields are plain text, never markup."""

    url: str
    title: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    published: Instant | None = None


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """A feed's entries in its own order, and how many were refused under which reason."""

    entries: tuple[FeedEntry, ...]
    refused: Mapping[str, int] = field(default_factory=dict)

    @property
    def times(self) -> tuple[datetime, ...]:
        """The times of the dated entries; of a bare day, its end."""
        known = (entry.published for entry in self.entries if entry.published)
        return tuple(time.at + timedelta(days=time.precision == "day") for time in known)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the body: `text[start:end]` is its words, `href` its absolute http(s) address."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. `text` is its paragraphs joined by a blank line ("\\n\\n"), NFC, no markup, no other newlines.

    `reader` names the path that won, such as "techcrunch/2018" or "generic". For an outlet that is read by
    summary only, `text` is the public description, `access` is "partial" and `reader` "summary" or "feed".
    `agreement` is 0 to 1: how much the text agrees with what an independent reader finds; None where none was asked.
    """

    url: str  # canonical
    title: str
    text: str
    authors: tuple[str, ...]
    published: Instant | None
    modified: Instant | None
    access: AccessFound
    reader: str
    description: str = ""
    language: str = ""
    links: tuple[Link, ...] = ()
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` is one sentence without the space around it; `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class FoundSpeaker:
    """Who is speaking: the words as written (`text[start:end] == words`) and, separately, whom they mean.

    `name` is the fullest name the article gives for the same person or body ("Baker-White" → "Emily Baker-White", "the
    company" → "TikTok"); equal to `words` where nothing better is known. `confidence`, 0 to 1, is how likely it is that
    these are the words of who speaks and that `name` is whom they mean; `resolved_by` tells how that was found.
    """

    start: int
    end: int
    words: str
    name: str
    kind: SpeakerKind = "unknown"
    resolved_by: Resolution = "as written"
    confidence: float = 0.9

    @property
    def is_named(self) -> bool:
        """Whether `name` is a proper name, rather than words that describe somebody."""
        return self.resolved_by not in ("no name", "unresolved")


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """One quote of one or more verbatim spans (half-open, in order, without the quotation marks of direct speech).

    `text` is the spans' text joined by " … " where something stands between them. `kind` is "direct" when all of it
    stood
    inside quotation marks, "mixed" when some of it did, "indirect" when none did. `cue` is the span of the reporting
    words ("said"). `confidence` is 0 to 1; `found_by` names the path that found it: "rules", "tagger" or "tagger and
    rules" (the tagger, with marks by the rules). `told_to` is the newsroom that it was said to, by name; empty where
    the article does not say.
    """

    spans: tuple[tuple[int, int], ...]
    text: str
    kind: QuoteKind
    speaker: FoundSpeaker | None
    cue: tuple[int, int] | None
    confidence: float
    found_by: str
    told_to: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in the text (`text[start:end] == words`), made comparable.

    `low` and `high` are inclusive bounds in `unit` (None: open). Units: a currency code for money, "percent" for a
    share,
    "day" for durations (a month is 30.4375 days), the counted noun's lower-case singular ("meeting") for counts,
    "times" for factors ("twice as many").
    Dates and
    periods carry proleptic Gregorian ordinals of their first and last day in `low` and `high`, unit "date".
    """

    start: int
    end: int
    words: str
    kind: FigureKind
    low: float | None
    high: float | None
    unit: str
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A sentence (or clause) that states something checkable: `text[start:end] == words`.

    `source` is whom the article credits for it, None where it speaks in its own voice; `source_outlet` is that
    source's slug
    where it is one of the outlets. `score` is 0 to 1, how checkable the statement is. `told_to` is the newsroom that
    the source told it.
    """

    start: int
    end: int
    words: str
    source: FoundSpeaker | None
    source_outlet: str
    cue: tuple[int, int] | None
    hedged: bool
    negated: bool
    figures: tuple[Figure, ...]
    score: float
    told_to: str = ""


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """Credit given: the sentence `text[start:end]` credits `name`, in words or by a link to `href`.

    `named` is the span of the words that name it (of a link its words), `outlet` the slug where it is one of the
    outlets. `whom` tells an outlet from a document (whose `name` is its publisher, or its kind where nobody is named)
    and from a person.
    """

    start: int
    end: int
    name: str
    outlet: str
    by: Literal["words", "link"]
    href: str = ""
    named: tuple[int, int] = (0, 0)
    what: Credit = "report"
    whom: Whom = "outlet"


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """Everything that one page yields. `without_tagger` is why the tagger found none of it; empty where it was there
    or nobody asked for it. `vector` is what title and beginning say, as `tagging.vectors.as_bytes` keeps it, by the
    encoder whose SHA-256 is `vector_weights`; both empty without a tagger or without words. `signs` are the spans of
    the words by which the article claims its own reporting ("told TechCrunch" in TechCrunch)."""

    page: Page
    quotes: tuple[FoundQuote, ...]
    claims: tuple[FoundClaim, ...]
    citations: tuple[FoundCitation, ...]
    without_tagger: str = ""
    vector: bytes = b""
    vector_weights: str = ""
    reporting: Reporting = ""
    signs: tuple[tuple[int, int], ...] = ()


def figure_as_json(figure: Figure) -> dict[str, Any]:
    """A figure as plain values for a JSON column; `figure_from_json` is its inverse."""
    return {name: getattr(figure, name) for name in Figure.__slots__}


def figure_from_json(values: Mapping[str, Any]) -> Figure:
    """The inverse of `figure_as_json`."""
    return Figure(**values)
