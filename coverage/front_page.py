"""Stories → the front page: whole days, newest first, each story with who covers it and its newest difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery

from aggregator.models import Article, Outlet
from coverage.comparing.fragments import is_web_address
from coverage.feeds.changes import worth_telling
from coverage.models import Difference, Membership, Story, StoryEvent

NEWEST = 24  # stories on the front page
MOST = 200  # stories on a day's page
_ENOUGH = 9  # with so many stories the front page takes no day that it could not show whole
_EVENTS = 6


@dataclass(frozen=True, slots=True)
class Coverage:
    """An outlet, and its first article in a story; None: it has none there."""

    outlet: Outlet
    article: Article | None

    @property
    def address(self) -> str:
        """The article's own page; empty where it has none that may be linked."""
        return self.article.link if self.article and is_web_address(self.article.link) else ""


@dataclass(frozen=True, slots=True)
class Card:
    """A story on the front page; coverage names every compared outlet, in the site's order."""

    story: Story
    coverage: tuple[Coverage, ...]
    articles: tuple[Article, ...]
    differences: int
    newest: Difference | None

    @property
    def headlines(self) -> list[Coverage]:
        """The outlets that cover it, in order of publication; first the one whose article an editor made the lead."""
        covering = [
            (one.article.pk != self.story.lead_id, one.article.when, one.article.pk, one)
            for one in self.coverage
            if one.article
        ]
        return [row[-1] for row in sorted(covering, key=lambda row: row[:-1])]

    @property
    def outlets(self) -> int:
        """How many outlets cover it."""
        return sum(one.article is not None for one in self.coverage)

    @property
    def is_sample(self) -> bool:
        """Whether the sample edition is in it."""
        return any(article.origin == Article.Origin.SAMPLE for article in self.articles)


@dataclass(frozen=True, slots=True)
class Day:
    """A day's stories (in UTC, by their newest article), newest first."""

    day: date
    cards: tuple[Card, ...]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Front:
    """The days of a page, and the next older and newer day that has stories.

    `lead` is the story that an editor pinned, or else the one that most outlets cover; it stands in no day's cards.
    """

    lead: Card | None
    days: tuple[Day, ...]
    older: date | None = None
    newer: date | None = None

    @property
    def is_sample(self) -> bool:
        """Whether anything of the sample edition is on the page."""
        shown = [card for day in self.days for card in day.cards]
        return any(card.is_sample for card in [*shown, *([self.lead] if self.lead else [])])

    @property
    def span(self) -> tuple[date, date] | None:
        """The oldest and the newest day on the page."""
        return (self.days[-1].day, self.days[0].day) if self.days else None


def newest_days() -> Front:
    """The newest days, as many as fill the page: four queries and those of `_laid_out`."""
    stories = list(with_rows(_dated())[: NEWEST + 1])
    days = _by_day(stories[:NEWEST])
    cut = _day_of(stories[NEWEST]) if len(stories) > NEWEST else None
    if cut is not None and cut in days and len(days) > 1 and len(stories) - len(days[cut]) >= _ENOUGH:
        del days[cut]  # its own page shows it whole
    oldest = min(days, default=None)
    return _laid_out(days, cut, _day_before(oldest) if oldest else None)


def one_day(day: date) -> Front:
    """A day, and its neighbours that have stories; no days where it has none."""
    start, end = _bounds(day)
    found = _dated().filter(last_published_at__gte=start, last_published_at__lt=end)
    stories = list(with_rows(found)[: MOST + 1])
    newer = _dated().filter(last_published_at__gte=end).order_by("last_published_at").first()
    cut = day if len(stories) > MOST else None
    return _laid_out(_by_day(stories[:MOST]), cut, _day_before(day), _day_of(newer) if newer else None)


def latest_changes() -> list[StoryEvent]:
    """What happened to the stories last, as the feed of changes tells it."""
    events = StoryEvent.objects.exclude(kind=StoryEvent.Kind.DIFFERENCE)  # told by the card
    return list(worth_telling(events)[:_EVENTS])


def cards(stories: Iterable[Story], outlets: Sequence[Outlet]) -> list[Card]:
    """Stories (with `with_rows`) as cards."""
    return [_card(story, outlets) for story in stories]


def with_rows(stories: QuerySet[Story]) -> QuerySet[Story]:
    """The stories with what a card shows of them: two queries more."""
    articles = Membership.objects.select_related("article__outlet").defer("article__feed_summary")
    return stories.prefetch_related(
        Prefetch("memberships", articles.order_by("article__published_at", "article_id")),
        Prefetch("differences", _newest_first(Difference.objects.all())),
    )


def _newest_first(differences: QuerySet[Difference]) -> QuerySet[Difference]:
    """By when readers were told of each; the heaviest first of those that were found together."""
    told = StoryEvent.objects.filter(
        story=OuterRef("story"), kind=StoryEvent.Kind.DIFFERENCE, key=OuterRef("key")
    ).values("at")
    found = differences.annotate(told_at=Subquery(told[:1]))
    return found.order_by(F("told_at").desc(nulls_last=True), "-weight", "position")


def _dated() -> QuerySet[Story]:
    return Story.objects.visible().exclude(last_published_at=None).order_by("-last_published_at", "-pk")


def _day_of(story: Story) -> date:
    return (story.last_published_at or story.created_at).astimezone(UTC).date()


def _bounds(day: date) -> tuple[datetime, datetime]:
    """When a day begins and ends; the last day that there is ends with its last microsecond."""
    start = datetime.combine(day, time(), UTC)
    return start, start + timedelta(days=1) if day < date.max else datetime.max.replace(tzinfo=UTC)


def _day_before(day: date) -> date | None:
    story = _dated().filter(last_published_at__lt=_bounds(day)[0]).first()
    return _day_of(story) if story else None


def _by_day(stories: Iterable[Story]) -> dict[date, list[Story]]:
    found: dict[date, list[Story]] = {}
    for story in stories:
        found.setdefault(_day_of(story), []).append(story)
    return found


def _laid_out(
    days: Mapping[date, Sequence[Story]], cut: date | None, older: date | None, newer: date | None = None
) -> Front:
    outlets = list(Outlet.objects.listed())
    found = {day: cards(stories, outlets) for day, stories in days.items()}
    every = [card for cards_of_day in found.values() for card in cards_of_day]
    # The newest of equals: stories come newest first.
    lead = max(every, key=lambda card: (card.story.pinned, card.outlets, card.differences), default=None)
    shown = (Day(day, tuple(card for card in row if card is not lead), day != cut) for day, row in found.items())
    return Front(lead, tuple(shown), older, newer)


def _card(story: Story, outlets: Sequence[Outlet]) -> Card:
    articles = sorted((m.article for m in story.memberships.all()), key=lambda article: (article.when, article.pk))
    own = [article for article in articles if article.outlet.listed]
    firsts: dict[int, Article] = {}
    for article in own:
        firsts.setdefault(article.outlet_id, article)
    differences = list(story.differences.all())
    return Card(
        story,
        tuple(Coverage(outlet, firsts.get(outlet.pk)) for outlet in outlets),
        tuple(own),
        len(differences),
        differences[0] if differences else None,
    )
