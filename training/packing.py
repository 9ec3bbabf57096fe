"""Weights into int8 and a scale for each row: a quarter of the room, unpacked again when the graph is loaded."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from aggregator.reading.tagging.windows import ROOM
from training.encoder import Tagger


class PackedLinear(nn.Module):
    """A linear layer whose weights are int8, with a scale for each output."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        packed, scales = packed_rows(linear.weight.detach())
        self.register_buffer("packed", packed.T.contiguous())
        self.register_buffer("scales", scales.T.contiguous())
        self.register_buffer("bias", linear.bias.detach())

    def weight(self) -> Tensor:
        """The weights in 32 bits, inputs x outputs."""
        return self.packed.to(torch.float32) * self.scales  # type: ignore[operator,no-any-return]

    def forward(self, x: Tensor) -> Tensor:
        return x @ self.weight() + self.bias  # type: ignore[operator]


class PackedWords(nn.Module):
    """Word vectors as int8, each with its own scale."""

    def __init__(self, words: Tensor) -> None:
        super().__init__()
        packed, scales = packed_rows(words)
        self.register_buffer("packed", packed)
        self.register_buffer("scales", scales)

    def forward(self, pieces: Tensor) -> Tensor:
        packed: Tensor = self.packed[pieces].to(torch.float32)  # type: ignore[index]
        return packed * self.scales[pieces]  # type: ignore[index]


def packed_rows(weights: Tensor) -> tuple[Tensor, Tensor]:
    """Rows as int8, with the scale of each."""
    scales = weights.abs().amax(1, keepdim=True).clamp(min=1e-9) / 127
    return (weights / scales).round().to(torch.int8), scales


def pack(tagger: Tagger) -> None:
    """Makes the weights of words and layers int8, and lets go of places that no window reaches; the heads are small and
    stay as they are."""
    tagger.words = PackedWords(tagger.words.weight.detach())
    tagger.places = nn.Embedding.from_pretrained(tagger.places.weight.detach()[:ROOM].clone())
    for layer in tagger.layers:
        for name, part in list(layer.named_children()):
            if isinstance(part, nn.Linear):
                setattr(layer, name, PackedLinear(part))
