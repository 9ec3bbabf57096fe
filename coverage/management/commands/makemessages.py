"""Django's command with what this project marks besides: the labels of the pure core, and reasons that readers see."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import makemessages

# What the desk, the logs, the feeds and this project's own tools say is in English alone.
SKIPPED = (
    *(".venv*", "var", "tests", "benchmarks", "training", "scripts"),
    *("templates/admin/*", "templates/simple_history/*", "templates/coverage/feeds/*"),
    *("coverage/admin*", "coverage/gate.py", "coverage/search/feeds.py", "coverage/management/*"),
    *("coverage/dashboard.py", "coverage/desk_site.py", "coverage/login.py", "coverage/acts.py", "coverage/desk.py"),
    *("aggregator/admin*", "aggregator/listing/*", "aggregator/management/*", "aggregator/predictions/*"),
    *("aggregator/adding.py", "aggregator/archives.py", "aggregator/backfill*", "aggregator/captures.py"),
    *("aggregator/opml_intake.py", "aggregator/polling.py", "aggregator/press_review_intake.py", "aggregator/warcs.py"),
    *("aggregator/reading/cdx.py", "aggregator/reading/feeds.py", "aggregator/reading/sitemaps.py"),
    "aggregator/reading/window.py",
)


class Command(makemessages.Command):
    """Collects the messages that readers see. It needs GNU gettext."""

    xgettext_options = [  # noqa: RUF012 - as Django declares it
        *makemessages.Command.xgettext_options,
        "--keyword=Wording:1",
        "--keyword=ReadingError:1",
        "--keyword=FetchError:1",
    ]

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's, but for what is skipped, one line a message and no line numbers, so that differences are few."""
        options["ignore_patterns"] = [*options["ignore_patterns"], *SKIPPED]
        super().handle(*args, **{**options, "no_wrap": True, "no_obsolete": True, "add_location": "file"})
