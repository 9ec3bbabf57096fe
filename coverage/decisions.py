"""What a person asks for at the desk → carried out, or kept for an editor where the person may only propose; with
history, corrections for readers, and undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aggregator.history import by_hand
from aggregator.models import AddedAddress
from coverage import acts, corrections
from coverage.desk import DeskError
from coverage.findings import FINDINGS, keep_findings, renumbered, values_of
from coverage.footprints import articles_in, footprint, places, scope_of, stories_in
from coverage.heirs import out_of_sight, reviews_in_sight
from coverage.locks import keep, keep_articles
from coverage.models import Decision, Story
from coverage.ready_pages import forget
from coverage.undoing import put_back

PROPOSE = "coverage.propose_decision"


class NotAllowed(Exception):
    """The person may neither carry this out nor propose it."""


def may_carry_out(user: Any, kind: str, asked: Mapping[str, Any]) -> bool:
    """Whether what the user asks for is done at once."""
    needed = FINDINGS[kind].needed(asked) if kind in FINDINGS else "coverage.change_story"
    return bool(user.has_perm(needed))


def decide(user: Any, kind: str, asked: Mapping[str, Any], reason: str, now: datetime) -> Decision:
    """Carry a decision out, or keep it as a proposal, by what the user may. Raises DeskError and NotAllowed.

    A proposal changes nothing that readers see or workers heed until an editor takes it.
    """
    known = {"kind": kind, "asked": dict(asked), "reason": reason.strip(), "made_at": now}
    if may_carry_out(user, kind, asked):
        with transaction.atomic():
            decision = Decision(**known, told=acts.told(kind, asked))
            _carry_out(decision, user, now)
        return decision
    if not user.has_perm(PROPOSE):
        raise NotAllowed
    decision = Decision.objects.create(
        **known, told=acts.told(kind, asked), state=Decision.State.PROPOSED, proposed_by=user, proposed_at=now
    )
    decision.stories.set(_about(kind, asked))
    return decision


@transaction.atomic
def take(decision: Decision, user: Any, reason: str, now: datetime) -> None:
    """Carry a proposal out, as it stands. Raises DeskError where that cannot be (any more), NotAllowed."""
    _keep(decision.kind, decision.asked)  # before its own row, as who takes an article down does
    waiting = Decision.objects.select_for_update().waiting().filter(pk=decision.pk).first()
    if waiting is None:
        raise DeskError(f"“{decision}” does not wait any more.")
    if not may_carry_out(user, waiting.kind, waiting.asked):
        raise NotAllowed
    waiting.reason = " — ".join(filter(None, (waiting.reason, reason.strip())))
    _carry_out(waiting, user, now)


@transaction.atomic
def refuse(decision: Decision, user: Any, reason: str, now: datetime) -> None:
    """Answer a proposal with no, and why. Its proposer may take it back so too. Raises DeskError and NotAllowed."""
    if not (may_carry_out(user, decision.kind, decision.asked) or decision.proposed_by_id == user.pk):
        raise NotAllowed
    told = {"state": Decision.State.REFUSED, "decided_by": user, "decided_at": now, "answer": reason.strip()}
    if not Decision.objects.waiting().filter(pk=decision.pk).update(**told):
        raise DeskError(f"“{decision}” does not wait any more.")
    if decision.kind == Decision.Kind.ADD:  # nobody enters what was pasted any more
        AddedAddress.objects.filter(addition=decision.asked["addition"]).update(pasted=None)


@transaction.atomic
def undo(decision: Decision, user: Any, reason: str, now: datetime) -> None:
    """Put back what a decision changed. Raises DeskError where later decisions stand in the way, NotAllowed."""
    if decision.kind in FINDINGS:
        keep_findings(decision.kind, decision.asked)
    else:
        _kept_scope(stories_in(decision.footprint), articles_in(decision.footprint))
    done = Decision.objects.select_for_update().standing().filter(pk=decision.pk).first()
    if done is None:
        raise DeskError(f"“{decision}” is not carried out, or was undone already.")
    if not may_carry_out(user, done.kind, done.asked):
        raise NotAllowed
    if done.kind == Decision.Kind.ADD:
        raise DeskError("What was added stays: set the articles aside as no news.")
    touched = Story.objects.filter(pk__in=stories_in(done.footprint))
    asked, print_ = renumbered(done.kind, done.asked, done.footprint)
    as_seen = Decision(kind=done.kind, asked=asked)
    seen = corrections.seen_by_readers(as_seen, list(touched.values_list("pk", flat=True)))
    rows = {(type(row), row.pk): row for told in (done.asked, asked) for row in acts.rows_of(done.kind, told)}
    with by_hand([*rows.values(), *touched], user, f"Undone: {reason.strip()}", now):
        if done.kind in FINDINGS:
            FINDINGS[done.kind].put_back(done.footprint, now)
        else:
            put_back(done, now)
    forget({*touched.values_list("pk", flat=True), *done.stories.values_list("pk", flat=True)})
    done.state, done.undone_by, done.undone_at, done.answer = Decision.State.UNDONE, user, now, reason.strip()
    done.save()
    reverse = {place: [after, before] for place, (before, after) in print_.items()}
    corrections.tell(done, reverse, seen, user, now, undoing=True)


def _carry_out(decision: Decision, user: Any, now: datetime) -> None:
    kind = decision.kind
    stories, articles = _keep(kind, decision.asked)
    if kind in FINDINGS:
        decision.asked = FINDINGS[kind].today(decision.asked)
    asked = decision.asked
    before = places(stories, articles) | values_of(kind, asked)
    seen, reviews = corrections.seen_by_readers(decision, stories), reviews_in_sight(stories)
    with by_hand([*acts.rows_of(kind, asked), *Story.objects.filter(pk__in=stories)], user, decision.reason, now):
        made = acts.carry_out(kind, asked, now)
    if "state" not in asked.get("values", ()):
        _keep_in_sight(reviews)
    if isinstance(made, Story):
        stories = stories | {made.pk}
    print_ = footprint(before, places(stories, articles) | values_of(kind, asked))
    forget({*_about(kind, asked), *stories_in(print_), *stories})
    decision.state, decision.footprint = Decision.State.DONE, print_
    decision.decided_by, decision.decided_at = user, now
    decision.save()
    decision.stories.set(Story.objects.filter(pk__in={*_about(kind, asked), *stories_in(print_)}))
    corrections.tell(decision, print_, seen, user, now)


def _keep(kind: str, asked: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    """All stories and articles that a decision may touch, kept until it is stored; none of one on findings, of which
    those are kept that it is about."""
    if kind in FINDINGS:
        keep_findings(kind, asked)
    return _kept_scope(_keys(asked), asked.get("articles", ()))


def _kept_scope(stories: Iterable[int], articles: Iterable[int]) -> tuple[set[int], set[int]]:
    """`scope_of`, once workers and other editors are done with the stories; they wait until the decision is stored."""
    first, about = set(stories), set(articles)
    keep(lambda: scope_of(first, about)[0])
    keep_articles(about)
    return scope_of(first, about)


def _keep_in_sight(reviews: Iterable[int]) -> None:
    """No press review goes out of readers' sight with its story, unless an editor hides that."""
    if lost := out_of_sight(reviews):
        named = " and ".join(f"“{review.story}”" for review in lost)
        raise DeskError(
            f"{named}: readers would not see this story any more, and its press review is published. "
            "Take that off first, or hide the story."
        )


def _keys(asked: Mapping[str, Any]) -> set[int]:
    return {*asked.get("stories", ()), *filter(None, (asked.get("into"), asked.get("to")))}


def _about(kind: str, asked: Mapping[str, Any]) -> set[int]:
    """Stories that a decision names, or in which what it names is."""
    articles = list(asked.get("articles", ()))
    if kind in FINDINGS:
        articles = list(FINDINGS[kind].articles(asked))
    homes = Story.objects.filter(memberships__article__in=articles).values_list("pk", flat=True)
    return {*Story.objects.filter(pk__in=_keys(asked)).values_list("pk", flat=True), *homes}
