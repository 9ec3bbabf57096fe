"""Articles in which people marked whom pronouns mean → the weights of `aggregator/reading/focus.py`, and their reach.

    .venv/bin/python training/fit_focus.py [--corpora ../shared/corpora]

Learns from GUM's news texts (gold coreference; pronouns of the narration) and from `pronouns.json` beside this file: 88
speakers "he" and "she" of PolNeAR's training part with the name that one reader says they mean ("" where the text gives
none). Measured on `pronoun_antecedents_dev.json`, which it does not learn from. Needs numpy alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from aggregator.reading.drafts import drafts_by_rules, joined_over_paragraphs  # noqa: E402
from aggregator.reading.focus import SURE  # noqa: E402
from aggregator.reading.genders import PRONOUNS  # noqa: E402
from aggregator.reading.identity import folded, surname_of  # noqa: E402
from aggregator.reading.marks import stretches  # noqa: E402
from aggregator.reading.speakers import Naming  # noqa: E402
from aggregator.reading.tagging.merging import with_tagged  # noqa: E402
from aggregator.reading.words import units  # noqa: E402
from aggregator.weights import load_tagger  # noqa: E402

Example = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]
"""A pronoun: the signs of its candidates (candidates x signs), and which of them are right."""
L2, STEPS, RATE, TWICE = 0.01, 3000, 0.05, 2


def main() -> None:
    """Print the weights and, for each set, how many pronouns are resolved and how many of these rightly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared/corpora")
    folder = parser.parse_args().corpora / "quotes"
    parts = ("polnear_dev", "polnear_train")
    articles = {one["id"]: one["text"] for part in parts for one in _lines(folder / f"{part}.jsonl")}
    labelled = json.loads(Path(__file__).with_name("pronouns.json").read_text(encoding="utf-8"))
    own = [_example(articles[one["id"]], one["speaker"][0], [one["antecedent"]]) for one in labelled]
    gum = list(_coreferent(_lines(folder / "gum_news.jsonl")))
    weights = _fitted(gum + own * TWICE)
    print("WEIGHTS =", tuple(round(float(weight), 2) for weight in weights))
    kept = json.loads((folder / "pronoun_antecedents_dev.json").read_text(encoding="utf-8"))
    dev = [_example(articles[one["id"]], one["speaker"][0], one["antecedent"].split("|")) for one in kept]
    for name, examples in (("learnt: PolNeAR", own), ("learnt: GUM", gum), ("kept aside", dev)):
        print(f"{name}: {_told(weights, examples)}")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _example(text: str, at: int, names: Sequence[str]) -> Example:
    gender = PRONOUNS[text[at : at + 3].strip(" ,’'\"”").lower().split()[0]]
    found = _naming(text).focus.candidates(at, gender)
    signs = np.array([one.signs for one in found])
    return signs, np.array([any(_is_same(one.name, name) for name in names if name) for one in found], dtype=float)


def _naming(text: str, _known: dict[str, Naming] = {}) -> Naming:  # noqa: B006 - one text has many pronouns
    if text not in _known:
        parts = units(text)
        ruled = drafts_by_rules(parts)
        told = _TAGGER.attributions(text) if _TAGGER else None
        drafts = with_tagged(text, parts, ruled, told)[0] if told is not None else ruled[0]
        naming = Naming(text, parts)
        for draft in sorted(joined_over_paragraphs(parts, drafts), key=lambda one: one.first):
            if draft.speaker and draft.speech:
                naming.heard(naming.speaker(draft.speaker))
        _known[text] = naming
    return _known[text]


def _is_same(name: str, gold: str) -> bool:
    first, last = gold.split()[0], surname_of(gold)
    given = first in name.split() or " " not in name or " " not in gold
    return (surname_of(name) == last and given) or (" " not in gold and folded(gold) in folded(name).split())


def _coreferent(texts: Sequence[dict[str, Any]]) -> Iterator[Example]:
    for one in texts:
        text = one["text"]
        quoted = [(stretch.start, stretch.end) for stretch in stretches(text)]
        for cluster in one["clusters"]:
            spans = [(start, end) for start, end, kind in cluster if kind == "person"]
            names = [text[a:b] for a, b in spans if any(word[:1].isupper() for word in text[a:b].split())]
            names = [name for name in names if name.lower() not in {*PRONOUNS, "i", "my", "they"}]
            for start, end in spans:
                word = text[start:end].lower()
                if word not in PRONOUNS or any(a < start < b for a, b in quoted):
                    continue
                found = _naming(text).focus.candidates(start, PRONOUNS[word])
                right = [any(surname_of(who.name) in folded(name) for name in names) for who in found]
                yield np.array([who.signs for who in found]), np.array(right, dtype=float)


def _fitted(examples: Sequence[Example]) -> np.ndarray[Any, Any]:
    """The weights that make the right candidates (or none) likeliest, by Adam on the penalised log-likelihood."""
    size = next(len(signs[0]) for signs, _ in examples if len(signs))
    weights, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        slope = L2 * weights
        for signs, right in examples:
            if not len(signs):
                continue
            likely = _likely(weights, signs)
            wanted = likely * right / (likely * right).sum() if right.any() else np.zeros(len(likely))
            slope = slope - (wanted - likely) @ signs / len(examples)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope * slope
        rate = RATE if step < STEPS * 2 / 3 else RATE / 5
        weights = weights - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def _likely(weights: np.ndarray[Any, Any], signs: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    shares = np.exp(np.clip(signs @ weights, -20, 20))
    return np.asarray(shares / (shares.sum() + 1))


def _told(weights: np.ndarray[Any, Any], examples: Sequence[Example]) -> str:
    best = [
        (likely.max(), right[int(likely.argmax())])
        for signs, right in examples
        if len(signs) and len(likely := _likely(weights, signs))
    ]
    resolved = [right for likely, right in best if likely >= SURE]
    return f"{len(examples)} pronouns, {len(resolved)} resolved, {int(sum(resolved))} of these rightly"


_TAGGER = load_tagger()

if __name__ == "__main__":
    main()
