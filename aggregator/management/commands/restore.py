"""`manage.py restore FILE`: the database becomes what a backup holds."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from aggregator.operations.copies import CopyError, put_back


class Command(BaseCommand):
    """Replaces the database, once it is told to."""

    help = "Put a backup in the database's place. Stop web, workers and beat first; run migrate afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="what the database holds now is lost")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seen = put_back(options["file"], options["replace"])
        except (CopyError, DatabaseError) as error:
            raise CommandError(str(error).strip()) from None
        self.stdout.write(
            f"{options['file']} is in place ({seen} migrations). Run manage.py migrate, then start again."
        )
