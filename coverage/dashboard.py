"""What waits for somebody at the desk → counts, each with the list that it counts, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from aggregator.admin_filters import DOUBTFUL, REFUSED_SINCE, UNSURE
from aggregator.alarm import Alarm
from aggregator.models import Article, Claim, Feed, FetchLog, LastRun, Quote, Snapshot, SpanCheck
from aggregator.operations.backlog import LATE, Backlog, backlog
from aggregator.work_alarms import of_work
from coverage.models import Decision, InboxArticle, Membership, Story, TakedownRequest

_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Count:
    """So many rows in a list; `pressing` where somebody should look."""

    label: str
    number: int
    address: str
    pressing: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of the workers' work, when it was last done, whether that is late, and the list that tells more."""

    label: str
    at: datetime | None
    late: bool
    address: str


@dataclass(frozen=True, slots=True)
class Lag:
    """For how many seconds the longest waiting has been due, and the list that it is in."""

    seconds: float
    address: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The desk's front page: what waits for an editor, what is wrong with the sources, how the workers get on."""

    editors: tuple[Count, ...]
    sources: tuple[Count, ...]
    work: tuple[Count, ...]
    lag: Lag
    alarms: tuple[Alarm, ...]
    runs: tuple[Run, ...]


def dashboard(user: Any, now: datetime) -> Dashboard | None:
    """What the user may look at; None for who may look at no story."""
    if not user.has_perm("coverage.view_story"):
        return None
    waits = backlog(now)
    alarms, runs = tuple(of_work(waits, now)), tuple(_runs(now))
    return Dashboard(_editors(), _sources(now), _work(waits), _lag(waits, now), alarms, runs)


def _listed(model: type[Model], query: str = "") -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + (query and f"?{query}")


def _editors() -> tuple[Count, ...]:
    news = Article.objects.of_listed_outlets().filter(not_news=False)
    suggested = news.filter(membership__placed_by=Membership.By.MACHINE)
    unplaced = news.read().filter(membership=None)
    broken = SpanCheck.objects.broken().unsettled()
    takedowns = TakedownRequest.objects.open()
    quotes = Quote.objects.shown().filter(reviewed=False, speaker_confidence__lt=DOUBTFUL)
    quotes = quotes.exclude(speaker_name="").exclude(speaker_resolution="unresolved")
    claims = Claim.objects.shown().filter(reviewed=False, score__lt=UNSURE)
    gathering = Story.objects.standing().filter(state=Story.State.GATHERING)
    return (
        _count(_("proposals that wait for an editor"), Decision.objects.waiting(), Decision, "state__exact=proposed"),
        _count(_("requests to take something down"), takedowns, TakedownRequest, "state__exact=open"),
        _count(_("shown quotes and claims that an edit broke"), broken, SpanCheck),
        _count(_("articles with a suggested story"), suggested, InboxArticle, pressing=False),
        _count(_("articles in no story yet"), unplaced, InboxArticle, "inbox=unplaced"),
        _count(_("quotes whose speaker is doubtful"), quotes, Quote, "sure=doubtful&reviewed__exact=0&hidden__exact=0"),
        _count(_("claims that may be none"), claims, Claim, "sure=unsure&reviewed__exact=0&hidden__exact=0"),
        _count(_("stories that are not public yet"), gathering, Story, "state__exact=gathering", pressing=False),
    )


def _sources(now: datetime) -> tuple[Count, ...]:
    feeds = Feed.objects.all()
    refused = FetchLog.objects.refusals().filter(at__gte=now - REFUSED_SINCE)
    unread = InboxArticle.objects.filter(outlet__listed=True, state=Article.State.REFUSED, not_news=False)
    return (
        _count(_("feeds that fail"), feeds.failing(), Feed, "health=failing"),
        _count(_("feeds that froze"), feeds.frozen(), Feed, "health=frozen"),
        _count(_("feeds that are gone"), feeds.exclude(ended=""), Feed, "health=gone"),
        _count(_("articles that could not be had"), unread, InboxArticle, "inbox=refused", pressing=False),
        _count(_("refusals in 24 hours"), refused, FetchLog, "told=refused", pressing=False),
    )


def _lag(waits: Backlog, now: datetime) -> Lag:
    lists = {
        "articles": (InboxArticle, "inbox=due"),
        "feeds": (Feed, "health=due"),
        "placing": (InboxArticle, "inbox=unplaced"),
        "comparing": (Story, "event=stale"),
    }
    seconds, sort = max((seconds, sort) for sort, seconds in waits.waits(now).items())
    return Lag(seconds, _listed(*lists[sort]))


def _work(waits: Backlog) -> tuple[Count, ...]:
    return (
        Count(_("articles due to be read"), waits.articles, _listed(InboxArticle, "inbox=due"), False),
        Count(_("pages to look at again"), waits.looks, _listed(Article, "look=due"), False),
        Count(_("feeds to ask"), waits.feeds, _listed(Feed, "health=due"), False),
        Count(_("articles to place"), waits.unplaced, _listed(InboxArticle, "inbox=unplaced"), False),
        Count(_("stories to compare"), waits.stale_stories, _listed(Story, "event=stale"), False),
    )


def _count(label: str, rows: QuerySet[Any], model: type[Model], query: str = "", pressing: bool = True) -> Count:
    number = rows.order_by().count()
    return Count(label, number, _listed(model, query), pressing and number > 0)


def _runs(now: datetime) -> list[Run]:
    """Beat's tasks by name, then the last fetch and the last text read: three queries."""
    ended = {run.name: run for run in LastRun.objects.all()}
    found = []
    for label, entry in settings.CELERY_BEAT_SCHEDULE.items():
        run = ended.get(entry["task"])
        often = entry["schedule"]  # in seconds, or by the calendar
        allowed = max(LATE, timedelta(seconds=3 * often)) if isinstance(often, int | float) else 2 * _DAY
        late = not ended if run is None else not run.well or now - run.ended_at > allowed  # some wait for the night
        found.append(Run(label, run.ended_at if run else None, late, _listed(LastRun, f"name={entry['task']}")))
    fetched = FetchLog.objects.order_by("-at").values_list("at", flat=True).first()
    read = Snapshot.objects.order_by("-pk").values_list("taken_at", flat=True).first()
    return [
        *found,
        Run(_("ask an outlet or archive"), fetched, False, _listed(FetchLog)),
        Run(_("read a text"), read, False, _listed(Snapshot)),
    ]
