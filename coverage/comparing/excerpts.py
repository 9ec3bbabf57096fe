"""What a page would like to show of each article → what it may show, within the limits that the product sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

MORE = "…"
_FOR_BRIEF = 0.2


@dataclass(frozen=True, slots=True)
class Limits:
    """Characters of one quote, quotes of one article in one section, characters of one article in one page or item."""

    quote: int = 280
    quotes_a_section: int = 3
    page: int = 600


@dataclass(frozen=True, slots=True)
class Wish:
    """Words of an article that a page would like to show under `key`.

    `focus` is the part of `text` that matters most (half-open offsets); a cut keeps it. `most` characters are asked
    for; with fewer than `least` left the words are not shown at all. `quoted` wishes count as quotes of their section.
    Several wishes with one key are alternatives, best first. `purse` is whose characters they count against where that
    is not the article: a press review's quotes count against the outlet that each comes from.
    """

    key: Hashable
    article: int
    section: str
    text: str
    focus: tuple[int, int] | None = None
    most: int = 120
    least: int = 40
    quoted: bool = False
    purse: Hashable = None

    @property
    def payer(self) -> Hashable:
        """Whose characters the words count against."""
        return self.article if self.purse is None else (self.article, self.purse)


@dataclass(frozen=True, slots=True)
class Granted:
    """The words that may be shown, and the wish that they answer. `whole` tells that nothing was cut."""

    wish: Wish
    words: str
    whole: bool


def own_words(words: str) -> Granted:
    """Words of an editor's own, which count against no article."""
    return Granted(Wish(None, 0, "", words), words, whole=True)


@dataclass
class _Spent:
    characters: Counter[Hashable] = field(default_factory=Counter)
    by_section: Counter[tuple[Hashable, str]] = field(default_factory=Counter)
    quotes: Counter[tuple[Hashable, str]] = field(default_factory=Counter)

    def add(self, wish: Wish, words: str) -> None:
        self.characters[wish.payer] += len(words)
        self.by_section[wish.payer, wish.section] += len(words)
        self.quotes[wish.payer, wish.section] += wish.quoted


def grant(
    wishes: Sequence[Wish],
    limits: Limits,
    shares: Mapping[str, float],
    before: Mapping[Hashable, Granted] | None = None,
) -> dict[Hashable, Granted]:
    """Fill wishes in order, in two rounds: first no section takes more than its share of an article's characters, so
    that the first section does not leave the others without words; then what is left goes to whoever comes first.

    `shares` maps sections to their part of the page's characters (0 to 1; a section that is not named may take all).
    `before` is what was granted already: it stays, and counts.
    """
    granted = dict(before or {})
    spent = _Spent()
    for one in granted.values():
        spent.add(one.wish, one.words)
    for round_shares in (shares, {}):
        for wish in wishes:
            if wish.key not in granted and (words := _fitted(wish, limits, round_shares, spent)):
                granted[wish.key] = Granted(wish, words, words == " ".join(wish.text.split()))
                spent.add(wish, words)
    return granted


def grant_something(
    wishes: Sequence[Wish],
    brief: Sequence[Wish],
    limits: Limits,
    shares: Mapping[str, float],
    has_words: Callable[[Mapping[Hashable, Granted], Hashable], bool],
) -> dict[Hashable, Granted]:
    """Like `grant`. Where that leaves the thing that a key of `brief` stands for without a word, a part of each
    article's characters is kept for these: few words tell more than a number."""
    granted = grant(wishes, limits, shares)
    if all(has_words(granted, wish.key) for wish in brief):
        return granted
    granted = grant(wishes, replace(limits, page=int(limits.page * (1 - _FOR_BRIEF))), shares)
    lacking = [wish for wish in brief if not has_words(granted, wish.key)]
    return grant([*lacking, *wishes], limits, {}, granted)


def cut(text: str, most: int, focus: tuple[int, int] | None = None) -> str:
    """At most so many characters of `text` in whole words, "…" where something was left out; empty where not one word
    fits. White space is folded. What `focus` marks is kept where it fits, with words on both sides."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    pieces = words.split(" ")
    first, last = _focused(text, focus)
    room = most - 2 * len(MORE)
    size = sum(len(piece) + 1 for piece in pieces[first : last + 1]) - 1
    while size > room and last > first:
        size -= len(pieces[last]) + 1
        last -= 1
    if size > room:
        return ""
    first, last = _grown(pieces, first, last, room - size)
    if last + 1 == len(pieces):
        return f"{MORE}{' '.join(pieces[first:])}"
    return f"{MORE if first else ''}{' '.join(pieces[first : last + 1]).rstrip(',;:–—-')}{MORE}"


def even(lengths: Iterable[int], total: int) -> int:
    """The greatest size to which pieces of these lengths can all be cut, so that together they keep within `total`."""
    left, pieces = total, sorted(lengths)
    for index, length in enumerate(pieces):
        share = left // (len(pieces) - index)
        if length > share:
            return share
        left -= length
    return max(pieces, default=0)


def _fitted(wish: Wish, limits: Limits, shares: Mapping[str, float], spent: _Spent) -> str:
    if wish.quoted and spent.quotes[wish.payer, wish.section] >= limits.quotes_a_section:
        return ""
    section = int(limits.page * shares.get(wish.section, 1.0)) - spent.by_section[wish.payer, wish.section]
    room = min(wish.most, limits.quote, limits.page - spent.characters[wish.payer], section)
    if room <= 0 or (least := min(wish.least, len(" ".join(wish.text.split())))) > room:
        return ""
    words = cut(wish.text, room, wish.focus)
    return words if len(words) >= least else ""


def _focused(text: str, focus: tuple[int, int] | None) -> tuple[int, int]:
    """The first and last word that the focus touches, counted in words; the first word without one."""
    if focus is None or not 0 <= focus[0] < focus[1] <= len(text):
        return 0, 0
    first = max(0, len(text[: focus[0] + 1].split()) - 1)
    return first, max(first, len(text[: focus[1]].split()) - 1)


def _grown(pieces: Sequence[str], first: int, last: int, room: int) -> tuple[int, int]:
    """The run of words made longer on both sides by turns, as far as the room goes."""
    before = after = True
    while before or after:
        if after := last + 1 < len(pieces) and len(pieces[last + 1]) + 1 <= room:
            last += 1
            room -= len(pieces[last]) + 1
        if before := first > 0 and len(pieces[first - 1]) + 1 <= room:
            first -= 1
            room -= len(pieces[first]) + 1
    return first, last
