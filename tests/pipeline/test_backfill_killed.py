"""A backfill that is killed outright goes on where it was; real workers read what it found, and look at it again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pipeline.loopback import LoopbackSite, page
from tests.pipeline.running import ON_SERVICES, ROOT, Running, ask, ask_at, environment, free_port, until
from tests.pipeline.scenes import DAM, feed_of, page_of
from tests.pipeline.wayback import Wayback

pytestmark = pytest.mark.pipeline

NEWS = "https://www.buzzfeednews.com/article"
COUNT = 5
WANTED = ("backfill", "--outlet", "buzzfeednews", "--from", "2022-06-15", "--to", "2022-06-20")


@pytest.fixture(scope="module")
def site() -> Iterator[LoopbackSite]:
    with LoopbackSite() as site:
        wayback = Wayback(site)
        for number in range(COUNT):
            html = page_of(f"Harrow Dam closed, part {number}", *DAM)
            wayback.keep(f"202206171531{number:02}", f"{NEWS}/ada/dam-{number:02}", html)
        yield site


def variables(site: LoopbackSite) -> dict[str, str]:
    return {
        "CDX_URL": f"{site.url}/cdx/search/cdx",
        "SNAPSHOTS_URL": f"{site.url}/web/",
        "FETCH_ALLOW_PRIVATE": site.host,
        "FETCH_MIN_DELAY_SECONDS": "0",
        "FETCH_DEADLINE_SECONDS": "1",
    }


def manage(data: Path, site: LoopbackSite, *command: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(data, 1, **variables(site), **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def snapshots(site: LoopbackSite) -> Counter[str]:
    return Counter(path for path in site.paths() if path.startswith("/web/"))


@pytest.fixture
def data(tmp_path: Path, with_tables: Callable[[Path], bool]) -> Path:
    """Where every table is already, so that no test waits for them."""
    with_tables(tmp_path)
    return tmp_path


def test_killed_while_it_reads_it_goes_on_with_what_is_left(site: LoopbackSite, data: Path):
    for command in (*([("migrate", "-v0")] if ON_SERVICES else []), ("sync_outlets",)):
        manage(data, site, *command).communicate(timeout=120)
    killed = manage(data, site, *WANTED)
    until(lambda: len(snapshots(site)) >= 2 or killed.poll() is not None, 90)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert 2 <= len(snapshots(site)) < COUNT
    indexed = [path for path in site.paths() if path.startswith("/cdx")]
    ask_at(data, "UPDATE aggregator_article SET lease_until = '2022-01-01' WHERE lease_until IS NOT NULL")
    told, _ = manage(data, site, *WANTED).communicate(timeout=120)
    assert f"{COUNT} articles, {COUNT} of them new" in told
    assert f"{COUNT} read (full)" in told
    assert [path for path in site.paths() if path.startswith("/cdx")] == indexed
    asked = snapshots(site)
    assert len(asked) == COUNT
    assert sum(asked.values()) <= COUNT + 1  # the one that was on its way when it was killed
    tables = ("aggregator_article", "aggregator_snapshot", "aggregator_capture")
    assert [ask_at(data, f"SELECT count(*) FROM {table}")[0][0] for table in tables] == [COUNT] * 3


def test_real_workers_read_what_a_backfill_found_and_look_again_at_what_they_read(site: LoopbackSite, data: Path):
    site.pages["/dam"] = page(page_of("Harrow Dam closed", *DAM))
    site.pages["/feed.xml"] = page(feed_of(("/dam", "Harrow Dam closed"), base=site.url), "application/rss+xml")
    live = {"FOLLOW": "loopback", "SAMPLE": "0", "LOOPBACK_PORT": str(site.port)}
    live |= {"EXTRA_OUTLETS": "tests.pipeline.live_outlet.OUTLET", "LIVE": "1"}
    running = Running(data, free_port(), **variables(site), **live)
    try:
        running.wait_for("Ctrl-C stops everything")
        told, _ = manage(data, site, *WANTED, "--no-wait", **live).communicate(timeout=120)
        assert f"{COUNT} articles" in told
        states = "SELECT count(*) FROM aggregator_article WHERE origin = ? AND state = 'read'"
        until(lambda: ask(running, states, "live") == [(1,)], 120, running.said)
        site.pages["/dam"] = page(page_of("Harrow Dam closed", DAM[0].replace("12 metres", "14 metres"), *DAM[1:]))
        ask(running, "UPDATE aggregator_article SET read_again_at = first_seen_at WHERE origin = 'live'")
        kinds = "SELECT kind FROM aggregator_textchange"
        until(lambda: ask(running, kinds), 120, running.said)
        assert ask(running, kinds) == [("number",)]
        until(lambda: ask(running, states, "archive")[0][0] >= 2, 120, running.said)
        os.kill(running.process.pid, signal.SIGINT)
        running.process.wait(30)
    finally:
        running.end()
