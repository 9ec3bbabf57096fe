"""A decision's footprint → what readers are told was corrected: of things that they could see, and without names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aggregator.models import Outlet, Speaker
from aggregator.wording import shortened
from coverage import spans, speaker_rulings
from coverage.announcing import mark
from coverage.findings import FINDINGS
from coverage.footprints import Footprint
from coverage.models import Correction, Decision, PublicName, Story

FEED = "/feeds/corrections"
_PUBLIC = {Story.State.PUBLIC.value}
Kind, What = Correction.Kind, Correction.What


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers could see before a decision: titles of public stories, the story of each shown quote or claim
    ("quote/3"), and the names of speakers."""

    stories: Mapping[int, str] = field(default_factory=dict)
    spans: Mapping[str, Story] = field(default_factory=dict)
    speakers: Mapping[int, str] = field(default_factory=dict)


def seen_by_readers(decision: Decision, stories: Iterable[int]) -> Seen:
    """What readers see of all that a decision is about."""
    public = Story.objects.visible().filter(pk__in=set(stories)).values_list("pk", "title")
    shown: dict[str, Story] = {}
    if decision.kind == Decision.Kind.SPEAKER:
        return Seen(speakers=speaker_rulings.seen_by_readers(decision.asked))
    if decision.kind in FINDINGS:
        rows = FINDINGS[decision.kind].rows(decision.asked)
        shown = {f"{rows.model._meta.model_name}/{key}": story for key, story in spans.shown_in(rows).items()}
    return Seen(dict(public), shown)


def tell(
    decision: Decision, print_: Footprint, seen: Seen, user: Any, now: datetime, undoing: bool = False
) -> list[Correction]:
    """Write what readers are told of the decision; nothing where they had not seen it."""
    name = _signed(user)
    why = decision.answer if undoing else decision.reason
    if decision.kind == Decision.Kind.SPEAKER:
        rows = list(_of_speakers(decision, print_, seen, undoing))
    else:
        of_findings = _of_statement if decision.kind == Decision.Kind.STATEMENT else _of_spans
        rows = [*_of_stories(decision, print_, seen), *_of_articles(print_, seen), *of_findings(print_, seen)]
    for row in rows:
        row.decision, row.reason, row.signed, row.at, row.undoing = decision, why, name, now, undoing
        row.subject, row.old, row.new = shortened(row.subject, 300), shortened(row.old, 600), shortened(row.new, 600)
    if rows:
        mark([FEED], now)
    return Correction.objects.bulk_create(rows)


def tell_review(story: Story, out: bool, why: str, user: Any, now: datetime) -> None:
    """Tell readers that the press review of a story that they see was changed, or taken off (`out`)."""
    if story.state not in _PUBLIC:
        return
    told = {"kind": Kind.REVIEW, "what": What.OUT if out else "", "story": story, "subject": str(story)}
    Correction.objects.create(**told, reason=why.strip(), signed=_signed(user), at=now)
    mark([FEED], now)


def _signed(user: Any) -> str:
    """The name under which a person's corrections are signed; empty where it is not public."""
    return PublicName.objects.filter(user=user).values_list("name", flat=True).first() or ""


def _of_stories(decision: Decision, print_: Footprint, seen: Seen) -> Iterator[Correction]:
    # A headline that the workers chose anew after articles came and went is no correction of an editor's.
    titled = "title" in decision.asked.get("values", ()) or decision.kind == Decision.Kind.HAND_BACK
    titles = dict(Story.objects.filter(pk__in=_heirs(print_)).values_list("pk", "title"))
    for place, (before, after) in print_.items():
        kind, number, name = (*place.split("/"), "", "")[:3]
        if kind != "story" or int(number) not in seen.stories or _is_made(print_, number):
            continue
        subject = {"story_id": int(number), "subject": seen.stories[int(number)]}
        match name:
            case "title" if titled:
                yield Correction(kind=Kind.HEADLINE, **subject, old=before, new=after)
            case "standfirst":
                yield Correction(kind=Kind.STANDFIRST, **subject, old=before, new=after)
            case "state" if after not in _PUBLIC:
                yield Correction(kind=Kind.WITHDRAWN, **subject)
            case "merged_into_id" if after:
                yield Correction(kind=Kind.MERGED, **subject, new=titles.get(after, ""))


