"""DATA_DIR → a database with the story that the figures speak of and its page, and static files; tells its path."""

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
    from django.utils import timezone
    from edition import Edition

    from coverage.ready_pages import make_due

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    story = Edition().large()
    make_due(timezone.now())  # as a worker does
    print(story.get_absolute_url())
