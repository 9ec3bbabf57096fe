"""Labelled sentences into how well check-worthiness is told of sentences that were not trained on, in five parts.

The shipped tagger learned from all of ClaimBuster's sentences that there are here, so its own figure on them says
nothing. Each fifth is judged by what learned from the other four: the base, fine-tuned by the same loss with no other
task beside it; a logistic regression over words and pairs of words; and the mean of both. F1 in percent, of
"check-worthy".
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from aggregator.reading.tagging.pieces import Vocabulary, tokens
from training.encoder import Tagger
from training.examples import Batch, batch_of, read_lines, sentence_examples
from training.train_tagger import batches_of, optimiser_for, set_rate

PARTS = 5


def main() -> None:
    """Prints a line for each part and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path, help="folder of the base model: model.safetensors and vocab.txt")
    parser.add_argument("sentences", type=Path, help="lines of text and check (0 or 1)")
    parser.add_argument("--epochs", type=int, default=2)
    given = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    chance = random.Random(1)
    lines = read_lines(given.sentences)
    chance.shuffle(lines)
    vocabulary = Vocabulary((given.base / "vocab.txt").read_text(encoding="utf-8").splitlines())
    told: dict[str, list[float]] = {"encoder": [], "words": [], "mean": []}
    right: list[bool] = []
    for part in range(PARTS):
        held = lines[part::PARTS]
        others = [line for number, line in enumerate(lines) if number % PARTS != part]
        by_words = words_told(others, held)
        by_encoder = encoder_told(others, held, given.base, vocabulary, given.epochs, chance)
        told["words"] += by_words
        told["encoder"] += by_encoder
        told["mean"] += [(one + other) / 2 for one, other in zip(by_words, by_encoder, strict=True)]
        right += [bool(line["check"]) for line in held]
        print(f"after part {part + 1}:", *(_told(name, scores, right) for name, scores in told.items()), flush=True)


def _told(name: str, scores: list[float], right: list[bool]) -> str:
    """F1 where even odds decide, and where the best odds for these sentences do."""
    best = max((mark / 10 for mark in range(-30, 31)), key=lambda mark: f1(scores, right, mark))
    return f"{name} {100 * f1(scores, right):.1f} (from {best:+.1f} on {100 * f1(scores, right, best):.1f})"


def f1(scores: list[float], right: list[bool], mark: float = 0.0) -> float:
    """Of the sentences whose log-odds are above the mark."""
    found = [score > mark for score in scores]
    both = sum(one and other for one, other in zip(found, right, strict=True))
    return 2 * both / (sum(found) + sum(right))


def encoder_told(
    lines: list[dict[str, Any]],
    held: list[dict[str, Any]],
    base: Path,
    vocabulary: Vocabulary,
    epochs: int,
    chance: random.Random,
) -> list[float]:
    """Log-odds by the base, fine-tuned on `lines`."""
    tagger = Tagger()
    tagger.load_base(base / "model.safetensors")
    rounds = [batches_of(list(sentence_examples(lines, vocabulary, chance)), 8, chance) for _ in range(epochs)]
    optimiser = optimiser_for(tagger)
    steps = sum(map(len, rounds))
    tagger.train()
    for done, examples in enumerate(one for batches in rounds for one in batches):
        set_rate(optimiser, 2e-4 * min(1, (done + 1) / 40) * 0.5 * (1 + math.cos(math.pi * done / steps)))
        scores, right = _scores(tagger, batch_of(examples))
        optimiser.zero_grad()
        functional.binary_cross_entropy_with_logits(scores, right).backward()
        torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
        optimiser.step()
    tagger.eval()
    alone = random.Random(0)
    with torch.no_grad():
        return [
            _scores(tagger, batch_of(list(sentence_examples([line], vocabulary, alone))))[0].item() for line in held
        ]


def _scores(tagger: Tagger, batch: Batch) -> tuple[Tensor, Tensor]:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        checks = tagger(batch.pieces, batch.types, batch.mask)[3].float()
    scores = torch.stack([checks[row, first:end].mean() for row, first, end, _ in batch.sentences])
    return scores, torch.tensor([label for *_, label in batch.sentences])


def words_told(lines: list[dict[str, Any]], held: list[dict[str, Any]]) -> list[float]:
    """Log-odds by a logistic regression over words and pairs of words that stand in two of `lines` or more."""
    counted = Counter(term for line in lines for term in _terms(line["text"]))
    numbers = {term: number for number, term in enumerate(term for term, count in counted.items() if count > 1)}
    rows, right = _counts(lines, numbers), torch.tensor([float(line["check"]) for line in lines])
    weights = torch.zeros(len(numbers) + 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=40, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        wrong = functional.binary_cross_entropy_with_logits(rows @ weights[:-1] + weights[-1], right, reduction="sum")
        total = wrong + 2 * weights[:-1].square().sum()
        total.backward()
        return total

    optimiser.step(loss)
    return [float(one) for one in (_counts(held, numbers) @ weights[:-1] + weights[-1]).detach()]


def _counts(lines: list[dict[str, Any]], numbers: dict[str, int]) -> Tensor:
    """Sentences x terms, each row of one length, so that long ones do not weigh more."""
    at, values = [], []
    for row, line in enumerate(lines):
        known = {numbers[term] for term in _terms(line["text"]) if term in numbers}
        at += [(row, number) for number in known]
        values += [3 / math.sqrt(len(known))] * len(known)
    shape = (len(lines), len(numbers))
    return torch.sparse_coo_tensor(torch.tensor(at).T, torch.tensor(values), shape, check_invariants=True).coalesce()


def _terms(text: str) -> set[str]:
    """Words and pairs of them, digits all alike."""
    words = ["0" if text[one.start].isdigit() else text[one.start : one.end].lower() for one in tokens(text)]
    return {*words, *(" ".join(pair) for pair in zip(["^", *words], [*words, "$"], strict=True))}


if __name__ == "__main__":
    main()
