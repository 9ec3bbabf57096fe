"""`manage.py sync_outlets`: the outlets in code into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from aggregator.roster import sync_outlets


class Command(BaseCommand):
    """Writes outlets and feeds from aggregator.outlets."""

    help = "Write the outlets and feeds that the code names into the database; run again it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sync_outlets()} outlets")
