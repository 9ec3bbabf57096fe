"""The tagger's weights and its base's into a second way through the encoder, which gives the base's sentence vectors.

Fine-tuning moved every weight a little, and most of each move lies in few directions. What leads back is kept as two
thin int8 factors beside each weight (the truncated singular value decomposition of the difference; Eckart and Young,
1936), with the base's own biases and norms, which are small: under a megabyte in place of the base's eleven. Nothing is
learnt.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.linalg import svd
from torch.nn import functional

from training.encoder import Tagger
from training.packing import PackedLinear, packed_rows

RANK = 16
"""Directions that lead back, for each weight."""


class TaggerWithVectors(nn.Module):
    """What is exported: the four outputs of a packed `Tagger`, and the vectors of other pieces, as of `Vectors`."""

    def __init__(self, tagger: Tagger, base: Tagger) -> None:
        super().__init__()
        self.tagger = tagger
        self.vectors = Vectors(tagger, base)

    def forward(
        self, pieces: Tensor, types: Tensor, mask: Tensor, sentences: Tensor, sentence_mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        return (*self.tagger(pieces, types, mask), self.vectors(sentences, sentence_mask))


class Vectors(nn.Module):
    """Pieces and mask (batch x length, integers) into sentence vectors (batch x WIDTH, of unit length): the mean of the
    last layer over the pieces, as the base was trained to give them. Weights of the tagger and of the base are used up.
    """

    def __init__(self, tagger: Tagger, base: Tagger) -> None:
        super().__init__()
        self.words, self.places, self.start = tagger.words, tagger.places, base.start
        self.register_buffer("outside", base.types.weight[0].detach())
        self.layers = base.layers
        for ours, its in zip(tagger.layers, base.layers, strict=True):
            for name, part in list(its.named_children()):
                if isinstance(part, nn.Linear):
                    setattr(its, name, LedBack(getattr(ours, name), part))

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        inside = mask.to(self.outside.dtype)
        closed = (1.0 - inside)[:, None, None, :] * -1e4
        x = self.start(self.words(pieces) + self.places.weight[: pieces.shape[1]] + self.outside)
        for layer in self.layers:
            x = layer(x, closed)
        return functional.normalize((x * inside[:, :, None]).sum(1), dim=1)


class LedBack(nn.Module):
    """A linear layer of the tagger, with what makes it nearly the base's."""

    def __init__(self, ours: PackedLinear, its: nn.Linear) -> None:
        super().__init__()
        self.ours = ours
        left, sizes, right = svd(its.weight.detach().T - ours.weight(), full_matrices=False)
        roots = sizes[:RANK].sqrt()
        down, down_scales = packed_rows((left[:, :RANK] * roots).T)
        up, up_scales = packed_rows(roots[:, None] * right[:RANK])
        self.register_buffer("down", down.T.contiguous())
        self.register_buffer("up", up)
        self.register_buffer("scales", down_scales.T * up_scales.T)
        self.register_buffer("bias", its.bias.detach())

    def forward(self, x: Tensor) -> Tensor:
        back: Tensor = (x @ self.down.to(x.dtype)) * self.scales @ self.up.to(x.dtype)
        return x @ self.ours.weight() + back + self.bias
