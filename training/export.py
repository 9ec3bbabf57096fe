"""Checkpoints into the files that are shipped: an ONNX graph with int8 weights, its vocabulary, and a record of both.

Weights of the layers are int8 with a scale for each output, word vectors int8 with a scale for each word; they are
unpacked when the graph is loaded, and everything is computed in 32 bits. That takes twice the time of computing in
int8, and gives the same on every processor, with next to no loss.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch
from torch import Tensor, nn

from training.encoder import Tagger

INPUTS = ["pieces", "types", "mask"]
OUTPUTS = ["contents", "roles", "links", "checks"]


class PackedLinear(nn.Module):
    """A linear layer whose weights are int8, with a scale for each output."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        packed, scales = _packed(linear.weight.detach())
        self.register_buffer("packed", packed.T.contiguous())
        self.register_buffer("scales", scales.T.contiguous())
        self.register_buffer("bias", linear.bias.detach())

    def forward(self, x: Tensor) -> Tensor:
        weight: Tensor = self.packed.to(torch.float32) * self.scales  # type: ignore[operator]
        return x @ weight + self.bias  # type: ignore[operator]


class PackedWords(nn.Module):
    """Word vectors as int8, each with its own scale."""

    def __init__(self, words: Tensor) -> None:
        super().__init__()
        packed, scales = _packed(words)
        self.register_buffer("packed", packed)
        self.register_buffer("scales", scales)

    def forward(self, pieces: Tensor) -> Tensor:
        packed: Tensor = self.packed[pieces].to(torch.float32)  # type: ignore[index]
        return packed * self.scales[pieces]  # type: ignore[index]


def _packed(weights: Tensor) -> tuple[Tensor, Tensor]:
    """Rows as int8, with the scale of each."""
    scales = weights.abs().amax(1, keepdim=True).clamp(min=1e-9) / 127
    return (weights / scales).round().to(torch.int8), scales


def main() -> None:
    """Writes tagger.onnx, vocabulary.txt and tagger.json into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="folder of the base model, for vocab.txt")
    parser.add_argument("folder", type=Path, help="where the files go")
    parser.add_argument("checkpoint", type=Path, nargs="+", help="of several the mean is taken")
    parser.add_argument("--exact", action="store_true", help="no quantisation, to measure what it costs")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    tagger = Tagger()
    tagger.load_state_dict(mean_of([torch.load(path, map_location="cpu") for path in given.checkpoint]))
    graph = given.folder / "tagger.onnx"
    vocabulary = given.folder / "vocabulary.txt"
    vocabulary.write_bytes((given.base / "vocab.txt").read_bytes())
    if not given.exact:
        pack(tagger)
    export(tagger, graph)
    record = {"sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (graph, vocabulary)}}
    (given.folder / "tagger.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def mean_of(checkpoints: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of every weight over checkpoints of one run, which errs less than each (Izmailov et al., 2018)."""
    return {name: torch.stack([one[name] for one in checkpoints]).mean(0) for name in checkpoints[0]}


def pack(tagger: Tagger) -> None:
    """Makes the weights of words and layers int8; the heads are small and stay as they are."""
    tagger.words = PackedWords(tagger.words.weight.detach())
    for layer in tagger.layers:
        for name, part in list(layer.named_children()):
            if isinstance(part, nn.Linear):
                setattr(layer, name, PackedLinear(part))


def export(tagger: Tagger, path: Path) -> None:
    """Writes the graph with free batch and length."""
    tagger.eval()
    like = torch.ones((2, 16), dtype=torch.long)
    axes = {name: {0: "batch", 1: "length"} for name in (*INPUTS, "contents", "roles", "checks")}
    axes["links"] = {0: "batch", 2: "length", 3: "length"}
    torch.onnx.export(
        tagger,
        (like, like, like),
        path,
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
        do_constant_folding=False,  # it would unpack the weights again
    )


if __name__ == "__main__":
    main()
