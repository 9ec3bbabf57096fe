"""A query → the entries that answer it: outlets known by name, slips of the keyboard forgiven, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, zip_longest
from typing import NamedTuple

from aggregator.models import Outlet
from coverage.models import SearchEntry, SearchPiece, SearchWord
from coverage.search import index
from coverage.searching.index_words import KINDS, Wanted, telling, wanted
from coverage.searching.marking import headline_rank
from coverage.searching.query import Name, Problem, Query, Term, parse
from coverage.searching.spelling import looked_up, nearest
from coverage.searching.words import folded_words, stem

_TRIED = 4  # words that it may have been meant for
_ASKED = 12  # other queries that are tried where one finds nothing


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it can be put to the index. `typed` is what the reader typed, `query` what is looked for: the same, or
    with the words that nothing holds exchanged for near ones. `outlets` and `without` are ids."""

    typed: Query
    query: Query
    outlets: tuple[int, ...] = ()
    without: tuple[int, ...] = ()

    @property
    def is_corrected(self) -> bool:
        """Whether other words are looked for than were typed."""
        return self.typed.terms != self.query.terms or self.typed.speakers != self.query.speakers

    @property
    def stems(self) -> frozenset[str]:
        """The stems that are marked where they are found."""
        return frozenset(stem(word) for term in telling(self.query.wanted) for word in term.words)

    def wanted(self, *kinds: str) -> Wanted:
        """What entries of these kinds must have."""
        return wanted(self.query, kinds, self.outlets, self.without)


class Entry(NamedTuple):
    """An entry of the index, by what is needed to show it; many are looked at for each that is."""

    kind: str
    key: int
    at: datetime
    place: int
    title_stems: str


def understood(text: str, forgiving: bool = True) -> Asked:
    """What a reader typed, with outlets by their ids, and with unknown words exchanged for near ones where slips are to
    be forgiven: three queries at most. An outlet that there is none of is a problem of the query."""
    query = parse(text)
    if query.is_empty:
        return Asked(query, query)
    outlets, without, problems = _outlets(query)
    typed = replace(query, problems=(*query.problems, *problems))
    return Asked(typed, corrected(typed) if forgiving and not typed.problems else typed, outlets, without)


def newest(asked: Asked, kinds: Sequence[str], most: int, below: int | None = None) -> list[Entry]:
    """The newest entries of these kinds, newest first: two queries."""
    return entries_at(index.search(asked.wanted(*kinds), most, below))


def best(asked: Asked, kind: str, among: int) -> list[Entry]:
    """Of the newest entries of a kind, first those whose title holds all that was looked for, then the newest."""
    phrases = [tuple(stem(word) for word in term.words) for term in telling(asked.query.wanted)]
    found = newest(asked, [kind], among)
    return sorted(found, key=lambda row: headline_rank(row.title_stems, phrases)) if phrases else found


def entries_at(places: Sequence[int]) -> list[Entry]:
    """The entries at those places, in their order: one query."""
    columns = ("kind", "key", "at", "place", "title_stems")
    found = SearchEntry.objects.filter(place__in=places).order_by().values_list(*columns) if places else ()
    rows = {row[3]: Entry(*row) for row in found}
    return [rows[place] for place in places if place in rows]


def corrected(query: Query) -> Query:
    """The query with each unknown word exchanged for the nearest one that is known, where there is one."""
    words = [word for term in query.terms for word in term.words] + [w for name in query.speakers for w in name.words]
    known = set(SearchWord.objects.filter(stem__in={stem(word) for word in words}).values_list("stem", flat=True))
    unknown = [word for word in dict.fromkeys(words) if stem(word) not in known]
    if not words or not unknown:
        return query
    better = {word: near[0] for word, near in near_words(unknown).items() if near}
    return _exchanged(query, better)


def near_words(words: Iterable[str]) -> dict[str, list[str]]:
    """By word, the words of the vocabulary that it may have been meant for, nearest first: one query."""
    keys = {word: looked_up(word) for word in words}
    rows = SearchPiece.objects.filter(key__in=set().union(*keys.values())).values_list("key", "word__word")
    found: dict[str, set[str]] = {}
    for key, word in rows:
        found.setdefault(key, set()).add(word)
    return {
        word: nearest(word, set().union(*(found.get(key, set()) for key in of_word)))[:_TRIED]
        for word, of_word in keys.items()
    }


def alternatives(asked: Asked) -> list[Query]:
    """Queries that find something where this one finds nothing: another word, a word less, one word alone, or without
    narrowing. A dozen are tried at most, some of each kind, so that many words cost what few do."""
    query = asked.query
    words = [term.words[0] for term in query.wanted if len(term.words) == 1]
    near = near_words(words) if words else {}
    other = [_exchanged(query, {word: better}) for word in words for better in near[word][1:3]]
    less = [replace(query, terms=tuple(t for t in query.terms if t != gone)) for gone in query.wanted]
    alone = [replace(query, terms=(kept,)) for kept in query.wanted]
    narrowed = query.outlets or query.speakers or query.before or query.after
    wider = [Query(terms=query.terms)] if query.wanted and narrowed else []
    kinds = (other, less if len(query.wanted) > 1 else [], wider, alone if len(query.wanted) > 2 else [])
    tried = (one for one in dict.fromkeys(_by_turns(kinds)) if one != query)
    return list(islice((one for one in islice(tried, _ASKED) if _finds(one, asked)), _TRIED))


def _by_turns(kinds: Sequence[Sequence[Query]]) -> Iterator[Query]:
    """The first of each kind, then the second of each …"""
    return (query for turn in zip_longest(*kinds) for query in turn if query is not None)


def _finds(query: Query, asked: Asked) -> bool:
    outlets = (asked.outlets, asked.without) if query.outlets else ((), ())
    told = Asked(query, query, *outlets)
    return bool(index.search(told.wanted(*KINDS), 1))


def _exchanged(query: Query, better: Mapping[str, str]) -> Query:
    def of(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(better.get(word, word) for word in words)

    return replace(
        query,
        terms=tuple(dict.fromkeys(Term(of(term.words), term.left_out) for term in query.terms)),
        speakers=tuple(dict.fromkeys(Name(of(name.words), name.left_out) for name in query.speakers)),
    )


def _outlets(query: Query) -> tuple[tuple[int, ...], tuple[int, ...], list[Problem]]:
    """The ids of the outlets that are named and of those that are left out, and what is no outlet's name."""
    if not query.outlets:
        return (), (), []
    rows = list(Outlet.objects.listed())
    found = {name: _named(name.squeezed, rows) for name in query.outlets}
    return (
        tuple(outlet.pk for name, outlet in found.items() if outlet and not name.left_out),
        tuple(outlet.pk for name, outlet in found.items() if outlet and name.left_out),
        [Problem("outlet", " ".join(name.words)) for name, outlet in found.items() if outlet is None],
    )


def _named(squeezed: str, outlets: Sequence[Outlet]) -> Outlet | None:
    """The outlet with that slug, name or letters; or the only one whose name begins or ends so, or nearly so."""
    names = {outlet: {"".join(folded_words(one)) for one in (outlet.slug, outlet.name)} for outlet in outlets}
    for outlet, own in names.items():
        if squeezed in own or squeezed == "".join(folded_words(outlet.monogram)):
            return outlet
    parts = [o for o, own in names.items() if any(n.startswith(squeezed) or n.endswith(squeezed) for n in own)]
    near = nearest(squeezed, {name for own in names.values() for name in own})
    likely = parts or [outlet for outlet, own in names.items() if near[:1] and near[0] in own]
    return likely[0] if len(likely) == 1 else None
