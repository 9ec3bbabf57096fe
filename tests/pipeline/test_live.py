"""Real workers, a real broker and a real web server on loopback: a live feed is followed without being told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.pipeline.loopback import Asked, LoopbackSite, Reply, page
from tests.pipeline.running import Running, ask, free_port, until
from tests.pipeline.scenes import DAM, feed_of, page_of

pytestmark = pytest.mark.pipeline

PAGES = {f"/dam-{number}": page(page_of(f"Harrow Dam closed, part {number}", *DAM)) for number in range(3)}


def thoughtfully(reply: Reply) -> Callable[[Asked], Reply]:
    """An answer that takes its time, so that another request would meet it."""

    def answer(asked: Asked) -> Reply:
        time.sleep(1)
        return reply

    return answer


@pytest.fixture(scope="module")
def site() -> Iterator[LoopbackSite]:
    with LoopbackSite({path: thoughtfully(reply) for path, reply in PAGES.items()}) as site:
        site.pages["/robots.txt"] = thoughtfully(page("User-agent: *\nCrawl-delay: 2\n", "text/plain"))
        items = [(path, f"Harrow Dam closed, part {path[-1]}") for path in (*PAGES, "/gone")]
        site.pages["/feed.xml"] = thoughtfully(page(feed_of(*items, base=site.url), "application/rss+xml"))
        yield site


@pytest.fixture(scope="module")
def running(
    site: LoopbackSite, tmp_path_factory: pytest.TempPathFactory, with_tables: Callable[[Path], bool]
) -> Iterator[Running]:
    with_tables(data := tmp_path_factory.mktemp("live"))
    running = Running(
        data,
        free_port(),
        LIVE="1",
        FOLLOW="loopback",
        SAMPLE="0",
        EXTRA_OUTLETS="tests.pipeline.live_outlet.OUTLET",
        LOOPBACK_PORT=str(site.port),
        FETCH_ALLOW_PRIVATE=f"127.0.0.1:{site.port}",
        FETCH_MIN_DELAY_SECONDS="0",
    )
    try:
        running.wait_for("Ctrl-C stops everything")
        yield running
        os.kill(running.process.pid, signal.SIGINT)
        running.process.wait(30)
    finally:
        running.end()


def states(running: Running) -> dict[object, object]:
    return {url[-5:]: state for url, state in ask(running, "SELECT url, state FROM aggregator_article")}


def test_the_workers_find_a_feed_s_articles_and_read_them(running: Running, site: LoopbackSite):
    wanted = {"dam-0": "read", "dam-1": "read", "dam-2": "read", "/gone": "refused"}
    until(lambda: states(running) == wanted, 150, lambda: f"{states(running)} {running.said()}")
    assert ask(running, "SELECT count(*) FROM aggregator_snapshot") == [(3,)]
    assert ask(running, "SELECT count(*) FROM aggregator_quote WHERE speaker_name = 'Ines Duarte'") == [(3,)]


def test_each_page_was_asked_for_once_and_robots_txt_before_it(running: Running, site: LoopbackSite):
    asked = [request.path for request in site.asked]
    assert asked[0] == "/robots.txt"
    assert sorted(path for path in asked if path in PAGES) == sorted(PAGES)
    assert all("Parallax" in request.headers["user-agent"] for request in site.asked)


def test_the_workers_make_one_connection_at_a_time_and_keep_the_hosts_delay(running: Running, site: LoopbackSite):
    times = [request.at for request in site.asked if request.path != "/robots.txt"]
    assert len(times) >= 5
    assert all(later - earlier >= 2 for earlier, later in pairwise(times))
    assert site.most_at_once == 1


def test_a_page_that_failed_is_read_when_it_is_back(running: Running, site: LoopbackSite):
    site.pages["/late"] = Reply(503)
    ask(
        running,
        "INSERT INTO aggregator_article (outlet_id, url, link, link_is_home, origin, archive, first_seen_at,"
        " state, reason, attempts, next_try_at, title, authors, published_zone, published_source, published_day_only,"
        " access, feed_summary, language, captured_from, misses, etag, last_modified, not_news,"
        " asked_for)"
        " SELECT outlet_id, ?, ?, FALSE, 'live', '', first_seen_at, 'due', '',"
        " 0, first_seen_at, '', '[]', '', '', FALSE, 'none', '', '', '', 0, '', '', FALSE, FALSE"
        " FROM aggregator_article LIMIT 1",
        f"{site.url}/late",
        f"{site.url}/late",
    )
    reason = "SELECT reason, attempts FROM aggregator_article WHERE url LIKE '%/late'"
    until(lambda: ask(running, reason)[0][1] == 1, 60, lambda: ask(running, reason))
    site.pages["/late"] = PAGES["/dam-0"]
    ask(running, "UPDATE aggregator_article SET next_try_at = first_seen_at WHERE url LIKE '%/late'")
    until(lambda: states(running)["/late"] == "read", 60, lambda: states(running))
