"""`manage.py assemble`: place and compare now, without waiting for the workers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from coverage.tasks import assemble_alone


class Command(BaseCommand):
    """Does the workers' assembling once, here."""

    help = "Place unplaced articles into stories and compare changed stories, here and now."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{assemble_alone()} stories compared")
