"""`manage.py predict WHAT …`: labelled material → predictions, so that anyone can measure us on material of their own.

Each WHAT is a module with NAME, HELP, `add_arguments(parser)` and `predict(options, console)`: about one article in
`aggregator.predictions`, about two in `coverage.predictions`.
"""

from __future__ import annotations

from argparse import ArgumentParser
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from aggregator.predictions import claims, quotes, reading
from coverage.predictions import alignment, paraphrase, stories

PREDICTIONS: dict[str, ModuleType] = {
    module.NAME: module for module in (reading, quotes, claims, alignment, paraphrase, stories)
}


class Command(BaseCommand):
    """Reads files and writes a file; touches neither the database nor the network."""

    help = "Write what we find in labelled material, in the form that its scorer takes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        choices = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        for name, module in PREDICTIONS.items():
            module.add_arguments(choices.add_parser(name, help=module.HELP, description=module.HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=self.stdout, soft_wrap=True)  # type: ignore[arg-type]
        PREDICTIONS[options["what"]].predict(options, console)
