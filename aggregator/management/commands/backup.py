"""`manage.py backup [FILE]`: a whole copy of the database, while everything runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aggregator.operations.copies import CopyError, make_copy
from aggregator.operations.dated_copies import make_dated_copy


class Command(BaseCommand):
    """Writes one file; without a name, one named by the moment into BACKUP_DIR, where old ones then go."""

    help = (
        "Copy the whole database into FILE (a SQLite file, or pg_dump's custom format). Everything may run on. "
        "Without FILE: into BACKUP_DIR, under a name of its own; copies there older than BACKUP_DAYS are deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["file"]
        if not path and not settings.BACKUP_DIR:
            raise CommandError("Name a file, or set BACKUP_DIR to the folder in which dated copies are kept.")
        try:
            if path:
                make_copy(path)
            else:
                path = make_dated_copy(Path(settings.BACKUP_DIR), settings.BACKUP_DAYS, timezone.now())
        except CopyError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes")
