"""`manage.py metrics`: what /metrics tells, where no web process runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from aggregator.operations.metrics import exposition


class Command(BaseCommand):
    """Prints them in Prometheus' text format, for a textfile collector."""

    help = "Print this machine's metrics in Prometheus' text format."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(exposition().decode(), ending="")
