"""Whose turn it is at a host: one connection at a time, however many workers there are, and the delay between two."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from aggregator.asking import ask_for_page
from aggregator.hosts import OwnHosts, StoredHosts
from aggregator.models import Host
from aggregator.robots import Robots
from aggregator.turns import ROBOTS_KEPT, ROBOTS_KEPT_FAILING, Courtesy, NotYet, turn_at
from aggregator.wire.fetched import FetchError, FetchRules

from .loopback import Asked, LoopbackSite, Reply, page, redirect

pytestmark = pytest.mark.django_db(transaction=True)

AGENT = "Parallax/0.1 (+http://127.0.0.1/bot/)"
STORY = page("<title>River budget</title><p>The council voted.</p>")


def robots(text: str) -> Reply:
    return page(text, "text/plain")


@pytest.fixture
def site():
    with LoopbackSite({"/a": STORY, "/b": STORY}) as running:
        yield running


@pytest.fixture(params=[StoredHosts, OwnHosts])
def hosts(request):
    return request.param()


def courtesy(*sites: LoopbackSite, hosts=None, delay: float = 0.0) -> Courtesy:
    rules = FetchRules(AGENT, deadline_seconds=3, allow_private=frozenset(site.host for site in sites))
    return Courtesy(rules, hosts or StoredHosts(), delay)


def ask(url: str, how: Courtesy, now: datetime | None = None):
    return ask_for_page(url, "", how, now or datetime.now(UTC))


def test_many_workers_at_once_make_one_connection_at_a_time(site):
    open_now, most, lock = [0], [0], threading.Lock()

    def counted(asked: Asked) -> Reply:
        with lock:
            open_now[0] += 1
            most[0] = max(most[0], open_now[0])
        time.sleep(0.03)
        with lock:
            open_now[0] -= 1
        return STORY

    site.pages |= {f"/{number}": counted for number in range(6)}
    site.pages["/robots.txt"] = lambda asked: counted(asked) and robots("")

    def work(number: int) -> None:
        with closing(connection):
            while True:
                try:
                    ask(f"{site.url}/{number}", courtesy(site))
                    return
                except NotYet:
                    time.sleep(0.01)

    with ThreadPoolExecutor(6) as workers:
        list(workers.map(work, range(6)))
    assert sorted(site.paths()) == ["/0", "/1", "/2", "/3", "/4", "/5", "/robots.txt"]
    assert most == [1]


def test_the_next_page_waits_for_our_delay(site, hosts):
    how = courtesy(site, hosts=hosts, delay=30)
    ask(f"{site.url}/a", how)
    with pytest.raises(NotYet) as wait:
        ask(f"{site.url}/b", how)
    assert 25 < (wait.value.at - datetime.now(UTC)).total_seconds() <= 30
    assert site.paths() == ["/robots.txt", "/a"]


def test_a_longer_crawl_delay_is_obeyed(site, hosts):
    site.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 45\n")
    how = courtesy(site, hosts=hosts, delay=5)
    ask(f"{site.url}/a", how)
    with pytest.raises(NotYet) as wait:
        ask(f"{site.url}/b", how)
    assert 40 < (wait.value.at - datetime.now(UTC)).total_seconds() <= 45


def test_a_host_that_asks_for_patience_is_left_alone_for_as_long(site, hosts):
    site.pages["/busy"] = Reply(503, {"Retry-After": "600"})
    how = courtesy(site, hosts=hosts)
    with pytest.raises(FetchError, match="unavailable"):
        ask(f"{site.url}/busy", how)
    with pytest.raises(NotYet) as wait:
        ask(f"{site.url}/a", how)
    assert (wait.value.at - datetime.now(UTC)).total_seconds() > 590


def test_a_redirect_to_a_host_that_is_busy_waits_and_frees_the_first(site, hosts):
    with LoopbackSite({"/a": STORY}) as other:
        how = courtesy(site, other, hosts=hosts)
        site.pages["/away"] = redirect(f"{other.url}/a")
        with turn_at(f"{other.url}/a", how, datetime.now(UTC)), pytest.raises(NotYet):
            ask(f"{site.url}/away", how)
        assert "/a" not in other.paths()
        ask(f"{site.url}/away", how)
        assert other.paths() == ["/robots.txt", "/a"]


def test_a_robots_txt_that_stands_on_another_host_waits_for_that_host_too(site, hosts):
    with LoopbackSite({"/r": robots("User-agent: *\nDisallow: /b\n")}) as other:
        how = courtesy(site, other, hosts=hosts)
        site.pages["/robots.txt"] = redirect(f"{other.url}/r")
        with turn_at(f"{other.url}/r", how, datetime.now(UTC)), pytest.raises(NotYet):
            ask(f"{site.url}/a", how)
        assert "/r" not in other.paths()
        with pytest.raises(FetchError, match=r"robots\.txt forbids it"):
            ask(f"{site.url}/b", how)


def test_robots_txt_is_asked_for_once_a_day_and_sooner_where_it_failed(site, hosts):
    how, now = courtesy(site, hosts=hosts), datetime.now(UTC)
    for later in (timedelta(0), ROBOTS_KEPT - timedelta(minutes=1), ROBOTS_KEPT + timedelta(minutes=1)):
        ask(f"{site.url}/a", how, now + later)
    assert site.paths() == ["/robots.txt", "/a", "/a", "/robots.txt", "/a"]
    hosts.keep_robots(site.host, Robots("allow none"), now)
    with pytest.raises(FetchError, match=r"robots\.txt not reachable"):
        ask(f"{site.url}/a", how, now + ROBOTS_KEPT_FAILING - timedelta(minutes=1))
    ask(f"{site.url}/a", how, now + ROBOTS_KEPT_FAILING + timedelta(minutes=1))


def test_a_turn_that_ended_by_itself_is_not_ended_twice(site):
    how = courtesy(site, delay=1)
    with turn_at(f"{site.url}/a", how, datetime.now(UTC)):
        theirs = datetime.now(UTC) + timedelta(hours=1)
        Host.objects.update(free_at=theirs)  # the time ran out, and another worker has the host
    assert Host.objects.get().free_at == theirs


def test_what_goes_wrong_frees_the_host(site, hosts):
    how = courtesy(site, hosts=hosts)
    for _ in range(2):
        with pytest.raises(FetchError, match="not found"):
            ask(f"{site.url}/nowhere", how)
    with pytest.raises(ZeroDivisionError), turn_at(f"{site.url}/a", how, datetime.now(UTC)):
        1 / 0  # noqa: B018
    ask(f"{site.url}/a", how)
