"""A story's facts, with one statement in them → its page: every outlet's stance, its sentences, what it differs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverage.comparing import sides
from coverage.comparing.columns import columns, heading_of
from coverage.comparing.counts import Count, counts
from coverage.comparing.excerpts import Granted, Limits, Wish, grant
from coverage.comparing.leaning import leans
from coverage.comparing.shown import CellFacts, ClaimWords, Excerpt, Publisher, Source, StoryFacts, compared, words_of
from coverage.comparing.sides import Dispute
from coverage.comparing.stances import NOT_YET, label_of, whom_it_leans_on

_EVIDENCE = "evidence"
_LEAST = 30


@dataclass(frozen=True, slots=True)
class Stand:
    """An outlet's stance with the sentences that show it; `source` is its first article in the story.

    `above` tells that its words are the heading's.
    """

    publisher: Publisher
    source: Source
    stance: str
    label: str
    excerpts: tuple[Excerpt, ...] = ()
    above: bool = False
    first: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """A statement's page. `worded_by` is whose words the heading is, `citing` whom they are credited to where they lean
    on the sentence before; no heading: the share of all is used up."""

    id: int
    heading: str
    worded_by: Publisher | None
    counts: tuple[Count, ...]
    stands: tuple[Stand, ...]
    disputes: tuple[Dispute, ...]
    by_editor: bool = False
    accepted: bool = False
    citing: str = ""

    @property
    def reviewed(self) -> bool:
        """Whether an editor has accepted it, or every claim that it rests on."""
        return self.accepted or all(excerpt.reviewed for stand in self.stands for excerpt in stand.excerpts)


def lay_out(facts: StoryFacts, limits: Limits) -> ClaimSheet:
    """The page of the facts' only statement. Words go first to what outlets differ on, then to the heading, then to
    each outlet's best sentence, then to its others."""
    [row] = facts.statements
    values = [wish for wish in sides.wishes(facts) if wish.section == sides.VALUES]
    granted = grant([*values, *_wishes(facts, limits.quote)], limits, {})
    known = {cell.publisher.slug: cell for cell in row.cells}
    firsts: dict[str, Source] = {}
    for source in compared(facts.sources):
        firsts.setdefault(source.publisher.slug, source)
    heads = columns(facts)
    cells = [known.get(h.publisher.slug) or CellFacts(h.publisher, "unread", why=NOT_YET) for h in heads]
    claims = [facts.claims[claim] for cell in row.cells for claim in cell.claims if claim in facts.claims]
    heading = heading_of(row, claims, granted.get("heading"))
    worded_by = next((s.publisher for s in facts.sources if heading and s.id == heading.wish.article), None)
    stands = tuple(
        Stand(
            head.publisher,
            firsts[head.publisher.slug],
            cell.stance,
            label_of(cell),
            tuple(_excerpts(cell, facts, granted, heading)),
            any(_is_heading(facts.claims[claim], heading) for claim in cell.claims if claim in facts.claims),
            head.first,
            head.after,
        )
        for head, cell in zip(heads, cells, strict=True)
    )
    shown = sides.lay_out(facts, granted)
    words = heading.words if heading else ""
    by_editor = bool(words) and row.by_editor
    citing = whom_it_leans_on(words, cells, worded_by)
    return ClaimSheet(row.id, words, worded_by, counts(cells), stands, shown, by_editor, row.reviewed, citing)


def _wishes(facts: StoryFacts, quote: int) -> Iterator[Wish]:
    """The heading, then the sentences of each outlet by turns."""
    [row] = facts.statements
    found = [[facts.claims[claim] for claim in cell.claims if claim in facts.claims] for cell in row.cells]
    heads = [] if row.by_editor else [claim for claims in found for claim in claims]
    heads.sort(key=lambda claim: (leans(claim.text), claim.id != row.clearest))
    for claim in heads:
        text = row.sentence if claim.id == row.clearest and row.sentence else claim.text
        yield Wish("heading", claim.source.id, _EVIDENCE, text, None, quote, _LEAST, quoted=True)
    for place in range(max(map(len, found), default=0)):
        for claims in found:
            headed = not row.by_editor and claims[place:] and claims[place].id == row.clearest
            if place < len(claims) and not (headed and claims[place].text == row.sentence):
                claim = claims[place]
                yield Wish(
                    claim.id, claim.source.id, _EVIDENCE, claim.text, claim.focus, quote, _LEAST, quoted=True
                )  # fmt: skip


def _excerpts(
    cell: CellFacts, facts: StoryFacts, granted: Mapping[Any, Granted], heading: Granted | None
) -> Iterator[Excerpt]:
    for claim in (facts.claims[claim] for claim in cell.claims if claim in facts.claims):
        words = "" if _is_heading(claim, heading) else words_of(granted, claim.id)
        yield Excerpt(claim.source, words, claim.source.place(claim.text), claim.reviewed)


def _is_heading(claim: ClaimWords, heading: Granted | None) -> bool:
    return heading is not None and heading.wish.article == claim.source.id and heading.wish.text == claim.text
