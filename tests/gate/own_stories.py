"""Stories of our own in which a careful reader marked what is the same → the comparison of each, and how much agrees.

`compared/NAME.txt`: a head that names the story's claims, quotes and differences, then its articles. In an article
{key}, {key cites} or {key differs} stands before the words of a sentence that states a claim ("own" is left out), and
{key verbatim: words} around the words of a quote, with how the outlet renders it. Everything is invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import combinations
from pathlib import Path

from aggregator.reader import read_words
from aggregator.reading.types import Instant, Page, ReadArticle
from aggregator.weights import load_tagger
from coverage.comparing.claim_alignment import align_claims
from coverage.comparing.claim_likeness import Likeness
from coverage.comparing.differences import find_differences
from coverage.comparing.quote_alignment import align_quotes
from coverage.comparing.types import (
    AlignedClaim,
    AlignedQuote,
    ClaimToAlign,
    FoundDifference,
    OutletReading,
    QuoteToAlign,
)

FOLDER = Path(__file__).with_name("compared")
_MARK = re.compile(r"\{(?P<key>[\w-]+)(?: (?P<how>\w+))?(?:: (?P<words>[^{}]*))?\}")
Sides = tuple[str, frozenset[frozenset[str]]]
"""A difference's kind, and the outlets on each of its sides."""


@dataclass
class OwnArticle:
    """An article without its marks. `claims` holds (key, stance, place), `quotes` (key, rendering, start, end)."""

    outlet: str
    published: datetime
    text: str = ""
    claims: list[tuple[str, str, int]] = field(default_factory=list)
    quotes: list[tuple[str, str, int, int]] = field(default_factory=list)


@dataclass
class OwnStory:
    """A story with what was marked in it; `background` names claims that are history."""

    name: str
    articles: list[OwnArticle]
    claims: list[str]
    background: set[str]
    differences: list[Sides]


@dataclass
class OwnComparison:
    """What comparing makes of a story's articles, with the quotes and claims that its ids mean."""

    quotes: dict[int, QuoteToAlign]
    claims: dict[int, ClaimToAlign]
    aligned_quotes: tuple[AlignedQuote, ...]
    aligned_claims: tuple[AlignedClaim, ...]
    differences: tuple[FoundDifference, ...]


@dataclass(frozen=True)
class Score:
    """How many were found, how many of them are right, and how many there are."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """Of what was found, what is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what there is, what was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


@cache
def stories() -> tuple[OwnStory, ...]:
    """Every story of the folder, by name."""
    return tuple(_story(path) for path in sorted(FOLDER.glob("*.txt")))


@cache
def read(text: str, published: datetime) -> ReadArticle:
    """An article's text as the site reads it."""
    at = Instant(published, "+00:00", "meta")
    return read_words(Page("https://own.example/a", "", text, (), at, None, "full", "own"))


def compare(articles: Iterable[OwnArticle], judge: Likeness | None = None, by_words: bool = False) -> OwnComparison:
    """The comparison of the articles, numbered in the order in which they come; `by_words` leaves out vectors."""
    quotes: dict[int, QuoteToAlign] = {}
    claims: dict[int, ClaimToAlign] = {}
    readings: dict[str, OutletReading] = {}
    for number, article in enumerate(articles):
        _collect(number, article, quotes, claims)
        readings.setdefault(article.outlet, OutletReading(article.outlet, article.published))
    aligned_quotes = align_quotes(list(quotes.values()))
    aligned_claims = align_claims(
        list(claims.values()), list(readings.values()), vectors=None if by_words else load_tagger().vectors, judge=judge
    )
    found = find_differences(aligned_claims, list(claims.values()), aligned_quotes, list(quotes.values()))
    return OwnComparison(quotes, claims, aligned_quotes, aligned_claims, found)


