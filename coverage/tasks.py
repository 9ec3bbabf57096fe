"""The clock's and the queue's way into the package: new articles into stories, stale stories compared again."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings
from django.db import connection
from django.utils import timezone

from aggregator.holding import turn
from coverage import takedown
from coverage.announcing import announce_due
from coverage.assemble import place, unplaced
from coverage.compare_due import compare_due, compared, sketched_anew, stories_to_compare
from coverage.models import Membership, Story, TakedownRequest
from coverage.ready_pages import make_due
from coverage.reviews import place_reviews
from coverage.search.writing import TOGETHER, index_stories, missing
from coverage.settling import settle, unsettle_slipped

logger = logging.getLogger(__name__)

_LEASE = "assemble"
_HUB_LEASE = "announce feeds"
_AT_ONCE = 10
_PLACED_AT_ONCE = 200  # articles; stories that they joined are compared by others meanwhile
_PAGES_LEASE = "make pages"


@shared_task(name="coverage.assemble_due")
def assemble_due() -> int:
    """Place some of what is unplaced, one worker at a time, and send a task for each story that is to be compared, for
    any number of workers; gives for how many. Where more waits to be placed it goes on in a task of its own. On SQLite
    it compares them itself: writers take turns there, and a second one at it would only hold up those who read."""
    now = timezone.now()
    with turn(_LEASE, now) as mine:
        if not mine:
            return 0
        articles = unplaced()
        placed = place(articles[:_PLACED_AT_ONCE], now)
        place_reviews(now)
        stories = stories_to_compare(timezone.now())
        for story in stories:
            sketched_anew(story)
        have_compared = compare_story if connection.vendor == "sqlite" else compare_story.delay
        for story in stories:
            have_compared(story)
    if placed and len(articles) > _PLACED_AT_ONCE:
        assemble_due.delay()
    return len(stories)


@shared_task(name="coverage.compare_story")
def compare_story(story_id: int) -> bool:
    """Compare one story, if that is still due; whether it was compared now."""
    return compare_due(story_id, timezone.now())


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
    """All of it in one process: place, then compare; gives how many stories were compared."""
    now = timezone.now()
    if articles := unplaced():
        place(articles, now)
    place_reviews(now)
    stale = list(Story.objects.to_compare())
    for story in stale:
        sketched_anew(story.pk)
    return sum(compared(story, now) for story in stale)


def assemble_alone() -> int:
    """The same where nobody else places, or 0."""
    with turn(_LEASE, timezone.now()) as mine:
        return assemble() if mine else 0
