"""Sentences into how check-worthy each is: by the tagger and by rules, or by rules alone where there is no tagger."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.reading.figures import find_figures
from aggregator.reading.tagging.tagger import Span, Tagger

LEAST = 0.1
"""A sentence that scores less is no claim."""
LEAST_BY_RULES = 0.35
"""The same where rules alone score it."""
TAGGER_SHARE = 0.85
"""What the tagger's score is worth in the sum; the rest is the rules'."""


def checked(text: str, spans: Sequence[Span], tagger: Tagger | None) -> tuple[list[float], float]:
    """How checkable each of some spans of `text` is as it stands there, 0 to 1, and from which score on it is a claim.

    Rules alone score where there is no `tagger` and where the text is longer than it reads.
    """
    told = tagger.checks(text, spans) if tagger else None
    by_rules = [check_worthiness(text[start:end]) for start, end in spans]
    if told is None:
        return by_rules, LEAST_BY_RULES
    return [_blended(*both) for both in zip(told, by_rules, strict=True)], LEAST


def checked_alone(statements: Sequence[str], tagger: Tagger | None) -> list[float]:
    """How checkable each statement is by itself, as `checked` scores one that is a whole text."""
    by_rules = [check_worthiness(statement) for statement in statements]
    if tagger is None:
        return by_rules
    return [_blended(*both) for both in zip(tagger.check_worthiness(statements), by_rules, strict=True)]


def _blended(by_tagger: float, by_rules: float) -> float:
    return round(TAGGER_SHARE * by_tagger + (1 - TAGGER_SHARE) * by_rules, 3)


def check_worthiness(text: str) -> float:
    """How checkable one sentence is by rules, 0 to 1: the sum of what speaks for it and against it (`_FOR`,
    `_AGAINST`)."""
    text = text[:2000]
    figures = len(find_figures(text)) + len(re.findall(r"\d+", text)) // 2
    words = _WORD.findall(text)
    score: float = 0.18 + 0.16 * min(figures, 3) + 0.012 * min(len(words), 25)
    score += 0.05 * min(sum(word[0].isupper() for word in words[1:]), 5)
    for pattern, weight in (*_FOR, *_AGAINST):
        if pattern.search(text):
            score += weight
    return round(min(1.0, max(0.0, score)), 3)


_WORD = re.compile(r"[^\W_][\w’'.-]*")
_FOR: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"\b(?:according to|reported|announced|confirmed|revealed|found|showed?|published)\b", re.I), 0.10),
    (re.compile(r"\b(?:more|less|fewer|most|least|first|largest|biggest|highest|lowest|only|every|doubled|tripled|"
                r"increased|decreased|rose|fell|dropped|grew|cut|lost|gained|record)\b", re.I), 0.08),
    (re.compile(r"\b(?:voted|signed|passed|sued|ordered|banned|fired|hired|bought|sold|acquired|launched|released|stored|"
                r"accessed|moved|agreed|paid|spent|killed|arrested|approved|rejected|revoked|denied|created|raised|won|"
                r"supported|opposed|invaded|proposed|\w{4,}ed)\b", re.I), 0.06),
    (re.compile(r"\b(?:percent|million|billion|thousand|hundred|year|years|month|months|taxes|jobs|users|data)\b",
                re.I), 0.06),
)  # fmt: skip
_AGAINST: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"\b(?:I think|I believe|in my (?:view|opinion)|I feel|I hope|I want|we should|we must|let us|let's|"
                r"thank you|I'd like|it seems to me)\b", re.I), -0.22),
    (re.compile(r"\b(?:should|ought|must|hope|hopes|wish|maybe|perhaps|imagine)\b", re.I), -0.12),
    (re.compile(r"\b(?:will|would|could|might|going to)\b", re.I), -0.08),
    (re.compile(r"\b(?:great|terrible|wonderful|beautiful|amazing|awful|horrible|nice|stupid|sadly|unfortunately|"
                r"of course|frankly|obviously|arguably|sort of|kind of)\b", re.I), -0.10),
    (re.compile(r"[!]"), -0.08),
)  # fmt: skip
