"""A made-up stream of words → an edition in the database: stories of several outlets with quotes, claims, differences.

Nothing is compared or tagged: rows are stored as the workers would have left them, and taken into the search index.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from django.db.models import OuterRef, Subquery
from stream import VOCABULARY, _words

from aggregator.models import Article, Citation, Claim, Outlet, Quote, Snapshot, Speaker
from aggregator.outlets import OUTLETS
from coverage.models import (
    CellClaim,
    ClaimCell,
    ClaimGroup,
    Difference,
    Membership,
    QuoteGroup,
    QuoteVariant,
    Story,
    StoryEvent,
)
from coverage.search.writing import TOGETHER, index_stories

NEWEST = datetime(2026, 6, 1, 12, tzinfo=UTC)
A_DAY = 25  # stories
BATCH = 200  # stories that are stored at once
SPEAKERS = 400


@dataclass(frozen=True)
class Size:
    """Of one story: articles, statements, and utterances (each carried by two articles, or by one)."""

    articles: int
    claims: int
    quotes: int


LARGE = Size(6, 40, 60)
"""The story that the figures speak of: six outlets, 40 claims, 60 quotes."""
USUAL = Size(10, 2, 2)


class Edition:
    """Fills an empty database, the same way each time."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        self._words = _words(self._chance)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        self._stories = 0
        self._outlets = [self._outlet(slug, place) for place, slug in enumerate(OUTLETS)]
        names = [self._name() for _ in range(SPEAKERS)]
        rows = [Speaker(slug=f"speaker-{n}", name=name, kind="person") for n, name in enumerate(names)]
        self._speakers = Speaker.objects.bulk_create(rows)

    def large(self) -> Story:
        """One story of the large size, the oldest of all."""
        return self._store([LARGE])[0]

    def usual(self, count: int) -> None:
        """So many stories of the usual size, each newer than the last."""
        for start in range(0, count, BATCH):
            self._store([USUAL] * min(BATCH, count - start))

    def common_words(self) -> list[str]:
        """Words by how often they come, the commonest first."""
        return self._words

    def sentence(self, words: int = 14) -> str:
        """Words as they come in a text."""
        return " ".join(self._picked(words)).capitalize()

    def _store(self, sizes: Sequence[Size]) -> list[Story]:
        stories = Story.objects.bulk_create(self._story() for _ in sizes)
        drafts = [_Draft(self, story, size) for story, size in zip(stories, sizes, strict=True)]
        for draft in drafts:
            draft.write_articles(self._outlets)
        _store_articles([article for draft in drafts for article in draft.articles])
        for draft in drafts:
            draft.write_findings(self._outlets, self._speakers)
        _store_findings(drafts)
        for start in range(0, len(stories), TOGETHER):
            index_stories([story.pk for story in stories[start : start + TOGETHER]])
        return stories

    def _story(self) -> Story:
        self._stories += 1
        at = NEWEST - timedelta(days=500) + timedelta(days=self._stories / A_DAY)
        return Story(
            title=self.sentence(9), state=Story.State.PUBLIC, created_at=at, changed_at=at, stale=False,
            first_published_at=at - timedelta(hours=9), last_published_at=at, compared_at=at,
        )  # fmt: skip

    def _picked(self, count: int) -> list[str]:
        return [self._words[bisect(self._weights, self._chance.random() * self._weights[-1])] for _ in range(count)]

    def _name(self) -> str:
        first, last = (self._words[self._chance.randrange(VOCABULARY // 2, VOCABULARY)] for _ in range(2))
        return f"{first.capitalize()} {last.capitalize()}"

    def _outlet(self, slug: str, place: int) -> Outlet:
        spec = OUTLETS[slug]
        told = {"name": spec.name, "monogram": spec.monogram, "home": spec.home, "access": spec.access}
        return Outlet.objects.create(slug=slug, position=place, **told)


class _Draft:
    """A story's rows before they are stored."""

    def __init__(self, edition: Edition, story: Story, size: Size) -> None:
        self.edition, self.story, self.size = edition, story, size
        self.articles: list[Article] = []
        self.quotes: list[Quote] = []
        self.claims: list[Claim] = []
        self.utterances: list[tuple[QuoteGroup, list[Quote]]] = []
        self.statements: list[tuple[ClaimGroup, dict[int, list[Claim]]]] = []
        self.citations: list[Citation] = []
        self._said = [edition.sentence(18) for _ in range(size.quotes)]
        self._told = [edition.sentence(15) for _ in range(size.claims)]

    def write_articles(self, outlets: Sequence[Outlet]) -> None:
        for place in range(self.size.articles):
            outlet = outlets[place % len(outlets)]
            at = (self.story.last_published_at or NEWEST) - timedelta(hours=9 * (self.size.articles - 1 - place) / 10)
            url = f"{outlet.home}{self.story.pk}/{place}"
            article = Article(
                outlet=outlet, url=url, link=url, state=Article.State.READ, access=Article.Access.FULL,
                title=self.edition.sentence(9), authors=["Ada Lind", "Bo Ek"], published_at=at, first_seen_at=at,
                feed_summary=self.edition.sentence(20), origin=Article.Origin.ARCHIVE, archive="Example archive",
                captured_at=at, published_zone="-04:00", published_source="json-ld",
            )  # fmt: skip
            article.text = "\n\n".join([*self._said, *self._told])  # type: ignore[attr-defined]
            self.articles.append(article)

    def write_findings(self, outlets: Sequence[Outlet], speakers: Sequence[Speaker]) -> None:
        chance = self.edition._chance
        for number, words in enumerate(self._said):
            carriers = [self.articles[(number + step) % len(self.articles)] for step in range(1 + number % 2)]
            quotes = [self._quote(article, words, chance.choice(speakers)) for article in carriers]
            self.quotes += quotes
            name = quotes[0].speaker_name
            self.utterances.append((QuoteGroup(story=self.story, speaker=name, position=number), quotes))
        for number, words in enumerate(self._told):
            said = {a.outlet_id: [self._claim(a, words)] for a in self.articles[number % 3 : number % 3 + 4]}
            self.claims += [claim for found in said.values() for claim in found]
            self.statements.append((ClaimGroup(story=self.story, sentence=words, position=number), said))
        for article in self.articles[1:] if self.size == LARGE else ():
            self.citations.append(self._citation(article, outlets[0]))

    def _quote(self, article: Article, words: str, speaker: Speaker) -> Quote:
        start = article.text.index(words)  # type: ignore[attr-defined]
        return Quote(
            article=article, snapshot=article.snapshot, start=start, end=start + len(words), text=words, kind="direct",
            spans=[[start, start + len(words)]], speaker=speaker, speaker_name=speaker.name, speaker_kind="person",
            speaker_words=speaker.name, confidence=0.9, found_by="made",
        )  # fmt: skip

    def _claim(self, article: Article, words: str) -> Claim:
        start = article.text.index(words)  # type: ignore[attr-defined]
        return Claim(article=article, snapshot=article.snapshot, start=start, end=start + len(words), text=words)

    def _citation(self, article: Article, outlet: Outlet) -> Citation:
        told = {"start": 0, "end": 20, "text": article.text[:20]}  # type: ignore[attr-defined]
        return Citation(article=article, snapshot=article.snapshot, name=outlet.name, outlet=outlet, by="words", **told)


def _store_articles(articles: list[Article]) -> None:
    Article.objects.bulk_create(articles)
    texts = Snapshot.objects.bulk_create(
        Snapshot(
            article=a, sha256=str(a.pk), title=a.title, reader="made", taken_at=a.first_seen_at,
            text=a.text,  # type: ignore[attr-defined]
        )
        for a in articles
    )  # fmt: skip
    for article, text in zip(articles, texts, strict=True):
        article.snapshot = text
    own = Snapshot.objects.filter(article=OuterRef("pk")).values("pk")
    Article.objects.filter(snapshot=None).update(snapshot=Subquery(own[:1]))


def _store_findings(drafts: Sequence[_Draft]) -> None:
    members = [(draft.story, article) for draft in drafts for article in draft.articles]
    Membership.objects.bulk_create(
        Membership(story=s, article=a, compared_snapshot=a.snapshot, joined_at=a.when) for s, a in members
    )
    StoryEvent.objects.bulk_create(StoryEvent(story=s, article=a, kind="joined", at=a.when) for s, a in members)
    Quote.objects.bulk_create(quote for draft in drafts for quote in draft.quotes)
    Claim.objects.bulk_create(claim for draft in drafts for claim in draft.claims)
    Citation.objects.bulk_create(citation for draft in drafts for citation in draft.citations)
    _store_utterances([one for draft in drafts for one in draft.utterances])
    _store_statements([one for draft in drafts for one in draft.statements])
    Difference.objects.bulk_create(_differences(drafts))


def _store_utterances(utterances: Sequence[tuple[QuoteGroup, list[Quote]]]) -> None:
    for group, quotes in utterances:
        group.fullest = quotes[0]
    QuoteGroup.objects.bulk_create(group for group, _ in utterances)
    QuoteVariant.objects.bulk_create(
        QuoteVariant(group=group, quote=quote, rendering="verbatim", changes=[["same", quote.text]], position=place)
        for group, quotes in utterances
        for place, quote in enumerate(quotes)
    )


def _store_statements(statements: Sequence[tuple[ClaimGroup, dict[int, list[Claim]]]]) -> None:
    for group, said in statements:
        group.clearest = next(iter(said.values()))[0]
    ClaimGroup.objects.bulk_create(group for group, _ in statements)
    cells = [
        (ClaimCell(group=group, outlet_id=outlet, stance="own" if place == 0 else "cites", position=place), claims)
        for group, said in statements
        for place, (outlet, claims) in enumerate(said.items())
    ]
    ClaimCell.objects.bulk_create(cell for cell, _ in cells)
    CellClaim.objects.bulk_create(CellClaim(cell=cell, claim=claim) for cell, claims in cells for claim in claims)


def _differences(drafts: Sequence[_Draft]) -> Iterator[Difference]:
    for draft in drafts:
        first = draft.claims[: 1 + draft.size.claims // 10]
        for place, claim in enumerate(first):
            sides = [
                {"value": f"{place + 3} {word}", "evidence": [[one.pk, one.start, one.start + 9]]}
                for word, one in (("ships", claim), ("boats", draft.claims[-1 - place]))
            ]
            yield Difference(
                story=draft.story, kind="count", topic="ships", weight=0.5, sides=sides, position=place, key=str(place)
            )
