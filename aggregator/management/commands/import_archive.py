"""`manage.py import_archive PATH`: saved pages into the same tasks that read live ones."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aggregator.added_outlets import know_added_outlets
from aggregator.archive_intake import Intake, enter_archive
from aggregator.follow import follow_reading
from aggregator.reading.types import ReadingError


class Command(BaseCommand):
    """Enters an archive, and follows the workers while they read it."""

    help = "Enter a WARC file or a folder of saved pages; the workers read them. Run again it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a .warc or .warc.gz file, or a folder of saved pages")
        parser.add_argument("--no-wait", action="store_true", help="enter only; do not wait for the workers")

    def handle(self, *args: Any, **options: Any) -> None:
        know_added_outlets()
        try:
            intake = enter_archive(options["path"], timezone.now())
        except ReadingError as error:
            raise CommandError(f"{options['path']}: {error}") from error
        self._report(intake)
        if not options["no_wait"]:
            self.stdout.write(follow_reading(intake.articles))

    def _report(self, intake: Intake) -> None:
        self.stdout.write(f"{intake.name}: {len(intake.articles)} pages ({intake.new} new), {intake.feeds} new feeds")
        for reason, count in sorted(intake.refused.items()):
            self.stdout.write(f"  refused: {count} {reason}")
