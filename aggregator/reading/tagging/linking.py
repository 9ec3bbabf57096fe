"""One window's spans and links into attributions: which contents are one report, and whose, by which cue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aggregator.reading.tagging.tags import Scores, Tagged, log_softmax, spans

SOURCE, CUE = 0, 1


@dataclass(frozen=True, slots=True)
class Linked:
    """Contents (in order), source and cue, in tokens of the window. `sure` is how likely the content's tokens are
    content, `source_sure` how likely the source is the right one (or that there is none), 0 to 1."""

    contents: tuple[Tagged, ...]
    source: Tagged | None
    cue: Tagged | None
    sure: float
    source_sure: float


@dataclass(frozen=True, slots=True)
class WindowScores:
    """What the encoder says about one window's tokens: `contents` (tokens x 3) and `roles` (tokens x 5) are logits;
    `links` (2 x tokens x (1 + tokens)) are logits of where the token's source and cue begin, column 0 for nowhere."""

    contents: Scores
    roles: Scores
    links: Scores


def attributions(scores: WindowScores, paragraphs: Sequence[int], sentences: Sequence[int]) -> tuple[Linked, ...]:
    """The window's attributions, by first content. Contents of one paragraph that lead to the same cue are one
    attribution (a report split by "she said"); a content that leads to no cue is one by itself. `paragraphs` and
    `sentences` number those that the tokens are in."""
    opens = [index == 0 or paragraphs[index - 1] != number for index, number in enumerate(paragraphs)]
    contents = spans(scores.contents, opens)
    roles = spans(scores.roles, opens)
    links = np.exp(log_softmax(scores.links))
    likely = 1 - np.exp(log_softmax(scores.contents))[:, 0]
    groups = _groups(links[CUE], contents, [one for one in roles if one.kind == CUE], paragraphs)
    sources = [one for one in roles if one.kind == SOURCE]
    found = []
    for cue, parts in groups:
        near = {one: BESIDE if cue and sentences[one.first] == sentences[cue.first] else 1.0 for one in sources}
        source, sure = _best(links[SOURCE], parts, near)
        if source is None:
            source, sure = _untagged(links[SOURCE], parts, scores.roles, sure)
        content_sure = float(np.mean(np.concatenate([likely[one.first : one.end] for one in parts])))
        found.append(Linked(tuple(parts), source, cue, content_sure, sure))
    return tuple(found)


def _groups(
    links: Links, contents: Sequence[Tagged], cues: Sequence[Tagged], paragraphs: Sequence[int]
) -> list[tuple[Tagged | None, list[Tagged]]]:
    """Contents with the cue they lead to. A cue to which none leads takes one of several that lead to another, where
    that one leads to it at least a little: every cue reports something."""
    led = {content: _best(links, [content], dict.fromkeys(cues, 1.0))[0] for content in contents}
    for cue in cues:
        if cue in led.values():
            continue
        counts = Counter(led.values())
        spare = [one for one in contents if led[one] is None or counts[led[one]] > 1]
        best = max(spare, key=lambda one: _share(_weights(links, [one]), cue), default=None)
        if best and _share(_weights(links, [best]), cue) >= LITTLE:
            led[best] = cue
    groups: dict[tuple[int, int], tuple[Tagged | None, list[Tagged]]] = {}
    for number, content in enumerate(contents):
        own = led[content]
        key = (own.first if own else -1 - number, paragraphs[content.first])
        groups.setdefault(key, (own, []))[1].append(content)
    return list(groups.values())


def _best(links: Links, parts: Sequence[Tagged], candidates: Mapping[Tagged, float]) -> tuple[Tagged | None, float]:
    """The candidate that most of the parts' tokens lead to, each weighed by its factor, with its share; None where most
    lead nowhere."""
    weights = _weights(links, parts)
    best, share, most = None, float(weights[0]), float(weights[0])
    for one, factor in candidates.items():
        led = _share(weights, one)
        if led * factor > most:
            best, share, most = one, led, led * factor
    return best, min(1.0, share)


def _untagged(links: Links, parts: Sequence[Tagged], roles: Scores, sure: float) -> tuple[Tagged | None, float]:
    """The source that the parts lead to though its words were not tagged as one; None, and how sure that is, where they
    lead to none. It goes on while a token is a source's at least a little."""
    weights = _weights(links, parts)
    first = int(weights[1:].argmax())
    share = float(weights[first + 1])
    if share < max(LITTLE, float(weights[0])):
        return None, sure
    likely = np.exp(log_softmax(roles))
    end = first + 1
    while end < len(likely) and likely[end][GOES_ON] > UNLIKELY:
        end += 1
    return Tagged(SOURCE, first, end), share


def _weights(links: Links, parts: Sequence[Tagged]) -> Links:
    """How much of the parts' tokens leads to each column, on average."""
    return np.asarray(np.concatenate([links[one.first : one.end] for one in parts]).mean(0))


def _share(weights: Links, one: Tagged) -> float:
    return float(weights[one.first + 1 : one.end + 1].sum())


Links = NDArray[np.float32]
"""Shares that lead from a token (row) to where something begins (column, 0 for nowhere)."""
LITTLE = 0.15
"""A share below which nothing leads anywhere."""
UNLIKELY = 0.1
GOES_ON = 2
"""The column of a source's inside, in the logits of roles."""
BESIDE = 3.0
"""How much likelier a source in the cue's own sentence is than its share says."""
