"""`manage.py backup FILE`: a whole copy of the database, while everything runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aggregator.operations.copies import CopyError, make_copy


class Command(BaseCommand):
    """Writes one file."""

    help = "Copy the whole database into FILE (a SQLite file, or pg_dump's custom format). Everything may run on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            size = make_copy(options["file"])
        except CopyError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{options['file']}: {size:,} bytes")
