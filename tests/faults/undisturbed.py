"""The same ingest with nobody disturbing it: one process, task after task, on a database of its own.

`python -m tests.faults.undisturbed` runs it in the environment that it is given and prints the rows.
"""

from __future__ import annotations

import json
import os
import sys


def ingest() -> None:
    """Poll, read and place until nothing is due."""
    from django.core.management import call_command
    from django.utils import timezone

    from aggregator import ingest, polling
    from aggregator.models import Article
    from coverage.tasks import assemble

    call_command("migrate", verbosity=0)
    call_command("sync_outlets", verbosity=0, stdout=sys.stderr)
    for feed in polling.feeds_to_poll(timezone.now()):
        polling.poll_feed(feed, timezone.now())
    while due := list(Article.objects.due(timezone.now()).values_list("pk", flat=True)):
        for article in due:
            ingest.take_up(article, timezone.now())
    assemble()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aggregator.settings")
    django.setup()
    ingest()
    from tests.faults.rows import rows

    json.dump(rows(), sys.stdout)
