"""The labelled sets and a made-up stream → how well articles are grouped, and what one costs as more are stored.

    .venv/bin/python benchmarks/stories.py [--corpora ../shared/corpora] [--sizes 1000,10000,100000] [--no-database]

The first table has BCubed F1 for each labelled set, by Parallax (one setting for all) and by a single pass over TF-IDF
vectors, once with one threshold for all and once with the best of several for each set; it is left out, loudly, where
the sets are not there. The second has milliseconds of CPU for one article when so many are stored, in memory and in a
new SQLite database, and how much that grows from the smallest size to the largest. The stream needs no corpora.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(1, str(ROOT))

from stream import stream  # noqa: E402

from aggregator.weights import load_tagger  # noqa: E402
from coverage.comparing.judging import forests  # noqa: E402
from coverage.comparing.placing import arrive  # noqa: E402
from coverage.comparing.shelves import Shelf  # noqa: E402
from coverage.comparing.similarity import content_stems, dot  # noqa: E402
from coverage.comparing.sketches import sketch_of  # noqa: E402
from coverage.comparing.types import ArticleProfile  # noqa: E402
from coverage.predictions.stories import dense_rows, profile_of  # noqa: E402

GOALS = {
    "allsides": 0.91, "allsides_dense": 0.83, "groundnews2025": 0.94, "uci6k": 0.80, "newst": 0.88, "ecbplus": 0.85,
}  # fmt: skip
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
ONE_THRESHOLD = 0.25
WINDOW_DAYS = 4.0
MEASURED = 200  # articles at each size
GROWTH = 1.5


def main() -> int:
    """Print both tables; 1 where the cost grows too much, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    folder = Path(os.environ.get("PARALLAX_CORPORA") or ROOT.parent / "shared" / "corpora")
    parser.add_argument("--corpora", type=Path, default=folder)
    parser.add_argument("--sizes", default="1000,10000,100000", help="articles that are stored; empty: no second table")
    parser.add_argument("--measured", type=int, default=MEASURED, help="articles that are timed at each size")
    parser.add_argument("--words", action="store_true", help="by words alone, without the encoder's vectors")
    parser.add_argument("--no-database", action="store_true", help="measure the cost in memory only")
    given = parser.parse_args()
    console = Console(width=100)
    if (given.corpora / "stories").is_dir():
        console.print(_accuracy(given.corpora / "stories", given.words, console))
    else:
        print(f"NOT MEASURED: no labelled sets at {given.corpora}; set PARALLAX_CORPORA or --corpora", file=sys.stderr)
    sizes = [int(size) for size in given.sizes.split(",") if size]
    if not sizes:
        return 0
    places = {"in memory": _in_memory} if given.no_database else {"in memory": _in_memory, "in SQLite": _in_database}
    table = Table("", *(f"{size:,}" for size in sizes), "growth", title="milliseconds an article, by articles stored")
    growths = []
    for name, place in places.items():
        costs = place(sizes, given.measured, console)
        growths.append(costs[-1] / costs[0])
        table.add_row(name, *(f"{cost:.2f}" for cost in costs), f"{growths[-1]:.2f}")
    console.print(table)
    console.print(f"goal: growth at most {GROWTH}")
    return int(max(growths) > GROWTH)


def _accuracy(folder: Path, words: bool, console: Console) -> Table:
    table = Table("", "Parallax", "goal", "TF-IDF, one threshold", "TF-IDF, best for the set", title="BCubed F1")
    for name in track(GOALS, "sets", console=console):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
            rows = [json.loads(line) for line in lines]
        rows.sort(key=lambda row: row["published"])
        gold = [row["story"] for row in rows]
        articles = [profile_of(number, row) for number, row in enumerate(rows, start=1)]
        vectors = list(_tf_idf(articles))
        peers = {threshold: bcubed_f1(gold, _single_pass(articles, vectors, threshold)) for threshold in THRESHOLDS}
        ours = bcubed_f1(gold, _placed(articles, words))
        table.add_row(
            name, f"{ours:.3f}", f"{GOALS[name]:.2f}", f"{peers[ONE_THRESHOLD]:.3f}", f"{max(peers.values()):.3f}"
        )
    return table


