"""Claims of many articles → one statement across outlets, and how each outlet stands to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from coverage.comparing.agglomeration import Group, agglomerate
from coverage.comparing.background import is_background
from coverage.comparing.clauses import shortened
from coverage.comparing.figures import excludes, outliers
from coverage.comparing.similarity import story_weights
from coverage.comparing.statements import longest_run, overlap, statement
from coverage.comparing.types import AlignedClaim, Cell, ClaimToAlign, OutletReading, Stance

ALIKE = 0.45  # claims as alike as that, on average across two groups, say the same: a wrong merge is worse than none
TWINS = 0.44  # a lone claim that is as alike as that to one of a group says the same as it …
BESIDE = 0.3  # … if it is that much like all of them, on average,
NO_DOUBT = 0.6  # … or as alike as that to the one
LEAST_SHARED = 3  # stems
OWN_LINE = 0.6  # how checkable a claim must be to stand alone with one outlet
LONGEST = 140  # characters of a claim's sentence
QUOTED_WORDS = 5
BUSIEST = 120  # a stem in more claims than that pairs none
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
NO_NAMES: Mapping[str, frozenset[str]] = {}


def align_claims(
    claims: Sequence[ClaimToAlign],
    readings: Sequence[OutletReading],
    own_words: Mapping[str, frozenset[str]] = NO_NAMES,
) -> tuple[AlignedClaim, ...]:
    """Groups claims that state the same, one cell for every outlet in `readings` by its first publication.

    `own_words` holds, by outlet, the names under which an outlet credits itself ("BuzzFeed News"). A claim of one
    outlet alone is told when it is checkable enough. What most outlets carry comes first, then what came first; the
    order of the arguments does not matter.
    """
    ordered = sorted(claims, key=_by_publication)
    order = sorted(readings, key=lambda reading: (reading.first_published, reading.outlet))
    begun = min([r.first_published for r in order] + [claim.published for claim in ordered], default=None)
    found = [[ordered[i] for i in items] for items in _grouped(ordered)]
    told = [group for group in found if _is_told(group)]
    told.sort(key=lambda group: (-len({claim.outlet for claim in group}), _by_publication(group[0])))
    return tuple(_aligned(group, order, own_words, begun or group[0].published) for group in told)


def likeness(one: ClaimToAlign, other: ClaimToAlign, weights: Mapping[str, float]) -> float:
    """How much two claims say the same, 0 to 1. Shared values speak for it; 0 where one denies what the other states,
    or where too few words are shared."""
    if one.negated != other.negated:
        return 0.0
    a, b = statement(one.text), statement(other.text)
    if len(a.stems & b.stems) < LEAST_SHARED:
        return 0.0
    if _quotes_much(one) and _quotes_much(other) and not longest_run(a, b):
        return 0.0
    common = overlap(a, b, weights)
    value = 0.6 * common.dice + 0.4 * common.contained + _agreement(one, other)
    return min(1.0, max(0.0, value))


def _quotes_much(claim: ClaimToAlign) -> bool:
    """Whether it quotes a sentence: two quotes that share no four words in a row are two utterances."""
    return any(len(quoted.split()) >= QUOTED_WORDS for quoted in _QUOTED.findall(claim.text))


def _agreement(one: ClaimToAlign, other: ClaimToAlign) -> float:
    """Figures of the same unit: more alike where a value is the same, a little less where values exclude each other."""
    pairs = [(a, b) for a in one.figures for b in other.figures if (a.kind, a.unit) == (b.kind, b.unit)]
    if not pairs:
        return -0.05 if one.figures and other.figures else 0.0
    return -0.05 if all(excludes(a, b) for a, b in pairs) else 0.08


def _grouped(ordered: Sequence[ClaimToAlign]) -> list[list[int]]:
    weights = story_weights(claim.text for claim in ordered)
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for i, j in _candidates(ordered):
        value = likeness(ordered[i], ordered[j], weights)
        if value >= ALIKE / 2:
            links[i][j] = links[j][i] = value
    alone = [[i] for i in range(len(ordered))]
    groups = agglomerate(alone, links, [None] * len(alone), _mean_likeness, ALIKE, _always)
    return _with_loners([group.items for group in groups], ordered, links)


def _with_loners(
    groups: Sequence[list[int]], ordered: Sequence[ClaimToAlign], links: Mapping[int, Mapping[int, float]]
) -> list[list[int]]:
    """Takes one outlet's lone claim into the group that holds its twin. Averages over a group keep strangers out, but
    also a short statement of what its members say at length; nearest pairs go first."""
    home = {i: items for items in groups for i in items}
    pairs = sorted((-value, i, j) for i, near in links.items() for j, value in near.items() if value >= TWINS)
    for _, i, j in pairs:
        lone, group = home[i], home[j]
        across = sum(links.get(i, {}).get(member, 0.0) for member in group) / len(group)
        if lone is group or len(lone) != 1 or ordered[i].outlet == ordered[j].outlet:
            continue
        if links[i][j] >= NO_DOUBT or across >= BESIDE:
            group.append(i)
            lone.clear()
            home[i] = group
    return [sorted(items) for items in groups if items]


def _mean_likeness(one: Group, other: Group, across: float) -> float:
    return across / (len(one.items) * len(other.items))


def _always(one: Group, other: Group) -> bool:
    return True


def _candidates(ordered: Sequence[ClaimToAlign]) -> list[tuple[int, int]]:
    carrying: dict[str, list[int]] = defaultdict(list)
    for index, claim in enumerate(ordered):
        for term in statement(claim.text).stems:
            carrying[term].append(index)
    lists = [items for items in carrying.values() if len(items) <= BUSIEST]
    return sorted({(i, j) for items in lists for n, i in enumerate(items) for j in items[n + 1 :]})


def _is_told(group: Sequence[ClaimToAlign]) -> bool:
    return len({claim.outlet for claim in group}) > 1 or max(claim.score for claim in group) >= OWN_LINE


def _aligned(
    group: Sequence[ClaimToAlign],
    readings: Sequence[OutletReading],
    own_words: Mapping[str, frozenset[str]],
    begun: datetime,
) -> AlignedClaim:
    clearest = min(group, key=lambda claim: _clearness(claim, readings, own_words))
    differing = outliers([(claim.outlet, claim.figures) for claim in group])
    apart = {claim.id for claim, differs in zip(group, differing, strict=True) if differs}
    cells = tuple(_cell(reading, group, apart, own_words) for reading in readings)
    return AlignedClaim(clearest.id, shortened(clearest.text, LONGEST), is_background(group, begun), cells)


def _clearness(
    claim: ClaimToAlign, readings: Sequence[OutletReading], own_words: Mapping[str, frozenset[str]]
) -> tuple[bool, bool, bool, bool, int, datetime, int]:
    """Sorts the clearest first: read in full, in its own voice, unhedged, with a figure, and of a middling length."""
    unread = any(reading.outlet == claim.outlet and reading.why for reading in readings)
    length = len(claim.text)
    off = 60 - length if length < 60 else max(0, length - LONGEST)
    return unread, not _in_own_voice(claim, own_words), claim.hedged, not claim.figures, off, claim.published, claim.id


def _cell(
    reading: OutletReading, group: Sequence[ClaimToAlign], apart: set[int], own_words: Mapping[str, frozenset[str]]
) -> Cell:
    found = [claim for claim in group if claim.outlet == reading.outlet]
    if not found:
        return Cell(reading.outlet, "unread" if reading.why else "none", why=reading.why)
    found.sort(key=lambda claim: (not _in_own_voice(claim, own_words), -claim.score, _by_publication(claim)))
    own = _in_own_voice(found[0], own_words)
    stance: Stance = "own" if own else "cites"
    if all(claim.id in apart for claim in found):
        stance = "differs"
    return Cell(reading.outlet, stance, tuple(claim.id for claim in found), "" if own else found[0].source)


def _in_own_voice(claim: ClaimToAlign, own_words: Mapping[str, frozenset[str]]) -> bool:
    named = claim.source in own_words.get(claim.outlet, frozenset())
    return not claim.source or claim.source_outlet == claim.outlet or named


def _by_publication(claim: ClaimToAlign) -> tuple[datetime, int, int]:
    return claim.published, claim.article, claim.id
