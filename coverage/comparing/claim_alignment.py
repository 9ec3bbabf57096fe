"""Claims of many articles → one statement across outlets, and how each outlet stands to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from coverage.comparing.agglomeration import Group, agglomerate
from coverage.comparing.background import is_background
from coverage.comparing.claim_likeness import Likeness, is_ruled_out, likenesses, rows, stated, weight
from coverage.comparing.claim_pieces import pieces, rejoined
from coverage.comparing.clauses import shortened
from coverage.comparing.figures import outliers
from coverage.comparing.held import NO_HOLDS, Holds, kept
from coverage.comparing.leaning import as_name, leans
from coverage.comparing.paraphrase.traits import Vectors
from coverage.comparing.similarity import story_weights
from coverage.comparing.statements import overlap, statement
from coverage.comparing.types import AlignedClaim, Cell, ClaimToAlign, OutletReading, Stance

ALIKE = 0.37  # clauses as likely as that, on average across two groups, to state the same do: a wrong merge is worst
BY_BEST = 0.7  # of how near two groups are: what the best partners say, the rest by all pairs
TWINS = 0.57  # a lone clause that is as likely as that the same as one of a group joins it …
BESIDE = 0.3  # … if it is that likely the same as all of them, on average
LEAST = 0.2  # what is less likely is not looked at again
LEAST_SHARED = 0.5  # of weight, for a pair to be looked at at all
OWN_LINE = 0.6  # how checkable a claim must be to stand alone with one outlet
CENTRAL = 0.85  # of what the most central claim of a row shares with the others, for a claim to head it
LEANT = 0.7  # of that, where it leans on the sentence before it
LONGEST = 140  # characters of a claim's sentence
BUSIEST = 120  # a stem in more clauses than that pairs none
NO_NAMES: Mapping[str, frozenset[str]] = {}


def align_claims(
    claims: Sequence[ClaimToAlign],
    readings: Sequence[OutletReading],
    own_words: Mapping[str, frozenset[str]] = NO_NAMES,
    vectors: Vectors | None = None,
    judge: Likeness | None = None,
    holds: Holds = NO_HOLDS,
) -> tuple[AlignedClaim, ...]:
    """Groups claims that state the same, one cell for every outlet in `readings` by its first publication.

    A sentence of several clauses is aligned clause by clause, and so may stand in several groups. `own_words` holds, by
    outlet, the names under which an outlet credits itself ("BuzzFeed News"). A claim of one outlet alone is told when
    it is checkable enough. What most outlets carry comes first, then what came first; the order of the arguments does
    not matter. With a maker of `vectors` clauses in other words are found more surely. `judge` weighs the traits of a
    pair; the shipped weights where none is given. What editors hold together or apart (`holds`) goes before all of it.
    """
    ordered = sorted(claims, key=_by_publication)
    whole = {claim.id: claim for claim in ordered}
    order = sorted(readings, key=lambda reading: (reading.first_published, reading.outlet))
    begun = min([r.first_published for r in order] + [claim.published for claim in ordered], default=None)
    parts = [part for claim in ordered for part in pieces(claim)]
    groups = rejoined(
        [[parts[i] for i in items] for items in _grouped(parts, vectors, judge or likenesses()[vectors is not None])]
    )
    stated_by = kept(groups, whole, holds)
    shared = {part.id for key, group in stated_by if key is not None or _is_shared(group) for part in group}
    told = [row for row in stated_by if row[0] is not None or _is_shared(row[1]) or _is_told(row[1], whole, shared)]
    told.sort(key=lambda row: (-len({claim.outlet for claim in row[1]}), _by_place(row[1][0])))
    return tuple(
        replace(_aligned(group, whole, order, own_words, begun or group[0].published), group=key) for key, group in told
    )


def _grouped(parts: Sequence[ClaimToAlign], vectors: Vectors | None, judge: Likeness) -> list[list[int]]:
    rarity = story_weights(part.text for part in parts)
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), row in rows(parts, _candidates(parts, rarity), rarity, vectors).items():
        value = judge.probability(row)
        if value >= LEAST and not is_ruled_out(parts[i], parts[j], row):
            links[i][j] = links[j][i] = value
    alone = [[i] for i in range(len(parts))]

    def linkage(one: Group, other: Group, across: float) -> float:
        return _nearness(one.items, other.items, parts, links)

    groups = agglomerate(alone, links, [None] * len(alone), linkage, ALIKE, _always)
    return _with_loners([group.items for group in groups], parts, links)


def _nearness(
    one: Sequence[int], other: Sequence[int], parts: Sequence[ClaimToAlign], links: Mapping[int, Mapping[int, float]]
) -> float:
    """How likely two groups state the same: half by all pairs, half by each clause's best partner in the other group,
    since outlets word a thing in several ways. Clauses of one article say nothing for or against each other."""
    pairs = [(i, j) for i in one for j in other if parts[i].article != parts[j].article]
    if not pairs:
        return 0.0
    likely = {(i, j): links.get(i, {}).get(j, 0.0) for i, j in pairs}
    best: dict[int, float] = {}
    for (i, j), value in likely.items():
        best[i], best[j] = max(value, best.get(i, 0.0)), max(value, best.get(j, 0.0))
    return (1 - BY_BEST) * sum(likely.values()) / len(likely) + BY_BEST * sum(best.values()) / len(best)


def _with_loners(
    groups: Sequence[list[int]], parts: Sequence[ClaimToAlign], links: Mapping[int, Mapping[int, float]]
) -> list[list[int]]:
    """Takes one outlet's lone clause into the group that holds its twin. Averages over a group keep strangers out, but
    also a short statement of what its members say at length; nearest pairs go first."""
    home = {i: items for items in groups for i in items}
    pairs = sorted((-value, i, j) for i, near in links.items() for j, value in near.items() if value >= TWINS)
    for _, i, j in pairs:
        lone, group = home[i], home[j]
        across = sum(links.get(i, {}).get(member, 0.0) for member in group) / len(group)
        if lone is group or len(lone) != 1 or across < BESIDE:
            continue
        group.append(i)
        lone.clear()
        home[i] = group
    return [sorted(items) for items in groups if items]


def _always(one: Group, other: Group) -> bool:
    return True


def _candidates(parts: Sequence[ClaimToAlign], rarity: Mapping[str, float]) -> list[tuple[int, int]]:
    """Pairs of two articles that share a stem which is not everywhere, and enough of what they say."""
    carrying: dict[str, list[int]] = defaultdict(list)
    for index, part in enumerate(parts):
        for stem in stated(part):
            carrying[stem].append(index)
    lists = [items for items in carrying.values() if len(items) <= BUSIEST]
    found = {(i, j) for items in lists for n, i in enumerate(items) for j in items[n + 1 :]}
    return sorted(
        (i, j)
        for i, j in found
        if parts[i].article != parts[j].article and weight(stated(parts[i]) & stated(parts[j]), rarity) >= LEAST_SHARED
    )


def _is_shared(group: Sequence[ClaimToAlign]) -> bool:
    return len({claim.outlet for claim in group}) > 1


def _is_told(group: Sequence[ClaimToAlign], whole: Mapping[int, ClaimToAlign], shared: set[int]) -> bool:
    """Whether one outlet's own is worth a line: checkable, and in no sentence that stands in a line already. Of its
    clauses the first stands for the sentence."""
    first = group[0]
    return first.id not in shared and first.start == whole[first.id].start and first.score >= OWN_LINE


def _aligned(
    group: Sequence[ClaimToAlign],
    whole: Mapping[int, ClaimToAlign],
    readings: Sequence[OutletReading],
    own_words: Mapping[str, frozenset[str]],
    begun: datetime,
) -> AlignedClaim:
    carried = [whole[number] for number in dict.fromkeys(part.id for part in group)]
    clauses = {part.id for part in group if part.text != whole[part.id].text}
    told = _centrality(carried)
    clearest = min(
        carried,
        key=lambda claim: (
            told[claim.id] < CENTRAL * max(told.values()),
            *_clearness(claim, claim.id in clauses, readings, own_words),
        ),
    )
    apart = _apart(group)
    cells = tuple(_cell(reading, carried, apart, own_words) for reading in readings)
    places = tuple(sorted((part.id, part.start, part.start + len(part.text)) for part in group))
    return AlignedClaim(clearest.id, shortened(clearest.text, LONGEST), is_background(group, begun), cells, places)


def _centrality(carried: Sequence[ClaimToAlign]) -> dict[int, float]:
    """How much of its meaning each claim shares with the others, on average: a heading says what all of them say. One
    that leans on the sentence before it counts for less: alone it says less."""
    found = {}
    for claim in carried:
        shared = [overlap(statement(claim.text), statement(other.text), {}).dice for other in carried]
        found[claim.id] = (sum(shared) - 1) / max(len(shared) - 1, 1) * (LEANT if leans(claim.text) else 1)
    return found


def _apart(group: Sequence[ClaimToAlign]) -> set[int]:
    """The claims that give another value than most outlets do, or deny what most state; of as many on either side
    those that came first are right."""
    differing = outliers([(part.outlet, part.figures) for part in group])
    found = {part.id for part, differs in zip(group, differing, strict=True) if differs}
    sides = {denies: {part.outlet for part in group if part.negated == denies} for denies in (False, True)}
    usual = len(sides[True]) > len(sides[False]) or (len(sides[True]) == len(sides[False]) and group[0].negated)
    return found | {part.id for part in group if part.negated != usual and sides[not part.negated]}


def _clearness(
    claim: ClaimToAlign, in_part: bool, readings: Sequence[OutletReading], own_words: Mapping[str, frozenset[str]]
) -> tuple[bool, bool, bool, bool, bool, bool, int, datetime, int]:
    """Sorts the clearest first: read in full, all of it about this, in its own voice, unhedged, clear without
    the sentence before it, with a figure, of a middling length."""
    unread = any(reading.outlet == claim.outlet and reading.why for reading in readings)
    length = len(claim.text)
    off = 60 - length if length < 60 else max(0, length - LONGEST)
    return (
        unread,
        in_part,
        not _in_own_voice(claim, own_words),
        claim.hedged,
        leans(claim.text),
        not claim.figures,
        off,
        claim.published,
        claim.id,
    )


def _cell(
    reading: OutletReading, group: Sequence[ClaimToAlign], apart: set[int], own_words: Mapping[str, frozenset[str]]
) -> Cell:
    """What an outlet credits to somebody as often as it says it itself, it cites: its own words rest on that credit."""
    found = [claim for claim in group if claim.outlet == reading.outlet]
    if not found:
        return Cell(reading.outlet, "unread" if reading.why else "none", why=reading.why)
    citing = [claim for claim in found if not _in_own_voice(claim, own_words)]
    own = 2 * len(citing) < len(found)
    found.sort(key=lambda claim: (_in_own_voice(claim, own_words) != own, -claim.score, _by_publication(claim)))
    stance: Stance = "own" if own else "cites"
    if all(claim.id in apart for claim in found):
        stance = "differs"
    return Cell(reading.outlet, stance, tuple(claim.id for claim in found), "" if own else _credited(found))


def _credited(found: Sequence[ClaimToAlign]) -> str:
    """Whom an outlet's claims credit, the best first; nobody where only pronouns tell."""
    return next(filter(None, (as_name(claim.source) for claim in found)), "")


def _in_own_voice(claim: ClaimToAlign, own_words: Mapping[str, frozenset[str]]) -> bool:
    named = claim.source in own_words.get(claim.outlet, frozenset())
    return not claim.source or claim.source_outlet == claim.outlet or named


def _by_place(claim: ClaimToAlign) -> tuple[datetime, int, int, int]:
    return claim.published, claim.article, claim.start, claim.id


def _by_publication(claim: ClaimToAlign) -> tuple[datetime, int, int]:
    return claim.published, claim.article, claim.id
