"""A story's facts → a press review: verbatim words of each outlet in order of publication, joined by named phrases.

Nothing here is wording of our own: a clause names a fixed phrase and fills it with names and with words that stand in
an article, and everything that it fills in has a footnote to the sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coverage.comparing.excerpts import MORE, Granted, Limits, Wish, grant
from coverage.comparing.review_choice import Chosen, Spoken, Told, choose
from coverage.comparing.review_parts import Clause, Named, Notes, Part, Quoted, Review, Said, Side
from coverage.comparing.shown import (
    ClaimWords,
    DifferenceFacts,
    Source,
    StoryFacts,
    compared,
    words_of,
)

PROSE, DIFFER, TRANSLATED = "prose", "differences", "translated"
_SHARES = {PROSE: 0.7, DIFFER: 0.3}
_VALUE, _TOPIC = 110, 70  # characters of a value that outlets differ on, and of what it is about
_MOST_DIFFERENCES = 4
_RENDERINGS = ("verbatim", "shortened", "reworded", "translated", "paraphrased")


def compose(facts: StoryFacts, limits: Limits) -> Review:
    """The review: a part for each outlet, one for what they differ on, one for what is known in translation alone.

    No article gives more words than the limits allow; a clause whose words were not granted is left out.
    """
    chosen = choose(facts, limits)
    granted = grant([*_value_wishes(facts), *_wishes(chosen, limits), *_review_wishes(chosen, limits)], limits, _SHARES)
    notes, turns = Notes(), Counter[str]()
    parts = [_outlet_part(source, chosen, facts, granted, notes, turns) for source in _firsts(facts)]
    parts.append(Part(DIFFER, None, tuple(_differences(facts, granted, notes))))
    parts.append(Part(TRANSLATED, None, tuple(_translations(chosen, granted, notes, turns))))
    return Review(tuple(part for part in parts if part.clauses), notes.taken)


def _firsts(facts: StoryFacts) -> list[Source]:
    """The first article of each outlet, in order of publication."""
    found: dict[str, Source] = {}
    for source in compared(facts.sources):
        found.setdefault(source.publisher.slug, source)
    return list(found.values())


def _wishes(chosen: Chosen, limits: Limits) -> Iterator[Wish]:
    for told in chosen.told:
        text, article = told.claim.text, told.claim.source.id
        yield Wish(("told", told.statement), article, PROSE, text, told.claim.focus, limits.quote, 40, quoted=True)
    for spoken in chosen.spoken:
        text, article = spoken.words.text, spoken.words.source.id
        yield Wish(("spoken", spoken.utterance), article, PROSE, text, None, limits.quote, 30, quoted=True)


def _value_wishes(facts: StoryFacts) -> Iterator[Wish]:
    for difference in facts.differences[:_MOST_DIFFERENCES]:
        for index, side in enumerate(difference.sides):
            evidence = _evidence(side.evidence, facts)
            if not evidence:
                continue
            article = evidence[0].source.id
            if index == 0 and difference.kind != "order":  # whose phrase tells what it is about
                yield Wish(("topic", difference.id), article, DIFFER, difference.topic, None, _TOPIC, 1)
            yield Wish(("value", difference.id, index), article, DIFFER, side.value, None, _VALUE, 60)


def _review_wishes(chosen: Chosen, limits: Limits) -> Iterator[Wish]:
    for words in chosen.translated:
        outlet = words.credited.slug if words.credited else ""
        key, section = ("translated", words.id), f"{TRANSLATED} {outlet}"
        yield Wish(key, words.source.id, section, words.text, None, limits.quote, 12, quoted=True, purse=outlet)


def _outlet_part(
    first: Source,
    chosen: Chosen,
    facts: StoryFacts,
    granted: Mapping[Any, Granted],
    notes: Notes,
    turns: Counter[str],
) -> Part:
    """What is given of one outlet: what it states, then whom it quotes; a phrase alone where no words are."""
    slug = first.publisher.slug
    clauses: list[Clause] = []
    for told in chosen.told:
        words = granted.get(("told", told.statement))
        if told.claim.source.publisher.slug == slug and words:
            clauses += [_stated(told, words, bool(clauses), notes, turns), *_told_too(told, notes, turns)]
    for spoken in chosen.spoken:
        words = granted.get(("spoken", spoken.utterance))
        if spoken.words.source.publisher.slug == slug and words:
            clauses += [_quoted(spoken, words, notes, turns), *_carried_too(spoken, notes, turns)]
    return Part("outlet", first.publisher, tuple(clauses or [_wordless(first, facts, notes)]))


def _clause(phrase: str, turns: Counter[str], **slots: Any) -> Clause:
    """A clause in the next of the phrase's forms; `turns` counts how often each phrase has been taken."""
    turns[phrase] += 1
    filled = {name: value if isinstance(value, tuple) else (value,) for name, value in slots.items()}
    return Clause(phrase, turns[phrase] - 1, filled)


