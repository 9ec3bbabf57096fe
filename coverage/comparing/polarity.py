"""Claims that state and claims that deny → what one outlet states and another denies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from coverage.comparing.claim_likeness import stated
from coverage.comparing.claim_pieces import pieces
from coverage.comparing.clauses import shortened
from coverage.comparing.findings import Given, difference
from coverage.comparing.similarity import carries_meaning, story_weights
from coverage.comparing.statements import Statement, denies, overlap, statement
from coverage.comparing.types import ClaimToAlign, FoundDifference

WEIGHT = 1.0
SAME_MATTER = 0.65  # of the two clauses' meaning together
SAME_WORDS = 0.6  # of the lighter one's, where the words around the denial are the same
LEAST_SHARED = 3  # stems
AROUND = 3  # words in a row, across the place of the denial
LONGEST = 100
_REJECTED = re.compile(
    r"\b(?:reject|disput|dismiss|rebut|refut)\w*\s+(?:[\w'’-]+\s+){0,4}?"
    r"(?:(?:claim|allegation|accusation|assertion|suggestion|finding|report|notion|idea)s?|there (?:is|was|were))\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:if|unless|whether|had (?:he|she|it|they))\b", re.IGNORECASE)


def polarity_differences(ordered: Sequence[ClaimToAlign]) -> list[FoundDifference]:
    """Clauses of different outlets in nearly the same words, one of which denies them: "will not appeal the ruling"
    against "will appeal the ruling". What one of them merely does not carry is no denial."""
    whole = {claim.id: claim for claim in ordered}
    parts = [part for claim in ordered for part in pieces(claim)]
    siblings: dict[int, list[ClaimToAlign]] = defaultdict(list)
    for part in parts:
        siblings[part.id].append(part)
    weights = story_weights(part.text for part in parts)
    found: list[FoundDifference | None] = []
    told: set[int] = set()
    certain = [part for part in parts if not _SUPPOSED.search(part.text)]
    states = [part for part in certain if not _denies(part) and _tells(part)]
    for denying in (part for part in certain if _denies(part)):
        stating = [
            part
            for part in states
            if _is_denied(part, denying, weights) and not _denies_beside(part, denying, siblings[part.id])
        ]
        if stating and denying.id not in told:
            told |= {denying.id, *(part.id for part in stating)}
            alike = [part for part in certain if _denies_too(part, denying, stating, weights)]
            given = [_given(whole[part.id], part in (denying, *alike)) for part in (denying, *alike, *stating)]
            found.append(difference("polarity", shortened(whole[stating[0].id].text, LONGEST), given, WEIGHT))
    return _each_once([one for one in found if one])


def _each_once(found: Sequence[FoundDifference]) -> list[FoundDifference]:
    """Of differences over the same claims the first: two clauses of a sentence may both be denied by one."""
    carried: dict[frozenset[frozenset[int]], FoundDifference] = {}
    for one in found:
        sides = frozenset(frozenset(claim for claim, _, _ in side.evidence) for side in one.sides)
        carried.setdefault(sides, one)
    return list(carried.values())


def _denies(part: ClaimToAlign) -> bool:
    """Whether the clause denies what it tells, in a word of denial or as a claim that somebody rejects: it does not
    state it."""
    return statement(part.text).denies_something != bool(_REJECTED.search(part.text))


def _tells(part: ClaimToAlign) -> bool:
    """Whether the clause says something, rather than only name someone."""
    return any(carries_meaning(token) and part.text[token.start].islower() for token in statement(part.text).tokens)


def _is_denied(part: ClaimToAlign, denying: ClaimToAlign, weights: dict[str, float]) -> bool:
    if part.outlet == denying.outlet:
        return False
    a, b = statement(part.text), statement(denying.text)
    common = overlap(a, b, weights)
    if _is_same_but_for_denial(denying, part):
        return common.contained >= SAME_WORDS and len(stated(part) & stated(denying)) >= 2
    return len(stated(part) & stated(denying)) >= LEAST_SHARED and common.dice >= SAME_MATTER and _shares_denied(a, b)


def _denies_beside(part: ClaimToAlign, denying: ClaimToAlign, siblings: Sequence[ClaimToAlign]) -> bool:
    """Whether another clause of the sentence denies the same: "the ducks are counted, but no badgers"."""
    denied = _denied_stems(statement(denying.text), 2)
    return any(one is not part and _denies(one) and denied & _denied_stems(statement(one.text), 2) for one in siblings)


def _denies_too(
    part: ClaimToAlign, denying: ClaimToAlign, stating: Sequence[ClaimToAlign], weights: dict[str, float]
) -> bool:
    return part.id != denying.id and _denies(part) and any(_is_denied(one, part, weights) for one in stating)


def _is_same_but_for_denial(denying: ClaimToAlign, part: ClaimToAlign) -> bool:
    """Whether some words in a row stand in the one as in the other once a denial is taken out of their midst; "no" may
    stand at their beginning."""
    words, there = statement(denying.text).words, f" {' '.join(statement(part.text).words)} "
    for place in statement(denying.text).denials:
        before, following = words[:place], words[place + 1 :]
        opening = words[place] == "no" or not before
        for taken in range(0 if opening else 1, AROUND):
            run = (*before[len(before) - taken :], *following[: AROUND - taken])
            if len(run) == AROUND and f" {' '.join(run)} " in there:
                return True
    return False


def _shares_denied(stating: Statement, denying: Statement) -> bool:
    """Whether what is denied, the next word with a meaning, is said by the other."""
    return bool(_denied_stems(denying, 1) & stating.stems)


def _denied_stems(denying: Statement, count: int) -> frozenset[str]:
    """After each denial so many words with a meaning."""
    telling = [(index, t.stem) for index, t in enumerate(denying.tokens) if carries_meaning(t) and not denies(t.word)]
    return frozenset(stem for at in denying.denials for stem in [s for index, s in telling if index > at][:count])


def _given(claim: ClaimToAlign, denies_it: bool) -> Given:
    words = shortened(claim.text, LONGEST)
    return Given(denies_it, words, claim, claim.start, claim.start + len(claim.text))
