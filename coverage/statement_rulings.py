"""An editor's word on a statement → its sentence, cells and claims, which every later comparison writes around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aggregator.models import Claim, Outlet, Snapshot
from aggregator.reading.ends import are_whole
from aggregator.wording import counted, shortened
from coverage.desk import DeskError
from coverage.following_texts import all_today
from coverage.models import CellClaim, ClaimCell, ClaimGroup, ClaimHold, Decision, Story
from coverage.models.retired import retire
from coverage.statements import hold, members

Asked = Mapping[str, Any]
"""What is asked: the "group", what to "do", and what that needs: "sentence"; "outlet", "stance" (empty: the workers'
own), "credited" and "evidence" ([[snapshot, start, end], …]); "others", statements to merge into it; "claims"."""

LONGEST = 300


def rows_of(asked: Asked) -> QuerySet[Claim]:
    """The claims that the statements rest on."""
    groups = ClaimGroup.objects.filter(pk__in=_numbers(asked))
    return Claim.objects.filter(pk__in={claim for group in groups for claim in members(group)}).order_by("pk")


def today(asked: Asked) -> dict[str, Any]:
    """The same decision about the claims that the statement rests on now: they follow their words from text to text."""
    if "claims" not in asked or not ClaimGroup.objects.filter(pk=asked["group"]).exists():
        return dict(asked)
    present = set(members(_group(asked["group"])))
    chosen = Claim.objects.select_related("article", "snapshot").filter(pk__in=asked["claims"])
    later = {key: claim.pk for key, claim in all_today(chosen).items() if claim}
    return {**asked, "claims": [key if key in present else later.get(key, key) for key in asked["claims"]]}


def told(asked: Asked) -> str:
    """The decision in words."""
    group = _group(asked["group"])
    what = f"statement “{shortened(group.sentence, 120)}”"
    match asked["do"]:
        case "word":
            return f"Word {what}: “{asked['sentence']}”" if asked["sentence"] else f"Have the workers word {what}"
        case "cell":
            outlet = Outlet.objects.get(pk=asked["outlet"])
            stance = dict(ClaimCell.Stance.choices).get(asked["stance"], "as the workers find")
            return f"{outlet}, {what}: {stance}"
        case "merge":
            return f"Merge {counted(len(asked['others']), 'statement')} into {what}"
        case "take out":
            return f"Take {counted(len(asked['claims']), 'claim')} out of {what}"
    return f"{str(asked['do']).capitalize()} {what}"


def rule(asked: Asked, now: datetime) -> None:
    """Carry the decision out; the story is compared anew. Raises DeskError where it cannot be."""
    group = _group(asked["group"])
    _check_words(Claim.objects.filter(pk__in=members(group)), unless=asked["do"] == "hide")
    hold(group, members(group), inside=True)
    _DOES[asked["do"]](group, asked)
    Story.objects.filter(pk=group.story_id).update(stale=True, digest="", changed_at=now)


def values_of(asked: Asked) -> dict[str, Any]:
    """By place ("group/3/sentence", "hold/3/7", "cell/3/2", "claim/7/reviewed"), what stands in the statements. Of a
    sentence only an editor's is told: the workers' are an outlet's words."""
    found: dict[str, Any] = {}
    for group in ClaimGroup.objects.filter(pk__in=_numbers(asked)):
        place = f"group/{group.pk}"
        found[place] = {"story": group.story_id, "clearest": group.clearest_id, "claims": members(group)}
        found[f"{place}/sentence"] = group.sentence if group.by_editor else ""
        found |= {f"{place}/{name}": getattr(group, name) for name in ("reviewed", "hidden", "set_by_person")}
        found |= {f"hold/{group.pk}/{row.claim_id}": row.inside for row in group.holds.all()}
        for cell in group.cells.filter(set_by_person=True):
            claims = list(cell.cellclaim_set.values_list("claim", flat=True))
            told_of = {"stance": cell.stance, "credited": cell.credited, "claims": claims}
            found[f"cell/{group.pk}/{cell.outlet_id}"] = told_of
    for row in rows_of(asked).values("pk", "reviewed", "set_by_person"):
        found |= {f"claim/{row['pk']}/{name}": row[name] for name in ("reviewed", "set_by_person")}
    return found


def _numbers(asked: Asked) -> list[int]:
    return [asked["group"], *asked.get("others", ())]


