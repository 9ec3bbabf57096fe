"""`manage.py doctor`: what is configured, what works and what does not; exit code 1 when something needed is broken."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

_MARKS = {"well": "ok     ", "look": "look   ", "broken": "BROKEN "}


class Command(BaseCommand):
    """Asks everything that the site needs, and tells it in plain words."""

    help = "Tell what is configured, what works and what does not. Exit code 1 when something needed is broken."
    requires_system_checks: list[str] = []  # it tells what they find itself  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-network", action="store_true", help="ask nobody outside: no outlet is tried")

    def handle(self, *args: Any, **options: Any) -> None:
        from aggregator.operations.doctor import examine  # a broken part must not keep the command from starting
        from aggregator.operations.reach import reach

        broken = 0
        for findings in (examine(), () if options["no_network"] else reach()):
            for finding in findings:
                broken += finding.state == "broken"
                self.stdout.write(f"{_MARKS[finding.state]} {finding.about}: {finding.told}")
                self.stdout.flush()
        if broken:
            self.stdout.write(f"{broken} of these must be mended (docs/runbook.md).")
            sys.exit(1)
        self.stdout.write("Everything that is needed works.")
