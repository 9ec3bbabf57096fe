"""Word pieces into tags and links: MiniLM (BERT's architecture) with the heads that are trained on top of it.

The architecture is that of Devlin et al. (2019) with the sizes of Wang et al. (2020, MiniLM-L6: 6 layers of 384).
Written out here so that PyTorch is all that training needs, and so that what is exported has no operator too many.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

LAYERS, WIDTH, HEADS, INNER, PIECES, PLACES = 6, 384, 12, 1536, 30522, 512
CONTENTS = ("O", "B", "I")
ROLES = ("O", "B-source", "I-source", "B-cue", "I-cue")
LINK = 64
"""Width of the vectors whose products say which source and cue a content token belongs to."""


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.attended = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.done = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape

        def heads(linear: nn.Linear) -> Tensor:
            return linear(x).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        scores = heads(self.query) @ heads(self.key).transpose(2, 3) / math.sqrt(WIDTH // HEADS) + mask
        mixed = self.drop(scores.softmax(-1)) @ heads(self.value)
        x = self.attended(x + self.drop(self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.done(x + self.drop(self.narrow(functional.gelu(self.widen(x)))))


class Tagger(nn.Module):
    """The encoder and its heads. `forward` takes pieces, types and mask (batch x length, integers) and gives

    contents (batch x length x 3, logits of CONTENTS), roles (… x 5, logits of ROLES), links (batch x 2 x length x
    length: how well the source, and the cue, of the row's token begins at the column's token; column 0 is "none") and
    checks (batch x length: the token's share in how check-worthy its sentence is, to be averaged over the sentence).
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: nn.Module = nn.Embedding(PIECES, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.start = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        self.contents = nn.Linear(WIDTH, len(CONTENTS))
        self.roles = nn.Linear(WIDTH, len(ROLES))
        self.asks = nn.Linear(WIDTH, 2 * LINK)
        self.answers = nn.Linear(WIDTH, 2 * LINK)
        self.check = nn.Linear(WIDTH, 1)

    def forward(self, pieces: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        batch, length = pieces.shape
        closed = (1.0 - mask.to(torch.float32))[:, None, None, :] * -1e4
        x = self.words(pieces) + self.places.weight[:length] + self.types(types)
        x = self.drop(self.start(x))
        for layer in self.layers:
            x = layer(x, closed)
        x = self.drop(x)
        asks = self.asks(x).view(batch, length, 2, LINK).transpose(1, 2)
        answers = self.answers(x).view(batch, length, 2, LINK).transpose(1, 2)
        links = asks @ answers.transpose(2, 3) / math.sqrt(LINK) + closed
        return self.contents(x), self.roles(x), links, self.check(x).squeeze(-1)

    def load_base(self, path: Path) -> None:
        """Takes the encoder's weights from a BERT checkpoint (safetensors); the heads stay as they are."""
        own = self.state_dict()
        own.update({_name(name): value for name, value in load_file(path).items() if _wanted(name)})
        self.load_state_dict(own)
        with torch.no_grad():
            self.types.weight[1] = self.types.weight[0]  # the base never saw type 1


def _wanted(name: str) -> bool:
    return name in _NAMES or name.startswith("encoder.layer.")


def _name(name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    _, _, number, rest = name.split(".", 3)
    part, kind = rest.rsplit(".", 1)
    return f"layers.{number}.{_PARTS[part]}.{kind}"


_NAMES = {
    "embeddings.word_embeddings.weight": "words.weight",
    "embeddings.position_embeddings.weight": "places.weight",
    "embeddings.token_type_embeddings.weight": "types.weight",
    "embeddings.LayerNorm.weight": "start.weight",
    "embeddings.LayerNorm.bias": "start.bias",
}
_PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "attended",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "done",
}
