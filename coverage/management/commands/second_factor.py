"""Give a person a second factor for the desk: prints the address that an authenticator takes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coverage import second_factor


class Command(BaseCommand):
    """manage.py second_factor NAME [--remove]"""

    help = "Give a person of the desk a second factor (TOTP) and spare codes; with --remove take both away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the user's name")
        parser.add_argument("--remove", action="store_true", help="take it away: a lost telephone")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"No user is called {options['name']}.")
        if options["remove"]:
            second_factor.remove(user)
            self.stdout.write(f"{user} has no second factor any more.")
            return
        device = second_factor.begin(user)
        codes = second_factor.confirm(device)
        self.stdout.write(f"For the authenticator (as text, or made a QR code):\n\n    {device.config_url}\n")
        self.stdout.write(f"Spare codes, each good once: {' '.join(codes)}")
        self.stdout.write("From now on the desk asks this person for a code. SECOND_FACTOR=1 asks everybody for one.")
