"""The rules' drafts and the tagger's attributions into the drafts of both: marks by the rules, the rest by the tagger.

A quoted stretch is whole or not at all: the tagger may say which report it belongs to and whose that is, never where it
begins and ends. Only where a mark has no partner, so that its stretch is a guess, does the tagger's word go first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from aggregator.reading.cues import reports_speech
from aggregator.reading.drafts import Draft, LeftOut, Span
from aggregator.reading.marks import Stretch
from aggregator.reading.tagging.tagger import Attributed
from aggregator.reading.tagging.telling import is_said
from aggregator.reading.words import Unit

Ruled = tuple[list[Draft], list[LeftOut]]
FOUND_BY = "tagger"
FOUND_BY_BOTH = "tagger and rules"


def with_tagged(text: str, parts: Sequence[Unit], ruled: Ruled, told: Sequence[Attributed]) -> Ruled:
    """The drafts of `told`, with the rules' drafts of the quoted stretches that it leaves unread; and the stretches
    that then are in no draft."""
    drafts, left_out = ruled
    boxes = [item.stretch for unit in parts for item in unit.items if item.stretch]
    shares = _shares(boxes, told)
    labelled = {draft.boxes[0].start for draft in drafts if draft.boxes and _is_inside(draft.boxes[0], draft.cue)}
    shares = {index: share for index, share in shares.items() if boxes[index].start not in labelled}
    owners = {index: _owner(boxes[index], share, told) for index, share in shares.items()}
    _join_split(text, boxes, owners, told)
    refuted = {boxes[index].start for index, share in shares.items() if _is_refuted(boxes[index], share, told)}
    solid = [box for box in boxes if box.start not in refuted]
    own: dict[int, list[Stretch]] = {}
    for index, owner in sorted(owners.items()):
        if owner is not None and boxes[index].start not in refuted:
            own.setdefault(owner, []).append(boxes[index])
    kept = _tagged_drafts(text, parts, told, own, solid)
    by_box = {box.start: draft for draft in kept for box in draft.boxes}
    _give_speakers(by_box, drafts)
    for draft in drafts:
        rest = _unread(draft, by_box, refuted)
        if rest and _tells_itself(rest, parts):
            kept.append(rest)
        elif rest:
            left_out.extend(LeftOut(box.inner_start, box.inner_end, "scare quote") for box in rest.boxes)
    quoted = {box.inner_start for draft in kept for box in draft.boxes}
    quoted |= {box.inner_start for box in boxes if box.start in refuted}
    remaining = [one for one in left_out if one.start not in quoted]
    return sorted(kept, key=lambda draft: draft.first), sorted(remaining, key=lambda one: one.start)


def _give_speakers(tagged: dict[int, Draft], ruled: Sequence[Draft]) -> None:
    """Quotations for which the tagger found nobody get the speaker that rules find: of labelled ones, one in 150 has
    none."""
    for draft in ruled:
        own = tagged.get(draft.boxes[0].start) if draft.boxes and draft.speaker else None
        if own and own.whole and own.speaker is None:
            own.speaker, own.speaker_sure = draft.speaker, draft.speaker_sure


def _shares(boxes: Sequence[Stretch], told: Sequence[Attributed]) -> dict[int, dict[int, int]]:
    """For each stretch that attributions touch, how many of its characters each of them covers."""
    shares: dict[int, dict[int, int]] = {}
    starts, ends = [box.start for box in boxes], [box.end for box in boxes]
    for number, one in enumerate(told):
        for start, end in one.contents:
            for index in range(bisect_right(ends, start), bisect_left(starts, end)):
                share = shares.setdefault(index, {})
                share[number] = share.get(number, 0) + min(end, ends[index]) - max(start, starts[index])
    return shares


def _owner(box: Stretch, share: dict[int, int], told: Sequence[Attributed]) -> int | None:
    """The attribution that covers most of a stretch, where enough of it is covered at all. What a cue inside the
    stretch reports is only told in it ("“They said no,” she told us")."""
    outside = {number: size for number, size in share.items() if not _is_inside(box, told[number].cue)}
    least = 0.5 if _is_sound(box) else 0.8
    enough = sum(share.values()) >= least * (box.end - box.start)
    return max(outside, key=outside.__getitem__) if outside and enough else None


def _join_split(text: str, boxes: Sequence[Stretch], owners: dict[int, int | None], told: Sequence[Attributed]) -> None:
    """ "“Every time you say that,” Roe said, referring to the excuse, “you give them one”": what begins small after a
    comma, outside and inside, belongs with what its cue parted it from."""
    for index, (box, following) in enumerate(pairwise(boxes)):
        owner = owners.get(index)
        cue = told[owner].cue if owner is not None else None
        parted = text[box.inner_end - 1] == "," and text[following.inner_start].islower()
        between = text[box.end : following.start].rstrip()
        inserted = box.paragraph == following.paragraph and between.endswith(",") and "." not in between
        if cue and parted and inserted and box.end <= cue[0] <= following.start:
            owners[index + 1] = owner


def _is_refuted(box: Stretch, share: dict[int, int], told: Sequence[Attributed]) -> bool:
    """Whether a stretch is none: no partner for its mark and no attribution for the whole of it, or a whole passage
    with reports of its own in it, as where an article prints another's."""
    if not _is_sound(box) and _owner(box, share, told) is None:
        return True
    inside = sum(_is_inside(box, told[number].cue) for number in share)
    return inside >= 2 or (inside == len(share) and not box.closed)


