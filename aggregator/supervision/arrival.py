"""The database → how far the sample edition has come on its way through the workers."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q

from aggregator.models import Article, Capture


@dataclass(frozen=True, slots=True)
class Arrival:
    """Counts of the sample edition's articles, and of the stories that stand."""

    articles: int = 0
    decided: int = 0  # read, or refused under a reason
    refused: int = 0
    unplaced: int = 0  # read, and in no story yet
    feeds_waiting: int = 0
    stories: int = 0
    stale: int = 0  # stories whose comparison is still to be made

    @property
    def is_read(self) -> bool:
        """Whether nothing waits to be read any more."""
        return self.decided == self.articles and not self.feeds_waiting

    @property
    def stands(self) -> bool:
        """Whether every article has its place and every story its comparison."""
        return self.is_read and not self.unplaced and not self.stale and self.stories > 0


def sample_arrival() -> Arrival:
    """Where the sample edition stands now."""
    sample = Article.objects.filter(origin=Article.Origin.SAMPLE)
    waiting = Q(read_at=None, reason="") & ~Q(kind=Capture.Kind.PAGE)
    story = apps.get_model("coverage", "Story")  # by name: one article at a time knows nothing of stories
    return Arrival(
        articles=sample.count(),
        decided=sample.exclude(state=Article.State.DUE).count(),
        refused=sample.refused().count(),
        unplaced=sample.unsettled().filter(membership=None).count(),
        feeds_waiting=Capture.objects.filter(waiting, origin=Article.Origin.SAMPLE).count(),
        stories=story.objects.visible().count(),
        stale=story.objects.to_compare().count(),
    )
