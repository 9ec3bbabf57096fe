"""Checkpoints into the files that are shipped: an ONNX graph with int8 weights, its vocabulary, and a record of both.

Weights of the layers are int8 with a scale for each output, word vectors int8 with a scale for each word; they are
unpacked when the graph is loaded, and everything is computed in 32 bits. That takes twice the time of computing in
int8, and gives the same on every processor, with next to no loss. Beside the tagger's outputs the graph has the base's
sentence vectors of other pieces, by the same weights and what leads from them back to the base's. The runtime computes
every output in every run: of whichever is not wanted, it is given no rows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch
from torch import Tensor

from training.encoder import Tagger
from training.packing import pack
from training.vectors import TaggerWithVectors

INPUTS = ["pieces", "types", "mask", "sentences", "sentence_mask"]
OUTPUTS = ["contents", "roles", "links", "checks", "vectors"]


def main() -> None:
    """Writes tagger.onnx, vocabulary.txt and tagger.json into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="folder of the base model: model.safetensors and vocab.txt")
    parser.add_argument("folder", type=Path, help="where the files go")
    parser.add_argument("checkpoint", type=Path, nargs="+", help="of several the mean is taken")
    parser.add_argument("--exact", action="store_true", help="no quantisation and no vectors, to measure what it costs")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    tagger = Tagger()
    tagger.load_state_dict(mean_of([torch.load(path, map_location="cpu") for path in given.checkpoint]))
    graph = given.folder / "tagger.onnx"
    vocabulary = given.folder / "vocabulary.txt"
    vocabulary.write_bytes((given.base / "vocab.txt").read_bytes())
    if given.exact:
        export(tagger, graph)
    else:
        pack(tagger)
        base = Tagger()
        base.load_base(given.base / "model.safetensors")
        export(TaggerWithVectors(tagger, base), graph)
    record = {"sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (graph, vocabulary)}}
    (given.folder / "tagger.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def mean_of(checkpoints: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of every weight over checkpoints of one run, which errs less than each (Izmailov et al., 2018)."""
    return {name: torch.stack([one[name] for one in checkpoints]).mean(0) for name in checkpoints[0]}


def export(network: Tagger | TaggerWithVectors, path: Path) -> None:
    """Writes the graph with free batch and length."""
    network.eval()
    like = torch.ones((2, 16), dtype=torch.long)
    axes = {name: {0: "batch", 1: "length"} for name in (*INPUTS[:3], "contents", "roles", "checks")}
    axes["links"] = {0: "batch", 2: "length", 3: "length"}
    axes |= {name: {0: "asked", 1: "longest"} for name in INPUTS[3:]}
    axes["vectors"] = {0: "asked"}
    both = isinstance(network, TaggerWithVectors)
    torch.onnx.export(
        network,
        (like,) * (5 if both else 3),
        path,
        input_names=INPUTS if both else INPUTS[:3],
        output_names=OUTPUTS if both else OUTPUTS[:-1],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
        do_constant_folding=False,  # it would unpack the weights again
    )


if __name__ == "__main__":
    main()
