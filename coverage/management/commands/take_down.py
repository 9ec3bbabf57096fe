"""Take an article, or all of an outlet, down for good, from a terminal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aggregator.models import Article, Outlet
from aggregator.removal import Stored, stored_of
from coverage.takedown import Why, stored_of_outlet, take_down, take_down_outlet, told


class Command(BaseCommand):
    """Says what would be deleted, and deletes it with `--yes`."""

    help = "Delete what is stored of an article (--article URL) or of a whole outlet (--outlet SLUG), with a tombstone."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--article", metavar="URL", help="the article's address")
        what.add_argument("--outlet", metavar="SLUG", help="everything of this outlet")
        parser.add_argument("--why", required=True, help="the reason that is told in public")
        parser.add_argument("--yes", action="store_true", help="do it; without this, only the counts are told")

    def handle(self, *args: Any, **options: Any) -> None:
        why = Why(options["why"], timezone.now())
        if options["outlet"]:
            outlet = Outlet.objects.filter(slug=options["outlet"]).first()
            if outlet is None:
                raise CommandError(f"There is no outlet called {options['outlet']}.")
            stored = take_down_outlet(outlet, why) if options["yes"] else stored_of_outlet(outlet)
        else:
            article = Article.objects.kept().filter(url=options["article"]).first()
            if article is None:
                raise CommandError(f"There is no article at {options['article']}, or it was taken down.")
            stored = take_down([article.pk], why) if options["yes"] else stored_of([article.pk])
        self._tell(stored, options["yes"])

    def _tell(self, stored: Stored, done: bool) -> None:
        self.stdout.write(f"{'Deleted' if done else 'Would delete'}: {told(stored)}.")
        if not done:
            self.stdout.write("Nothing was deleted: add --yes.")