def _group(number: int) -> ClaimGroup:
    found = ClaimGroup.objects.filter(pk=number).first()
    if found is None:
        raise DeskError("That statement is no longer there.")
    return found


def _check_words(claims: Iterable[Claim], unless: bool = False) -> None:
    for claim in () if unless else claims:
        if not claim.is_verbatim():
            raise DeskError(f"The words of claim {claim.pk} are not what its text has at that place.")


def set_on(group: ClaimGroup, **values: Any) -> None:
    """Set fields of a statement as an editor's."""
    names = sorted({*group.set_by_person, *values})
    ClaimGroup.objects.filter(pk=group.pk).update(set_by_person=names, **values)


def _word(group: ClaimGroup, asked: Asked) -> None:
    sentence = " ".join(str(asked["sentence"]).split())
    if len(sentence) > LONGEST:
        raise DeskError(f"A statement has {LONGEST} characters at the most.")
    if sentence:
        set_on(group, sentence=sentence, reviewed=True)
        return
    names = [name for name in group.set_by_person if name != "sentence"]
    ClaimGroup.objects.filter(pk=group.pk).update(set_by_person=names, sentence=group.clearest.text[:140])


def _accept(group: ClaimGroup, asked: Asked) -> None:
    set_on(group, reviewed=True)
    accept_claims(members(group))


def accept_claims(claims: Iterable[int]) -> None:
    """The claims count as reviewed."""
    for row in Claim.objects.filter(pk__in=list(claims)):
        names = sorted({*row.set_by_person, "reviewed"})
        Claim.objects.filter(pk=row.pk).update(reviewed=True, set_by_person=names)


def _cell(group: ClaimGroup, asked: Asked) -> None:
    outlet = Outlet.objects.get(pk=asked["outlet"])
    stance, credited = asked["stance"], str(asked.get("credited", "")).strip()
    if not stance:
        _let_back(group, outlet)
        group.cells.filter(outlet=outlet, set_by_person=True).delete()
        return
    if stance not in ClaimCell.Stance.values:
        raise DeskError("No outlet stands so to a statement.")
    evidence = [] if stance in ClaimCell.BARE else _evidence(group, outlet, asked.get("evidence", ()), credited)
    if stance not in ClaimCell.BARE and not evidence:
        raise DeskError(_("Say where the outlet says so: words of its article are needed."))
    if stance == ClaimCell.Stance.CITES and not credited:
        raise DeskError(_("Say whom the outlet cites."))
    own = Claim.objects.filter(pk__in=members(group), article__outlet=outlet).values_list("pk", flat=True)
    if stance in ClaimCell.BARE:
        hold(group, own, inside=False)
    write_cell(group, outlet.pk, {"stance": stance, "credited": credited if stance == "cites" else "",
                                  "claims": evidence})  # fmt: skip
    hold(group, evidence, inside=True)
    accept_claims(evidence)


def _let_back(group: ClaimGroup, outlet: Outlet) -> None:
    """Claims that only an editor's "not found" or "could not be read" kept out of the statement may come into it again;
    those that were taken out one by one stay out."""
    if not group.cells.filter(outlet=outlet, set_by_person=True, stance__in=ClaimCell.BARE).exists():
        return
    decisions = Decision.objects.standing().filter(kind=Decision.Kind.STATEMENT, asked__group=group.pk)
    taken = {claim for asked in decisions.values_list("asked", flat=True) for claim in asked.get("claims", ())}
    rows = Claim.objects.select_related("article", "snapshot").filter(pk__in=taken)
    taken |= {claim.pk for claim in all_today(rows).values() if claim}
    group.holds.filter(inside=False, claim__article__outlet=outlet).exclude(claim__in=taken).delete()


def write_cell(group: ClaimGroup, outlet: int, told_of: Mapping[str, Any]) -> None:
    """Set how an outlet stands to a statement, with the claims that show it."""
    values = {"stance": told_of["stance"], "credited": told_of["credited"], "why": "", "set_by_person": True}
    cell, _new = ClaimCell.objects.update_or_create(
        group=group, outlet_id=outlet, defaults=values, create_defaults={**values, "position": group.cells.count()}
    )
    cell.cellclaim_set.all().delete()
    known = Claim.objects.filter(pk__in=told_of["claims"]).in_bulk()
    CellClaim.objects.bulk_create(
        CellClaim(cell=cell, claim_id=claim, position=place)
        for place, claim in enumerate(told_of["claims"])
        if claim in known
    )


