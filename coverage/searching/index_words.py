"""What a reader may see of something, and what is looked for → the same words of an index, whatever the database.

An index holds, for each thing that can be found, one run of words: stems of its title, its text and who published it,
the names of who speaks in it, and marks (its kind, outlets, block). Names and marks begin with signs that no word has,
so that a word never finds a mark. Between the parts stands a gap, so that no phrase reaches across.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from coverage.comparing.wordforms import FUNCTION_WORDS
from coverage.searching.query import Query, Term
from coverage.searching.words import folded_words, stem, stems_of

KINDS = ("story", "article", "quote", "claim", "speaker")
"""What can be found, in the order in which results are shown."""
BLOCK = 500
"""Numbers of entries that an archive of a search's feed covers."""

_GAP = "¦"
_MOST = 2000  # words of an entry
_SECONDS = (1 << 32) - 1
_NUMBERS = 1 << 31

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be found, by what readers may see of it. `outlets` are ids; `key` is its own id."""

    kind: str
    key: int
    at: datetime
    title: str = ""
    texts: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    outlets: tuple[int, ...] = ()
    story: int | None = None
    article: int | None = None

    @property
    def title_stems(self) -> str:
        """The stems of its title, as one line."""
        return " ".join(stems_of(self.title))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an entry must have: of each group in `all` one phrase at least, and none of those in `none`. `kinds` are the
    only ones that it may be of; `earliest` and `latest` are places (`place_of`), half-open."""

    kinds: tuple[str, ...]
    all: tuple[tuple[Phrase, ...], ...]
    none: tuple[Phrase, ...] = ()
    earliest: int | None = None
    latest: int | None = None


def index_words(found: Found, number: int) -> list[str]:
    """The words by which an entry of that number is found."""
    runs: list[Iterable[str]] = [stems_of(found.title), *(stems_of(text) for text in (*found.texts, *found.by))]
    runs += [tuple(_name(word) for word in folded_words(speaker)) for speaker in found.speakers]
    words = [word for run in map(tuple, runs) if run for word in (*run, _GAP)][:_MOST]
    marks = [kind_mark(found.kind), block_mark(number), *(outlet_mark(outlet) for outlet in found.outlets)]
    return [*words, *marks]


def vocabulary(found: Found) -> set[str]:
    """The words of an entry as readers would type them."""
    texts = (found.title, *found.texts, *found.by, *found.speakers)
    return {word for text in texts for word in folded_words(text)}


def wanted(query: Query, kinds: Iterable[str], outlets: Iterable[int] = (), without: Iterable[int] = ()) -> Wanted:
    """What entries of these kinds must have for a query; `outlets` are the ids of the outlets that it names."""
    asked, terms = tuple(kinds), telling(query.wanted)
    groups: list[tuple[Phrase, ...]] = [
        tuple((kind_mark(kind),) for kind in asked),
        *((_stems(term),) for term in terms),
    ]
    if marks := tuple((outlet_mark(outlet),) for outlet in outlets):
        groups.append(marks)
    if names := tuple(_names(name.words) for name in query.speakers if not name.left_out):
        groups.append(names)
    left_out = [_stems(term) for term in query.terms if term.left_out]
    left_out += [_names(name.words) for name in query.speakers if name.left_out]
    left_out += [(outlet_mark(outlet),) for outlet in without]
    return Wanted(
        asked,
        tuple(groups),
        tuple(left_out),
        place_of(_midnight(query.after), 0) if query.after else None,
        place_of(_midnight(query.before), 0) if query.before else None,
    )


def anywhere(word: str) -> Wanted:
    """What an entry must have that a word stands in, as a word or as a part of a name."""
    return Wanted(KINDS, (((stem(word),), (_name(word),)),))


def telling(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms without single function words, which texts may lack; all of them where nothing else is asked."""
    kept = tuple(term for term in terms if len(term.words) > 1 or term.words[0] not in FUNCTION_WORDS)
    return kept or terms


def place_of(at: datetime, number: int) -> int:
    """Where an entry stands in the index: by its moment (whole seconds from 1970 on), then by its number."""
    seconds = min(max(int(at.timestamp()), 0), _SECONDS)
    return seconds * _NUMBERS + number % _NUMBERS


def number_of(place: int) -> int:
    """The number of the entry that stands at a place."""
    return place % _NUMBERS


def kind_mark(kind: str) -> str:
    """What all entries of a kind have."""
    return f"§k{kind}"


def outlet_mark(outlet: int) -> str:
    """What all entries of an outlet have."""
    return f"§o{outlet}"


def block_mark(number: int) -> str:
    """What all entries of a block of numbers have."""
    return f"§b{block_of(number)}"


def block_of(number: int) -> int:
    """The block, from 1, that an entry's number (from 1) lies in."""
    return (number - 1) // BLOCK + 1


def in_block(wanted: Wanted, block: int) -> Wanted:
    """The same, among the entries of a block alone."""
    mark: tuple[Phrase, ...] = ((f"§b{block}",),)
    return replace(wanted, all=(*wanted.all, mark))


def _stems(term: Term) -> Phrase:
    return tuple(stem(word) for word in term.words)


def _names(words: tuple[str, ...]) -> Phrase:
    return tuple(_name(word) for word in words)


def _name(word: str) -> str:
    return f"¤{word}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
