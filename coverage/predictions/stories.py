"""`manage.py predict stories IN.jsonl.gz OUT.jsonl`: articles → their stories, in the form that the scorer takes.

Each line of IN has "title" and "published" (ISO 8601), and "text" or "lead" where there is more than a headline. The
articles are placed one by one as they would arrive, in order of publication; nothing of them is kept.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console

from aggregator.predictions.lines import read_objects, write_lines
from aggregator.predictions.progress import shown
from aggregator.predictions.written import refuse_unwritable
from aggregator.reading.tagging.vectors import MakesVectors, article_words
from aggregator.weights import WeightsError, load_tagger
from coverage.comparing.judging import forests
from coverage.comparing.placing import arrive
from coverage.comparing.shelves import Shelf
from coverage.comparing.sketches import Dense, sketch_of
from coverage.comparing.types import ArticleProfile

TOGETHER = 64  # articles that the encoder is given at once
NAME = "stories"
HELP = "Group each line's article with those that report the same event, as if they arrived one by one."


def add_arguments(parser: ArgumentParser) -> None:
    """Files in and out."""
    parser.add_argument(
        "articles", type=Path, help='JSON lines (.gz or not) with "title", "published", "text" or "lead"'
    )
    parser.add_argument("out", type=Path, help="the file that is written")
    parser.add_argument("--words", action="store_true", help="by words alone, as where the encoder is missing")


def predict(options: dict[str, Any], console: Console) -> None:
    """Write {id, story} for each line, in their order; a line without an id has its number, from 1.

    Raises CommandError where the articles cannot be read or the file cannot be written.
    """
    refuse_unwritable(options["out"])
    rows = read_objects(options["articles"], "title")
    articles = [_profile(options["articles"], number, row) for number, row in enumerate(rows, start=1)]
    homes = _placed(articles, _encoder(options, console), console)
    found = ({"id": row.get("id", n), "story": homes[n]} for n, row in enumerate(rows, start=1))
    write_lines(options["out"], found)


def profile_of(number: int, row: dict[str, Any]) -> ArticleProfile:
    """A line as grouping takes it, the lead before the text. Raises ValueError where its time cannot be read."""
    text = "\n\n".join(part for part in (row.get("lead"), row.get("text")) if part)
    published = datetime.fromisoformat(str(row.get("published")))
    if published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    return ArticleProfile(number, str(row.get("outlet") or ""), row["title"], text, published)


def _profile(path: Path, number: int, row: dict[str, Any]) -> ArticleProfile:
    try:
        return profile_of(number, row)
    except ValueError as error:
        raise CommandError(f"{path}, article {number}: {error}") from error


def _encoder(options: dict[str, Any], console: Console) -> MakesVectors | None:
    """What makes vectors; None where words alone are asked for, and, loudly, where the encoder is missing or broken."""
    if options["words"]:
        return None
    try:
        return load_tagger(settings.TAGGER_FOLDER)
    except WeightsError as error:
        console.print(f"By words alone, less surely: {error}", markup=False, highlight=False)
        return None


def _placed(articles: Sequence[ArticleProfile], encoder: MakesVectors | None, console: Console) -> dict[int, int]:
    """By article, its story in the end."""
    shelf = Shelf()
    ordered = sorted(articles, key=lambda article: (article.published, article.id))

    def arriving() -> Iterator[int]:
        for start in range(0, len(ordered), TOGETHER):
            some = ordered[start : start + TOGETHER]
            for article, dense in zip(some, dense_rows(encoder, some), strict=True):
                yield arrive(sketch_of(article, dense), shelf, forests())

    for _ in shown(arriving(), len(ordered), "articles", console):
        pass
    return shelf.home


def dense_rows(encoder: MakesVectors | None, articles: Sequence[ArticleProfile]) -> list[Dense | None]:
    """The vector of each article's title and beginning; None without an encoder, and for an article without words."""
    if encoder is None:
        return [None] * len(articles)
    rows = encoder.vectors([article_words(article.title, article.text) for article in articles])
    return [row if row.any() else None for row in rows]
