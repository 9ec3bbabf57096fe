"""`manage.py web`: the web server alone, once the settings are sound."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from aggregator.supervision.becoming import become
from aggregator.supervision.command_lines import web_command


class Command(BaseCommand):
    """Refuses bad settings by Django's checks, then becomes granian."""

    help = "Serve the site at BIND and PORT with WEB_WORKERS processes. SIGTERM ends it when its answers are given."

    def handle(self, *args: Any, **options: Any) -> None:
        become(web_command())