def quote_score(story: OwnStory, told: OwnComparison) -> Score:
    """Pairs of outlets that carry one utterance."""
    gold = {
        (key, frozenset({one.outlet, other.outlet}))
        for one, other in combinations(story.articles, 2)
        for key in {q[0] for q in one.quotes} & {q[0] for q in other.quotes}
    }
    right: set[tuple[str, frozenset[str]]] = set()
    wrong = 0
    for group in told.aligned_quotes:
        for a, b in combinations(group.variants, 2):
            one, other = told.quotes[a.quote], told.quotes[b.quote]
            if one.article == other.article:
                continue
            shared = _marked_quotes(story, one, a.words) & _marked_quotes(story, other, b.words)
            right |= {(key, frozenset({one.outlet, other.outlet})) for key in shared}
            wrong += not shared
    return Score(len(right & gold), len(right & gold) + wrong, len(gold))


def rendering_score(story: OwnStory, told: OwnComparison) -> Score:
    """Renderings by their labels, among the marked ones that stand in a group with another outlet's."""
    right = found = 0
    for group in told.aligned_quotes:
        if len({told.quotes[v.quote].outlet for v in group.variants}) < 2:
            continue
        for variant in group.variants:
            quote = told.quotes[variant.quote]
            wanted = {q[1] for q in _quote_marks(story, quote, variant.words)}
            if wanted:
                found += 1
                right += variant.rendering in wanted
    return Score(right, found, found)


def claim_score(story: OwnStory, told: OwnComparison) -> Score:
    """Pairs of sentences of different outlets that state the same."""
    keys = {number: claim_keys(story, claim) for number, claim in told.claims.items()}
    places = [(key, number, place) for number, article in enumerate(story.articles) for key, _, place in article.claims]
    gold = {
        frozenset({one[1:], other[1:]})
        for one, other in combinations(places, 2)
        if one[0] == other[0] and one[1] != other[1]
    }
    right, wrong = set(), 0
    for a, b in _paired(told):
        shared = keys[a] & keys[b]
        wrong += not shared and not quoted_alike(story, told.claims[a], told.claims[b])
        right |= {
            frozenset({(told.claims[a].article, one), (told.claims[b].article, other)})
            for key in shared
            for one in _places(story, told.claims[a], key)
            for other in _places(story, told.claims[b], key)
        }
    return Score(len(right & gold), len(right & gold) + wrong, len(gold))


def stance_score(story: OwnStory, told: OwnComparison) -> Score:
    """Outlets by their stance to each claim, in the row that holds most of the sentences marked for it."""
    right = count = 0
    for key in story.claims:
        marks = {a.outlet: stance for a in story.articles for k, stance, _ in a.claims if k == key}
        row = max(told.aligned_claims, key=lambda group: _held(story, told, group, key), default=None)
        cells = {cell.outlet: cell.stance for cell in row.cells} if row else {}
        for article in story.articles:
            count += 1
            right += cells.get(article.outlet) == marks.get(article.outlet, "none")
    return Score(right, count, count)


def background_score(story: OwnStory, told: OwnComparison) -> Score:
    """Rows that are called background, against the marked ones."""
    found = right = 0
    wanted = {key for key in story.background if any(k == key for a in story.articles for k, _, _ in a.claims)}
    hit: set[str] = set()
    for group in told.aligned_claims:
        if group.background:
            keys = {k for cell in group.cells for claim in cell.claims for k in claim_keys(story, told.claims[claim])}
            found += 1
            right += bool(keys & wanted) or not keys
            hit |= keys & wanted
    return Score(len(hit), len(hit) + found - right, len(wanted))


def difference_score(story: OwnStory, told: OwnComparison) -> Score:
    """Differences of the same kind with the same outlets on the same sides."""
    found, wanted = Counter(differences_of(told)), Counter(story.differences)
    return Score((found & wanted).total(), found.total(), wanted.total())


def differences_of(told: OwnComparison) -> list[Sides]:
    """What was found, as outlets on sides."""
    return [
        (d.kind, frozenset(frozenset(told.claims[claim].outlet for claim, _, _ in side.evidence) for side in d.sides))
        for d in told.differences
    ]