def _is_made(print_: Footprint, number: str) -> bool:
    """Whether the story came with the decision, or ends with its being undone: its articles tell where they went."""
    return None in print_.get(f"story/{number}/set_by_person", ())


def _heirs(print_: Footprint) -> set[int]:
    return {after for place, (_, after) in print_.items() if place.endswith("/merged_into_id") and after}


def _of_articles(print_: Footprint, seen: Seen) -> Iterator[Correction]:
    """Articles that left a story that readers see, other than by its being merged: told once for each story."""
    merged = {int(place.split("/")[1]) for place in print_ if place.endswith("/merged_into_id")}
    left: dict[int, int] = {}
    for place, (before, after) in print_.items():
        if place.endswith("/place") and before and before["story_id"] != (after or {}).get("story_id"):
            left[before["story_id"]] = left.get(before["story_id"], 0) + 1
    for story, count in left.items():
        if story in seen.stories and story not in merged:
            yield Correction(kind=Kind.MOVED, story_id=story, subject=seen.stories[story], old=str(count))


def _of_spans(print_: Footprint, seen: Seen) -> Iterator[Correction]:
    for key, story in seen.spans.items():
        model, number = key.split("/")
        about = {"kind": model, f"{model}_id": int(number), "story": story, "subject": str(story)}
        for name, what in (("speaker_name", What.SPEAKER), ("source_name", What.SOURCE)):
            if values := print_.get(f"{key}/{name}"):
                yield Correction(**about, what=what, old=values[0], new=values[1])
        if print_.get(f"{key}/hidden", [None, None])[1] is True:
            yield Correction(**about, what=What.OUT)
        if f"{key}/spans" in print_:  # no words of the article: these stand on the quote's page, within their share
            yield Correction(**about, what=What.ENDS)
        if values := print_.get(f"label/{number}"):
            yield Correction(**about, what=What.LABEL, old=values[0] or "", new=values[1] or "")


def _of_statement(print_: Footprint, seen: Seen) -> Iterator[Correction]:
    """What a statement says now, and how outlets stand to it; told once, at the claim that readers know it by."""
    key, story = next(iter(seen.spans.items()), ("", None))
    about = {"kind": Kind.CLAIM, "claim_id": int(key.split("/")[1] if key else 0), "story": story}
    for place, (before, after) in print_.items() if story else ():
        told = {**about, "subject": str(story)}
        if place.endswith("/sentence"):
            yield Correction(**told, what=What.SENTENCE, old=before or "", new=after or "")
        elif place.endswith("/hidden") and after is True:
            yield Correction(**told, what=What.OUT)
        elif place.startswith("cell/"):
            outlet = Outlet.objects.filter(pk=int(place.split("/")[2])).first()
            yield Correction(**told, what=What.STANCE, outlet=outlet, old=_stance(before), new=_stance(after))


def _of_speakers(decision: Decision, print_: Footprint, seen: Seen, undoing: bool) -> Iterator[Correction]:
    """Speakers whose quotes readers saw: told once for all their quotes. What was told is taken back as a whole."""
    if undoing and not decision.corrections.exists():
        return
    what = What.MERGED if decision.asked["do"] == "merge" else What.PARTED
    pairs = speaker_rulings.went(print_)
    names = Speaker.objects.in_bulk([one for pair in pairs for one in pair])
    for before, after in pairs:
        if (undoing or before in seen.speakers) and before in names and after in names:
            old, new = names[before].name, names[after].name
            yield Correction(kind=Kind.SPEAKER, what=what, subject=old, speaker=names[after], old=old, new=new)
    for place, (old, new) in print_.items():
        kind, number, name = (*place.split("/"), "", "")[:3]
        if kind == "speaker" and name == "name" and int(number) in seen.speakers:
            yield Correction(kind=Kind.SPEAKER, what=What.NAME, speaker_id=int(number), subject=old, old=old, new=new)


def _stance(told_of: Mapping[str, Any] | None) -> str:
    return str(told_of["stance"]) if told_of else ""
