"""`manage.py status`: what is stored, what was refused and why, how feeds and pages are, which alarms are up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        width = None if self.stdout.isatty() else _WIDTH
        console = Console(file=self.stdout, width=width)  # type: ignore[arg-type]
        parts: dict[str, Mapping[str, object]] = {
            "Stored": found.counts,
            "Refused or dropped": found.refused,
            "Feeds": found.feeds,
            "Pages": found.pages,
        }
        for title, rows in parts.items():
            _tell(console, ("", title), [(str(value), name) for name, value in rows.items()])
        of_feeds = [(str(times), why, url) for times, why, url in found.refused_of_feeds]
        _tell(console, ("", "Refused or dropped", "of the feed"), of_feeds)
        _tell(console, ("", "Alarms", "since", ""), [_row(alarm) for alarm in found.alarms])
        if not found.alarms:
            console.print("No alarm is up.")


_WIDTH = 240  # characters, where the output goes to a file: nothing is wrapped there


def _row(alarm: Alarm) -> tuple[str, ...]:
    since = f"{alarm.since:%Y-%m-%d %H:%M}" if alarm.since else "the start"
    return alarm.kind, alarm.about, since, alarm.detail


def _tell(console: Console, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*row)
    if rows:
        console.print(table)
