"""A number of articles → a filled PostgreSQL database, then orders → what a new article and a page cost there.

Started by `load.py`, once to read the newest period (`first COUNT SCALE`), then once for each size (`serve PERIODS
SCALE RUN`). What is kept between requests is off: every answer is made anew.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import django
import psutil

sys.path[:0] = [str(Path(__file__).resolve().parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aggregator.settings")
os.environ["KEEP_PAGES"] = "0"

ARCHIVE = "made up"
_OF_SAMPLE = 1_000_000  # events from here on are in no filled period
_CODE_OF_SAMPLE = 200  # the first code that no period has
_BATCH = 50


def main() -> None:
    """Do what was asked for."""
    django.setup()
    if sys.argv[1] == "first":
        fill_first(int(sys.argv[2]), float(sys.argv[3]))
        return
    site = LoadedSite(float(sys.argv[3]), int(sys.argv[4]))
    tell(site.multiply(int(sys.argv[2])))
    for line in sys.stdin:
        order, *told = json.loads(line)
        tell(getattr(site, order)(*told))


def fill_first(count: int, scale: float) -> None:
    """Read, place and compare the newest period as the workers do; a line for each article that is read."""
    from django.core.management import call_command
    from django.utils import timezone
    from made_pages import MadePress

    from aggregator.ingest import take_up
    from coverage.tasks import assemble

    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0)
    call_command("sync_outlets", verbosity=0, stdout=sys.stderr)
    for page in MadePress(scale).period(0, count):
        take_up(enter(page), timezone.now())
        tell(1)
    assemble()


def enter(page: object) -> int:
    """A page → a due article whose bytes are here; gives its number."""
    from aggregator.models import Article, Capture, Outlet

    outlet = Outlet.objects.get(slug=page.outlet)  # type: ignore[attr-defined]
    url, body = page.url, page.html.encode()  # type: ignore[attr-defined]
    told = {"outlet": outlet, "origin": Article.Origin.ARCHIVE, "archive": ARCHIVE}
    Capture.objects.create(url=url, packed=Capture.pack(body), content_type="text/html; charset=utf-8", **told)
    return Article.objects.create(url=url, link=url, captured_from="made", **told).pk


class LoadedSite:
    """The site on one database."""

    def __init__(self, scale: float, run: int) -> None:
        from django.test import Client
        from made_pages import MadePress

        self._press, self._run = MadePress(scale), run  # another run has another sample
        self._entered, self._waiting = 1000, list[int]()
        self._client = Client(raise_request_exception=True, headers={"Host": "localhost"})

    def multiply(self, periods: int) -> dict[str, int]:
        """Fill up to so many periods, telling of each step."""
        from multiplied import Multiplied

        from aggregator.models import Article

        if periods > 1 and not Article.objects.filter(url__endswith=f"/{periods - 1}").exists():
            Multiplied(periods).fill(lambda done: tell({"done": done}))
        return {"articles": Article.objects.count()}

    def read(self, number: int, together: int) -> dict[str, float]:
        """What it costs to read and store the articles of a group of the sample, each."""
        from django.utils import timezone

        from aggregator.ingest import take_up

        entered = [enter(page) for page in self._sample(number, together)]
        return measured(lambda: [take_up(article, timezone.now()) for article in entered], together)

    def assemble(self, together: int) -> dict[str, float]:
        """What it costs to place and compare what was read, each."""
        from coverage.tasks import assemble

        return measured(assemble, together)

    def beat(self) -> dict[str, float]:
        """What the tasks cost that beat sends in a minute, when nothing is due."""
        from django.conf import settings

        from aggregator.celery import app

        app.loader.import_default_modules()
        found = {"cpu": 0.0, "elapsed": 0.0}
        for entry in settings.CELERY_BEAT_SCHEDULE.values():
            if isinstance(entry["schedule"], float):  # the others are the night's
                cost = measured(app.tasks[entry["task"]], 1)
                found = {name: found[name] + cost[name] * 60 / entry["schedule"] for name in found}
        return found

    def page(self, address: str) -> dict[str, float]:
        """What it costs to answer."""

        def asked() -> None:
            status = self._client.get(address).status_code
            if status != 200:
                sys.exit(f"{address}: {status}")

        return measured(asked, 1)

    def addresses(self) -> dict[str, list[str]]:
        """What there is to ask: the stories are the same on every database."""
        from asked_site import full

        from coverage.models import Story

        stories = Story.objects.visible().filter(articles__archive=ARCHIVE).order_by("pk").distinct()
        words = [word for word in self._press.common_words() if len(word) > 3][20:]
        return {"front": ["/"], "story": [one.get_absolute_url() for one in stories[:20]],
                "search": [f"/search/?q={query}" for query in full(words)]}  # fmt: skip

    def consume(self, worker: str, works: bool) -> None:
        """Let a worker take messages, or rest."""
        from aggregator.celery import app

        told = app.control.add_consumer if works else app.control.cancel_consumer
        for queue in ("read", "assemble", "compare"):
            told(queue, destination=[worker], reply=True, timeout=5)

    def enter(self, count: int) -> None:
        """Articles that wait to be read, as those of the sample."""
        self._waiting = [enter(page) for page in self._sample(self._entered, count)]
        self._entered += 1

    def send(self) -> None:
        """A message for each of them."""
        from aggregator.tasks import take_up_article

        for article in self._waiting:
            take_up_article.apply_async((article,), queue="read")

    def ring(self) -> None:
        """What beat sends: place what was read, compare what changed."""
        from coverage.tasks import assemble_due

        assemble_due.apply_async(expires=5)

    def left(self) -> int:
        """How many of them are not read, placed and compared yet."""
        from aggregator.models import Article
        from coverage.models import Story

        waiting = Article.objects.filter(pk__in=self._waiting)
        return waiting.filter(unsettled=True).count() + Story.objects.to_compare().count()

    def _sample(self, number: int, together: int) -> Sequence[object]:
        """Every second one goes on with an event that is there, the others begin new ones, two reports each."""
        found = []
        for place in range(number * together, (number + 1) * together):
            known, turn = place % 2, self._run + place
            event = place % 100 if known else _OF_SAMPLE + (self._run + place) // 4
            found.append(self._press.page(0 if known else _CODE_OF_SAMPLE, event, turn))
        return found


def measured(work: Callable[[], object], times: int) -> dict[str, float]:
    """Milliseconds for each of so many: of CPU (ours, our child's that parses, our database backend's), and elapsed."""
    gc.collect()
    before, began = _cpu(), time.perf_counter()
    work()
    elapsed = time.perf_counter() - began
    return {"cpu": (_cpu() - before) * 1000 / times, "elapsed": elapsed * 1000 / times}


def _cpu() -> float:
    from django.db import connection

    connection.ensure_connection()
    children = [one.pid for one in psutil.Process().children(recursive=True)]
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)  # a child that parses is replaced now and then
    alive = sum(_seconds(pid) for pid in (*children, connection.connection.info.backend_pid))
    return time.process_time() + ended.ru_utime + ended.ru_stime + alive


def _seconds(pid: int) -> float:
    """Seconds that a process was on a core, all its threads together, to the nanosecond."""
    return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def tell(what: object) -> None:
    """One line for whoever asks."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
