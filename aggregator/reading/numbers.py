"""Number phrases into values ("80", "1.5 million", "two hundred and fifty", "a dozen") and the bounds put on them."""

from __future__ import annotations

import re

from aggregator.reading.types import Bound

Limits = tuple[float | None, float | None]


def number_value(words: str) -> float | None:
    """The value of a number phrase in digits or English words; None where it is none."""
    total = part = 0.0
    seen = False
    for word in words.lower().replace("-", " ").replace(",", "").split():
        if word in {"and", "a", "an", "of"}:
            continue
        if word in _SCALES:
            part = (part if seen else 1.0) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, part = total + part, 0.0
        elif word in _UNITS:
            part += _UNITS[word]
        elif _PLAIN.fullmatch(word):
            part += float(word)
        else:
            return None
        seen = True
    return total + part if seen else None


def scaled(number: str, scale: str | None) -> float | None:
    """The value of a number phrase with its scale word beside it ("1.5", "billion")."""
    value = number_value(number)
    return value if value is None or not scale else value * _SCALES[scale.lower()]


def bound_of(before: str | None, after: str | None, number: str = "") -> Bound:
    """The bound that words before ("more than") or after ("or more", "+") a value set; "exact" without any, unless the
    number itself is loose ("a couple of")."""
    found = BOUNDS.get(" ".join((before or "").lower().split()), "exact")
    if found == "exact" and ((after or "").strip().lower() == "or so" or "couple" in number.lower()):
        return "about"
    if found == "exact" and after:
        return "at most" if after.lower().endswith(("fewer", "less", "most")) else "at least"
    return found


def begin_of(match: re.Match[str], group: str) -> int:
    """Where a figure's words begin: at "between" or the bound where it has one, else at the group."""
    if match["between"] and match.groupdict().get("upper"):
        return match.start("between")
    return match.start("bound") if match["bound"] else match.start(group)


def limits(low: float, high: float, bound: Bound) -> Limits:
    """The value under its bound, open on the side that the bound opens. The named value itself stays in the limit,
    for "more than 80" as for "at least 80": `bound` tells the two apart."""
    if bound in {"more than", "at least"}:
        return low, None
    if bound in {"less than", "at most"}:
        return None, high
    return low, high


BOUNDS: dict[str, Bound] = {
    **dict.fromkeys(("more than", "over", "upwards of", "upward of", "in excess of", "north of", "greater than",
                     "well over", "just over", "exceeding", "above"), "more than"),
    **dict.fromkeys(("at least", "no fewer than", "no less than", "not less than", "a minimum of", "at the least",
                     "at a minimum", "at the very least"), "at least"),
    **dict.fromkeys(("up to", "at most", "no more than", "not more than", "as many as", "as much as",
                     "a maximum of"), "at most"),
    **dict.fromkeys(("fewer than", "less than", "under", "below", "just under", "well under",
                     "just shy of", "shy of"), "less than"),
    **dict.fromkeys(("about", "around", "roughly", "approximately", "some", "nearly", "almost", "an estimated",
                     "close to", "~", "≈"), "about"),
}  # fmt: skip
_UNITS = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    word: 10.0 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
} | {"half": 0.5, "quarter": 0.25, "couple": 2.0}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12,
}  # fmt: skip
_PLAIN = re.compile(r"\d{1,18}(?:\.\d{1,9})?")
_WORD = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|"
    "dozen"
)
_DIGITS = r"(?<![\w.,])(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,9})?(?![\d])(?!,\d)"
_LARGE = r"(?:hundred|thousand|million|billion|trillion|dozen)"
_PARTS = (
    rf"\b(?:half\san?\s{_LARGE}\b|half[\s-]dozen\b|a\squarter\sof\sa\s(?:million|billion)\b|a\scouple\sof\b"
    rf"|(?:{_WORD})\sand\sa\s(?:half|quarter)\b(?:\s(?:hundred|thousand|million|billion|trillion)\b)?)"
)
_WORDS = (
    rf"\b(?:an?\s(?=hundred|thousand|million|billion|dozen))?(?:{_WORD})\b(?:(?:[ -]|\sand\s)(?:{_WORD})\b){{0,19}}"
)
NUMBER = rf"(?:{_DIGITS}|{_PARTS}|{_WORDS})"
"""A number in digits or words; no group, not case-sensitive. Digits are taken whole or not at all."""
BOUND = "|".join(sorted((words.replace(" ", r"\s") for words in BOUNDS if words[0].isalpha()), key=len, reverse=True))
AFTER = r"or\s(?:more|fewer|less|so)|at\s(?:the\s(?:very\s)?)?(?:least|most)|at\sa\sminimum"
LEAD = rf"(?:\b(?P<between>between)\s)?(?:(?P<bound>\b(?:{BOUND})(?=\s)|[~≈])\s?)?"
"""What may stand before a number: the groups `between` and `bound`."""
TAIL = rf"(?P<after>\+|-plus\b|\s(?:{AFTER})\b)?"
"""What may stand after one: the group `after`."""
SCALE = r"(?:(?:hundred|thousand|million|billion|trillion)\b)"
TO = r"\s?(?(between)and|(?:to|–|-))\s?"
"""What parts the two ends of a range; "and" after "between"."""