def bcubed_f1(gold: Sequence[str], found: Sequence[int]) -> float:
    """BCubed F1 (Bagga and Baldwin 1998), averaged over articles."""
    pairs, stories, clusters = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(n * n / clusters[cluster] for (_, cluster), n in pairs.items()) / len(gold)
    recall = sum(n * n / stories[story] for (story, _), n in pairs.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def _placed(articles: Sequence[ArticleProfile], words: bool) -> list[int]:
    shelf = Shelf()
    rows = dense_rows(None if words else load_tagger(), articles)
    for article, dense in zip(articles, rows, strict=True):
        arrive(sketch_of(article, dense), shelf, forests())
    return [shelf.home[article.id] for article in articles]


def _tf_idf(articles: Sequence[ArticleProfile]) -> Iterator[dict[str, float]]:
    """Unit vectors by what had arrived until then, the first 80 words of the text beside the title counted twice."""
    carried: Counter[str] = Counter()
    for number, article in enumerate(articles, start=1):
        counts = Counter([*content_stems(article.title) * 2, *content_stems(" ".join(article.text.split()[:80]))])
        carried.update(counts.keys())
        raw = {t: (1 + math.log(n)) * math.log(1 + (number + 1) / (carried[t] + 0.5)) for t, n in counts.items()}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        yield {term: value / length for term, value in raw.items()}


def _single_pass(
    articles: Sequence[ArticleProfile], vectors: Sequence[dict[str, float]], threshold: float
) -> list[int]:
    """The usual simple way: into the cluster of the nearest centroid within the window, or into a new one."""
    sums: dict[int, dict[str, float]] = {}
    lengths: dict[int, float] = {}
    carrying: dict[str, set[int]] = defaultdict(set)
    recent: deque[tuple[float, int]] = deque()
    last: dict[int, float] = {}
    found: list[int] = []
    for article, vector in zip(articles, vectors, strict=True):
        day = article.published.timestamp() / 86400
        while recent and recent[0][0] < day - WINDOW_DAYS:
            then, cluster = recent.popleft()
            if last.get(cluster) == then:
                for term in sums.pop(cluster):
                    carrying[term].discard(cluster)
                del last[cluster]
        near = {cluster for term in vector for cluster in carrying.get(term, ())}
        scored = [(dot(vector, sums[cluster]) / lengths[cluster], -cluster) for cluster in near]
        best, key = max(scored, default=(0.0, 0))
        cluster = -key if best >= threshold else len(found)
        total = sums.setdefault(cluster, {})
        for term, value in vector.items():
            total[term] = total.get(term, 0.0) + value
            carrying[term].add(cluster)
        lengths[cluster] = math.sqrt(sum(value * value for value in total.values())) or 1.0
        last[cluster] = day
        recent.append((day, cluster))
        found.append(cluster)
    return found


def _in_memory(sizes: Sequence[int], measured: int, console: Console) -> list[float]:
    shelf = Shelf()
    ids: dict[int, int] = {}
    articles = stream()

    def store(count: int) -> None:
        for article, story in islice(articles, count):
            shelf.add(sketch_of(article), ids.setdefault(story, 1_000_000_000 + story))

    def place(article: ArticleProfile) -> None:
        arrive(sketch_of(article), shelf, forests())

    return _costs(sizes, measured, store, lambda: next(articles)[0], place, "in memory", console)


def _in_database(sizes: Sequence[int], measured: int, console: Console) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "aggregator.settings", "DATA_DIR": folder}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/stream.sqlite3"
        import django

        django.setup()
        from stored_stream import StoredStream

        stored = StoredStream(Path(folder) / "no encoder")
        return _costs(sizes, measured, stored.store, stored.arrived, stored.place, "in SQLite", console)


def _costs(
    sizes: Sequence[int], measured: int, store: Callable[[int], None], arrived: Callable[[], object],
    place: Callable[..., None],
    what: str, console: Console,
) -> list[float]:  # fmt: skip
    """The median milliseconds of CPU for an article when so many are stored."""
    costs, stored = [], 0
    for size in sizes:
        steps = max(1, (size - stored) // 1000)
        for _ in track(range(steps), f"{what}: up to {size:,}", console=console):
            store((size - stored) // steps)
        stored = size
        taken = []
        for _ in range(measured):
            article = arrived()
            begun = time.process_time()
            place(article)
            taken.append((time.process_time() - begun) * 1000)
        costs.append(statistics.median(taken))
    return costs


if __name__ == "__main__":
    sys.exit(main())
