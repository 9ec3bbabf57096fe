"""Claims that state and claims that deny → what one outlet states and another denies."""

from __future__ import annotations

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


def polarity_differences(ordered: Sequence[ClaimToAlign]) -> list[FoundDifference]:
    """Clauses of different outlets in nearly the same words, one of which denies them: "will not appeal the ruling"
    against "will appeal the ruling". What one of them merely does not carry is no denial."""
    whole = {claim.id: claim for claim in ordered}
    parts = [part for claim in ordered for part in pieces(claim)]
    weights = story_weights(part.text for part in parts)
    found, told = [], set()
    for denying in (part for part in parts if statement(part.text).denied):
        stating = [part for part in parts if _is_denied(part, denying, weights)]
        if stating and denying.id not in told:
            told |= {denying.id, *(part.id for part in stating)}
            alike = [part for part in parts if _denies_too(part, denying, stating, weights)]
            given = [_given(whole[part.id], part in (denying, *alike)) for part in (denying, *alike, *stating)]
            found.append(difference("polarity", shortened(whole[stating[0].id].text, LONGEST), given, WEIGHT))
    return [one for one in found if one]


def _is_denied(part: ClaimToAlign, denying: ClaimToAlign, weights: dict[str, float]) -> bool:
    if part.outlet == denying.outlet or statement(part.text).denied:
        return False
    a, b = statement(part.text), statement(denying.text)
    common = overlap(a, b, weights)
    if _is_same_but_for_denial(denying, part):
        return common.contained >= SAME_WORDS and len(stated(part) & stated(denying)) >= 2
    return len(stated(part) & stated(denying)) >= LEAST_SHARED and common.dice >= SAME_MATTER and _shares_denied(a, b)


def _denies_too(
    part: ClaimToAlign, denying: ClaimToAlign, stating: Sequence[ClaimToAlign], weights: dict[str, float]
) -> bool:
    return (
        part.id != denying.id and statement(part.text).denied and any(_is_denied(one, part, weights) for one in stating)
    )


def _is_same_but_for_denial(denying: ClaimToAlign, part: ClaimToAlign) -> bool:
    """Whether some words in a row stand in the one as in the other once a denial is taken out of their midst; "no" may
    stand at their beginning."""
    words, there = statement(denying.text).words, f" {' '.join(statement(part.text).words)} "
    for place in (index for index, word in enumerate(words) if denies(word)):
        before, following = words[:place], words[place + 1 :]
        opening = words[place] == "no" or not before
        for taken in range(0 if opening else 1, AROUND):
            run = (*before[len(before) - taken :], *following[: AROUND - taken])
            if len(run) == AROUND and f" {' '.join(run)} " in there:
                return True
    return False


def _shares_denied(stating: Statement, denying: Statement) -> bool:
    """Whether what is denied, the next word with a meaning, is said by the other."""
    for index, token in enumerate(denying.tokens):
        if denies(token.word):
            following = (t.stem for t in denying.tokens[index + 1 :] if carries_meaning(t))
            if next(following, "") in stating.stems:
                return True
    return False


def _given(claim: ClaimToAlign, denies_it: bool) -> Given:
    words = shortened(claim.text, LONGEST)
    return Given(denies_it, words, claim, claim.start, claim.start + len(claim.text))