def _is_inside(box: Stretch, cue: Span | None) -> bool:
    return cue is not None and box.start <= cue[0] and cue[1] <= box.end


def _is_sound(box: Stretch) -> bool:
    return (box.closed or box.continues) and not box.repaired


def _tagged_drafts(
    text: str,
    parts: Sequence[Unit],
    told: Sequence[Attributed],
    own: dict[int, list[Stretch]],
    solid: Sequence[Stretch],
) -> list[Draft]:
    begins = [unit.items[0].start for unit in parts]
    starts, ends = [box.start for box in solid], [box.end for box in solid]
    kept = []
    for number, one in enumerate(told):
        outside: list[Span] = []
        for start, end in one.contents:
            near = solid[bisect_right(ends, start) : bisect_left(starts, end)]
            outside.extend(span for span in _outside(start, end, near) if _has_words(text, *span))
        draft = _draft(text, one, own.get(number, []), outside)
        if draft:
            draft.unit = max(0, bisect_right(begins, draft.first[0]) - 1)
            kept.append(draft)
    return kept


def _outside(start: int, end: int, boxes: Sequence[Stretch]) -> Iterator[Span]:
    for box in boxes:
        if start < box.start:
            yield start, box.start
        start = box.end
    if start < end:
        yield start, end


def _draft(text: str, told: Attributed, boxes: list[Stretch], outside: Sequence[Span]) -> Draft | None:
    """The attribution with its own stretches and what it holds outside of any; None where nothing is left of it."""
    pieces: list[tuple[Span, Stretch | None]] = [((box.start, box.end), box) for box in boxes]
    pieces += [(span, None) for span in outside]
    spans: list[Span] = []
    whole = True
    for run in _runs(text, sorted(pieces, key=lambda piece: piece[0])):
        if all(box for _, box in run):
            spans.extend((box.inner_start, box.inner_end) for _, box in run if box)
        else:
            whole = False
            spans.append(_trimmed(text, run[0][0][0], run[-1][0][1]))
    if not spans:
        return None
    source, verb = _parted(text, told)
    trailing = verb is not None and verb[0] >= spans[0][1]
    cue = text[slice(*verb)] if verb else ""
    speech = whole or is_said(cue, text[slice(*spans[0])], trailing, bool(boxes))
    found_by = FOUND_BY_BOTH if boxes else FOUND_BY
    words = len(text[spans[0][0] : spans[-1][1]].split())
    sure = min(told.sure, TOPIC) if not boxes and told.source is None and words <= 3 else told.sure
    return Draft(spans, boxes, whole, source, verb, sure, speech, 0, trailing, found_by, told.source_sure)


def _parted(text: str, told: Attributed) -> tuple[Span | None, Span | None]:
    """Source and cue. Of "BuzzFeed News reports" the tagger may take the verb for a part of the name, and with no cue
    left take one from afar; in "according to BuzzFeed News reports" it is a part."""
    if not told.source:
        return None, told.cue
    start, end = told.source
    name, _, verb = text[start:end].rpartition(" ")
    beside = told.cue is not None and not _has_words(text, told.cue[1], start) and "\n" not in text[told.cue[1] : start]
    if beside or not name[:1].isupper() or not verb.islower() or not reports_speech(verb):
        return told.source, told.cue
    return (start, start + len(name)), (end - len(verb), end)


def _runs(text: str, pieces: Sequence[tuple[Span, Stretch | None]]) -> Iterator[list[tuple[Span, Stretch | None]]]:
    """Pieces with no word between them, together."""
    run: list[tuple[Span, Stretch | None]] = []
    for piece in pieces:
        if run and (_has_words(text, run[-1][0][1], piece[0][0]) or "\n" in text[run[-1][0][1] : piece[0][0]]):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip(_EDGES)), start + len(words.rstrip(_EDGES))


def _has_words(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[start:end])


def _unread(draft: Draft, by_box: dict[int, Draft], refuted: set[int]) -> Draft | None:
    """What the tagger left unread of a draft by rules; None where that is nothing. Where it read one stretch of it, the
    others of the same paragraph go with that one."""
    if not draft.boxes or any(box.start in refuted for box in draft.boxes):
        return None
    owners = {by_box[box.start].boxes[0].paragraph: by_box[box.start] for box in draft.boxes if box.start in by_box}
    if not owners:
        return draft
    rest: list[Stretch] = []
    for box in draft.boxes:
        if box.start in by_box:
            continue
        if box.paragraph in owners:
            owners[box.paragraph].boxes.append(box)
            owners[box.paragraph].spans.append((box.inner_start, box.inner_end))
        else:
            rest.append(box)
    spans = [(box.inner_start, box.inner_end) for box in rest]
    return replace(draft, spans=spans, boxes=rest, whole=True, cue=None) if rest else None


def _tells_itself(draft: Draft, parts: Sequence[Unit]) -> bool:
    """Whether a quote that the tagger passed over is one all the same: somebody says it, or it stands by itself, or it
    is long."""
    alone = all(item.kind != "word" for item in parts[draft.unit].items)
    return bool(draft.speaker or draft.cue) or alone or sum(end - start for start, end in draft.spans) > LONG


TOPIC = 0.45
"""How sure a few words that nobody in particular says are a report: they rather name its subject ("asked about …")."""
LONG = 60
"""Characters of a quotation amid narration that is no title and no scare quote."""
_EDGES = " \t\u00a0,;:—–"