def _story(path: Path) -> OwnStory:
    head, *bodies = re.split(r"^article ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    story = OwnStory(path.stem, [_article(body) for body in bodies], [], set(), [])
    for line in head.splitlines():
        what, _, rest = line.partition(" ")
        name, *fields = [part.strip() for part in rest.split("|")]
        if what == "claim":
            key, *marks = name.split()
            story.claims.append(key)
            story.background |= {key} if "background" in marks else set()
        elif what == "difference":
            sides = frozenset(frozenset(re.split(r",\s*", side.rpartition(":")[2].strip())) for side in fields)
            story.differences.append((name, sides))
    return story


def _article(body: str) -> OwnArticle:
    head, _, marked = body.partition("\n")
    outlet, moment = head.split()
    article = OwnArticle(outlet, datetime.fromisoformat(f"{moment}+00:00"))
    text, last = "", 0
    marked = marked.strip()
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        last = match.end()
        if match["words"] is None:
            article.claims.append((match["key"], match["how"] or "own", len(text)))
        else:
            article.quotes.append((match["key"], match["how"] or "", len(text), len(text) + len(match["words"])))
            text += match["words"]
    article.text = text + marked[last:]
    return article


def _collect(
    number: int, article: OwnArticle, quotes: dict[int, QuoteToAlign], claims: dict[int, ClaimToAlign]
) -> None:
    found = read(article.text, article.published)
    for place, quote in enumerate(found.quotes):
        key = 1000 * number + place
        speaker = quote.speaker.name or quote.speaker.words if quote.speaker else ""
        quotes[key] = QuoteToAlign(
            key, number, article.outlet, quote.text, quote.kind, speaker, article.published, quote.spans[0][0]
        )
    for place, claim in enumerate(found.claims):
        key = 1000 * number + place
        source = claim.source.name or claim.source.words if claim.source else ""
        claims[key] = ClaimToAlign(
            key, number, article.outlet, claim.words, source, claim.source_outlet, claim.figures, claim.negated,
            claim.hedged, claim.score, article.published, claim.start,
        )  # fmt: skip


def _quote_marks(story: OwnStory, quote: QuoteToAlign, words: str) -> list[tuple[str, str, int, int]]:
    """The marked quotes that the words overlap with; words that are not in the text in one piece: the whole quote."""
    article = story.articles[quote.article]
    start = article.text.find(words, max(0, quote.start - 2))
    if start < 0:
        start, words = quote.start, quote.text
    return [mark for mark in article.quotes if mark[2] < start + len(words) and start < mark[3]]


def _marked_quotes(story: OwnStory, quote: QuoteToAlign, words: str) -> set[str]:
    return {mark[0] for mark in _quote_marks(story, quote, words)}


def claim_keys(story: OwnStory, claim: ClaimToAlign) -> set[str]:
    marks = story.articles[claim.article].claims
    return {key for key, _, place in marks if claim.start - 1 <= place < claim.start + len(claim.text)}


def quoted_alike(story: OwnStory, one: ClaimToAlign, other: ClaimToAlign) -> bool:
    """Whether both sentences carry one marked utterance: that they say the same is scored among the quotes."""
    return bool(_quotes_within(story, one) & _quotes_within(story, other))


def _quotes_within(story: OwnStory, claim: ClaimToAlign) -> set[str]:
    end = claim.start + len(claim.text)
    return {key for key, _, start, last in story.articles[claim.article].quotes if start < end and claim.start < last}


def _places(story: OwnStory, claim: ClaimToAlign, key: str) -> list[int]:
    marks = story.articles[claim.article].claims
    return [place for k, _, place in marks if k == key and claim.start - 1 <= place < claim.start + len(claim.text)]


def _paired(told: OwnComparison) -> Iterator[tuple[int, int]]:
    for group in told.aligned_claims:
        together = [claim for cell in group.cells for claim in cell.claims]
        for a, b in combinations(together, 2):
            if told.claims[a].article != told.claims[b].article:
                yield a, b


def _held(story: OwnStory, told: OwnComparison, group: AlignedClaim, key: str) -> tuple[int, int]:
    claims = [claim for cell in group.cells for claim in cell.claims]
    marked = {told.claims[claim].outlet for claim in claims if key in claim_keys(story, told.claims[claim])}
    return len(marked), -len(claims)