def _evidence(group: ClaimGroup, outlet: Outlet, spans: Sequence[Sequence[int]], credited: str) -> list[int]:
    """The claims at the spans; made where the workers found none there. Raises DeskError where a span is not of words
    of the outlet's article as it stands now."""
    found = []
    for number, start, end in spans:
        snapshot = Snapshot.objects.select_related("article__membership").filter(pk=number).first()
        home = getattr(getattr(snapshot and snapshot.article, "membership", None), "story_id", None)
        if snapshot is None or home != group.story_id or snapshot.article.outlet_id != outlet.pk:
            raise DeskError(_("The evidence must be of the outlet’s own article in the story."))
        if snapshot.article.snapshot_id != snapshot.pk:
            raise DeskError(_("The article has a newer text: look for the words in that one."))
        if not are_whole([(start, end)], snapshot.text):
            raise DeskError(_("The evidence begins and ends with a whole word of its text."))
        words = {"article": snapshot.article, "text": snapshot.text[start:end], "source_name": credited[:300]}
        claim, _new = Claim.objects.get_or_create(snapshot=snapshot, start=start, end=end, defaults=words)
        _check_words([claim])
        found.append(claim.pk)
    return found


def _merge(group: ClaimGroup, asked: Asked) -> None:
    others = list(ClaimGroup.objects.filter(pk__in=asked["others"], story=group.story_id).exclude(pk=group.pk))
    if len(others) != len(set(asked["others"])) or not others:
        raise DeskError(_("Choose other statements of the same story."))
    for other in others:
        claims = Claim.objects.filter(pk__in=members(other))
        _check_words(claims)
        for cell in other.cells.prefetch_related("cellclaim_set"):
            _pour(cell, group)
        hold(group, [claim.pk for claim in claims], inside=True)
    retire(others)
    ClaimGroup.objects.filter(pk__in=[other.pk for other in others]).delete()


def _pour(cell: ClaimCell, into: ClaimGroup) -> None:
    """What an outlet says in a statement that ends is said in the one that goes on; set cells stay as they are."""
    claims = [row.claim_id for row in cell.cellclaim_set.all()]
    target = into.cells.filter(outlet=cell.outlet_id).first()
    if cell.set_by_person and not (target and target.set_by_person):
        write_cell(into, cell.outlet_id, {"stance": cell.stance, "credited": cell.credited, "claims": claims})
        return
    if target is None or target.set_by_person:
        return
    if target.stance in ClaimCell.BARE:
        ClaimCell.objects.filter(pk=target.pk).update(stance=cell.stance, credited=cell.credited, why=cell.why)
    present = set(target.cellclaim_set.values_list("claim", flat=True))
    new = [claim for claim in claims if claim not in present]
    CellClaim.objects.bulk_create(CellClaim(cell=target, claim_id=claim, position=50) for claim in new)


def _take_out(group: ClaimGroup, asked: Asked) -> None:
    taken, present = set(asked["claims"]), set(members(group))
    if not taken or not taken <= present or taken == present:
        raise DeskError(_("Choose some of the statement’s claims: at least one must stay."))
    if CellClaim.objects.filter(cell__group=group, cell__set_by_person=True, claim__in=taken).exists():
        raise DeskError(_("A claim is evidence of a cell that an editor set: set that cell first."))
    hold(group, taken, inside=False)
    CellClaim.objects.filter(cell__group=group, claim__in=taken).delete()
    left = Claim.objects.filter(pk__in=present - taken).order_by("pk")
    if group.clearest_id in taken:
        values = {"clearest": left[0], **({} if group.by_editor else {"sentence": left[0].text[:140]})}
        ClaimGroup.objects.filter(pk=group.pk).update(**values)


_DOES: Mapping[str, Callable[[ClaimGroup, Asked], None]] = {
    "word": _word,
    "accept": _accept,
    "hide": lambda group, asked: set_on(group, hidden=True),
    "show": lambda group, asked: set_on(group, hidden=False),
    "cell": _cell,
    "merge": _merge,
    "take out": _take_out,
}


def holds_of(group: ClaimGroup) -> QuerySet[ClaimHold]:
    """The claims that editors hold in a statement or keep out of it."""
    return group.holds.select_related("claim__article__outlet")
