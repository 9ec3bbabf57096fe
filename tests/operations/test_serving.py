"""The addresses for those who watch the site, request ids, and what Prometheus reads."""

from __future__ import annotations

import io
import json
import logging
import re
import sys

import pytest
from django.db import OperationalError
from django.test import Client

from aggregator.models import Article
from aggregator.operations import serving
from aggregator.operations.logs import REQUEST_ID, BelongsTo, JsonLines
from aggregator.operations.queues import NoBroker
from tests.site import factories

pytestmark = pytest.mark.django_db

TOKEN = {"Authorization": "Bearer of-the-test"}


@pytest.fixture
def metered(settings, monkeypatch):
    settings.METRICS_TOKEN, settings.LIVE = "of-the-test", True
    monkeypatch.setattr("aggregator.operations.metrics.queue_lengths", lambda: {"fetch": 3, "read": 0})


def test_health_answers_under_any_host_name_and_asks_no_database(client, django_assert_num_queries, settings):
    settings.SECURE_SSL_REDIRECT = True
    with django_assert_num_queries(0):
        answer = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "X-Request-ID" not in answer.headers


def test_ready_means_that_the_database_answers_with_this_code_s_tables(client, monkeypatch):
    assert client.get("/readyz").json() == {"ready": True, "database": "ok"}

    def away(*_):
        raise OperationalError("no")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": "it does not answer"}


def test_a_release_whose_migrations_are_not_applied_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(serving, "unapplied", lambda: ["coverage.0009_later"])
    assert client.get("/readyz").json()["database"] == "migrations are still to be applied"


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "of-the-test"}])
def test_metrics_are_not_there_without_the_token(client, metered, sent):
    assert client.get("/metrics", headers=sent).status_code == 404


def test_metrics_are_nobodys_where_no_token_is_set(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_count_requests_by_view_and_tell_what_waits(client, metered):
    outlet = factories.outlets(1)[0]
    for number in range(3):
        url = f"https://outlet.example/{number}"
        Article.objects.create(outlet=outlet, url=url, link=url)
    client.get("/")
    client.get("/no-such-page")
    client.generic("BREW", "/")
    told = client.get("/metrics", headers=TOKEN)
    text = told.content.decode()
    assert told.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert re.search(r'parallax_requests_total{method="GET",status="200",view="front"} [1-9]', text)
    assert 'status="404",view="none"' in text
    assert 'method="other"' in text
    assert "BREW" not in text
    assert 'parallax_due{work="articles"} 3.0' in text
    assert 'parallax_queue_length{queue="fetch"} 3.0' in text
    assert "parallax_broker_up 1.0" in text
    assert "parallax_database_up 1.0" in text
    assert all(re.fullmatch(r"# .+|[a-z_]+({.*})? [-+0-9.e]+(Inf|NaN)?", line) for line in text.splitlines())


def test_a_broker_that_is_away_is_told_and_hides_nothing_else(client, metered, monkeypatch):
    def away() -> dict[str, int]:
        raise NoBroker("no")

    monkeypatch.setattr("aggregator.operations.metrics.queue_lengths", away)
    text = client.get("/metrics", headers=TOKEN).content.decode()
    assert "parallax_broker_up 0.0" in text
    assert "parallax_database_up 1.0" in text


def test_asking_for_metrics_costs_as_many_questions_whatever_is_stored(client, metered, django_assert_max_num_queries):
    factories.full_story(outlet_count=2, statements=2, utterances=2)
    with django_assert_max_num_queries(30):
        client.get("/metrics", headers=TOKEN)


def test_every_answer_names_its_request_and_only_a_proxy_may_choose_the_name(client, settings):
    own = client.get("/about/").headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", own)
    assert client.get("/about/", headers={"X-Request-ID": "chosen-by-a-client"}).headers["X-Request-ID"] != own
    settings.BEHIND_PROXY = True
    given = client.get("/about/", headers={"X-Request-ID": "0123456789abcdef"}).headers["X-Request-ID"]
    assert given == "0123456789abcdef"
    bad = Client().get("/about/", headers={"X-Request-ID": "a" * 200}).headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", bad)


def test_an_answer_that_is_an_error_is_logged_once_with_the_request_that_it_names(client):
    told, asked = io.StringIO(), logging.getLogger("django.request")
    handler = logging.StreamHandler(told)
    handler.addFilter(BelongsTo())
    handler.setFormatter(JsonLines())
    asked.addHandler(handler)
    try:
        answer = client.get("/nothing-here/")
    finally:
        asked.removeHandler(handler)
    [line] = [json.loads(line) for line in told.getvalue().splitlines()]
    assert line["message"] == "Not Found: /nothing-here/"
    assert line["request"] == answer.headers["X-Request-ID"]


def test_a_log_line_is_one_json_object_that_names_its_request_and_its_error():
    token = REQUEST_ID.set("of-this-request")
    try:
        raise ValueError("a line\nand another")
    except ValueError:
        record = logging.LogRecord("aggregator.x", logging.ERROR, "x.py", 1, "it %s", ("broke",), sys.exc_info())
        BelongsTo().filter(record)
        line = JsonLines().format(record)
    finally:
        REQUEST_ID.reset(token)
    told = json.loads(line)
    assert "\n" not in line
    assert told | {"time": "", "process": 0, "error": ""} == {
        "time": "", "level": "ERROR", "logger": "aggregator.x", "message": "it broke", "process": 0,
        "request": "of-this-request", "error": "",
    }  # fmt: skip
    assert "ValueError: a line" in told["error"]
    assert told["time"].endswith("+00:00")
