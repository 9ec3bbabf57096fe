"""`manage.py beat`: what calls for the work that is due, once the settings are sound."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from aggregator.supervision.becoming import become
from aggregator.supervision.command_lines import beat_command


class Command(BaseCommand):
    """Refuses bad settings by Django's checks, then becomes Celery's beat."""

    help = "Call the workers to what is due, every few seconds. One for the whole installation."

    def handle(self, *args: Any, **options: Any) -> None:
        become(beat_command())
