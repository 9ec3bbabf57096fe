"""`manage.py import_press_review FILE`: a press review's quotes, each credited to the outlet that it was taken from."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aggregator.models import Article, Quote
from aggregator.press_review_intake import enter_press_review
from aggregator.reading.types import ReadingError

MOST_BYTES = 1_000_000


class Command(BaseCommand):
    """Enters a press review."""

    help = "Enter a press review (plain text); its quotes are shown as translations in the story that it tells."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            article = enter_press_review(_text(options["file"]), timezone.now())
        except (OSError, UnicodeDecodeError, ReadingError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self._report(article)

    def _report(self, article: Article) -> None:
        quotes = Quote.objects.filter(article=article).select_related("carried_from")
        self.stdout.write(f"{article.title}: {len(quotes)} quotes")
        for quote in quotes:
            source = quote.carried_from.name if quote.carried_from else "the speaker itself"
            speaker = quote.speaker_words + (f" = {quote.speaker_name}" if quote.speaker_name else "")
            self.stdout.write(f"  {source}: “{quote.text[:70]}”" + (f" ({speaker})" if quote.speaker_words else ""))
        self.stdout.write("The workers put it into the story that it tells, once that story stands.")


def _text(path: Path) -> str:
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise ReadingError("too large", f"{len(data)} bytes")
    return data.decode("utf-8-sig")
