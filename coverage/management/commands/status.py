"""`manage.py status`: what is stored, what was refused and why, how feeds and pages are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from coverage.tally import tally


class Command(BaseCommand):
    """Prints counts."""

    help = "Print counts of what is stored, the refusals by reason, and the health of feeds and pages."

    def handle(self, *args: Any, **options: Any) -> None:
        found = tally(timezone.now())
        console = Console(file=self.stdout, soft_wrap=True)  # type: ignore[arg-type]
        parts: dict[str, Mapping[str, object]] = {
            "Stored": found.counts,
            "Refused or dropped": found.refused,
            "Feeds": found.feeds,
            "Pages": found.pages,
        }
        for title, rows in parts.items():
            table = Table("", title, box=None, pad_edge=False, show_header=True, header_style="bold")
            for name, value in rows.items():
                table.add_row(str(value), name)
            console.print(table)
