"""A DATA_DIR → a database with the story that the figures speak of, and its static files; tells the story's path."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aggregator.settings")

if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command
    from edition import Edition

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    print(Edition().large().get_absolute_url())
