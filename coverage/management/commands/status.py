"""`manage.py status`: what is stored, what was refused and why, how the feeds are, which alarms are up."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from aggregator.alarms import Alarm
from coverage.tally import tally


class Command(BaseCommand):
    """Prints counts."""

    help = "Print counts of what is stored, refusals by reason, the feeds with their health and refusals, and alarms."

    def handle(self, *args: Any, **options: Any) -> None:
        found = tally()
        console = Console(file=self.stdout, soft_wrap=True)  # type: ignore[arg-type]
        for title, rows in (("Stored", found.counts), ("Refused or dropped", found.refused), ("Feeds", found.feeds)):
            table = Table("", title, box=None, pad_edge=False, show_header=True, header_style="bold")
            for name, value in rows.items():
                table.add_row(str(value), name)
            console.print(table)
        _tell_alarms(found.alarms, console)


def _tell_alarms(alarms: list[Alarm], console: Console) -> None:
    table = Table("", "Alarms", "since", "", box=None, pad_edge=False, header_style="bold")
    for alarm in alarms:
        since = f"{alarm.since:%Y-%m-%d %H:%M}" if alarm.since else "the start"
        table.add_row(alarm.kind, alarm.about, since, alarm.detail)
    console.print(table if alarms else "No alarm is up.")
