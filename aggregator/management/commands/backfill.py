"""`manage.py backfill --outlet cnn --from 2022-06-15 --to 2022-06-20`: an outlet's old articles, bit by bit."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aggregator.added_outlets import know_added_outlets
from aggregator.backfill import Wish, open_backfill, window_of
from aggregator.backfill_places import look_through
from aggregator.follow import follow_reading
from aggregator.models import Backfill, BackfillPlace, Outlet
from aggregator.reading.types import ReadingError
from aggregator.reading.window import Window
from aggregator.supervision.terminal import Terminal
from aggregator.switches import why_not_followed
from aggregator.wording import counted

Source = Backfill.Source


class Command(BaseCommand):
    """Looks through what may name old articles, enters them, and follows the workers while they read them."""

    help = (
        "Bring in an outlet's old articles, from the Internet Archive's index unless another source is named. "
        "Stopped at any moment, the same command goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--outlet", required=True, help="its slug, such as cnn")
        parser.add_argument("--from", dest="first", type=_day, help="first day of publication, as 2022-06-15")
        parser.add_argument("--to", dest="last", type=_day, help="last day of publication")
        parser.add_argument("--index", "--cdx", action="store_true", help="the archive's index (CDX) and its snapshots")
        parser.add_argument("--list", dest="listed", help="a file with an address a line, or - for standard input")
        parser.add_argument("--sitemap", nargs="*", help="sitemaps or their indexes; none: those of robots.txt")
        parser.add_argument("--warc", nargs="+", help="WARC files")
        parser.add_argument("--undated", action="store_true", help="take articles too of which no date is known")
        parser.add_argument("--again", action="store_true", help="look through everything anew")
        parser.add_argument("--no-wait", action="store_true", help="enter only; do not wait for the workers")
        parser.add_argument(
            "--patience", type=int, default=30, help="minutes to wait for a host that asks for patience"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wish = _wish(options)
        terminal = Terminal()
        try:
            backfill = open_backfill(wish, timezone.now(), options["again"])
        except ReadingError as error:
            raise CommandError(str(error)) from error
        patience = timedelta(minutes=options["patience"])
        try:
            self._look_through(backfill, wish, terminal, patience)
            self._report(backfill)
            if not options["no_wait"]:
                articles = list(backfill.articles.order_by("pk").values_list("pk", flat=True))
                self.stdout.write(follow_reading(articles, terminal, patience))
                self._tell_other_days(backfill)
        except KeyboardInterrupt:
            terminal.end_progress()
            self.stdout.write("Stopped. The same command goes on from here.")

    def _look_through(self, backfill: Backfill, wish: Wish, terminal: Terminal, patience: timedelta) -> None:
        while place := backfill.places.next():
            if why := _why_not(backfill.outlet, wish.source):
                raise CommandError(why)
            _tell(backfill, terminal)
            wait = place.wait(timezone.now())
            if wait > patience.total_seconds():
                break
            time.sleep(wait)
            look_through(place, timezone.now(), wish.addresses)
        _tell(backfill, terminal)
        terminal.end_progress()
        if not backfill.places.left().exists():
            Backfill.objects.filter(pk=backfill.pk, finished_at=None).update(finished_at=timezone.now())

    def _report(self, backfill: Backfill) -> None:
        found, new = _counts(backfill)
        self.stdout.write(f"{backfill}: {counted(found, 'article')}, {new} of them new")
        for reason, count in sorted(backfill.refused().items()):
            self.stdout.write(f"  refused: {count} {reason}")
        if left := backfill.places.next():
            then = f"{left.next_try_at:%H:%M} UTC ({left.reason or 'busy'})"
            places = counted(backfill.places.left().count(), "place")
            self.stdout.write(f"  {places} left; the same command goes on after {then}")

    def _tell_other_days(self, backfill: Backfill) -> None:
        """Only their pages told that they are of other days; they stay, since they are the outlet's articles."""
        window = window_of(backfill)
        times = backfill.articles.exclude(published_at=None).values_list("published_at", flat=True)
        days = [at.date() for at in times if at]
        count = sum(
            not window.touches(day - _A_DAY, day + _A_DAY) for day in days
        )  # a day begins elsewhere at another hour
        if count:
            self.stdout.write(
                f"  {count} {'was' if count == 1 else 'were'} published on other days, as their pages tell"
            )


_A_DAY = timedelta(days=1)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _wish(options: dict[str, Any]) -> Wish:
    """What the options ask for; what cannot be meant raises CommandError with what to say instead."""
    know_added_outlets()
    outlet = Outlet.objects.listed().filter(slug=options["outlet"]).first()
    if outlet is None or outlet.spec is None:
        known = ", ".join(Outlet.objects.listed().values_list("slug", flat=True))
        raise CommandError(f"No outlet is called {options['outlet']}: --outlet takes one of {known or '(none yet)'}.")
    first, last = options["first"], options["last"]
    if first and last and first > last:
        raise CommandError("--from lies after --to.")
    source, names = _source(options)
    from_index = source == Source.INDEX
    if from_index and not names and not (first and last):
        raise CommandError("An archive's index is asked for the articles of some days: name them by --from and --to.")
    if why := _why_not(outlet, source):
        raise CommandError(why)
    addresses = _lines(options["listed"]) if options["listed"] else ()
    return Wish(outlet, source, Window(first, last), names, addresses, options["undated"])


def _why_not(outlet: Outlet, source: str) -> str:
    """Files lie here already; everything else is asked for, at the outlet or at an archive."""
    if source == Source.WARC:
        return ""
    outlet.refresh_from_db()
    return why_not_followed(outlet, live=source in (Source.LIST, Source.SITEMAP))


def _source(options: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    listed, sitemap, warc = options["listed"], options["sitemap"], options["warc"]
    if sum(asked is not None for asked in (listed, sitemap, warc)) + (options["index"] and listed is None) > 1:
        raise CommandError("Name one source: --list (or --list with --index), --sitemap, --index or --warc.")
    if listed is not None:
        name = "standard input" if listed == "-" else listed
        return (Source.INDEX if options["index"] else Source.LIST), (name,)
    if sitemap is not None:
        return Source.SITEMAP, tuple(sitemap)
    if warc is not None:
        return Source.WARC, tuple(warc)
    return Source.INDEX, ()


def _lines(name: str) -> tuple[str, ...]:
    """The addresses of a list: a line each, blank lines and those that begin with # left out."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _tell(backfill: Backfill, terminal: Terminal) -> None:
    left, total = backfill.places.left().count(), backfill.places.count()
    found, new = _counts(backfill)
    terminal.progress(total - left, total, f"places looked through: {counted(found, 'article')}, {new} new")


def _counts(backfill: Backfill) -> tuple[int, int]:
    """Its articles, and how many of them were not known before."""
    new = sum(BackfillPlace.objects.filter(backfill=backfill).values_list("new", flat=True))
    return backfill.articles.count(), new