def _stated(told: Told, words: Granted, more: bool, notes: Notes, turns: Counter[str]) -> Clause:
    claim = told.claim
    quoted = Quoted(words.words, notes.of_claim(claim))
    outlet = Named(claim.source.publisher)
    if told.credited:
        return _clause(
            "credited more" if more else "credited", turns, outlet=outlet, quote=quoted, credited=Said(told.credited)
        )
    return _clause("own more" if more else "own", turns, outlet=outlet, quote=quoted)


def _told_too(told: Told, notes: Notes, turns: Counter[str]) -> Iterator[Clause]:
    """The other outlets that report it, by whom they credit for it; then those that differ."""
    groups: dict[tuple[bool, str], list[Named]] = {}
    for publisher, claim, stance, credited in told.others:
        groups.setdefault((stance == "differs", credited), []).append(Named(publisher, notes.of_claim(claim)))
    for (differs, credited), names in sorted(groups.items(), key=lambda group: group[0]):
        number = "one" if len(names) == 1 else "many"
        if differs:
            yield _clause(f"differs {number}", turns, outlets=tuple(names))
        elif credited:
            yield _clause(f"credits too {number}", turns, outlets=tuple(names), credited=Said(credited))
        else:
            yield _clause(f"too {number}", turns, outlets=tuple(names))


def _quoted(spoken: Spoken, words: Granted, notes: Notes, turns: Counter[str]) -> Clause:
    quote = spoken.words
    quoted = Quoted(words.words, notes.of_quote(quote), quote.translated)
    slots: dict[str, Any] = {"outlet": Named(quote.source.publisher), "quote": quoted}
    if not spoken.speaker:
        return _clause("quotes", turns, **slots)
    slots["speaker"] = Said(spoken.speaker)
    if quote.first_hand:
        return _clause("told it", turns, **slots)
    if quote.told_to:
        return _clause("told another", turns, **slots, told=Said(quote.told_to))
    return _clause("says", turns, **slots)


def _carried_too(spoken: Spoken, notes: Notes, turns: Counter[str]) -> Iterator[Clause]:
    """The other outlets that carry the quote, by how."""
    for rendering in _RENDERINGS:
        names = tuple(
            Named(quote.source.publisher, notes.of_quote(quote)) for quote, found in spoken.others if found == rendering
        )
        if names:
            yield _clause(f"{rendering} {'one' if len(names) == 1 else 'many'}", turns, outlets=names)


def _wordless(first: Source, facts: StoryFacts, notes: Notes) -> Clause:
    """An outlet of which no words are given: it could not be read, or says nothing that is compared."""
    cells = [cell for row in facts.statements for cell in row.cells if cell.publisher.slug == first.publisher.slug]
    unread = bool(cells) and all(cell.stance == "unread" for cell in cells)
    named = (Named(first.publisher, notes.of_article(first)),)
    return Clause("unread" if unread else "covers", 0, {"outlet": named})


def _differences(facts: StoryFacts, granted: Mapping[Any, Granted], notes: Notes) -> Iterator[Clause]:
    for difference in facts.differences[:_MOST_DIFFERENCES]:
        sides = [
            _side(granted[key], _evidence(side.evidence, facts), notes)
            for index, side in enumerate(difference.sides)
            if (key := ("value", difference.id, index)) in granted and _evidence(side.evidence, facts)
        ]
        topic = words_of(granted, ("topic", difference.id))
        if len(sides) > 1 and (topic or difference.kind == "order"):
            yield Clause(_differing(difference), 0, {"topic": (Said(topic),), "sides": tuple(sides)})


def _differing(difference: DifferenceFacts) -> str:
    if difference.kind in ("order", "credit", "name", "polarity"):
        return f"differ on {difference.kind}"
    return "differ on time" if difference.kind in ("date", "period", "duration") else "differ on number"


def _side(value: Granted, evidence: Sequence[ClaimWords], notes: Notes) -> Side:
    """The outlet in whose text the value stands word for word, and those that give the same in their own words."""
    words = value.words.strip(MORE)
    verbatim = next((claim for claim in evidence if words in " ".join(claim.text.split())), None)
    quoted = Quoted(value.words, notes.of_claim(verbatim)) if verbatim else Said(value.words)
    outlet = (Named(verbatim.source.publisher),) if verbatim else ()
    alike = tuple(Named(claim.source.publisher, notes.of_claim(claim)) for claim in evidence if claim is not verbatim)
    return Side(quoted, outlet, alike)


def _evidence(evidence: Sequence[tuple[int, int, int]], facts: StoryFacts) -> list[ClaimWords]:
    """One claim an outlet, the first; in order of publication."""
    found: dict[str, ClaimWords] = {}
    for claim_id, _, _ in evidence:
        if claim := facts.claims.get(claim_id):
            found.setdefault(claim.source.publisher.slug, claim)
    return sorted(found.values(), key=lambda claim: claim.source.number)


def _translations(
    chosen: Chosen, granted: Mapping[Any, Granted], notes: Notes, turns: Counter[str]
) -> Iterator[Clause]:
    for words in chosen.translated:
        shown = granted.get(("translated", words.id))
        if shown and words.credited:
            quoted = Quoted(shown.words, notes.of_quote(words), words.translated)
            yield _clause("by way of a review", turns, outlet=Named(words.credited), quote=quoted)
