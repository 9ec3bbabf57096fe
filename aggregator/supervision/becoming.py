"""A management command → the program that it stands for, in the same process, so that signals reach it."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from django.conf import settings
from django.db import connections

from aggregator.supervision.command_lines import Command


def become(command: Command) -> NoReturn:
    """Go on as that program, in the project's folder."""
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    os.chdir(settings.BASE_DIR)
    os.execv(command[0], command)  # noqa: S606 - our own program, and no shell is wanted
