"""A decision that was carried out → what it changed put back, where no later decision has changed it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aggregator.models import Article
from coverage.assemble import refresh_facts
from coverage.desk import DeskError
from coverage.footprints import Footprint, articles_in, places, scope_of, stories_in
from coverage.heirs import forget_elsewhere, take_in
from coverage.models import Decision, Exclusion, Membership, PressReview, Story, StoryEvent

_LOOSENS = (Decision.Kind.ACCEPT, Decision.Kind.RELEASE)
"""Decisions about who holds an article: undoing others leaves articles held where they are, as later ones may want."""


def put_back(decision: Decision, now: datetime) -> None:
    """Undo a decision about stories and articles. Raises DeskError, naming what stands in the way.

    What the workers did since stays: an article that joined meanwhile follows the story that goes on.
    """
    done: Footprint = decision.footprint
    stories, articles = stories_in(done), articles_in(done)
    back = [int(place.split("/")[1]) for place, (before, _) in done.items() if place.endswith("/place") and before]
    if Article.objects.filter(pk__in=back, state=Article.State.REMOVED).exists():
        raise DeskError(f"“{decision}” cannot be undone: an article that it is about was taken down since.")
    _check(decision, places(*scope_of(stories, articles)))
    parted = _restore_stories(done)
    later = _ordered_since(decision)
    for place, (before, after) in done.items():
        if place.startswith("not/"):
            _restore_exclusion(place, before)
        elif place.endswith("/not_news"):
            Article.objects.filter(pk=int(place.split("/")[1])).update(not_news=before, unsettled=True)
        elif place.startswith("review/") and before:
            _restore_review(int(place.split("/")[1]), before)
        elif place.endswith("/place"):
            ordered = bool(before) and before["story_id"] in later
            _restore_place(int(place.split("/")[1]), before, after, (decision.kind in _LOOSENS, ordered), now)
    _end_new_stories(done, now)
    for story in Story.objects.standing().filter(pk__in=stories).order_by("pk"):
        story.changed_at = now
        refresh_facts(story, now)
    for story in Story.objects.filter(pk__in=parted):
        StoryEvent.objects.create(story=story, kind=StoryEvent.Kind.PARTED, at=now)


def _ordered_since(decision: Decision) -> set[int]:
    """Numbers of the stories whose articles an editor put in an order after the decision."""
    later = Decision.objects.standing().filter(kind=Decision.Kind.EDIT, decided_at__gt=decision.decided_at)
    touched = later.filter(stories__in=stories_in(decision.footprint), asked__values__has_key="order")
    return {key for asked in touched.values_list("asked", flat=True) for key in asked["stories"]}


def _check(decision: Decision, now_there: dict[str, Any]) -> None:
    """Whatever the decision set must still stand so."""
    changed = [
        place
        for place, (_, after) in decision.footprint.items()
        if not place.endswith("/set_by_person") and not _same(place, now_there.get(place), after, decision.footprint)
    ]
    if not changed and not _lead_elsewhere(decision.footprint):
        return
    later = Decision.objects.standing().filter(
        stories__in=stories_in(decision.footprint), decided_at__gt=decision.decided_at
    )  # fmt: skip
    names = [f"“{one}”" for one in later.distinct()[:3]]
    raise DeskError(
        f"“{decision}” cannot be undone, for what it changed was changed again"
        + (f": undo {', '.join(names)} first." if names else " since.")
    )


def _lead_elsewhere(done: Footprint) -> bool:
    """Whether a story to which an article would go back was merged into another since."""
    back = {before["story_id"] for place, (before, _) in done.items() if place.endswith("/place") and before}
    own = {key for key in back if f"story/{key}/merged_into_id" in done}  # which stand again
    return Story.objects.filter(pk__in=back - own).exclude(merged_into=None).exists()


def _same(place: str, found: Any, after: Any, done: Footprint) -> bool:
    if place.endswith("/place"):
        return bool((found or {}).get("story_id") == (after or {}).get("story_id"))
    story = place.rsplit("/", 1)[0]
    if place.endswith(("/title", "/state")) and place.rsplit("/", 1)[1] not in _set_after(done, story):
        return True  # the workers', who write it anew
    return bool(found == after)


def _set_after(done: Footprint, story: str) -> set[str]:
    """The fields of a story that a person had set after the decision, or has set since."""
    now = Story.objects.filter(pk=int(story.split("/")[1])).values_list("set_by_person", flat=True).first()
    told = done.get(f"{story}/set_by_person", [None, None])[1]
    return {*(now or ()), *(told or ())}


def _restore_stories(done: Footprint) -> list[int]:
    """Fields of the stories that stood before; gives those that lead nowhere else any more."""
    parted = []
    for key in sorted(stories_in(done)):
        row = Story.objects.select_for_update().get(pk=key)
        for place, (before, after) in done.items():
            story, _, name = place.rpartition("/")
            if story != f"story/{key}" or _is_new(done, key):
                continue
            if name == "set_by_person":
                row.set_by_person = sorted({*row.set_by_person} - ({*after} - {*before}) | ({*before} - {*after}))
                continue
            if name == "merged_into_id" and after and not before:
                parted.append(key)
            setattr(row, name, before)
        row.save()
    return parted


def _is_new(done: Footprint, key: int) -> bool:
    """Whether the decision made the story."""
    told = done.get(f"story/{key}/set_by_person")
    return told is not None and told[0] is None


def _restore_place(article: int, before: Any, after: Any, how: tuple[bool, bool], now: datetime) -> None:
    """`how`: whether the decision was one on who holds it, and whether its story was put in an order since, in which
    it keeps the turn that it has; one that comes back has none in it."""
    loosens, ordered = how
    Article.objects.filter(pk=article).update(unsettled=True)
    if before is None:
        Membership.objects.filter(article=article).delete()
        return
    same = after is not None and before["story_id"] == after["story_id"]
    there = Membership.objects.filter(article=article, story=before["story_id"])
    turn = there.values_list("position", flat=True).first()
    if ordered or (same and turn != after["position"]):
        before = {**before, "position": turn}
    kept = {"position": before["position"]}
    if not same or loosens:
        kept = {**before, "joined_at": now} if not same else before
    if not same:
        forget_elsewhere({article}, Story.objects.get(pk=before["story_id"]))
    Membership.objects.update_or_create(article_id=article, defaults=kept, create_defaults={**before, "joined_at": now})


def _restore_review(review: int, story: int) -> None:
    if PressReview.objects.filter(story=story).exclude(pk=review).exists():
        raise DeskError("Another press review was begun for that story since.")
    PressReview.objects.filter(pk=review).update(story=story)


def _restore_exclusion(place: str, before: Any) -> None:
    _, story, article = place.split("/")
    if before:
        Exclusion.objects.get_or_create(story_id=int(story), article_id=int(article))
    else:
        Exclusion.objects.filter(story=int(story), article=int(article)).delete()


def _end_new_stories(done: Footprint, now: datetime) -> None:
    """A story that the decision made: it leads to where its articles went back to, or is hidden."""
    heirs = [before["story_id"] for place, (before, _) in done.items() if place.endswith("/place") and before]
    for key in stories_in(done):
        if not _is_new(done, key):
            continue
        story = Story.objects.get(pk=key)
        if heirs:
            take_in(story, Story.objects.get(pk=heirs[0]).standing_story(), now)
        elif not story.memberships.exists():
            story.set_by_editor(state=Story.State.HIDDEN, title=story.title)
            story.save()
