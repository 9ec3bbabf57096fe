"""Labelled articles into the tagger's weights: fine-tunes MiniLM on all of them, for some epochs, on one core."""

from __future__ import annotations

import argparse
import math
import random
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from aggregator.reading.tagging.pieces import Vocabulary
from training.encoder import Tagger
from training.examples import Batch, Example, article_examples, batch_of, read_lines, sentence_examples

WARM = 80
"""Steps over which the rate goes up; then it goes down along a cosine."""
ROOMS = (192, 208, 224)
"""Sizes of the windows in training: an epoch takes one of them, so that paragraphs meet different neighbours."""


def main() -> None:
    """Trains and writes a checkpoint after every epoch; the last one is the one to use."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="folder of the base model: model.safetensors and vocab.txt")
    parser.add_argument("corpora", type=Path, help="folder with polnear_train.jsonl and claim_claimbuster_train.jsonl")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--size", type=int, default=16, help="windows in a batch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from, with a schedule of its own")
    parser.add_argument("--minutes", type=float, default=math.inf, help="end by then, the rate going down accordingly")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(1)
    chance = random.Random(given.seed)
    vocabulary = Vocabulary((given.base / "vocab.txt").read_text(encoding="utf-8").splitlines())
    articles = read_lines(given.corpora / "polnear_train.jsonl")
    sentences = read_lines(given.corpora / "claim_claimbuster_train.jsonl")
    tagger = Tagger()
    tagger.load_base(given.base / "model.safetensors")
    if given.start:
        tagger.load_state_dict(torch.load(given.start))
    epochs = []
    for number in range(given.epochs):
        room = ROOMS[number % len(ROOMS)]
        examples = [one for article in articles for one in article_examples(article, vocabulary, room)]
        epochs.append(batches_of([*examples, *sentence_examples(sentences, vocabulary, chance)], given.size, chance))
    steps = sum(len(epoch) for epoch in epochs)
    optimiser = optimiser_for(tagger)
    begun, done, running, seen = time.monotonic(), 0, 0.0, 0
    for number, epoch in enumerate(epochs):
        tagger.train()
        for examples in epoch:
            batch = batch_of(examples)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                told = tagger(batch.pieces, batch.types, batch.mask)
            loss = _loss(told, batch)
            gone = max(done / steps, (time.monotonic() - begun) / 60 / given.minutes)
            if gone >= 1:
                break
            set_rate(optimiser, given.rate * min(1, (done + 1) / WARM) * 0.5 * (1 + math.cos(math.pi * gone)))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimiser.step()
            done, running, seen = done + 1, running + loss.item(), seen + int(batch.mask.sum())
            if done % 20 == 0:
                took = time.monotonic() - begun
                print(f"{done}/{steps} loss {running / 20:.3f} {took:.0f} s, {seen / took:.0f} pieces/s", flush=True)
                running = 0.0
        torch.save(tagger.state_dict(), given.checkpoint)
        print(f"epoch {number + 1} written", flush=True)


def batches_of(examples: list[Example], size: int, chance: random.Random) -> list[list[Example]]:
    """Batches of windows of like length, in an order left to chance."""
    examples.sort(key=lambda one: len(one.window.pieces) + chance.random() * 40)
    batches: list[list[Example]] = []
    room = 0
    for one in reversed(examples):
        length = len(one.window.pieces)
        if not batches or (len(batches[-1]) + 1) * room > size * max(ROOMS):
            batches.append([])
            room = length
        batches[-1].append(one)
        room = max(room, length)
    chance.shuffle(batches)
    return batches


def optimiser_for(tagger: Tagger) -> torch.optim.Optimizer:
    """AdamW over the layers and, five times as fast, the heads; words and places stay as they are."""
    tagger.words.weight.requires_grad = False
    tagger.places.weight.requires_grad = False
    body = [*tagger.start.parameters(), *tagger.layers.parameters()]
    known = {id(one) for one in body}
    heads = [one for one in tagger.parameters() if one.requires_grad and id(one) not in known]
    groups = [{"params": body, "times": 1}, {"params": heads, "times": 5}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Sets the rate of the layers; the heads' goes with it."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["times"]


def _loss(told: tuple[Tensor, Tensor, Tensor, Tensor], batch: Batch) -> Tensor:
    contents, roles, links, checks = (one.float() for one in told)
    loss = checks.sum() * 0.0
    if bool((batch.contents >= 0).any()):
        loss = loss + functional.cross_entropy(contents.flatten(0, 1), batch.contents.flatten())
        loss = loss + functional.cross_entropy(roles.flatten(0, 1), batch.roles.flatten())
    if bool((batch.links >= 0).any()):
        loss = loss + 0.3 * functional.cross_entropy(links.flatten(0, 2), batch.links.flatten())
    if batch.sentences:
        scores = torch.stack([checks[row, first:end].mean() for row, first, end, _ in batch.sentences])
        right = torch.tensor([label for *_, label in batch.sentences])
        share = len(batch.sentences) / 40
        loss = loss + 0.3 * share * functional.binary_cross_entropy_with_logits(scores, right)
    return loss


if __name__ == "__main__":
    main()
