"""What a reader asked → the page of results: a few of each kind, or one kind from the newest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aggregator.models import Article
from coverage.feeds.forms import FORMS
from coverage.search.asking import Asked, Entry, alternatives, best, newest
from coverage.search.results import Line, lines
from coverage.searching.index_words import KINDS
from coverage.searching.query import LONGEST, MOST, Problem, Query

AMONG = 50
"""Newest entries of a kind among which the first ones of its group are chosen."""
PAGE = 20
"""Results of one kind on a page."""
_FIRST = {"story": 5, "article": 6, "quote": 4, "claim": 4, "speaker": 6}


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one kind. `count` is how many there are, `more` that there are more than were counted."""

    kind: str
    lines: tuple[Line, ...]
    count: int
    more: bool
    address: str

    @property
    def heading(self) -> str:
        """What the kind is called."""
        return heading(self.kind)

    @property
    def counted(self) -> str:
        """How many there are, in words."""
        if self.more:
            return _("more than %(number)d") % {"number": self.count}
        return ngettext("%(number)d result", "%(number)d results", self.count) % {"number": self.count}

    @property
    def is_cut(self) -> bool:
        """Whether there are more than it shows."""
        return self.more or self.count > len(self.lines)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another search, which finds something."""

    written: str
    address: str


@dataclass(frozen=True, slots=True)
class Results:
    """The page of a search. `kind` is the one kind that it shows, empty: all; `older` leads to its next results."""

    groups: tuple[Group, ...]
    kind: str = ""
    older: str = ""
    newest: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    feeds: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not any(group.lines for group in self.groups)

    @property
    def has_sample(self) -> bool:
        """Whether anything of the sample edition is shown."""
        articles = [line.article for group in self.groups for line in group.lines]
        return any(article is not None and article.origin == Article.Origin.SAMPLE for article in articles)


def overview(asked: Asked) -> Results:
    """The first results of each kind; where there are none, other searches that find something."""
    chosen = {kind: best(asked, kind, AMONG + 1) for kind in KINDS}
    firsts = {kind: rows[: _FIRST[kind]] for kind, rows in chosen.items()}
    shown = _by_kind(lines([row for rows in firsts.values() for row in rows], asked.stems))
    groups = [_group(asked, kind, shown.get(kind, []), chosen[kind]) for kind in KINDS if shown.get(kind)]
    others = [] if groups else alternatives(asked)
    suggestions = tuple(Suggestion(query.written, address(query)) for query in others)
    return Results(tuple(groups), suggestions=suggestions, feeds=feed_addresses(asked.query))


def of_kind(asked: Asked, kind: str, below: int | None) -> Results:
    """One kind's results, newest first, from a place in the index on."""
    rows = newest(asked, [kind], PAGE + 1, below)
    shown = lines(rows[:PAGE], asked.stems)
    older = address(asked.query, kind, rows[PAGE - 1].place) if len(rows) > PAGE else ""
    group = Group(kind, tuple(shown), len(shown), bool(older), address(asked.query))
    first = address(asked.query, kind) if below is not None else ""
    return Results((group,), kind, older, first, feeds=feed_addresses(asked.query, kind))


def address(query: Query, kind: str = "", below: int | None = None) -> str:
    """The path of a search's page."""
    told = {"q": query.written, "kind": kind, "below": below}
    return f"{reverse('search')}?{urlencode({name: value for name, value in told.items() if value})}"


def feed_addresses(query: Query, kind: str = "") -> dict[str, str]:
    """The paths of a search's feed, by form."""
    return {form: feed_address(query, kind, form) for form in FORMS}


def feed_address(query: Query, kind: str, form: str, part: int | None = None) -> str:
    """The path of a search's feed in a form, or of one of its archives."""
    told = urlencode({name: value for name, value in {"q": query.written, "kind": kind}.items() if value})
    path = reverse("search-feed", args=[form]) if part is None else reverse("search-feed-archive", args=[part, form])
    return f"{path}?{told}"


def heading(kind: str) -> str:
    """What results of a kind are called."""
    return {
        "story": _("Stories"),
        "article": _("Articles"),
        "quote": _("Quotes"),
        "claim": _("Claims"),
        "speaker": _("Speakers"),
    }[kind]


def told(problem: Problem) -> str:
    """What is wrong with a query, and what to do."""
    text = {
        "long": _("A search has %(longest)d characters at most: shorten it."),
        "many": _("A search has %(most)d words at most: leave some out."),
        "date": _("“%(value)s” is no day. Write it as 2022-06-17, or 2022-06, or 2022."),
        "minus date": _("“%(value)s”: a day cannot be left out. Use before: or after: without the minus sign."),
        "no value": _("Nothing follows “%(value)s”. Write for example outlet:cnn, speaker:holm or before:2022-06-20."),
        "only minus": _("There are only words to leave out. Add one to look for."),
        "no days": _("No day lies within “%(value)s”: the day after “before:” has to be the later one."),
        "outlet": _("There is no outlet “%(value)s”. The outlets stand below."),
    }[problem.code]
    return text % {"value": problem.value, "longest": LONGEST, "most": MOST}


def _group(asked: Asked, kind: str, shown: Sequence[Line], found: Sequence[Entry]) -> Group:
    more = len(found) > AMONG
    return Group(kind, tuple(shown), min(len(found), AMONG), more, address(asked.query, kind))


def _by_kind(found: Sequence[Line]) -> dict[str, list[Line]]:
    by_kind: dict[str, list[Line]] = {}
    for line in found:
        by_kind.setdefault(line.kind, []).append(line)
    return by_kind
