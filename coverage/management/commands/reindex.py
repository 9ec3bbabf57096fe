"""`manage.py reindex`: looks through all stories and makes the search index tell what readers may see of them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from coverage.models import SearchEntry
from coverage.search.writing import reindex


class Command(BaseCommand):
    """Can be stopped at any moment and run again; searches are answered meanwhile."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Reindex, and tell what the index holds."""
        for done in reindex():
            self.stdout.write(f"\r{done} stories", ending="")
            self.stdout.flush()
        self.stdout.write(f"\n{SearchEntry.objects.count()} entries")
