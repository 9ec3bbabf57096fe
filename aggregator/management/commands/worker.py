"""`manage.py worker QUEUES:PROCESSES`: a worker of some queues, once the settings are sound."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from aggregator.supervision.becoming import become
from aggregator.supervision.command_lines import worker_command


class Command(BaseCommand):
    """Refuses bad settings by Django's checks and queues that nobody fills, then becomes a Celery worker."""

    help = "Do the work of some queues: fetch:4 or assemble-maintenance:2. Of all, with WORKERS processes, unless told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("queues", nargs="?", default="", metavar="QUEUES:PROCESSES")

    def handle(self, *args: Any, **options: Any) -> None:
        become(worker_command(*queues_and_processes(options["queues"])))


def queues_and_processes(told: str) -> tuple[list[str], int]:
    """ "assemble-maintenance:2" → its queues and 2. They are joined by a dash, since systemd would write a comma in a
    unit's name as \\x2c. Who assembles compares too: units were named before comparing had a queue of its own. Raises
    CommandError for any queue that is not ours."""
    if not told:
        return [], 0
    names, _, processes = told.partition(":")
    queues = re.split("[-,]", names)
    if unknown := [name for name in queues if name not in settings.QUEUES]:
        raise CommandError(f"There is no queue “{unknown[0]}”: name some of {', '.join(settings.QUEUES)}, joined by -.")
    if not re.fullmatch("[1-9][0-9]{0,2}", processes):
        raise CommandError(f"“{told}” says no number of processes: QUEUES:PROCESSES, for example fetch:4.")
    more = ["compare"] if "assemble" in queues and "compare" not in queues else []
    return [*queues, *more], int(processes)
