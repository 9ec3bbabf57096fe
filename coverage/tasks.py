"""The clock's way into the package: new articles into stories, stale stories compared again."""

from __future__ import annotations

import logging
from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from aggregator.holding import turn
from coverage import takedown
from coverage.announcing import announce_due
from coverage.assemble import place, unplaced
from coverage.compare import compare
from coverage.models import Membership, Story, TakedownRequest
from coverage.ready_pages import make_due, make_ready
from coverage.reviews import place_reviews
from coverage.search.writing import TOGETHER, index_stories, missing
from coverage.settling import settle, unsettle_slipped
from coverage.sketching import sketch_anew
from coverage.surnames import link_surnames

logger = logging.getLogger(__name__)

_LEASE = "assemble"
_HUB_LEASE = "announce feeds"
_AT_ONCE = 10
_PAGES_LEASE = "make pages"


@shared_task(name="coverage.assemble_due")
def assemble_due() -> int:
    """Place what is unplaced and compare what is stale, one worker at a time; gives how many stories were compared."""
    with turn(_LEASE, timezone.now()) as mine:
        return assemble() if mine else 0


@shared_task(name="coverage.announce_feeds")
def announce_feeds() -> int:
    """Tell the WebSub hub, where one is set, of the feeds that changed, one worker at a time; gives how many."""
    if not settings.WEBSUB_HUB:
        return 0
    now = timezone.now()
    with turn(_HUB_LEASE, now) as mine:
        return announce_due(now) if mine else 0


@shared_task(name="coverage.keep_index")
def keep_index() -> int:
    """Take into the search index some public stories that it lacks, those from before there was one; gives how many."""
    taken = 0
    for _ in range(_AT_ONCE):  # looking for them goes through all stories: seldom, and then for a while
        stories = missing(TOGETHER)
        index_stories(stories)
        taken += len(stories)
        if len(stories) < TOGETHER:
            break
    return taken


@shared_task(name="coverage.settle_articles")
def settle_articles() -> int:
    """Mark some articles that nothing is to be done for, those from before there was a mark; gives how many."""
    return settle(Membership.objects.all())


@shared_task(name="coverage.find_slipped")
def find_slipped() -> int:
    """See to it that no article is marked as settled that is not; gives how many were."""
    if found := unsettle_slipped():
        logger.warning("%s articles were marked as settled and were not", found)
    return found


@shared_task(name="coverage.make_pages")
def make_pages() -> int:
    """Make stories' pages ready that are due, one worker at a time; gives of how many stories."""
    now = timezone.now()
    with turn(_PAGES_LEASE, now) as mine:
        return make_due(now) if mine else 0


@shared_task(name="coverage.forget_requesters")
def forget_requesters() -> int:
    """Forget who asked for what was decided long ago; gives how many."""
    old = TakedownRequest.objects.to_forget(timezone.now())
    return old.update(name="", email="", statement="", sender="")


@shared_task(name="coverage.take_down_what_is_left")
def take_down_what_is_left() -> int:
    """Go on taking down an outlet where that was interrupted; gives how many articles went."""
    return takedown.take_down_what_is_left()


def assemble() -> int:
    """The task's work without its lease."""
    now = timezone.now()
    if articles := unplaced():
        place(articles, now)
    place_reviews(now)
    stale = list(Story.objects.to_compare())
    return sum(_compared(story, now) for story in stale)


def _compared(story: Story, now: datetime) -> bool:
    """Whether the story could be compared; what one story stumbles over never stops the others."""
    try:
        sketch_anew(story)
        compare(story, now)
        link_surnames(story)
        make_ready(story.pk, now)
    except Exception:
        logger.exception("story %s could not be compared", story.pk)
        return False
    return True
