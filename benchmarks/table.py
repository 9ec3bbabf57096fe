"""Figures by reader and corpus → the table of the benchmark, with the goals below it."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from typing import Any

from rich.table import Table

REFERENCE = "newspaper3k"
COLUMNS = {  # the corpus and the scorer's figure → the heading
    ("bench", "body_f1"): "bench\nbody\nF1",
    ("outlets", "body_f1"): "out-\nlets\nF1",
    ("outlets", "pages_below_0.95"): "pages\nunder\n.95",
    ("publishers", "body_f1"): "publ-\nishrs\nF1",
    ("wcxb", "body_f1"): "wcxb\nbody\nF1",
    ("outlets", "title"): "out-\nlets\ntitle",
    ("outlets", "authors_exact"): "auth-\nors\nexact",
    ("outlets", "day"): "\n\nday",
    ("outlets", "instant"): "\nin-\nstant",
}
GOALS: tuple[tuple[str, dict[tuple[str, str], str], str], ...] = (
    ("best published", {("bench", "body_f1"): ".970"}, ""),
    (
        "goal, own layouts",
        {
            ("outlets", "body_f1"): ".995",
            ("outlets", "pages_below_0.95"): "0",
            ("outlets", "title"): ".980",
            ("outlets", "authors_exact"): ".970",
            ("outlets", "day"): ".980",
            ("outlets", "instant"): ".980",
        },
        "1.50",
    ),
    (
        "goal, generic",
        {("bench", "body_f1"): ".980", ("publishers", "body_f1"): ".970", ("wcxb", "body_f1"): ".950"},
        "3.00",
    ),
)

Figures = Mapping[str, Mapping[str, Mapping[str, Any]]]
Cpu = Mapping[str, Mapping[tuple[str, str], float]]


def comparison(order: tuple[str, ...], figures: Figures, cpu: Cpu) -> Table:
    """A row for each reader of `order`: `figures[reader][corpus][figure]`, and the median over the pages that it read
    of its CPU seconds over newspaper3k's on the same page."""
    table = Table(box=None, header_style="bold", pad_edge=False, collapse_padding=True)
    table.add_column("reader", no_wrap=True, min_width=17)
    for heading in (*COLUMNS.values(), "CPU\nper\npage"):
        table.add_column(heading, justify="right", no_wrap=True)
    for reader in order:
        told = [_told(name, figures[reader].get(corpus, {}).get(name)) for corpus, name in COLUMNS]
        median, _ = cpu_ratios(cpu[reader], cpu[REFERENCE])
        table.add_row(reader, *told, f"{median:.2f}", style="bold" if reader.startswith("Parallax") else "")
    table.add_row()
    for name, goals, ratio in GOALS:
        table.add_row(name, *(goals.get(column, "") for column in COLUMNS), ratio, style="dim")
    return table


def cpu_ratios(
    seconds: Mapping[tuple[str, str], float], reference: Mapping[tuple[str, str], float]
) -> tuple[float, float]:
    """The median over pages of each page's ratio, and the ratio of the sums, over the pages that both have read."""
    both = [page for page in seconds if reference.get(page)]
    median = statistics.median([seconds[page] / reference[page] for page in both] or [float("nan")])
    return median, sum(seconds[page] for page in both) / (sum(reference[page] for page in both) or float("nan"))


def notes(pages: Mapping[str, int], failed: Mapping[str, Counter[str]]) -> str:
    """What a person has to know who reads the table."""
    counted = ", ".join(f"{corpus} {count}" for corpus, count in pages.items())
    failures = [
        f"{reader} on {reasons.total()} pages ({reasons.most_common(1)[0][0]})" for reader, reasons in failed.items()
    ]
    return "\n".join(
        (
            f"Pages: {counted}. Title, authors, day and instant are the outlets'.",
            "Parallax: the outlets' own layouts, on their own pages. Parallax, generic: without them, on all.",
            "CPU per page: median over pages of CPU seconds over newspaper3k's on the same page, read beside it.",
            *(f"Failed, and scored as empty: {failure}" for failure in failures),
        )
    )


def _told(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if name.startswith("pages"):
        return str(value)
    return f"{value:.3f}".removeprefix("0")
