"""Labelled pairs of texts into how well vectors tell them apart: the shipped ones beside the base's, in 32 bits."""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from aggregator.reading.tagging.pieces import Vocabulary, tokens
from aggregator.reading.tagging.tagger import COMPARED
from aggregator.weights import load_tagger
from training.encoder import Tagger
from training.examples import read_lines

Maker = Callable[[list[str]], NDArray[np.float32]]
Pair = tuple[str, str, bool]
MOST = 400
"""Pairs of a set; of headlines a third are of one story, the others of two."""


def main() -> None:
    """Prints, for each set, average precision and the area under the curve in percent, by the cosine alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="folder of the base model: model.safetensors and vocab.txt")
    parser.add_argument("corpora", type=Path, help="folder with quotes/ and stories/")
    given = parser.parse_args()
    torch.set_num_threads(1)
    ours, base = load_tagger().vectors, _base(given.base)
    for name, pairs in _sets(given.corpora):
        texts = sorted({text for one, other, _ in pairs for text in (one, other)})
        made = {"ours": ours(texts), "base": base(texts)}
        likeness = float((made["ours"] * made["base"]).sum(1).mean())
        told = [f"{who} AP {ap:.1f}, AUC {auc:.1f}" for who, (ap, auc) in _figures(pairs, texts, made).items()]
        print(f"{name}, {len(pairs)} pairs: {'; '.join(told)}; cosine to the base's {likeness:.3f}", flush=True)


def _sets(corpora: Path) -> list[tuple[str, list[Pair]]]:
    chance = random.Random(7)
    names = ("para_msrp_train", "para_stsnews_train", "align_pairs")
    found = [(name, read_lines(corpora / "quotes" / f"{name}.jsonl")[:MOST]) for name in names]
    sets = [(name, [(one["a"], one["b"], bool(one["same"])) for one in lines]) for name, lines in found]
    for name in ("uci6k", "newst"):
        packed = gzip.decompress((corpora / "stories" / f"{name}.jsonl.gz").read_bytes())
        sets.append((name, _headlines([json.loads(line) for line in packed.splitlines()], chance)))
    return sets


def _headlines(articles: list[dict[str, Any]], chance: random.Random) -> list[Pair]:
    stories = defaultdict(list)
    for article in articles:
        stories[article["story"]].append(article["title"])
    many = [titles for titles in stories.values() if len(titles) > 1]
    same = [(*chance.sample(chance.choice(many), 2), True) for _ in range(MOST // 3)]
    others = [chance.sample(list(stories.values()), 2) for _ in range(MOST - len(same))]
    return [*same, *((chance.choice(one), chance.choice(other), False) for one, other in others)]


def _figures(
    pairs: list[Pair], texts: list[str], made: dict[str, NDArray[np.float32]]
) -> dict[str, tuple[float, float]]:
    at = {text: number for number, text in enumerate(texts)}
    right = np.array([same for *_, same in pairs])
    figures = {}
    for who, rows in made.items():
        scores = np.array([rows[at[one]] @ rows[at[other]] for one, other, _ in pairs])
        best_first = right[np.argsort(-scores, kind="stable")]
        precision = np.cumsum(best_first) / np.arange(1, len(pairs) + 1)
        above = (scores[right][:, None] > scores[~right]).mean()
        figures[who] = (100 * float(precision[best_first].mean()), 100 * float(above))
    return figures


def _base(folder: Path) -> Maker:
    """The base's vectors: the mean of its last layer over the pieces."""
    network = Tagger()
    network.load_base(folder / "model.safetensors")
    network.eval()
    vocabulary = Vocabulary((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    open_places = torch.zeros(1, 1, 1, 1)

    def vector(text: str) -> NDArray[np.float32]:
        spelled = [piece for one in tokens(text) for piece in vocabulary.spell(text[one.start : one.end])]
        pieces = torch.tensor([[vocabulary.cls, *spelled[: COMPARED - 2], vocabulary.sep]])
        with torch.no_grad():
            x = network.words(pieces) + network.places.weight[: pieces.shape[1]] + network.types.weight[0]
            x = network.start(x)
            for layer in network.layers:
                x = layer(x, open_places)
        return np.asarray(torch.nn.functional.normalize(x.mean(1))[0].numpy(), dtype=np.float32)

    return lambda texts: np.stack([vector(text) for text in texts])


if __name__ == "__main__":
    main()
