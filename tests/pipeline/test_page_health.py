"""The alarm for changed layouts: what the latest texts of an outlet tell of its pages."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aggregator.models import Article, Outlet, Snapshot
from aggregator.page_health import ALARMING, LATEST, PageHealth, page_health
from aggregator.reading.article import read_article
from aggregator.reading.decide import AGREEMENT, is_doubtful
from aggregator.reading.types import Page
from aggregator.roster import sync_outlets
from aggregator.store import save_reading
from tests.pipeline.scenes import DAM, NOON, read_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outlets():
    sync_outlets()


def texts(slug: str, *readings: tuple[str, float | None]) -> None:
    """Texts of an outlet, a minute apart, each as (reader, agreement)."""
    article = read_in(slug, "Harrow Dam closed", *DAM)
    article.snapshots.all().delete()
    for minute, (reader, agreement) in enumerate(readings):
        Snapshot.objects.create(
            article=article, sha256=f"{minute}", text="Words.", reader=reader, agreement=agreement,
            taken_at=NOON + timedelta(minutes=minute),
        )  # fmt: skip


def health_of(slug: str) -> PageHealth:
    return page_health()[Outlet.objects.get(slug=slug).pk]


GOOD, UNCHECKED, POOR = ("cnn/2022", 0.97), ("cnn/2022", None), ("cnn/2022", AGREEMENT - 0.1)
GENERIC = ("newspaper3k", None)


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([], "no pages yet"),
        ([GOOD] * 3, "well"),
        ([UNCHECKED] * 3, "well"),
        ([GOOD] * 5 + [POOR] * 2, "well"),
        ([GOOD] * 5 + [POOR] * 3, "layout changed? 3 of 8 pages"),
        ([GENERIC] * 3, "layout changed? 3 of 3 pages"),
        ([GOOD] * 3 + [GENERIC] * 2 + [POOR], "layout changed? 3 of 6 pages"),
        ([POOR] * 5 + [GOOD] * LATEST, "well"),
        ([("cnn/2022", AGREEMENT)] * 5, "well"),
    ],
)
def test_three_doubtful_texts_of_the_last_ten_raise_the_alarm(readings, told):
    texts("cnn", *readings)
    assert health_of("cnn").told == told
    assert health_of("cnn").is_alarming == (told.startswith("layout"))


def test_summaries_and_feeds_tell_nothing_of_layouts():
    texts("wsj", *[("summary", None)] * 5, *[("feed", None)] * 5)
    assert health_of("wsj").told == "no pages yet"


def test_an_outlet_without_layouts_is_not_suspected_for_being_read_by_the_generic_reader():
    assert not is_doubtful("gazette", "newspaper3k", None, has_layouts=False)
    assert is_doubtful("gazette", "newspaper3k", None, has_layouts=True)


def test_each_outlet_is_judged_by_its_own_texts():
    texts("cnn", *[POOR] * ALARMING)
    texts("mashable", ("mashable/2021", 0.9))
    assert health_of("cnn").is_alarming
    assert health_of("mashable").told == "well"


def test_the_agreement_that_a_page_was_read_with_is_stored():
    article = read_in("cnn", "Harrow Dam closed", *DAM)
    page = Page(article.url, "Dam open again", DAM[0], (), None, None, "full", "cnn/2022", agreement=0.25)
    assert save_reading(article, read_article(page), None, NOON).agreement == 0.25


def test_the_same_text_read_again_takes_the_newer_reader_and_agreement():
    article = read_in("cnn", "Harrow Dam closed", *DAM)
    for reader, agreement in (("cnn/2015", 0.25), ("cnn/2022", 0.75)):
        page = Page(article.url, "Dam", DAM[0], (), None, None, "full", reader, agreement=agreement)
        snapshot = save_reading(article, read_article(page), None, NOON)
        snapshot.refresh_from_db()
        assert (snapshot.reader, snapshot.agreement) == (reader, agreement)


def test_the_desk_and_the_status_command_tell_of_it(client):
    texts("cnn", *[POOR] * ALARMING)
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    told = "layout changed? 3 of 3 pages"
    assert told in client.get("/admin/aggregator/outlet/").content.decode()
    changed = client.get("/admin/aggregator/outlet/?pages=changed").content.decode()
    assert told in changed
    assert "Mashable" not in changed
    assert told not in client.get("/admin/aggregator/outlet/?pages=none").content.decode()
    out = StringIO()
    call_command("status", stdout=out)
    assert any(told in line and "CNN" in line for line in out.getvalue().splitlines())


def test_articles_read_by_summary_before_the_three_values_are_parts_after():
    for access in ("full", "summary", "none"):
        made = read_in("cnn", f"Harrow Dam {access}", *DAM)
        Article.objects.filter(pk=made.pk).update(access=access)
    import_module("aggregator.migrations.0004_access").summaries_are_parts(apps, None)
    assert list(Article.objects.order_by("pk").values_list("access", flat=True)) == ["full", "partial", "none"]


@pytest.mark.parametrize(
    ("access", "reader", "told"),
    [
        ("full", "cnn/2022", "full text"),
        ("partial", "cnn/2022", "part of the text"),
        ("partial", "summary", "summary only (paywall)"),
        ("partial", "feed", "summary only (paywall)"),
        ("none", "summary", "no text on its page"),
    ],
)
def test_readers_are_told_how_much_was_read(access, reader, told):
    article = read_in("cnn", "Harrow Dam closed", *DAM)
    article.access, article.snapshot.reader = access, reader
    assert article.access_told == told


def test_no_more_is_looked_at_when_an_outlet_has_more(django_assert_num_queries):
    """Nor is any but its latest articles: an old one's late edit says little of today's pages."""
    cnn = Outlet.objects.get(slug="cnn")
    for number in range(60):
        url = f"https://cnn.com/{number}"
        made = Article.objects.create(outlet=cnn, url=url, link=url, state="read")
        reader, agreement = POOR if number < 30 else GOOD
        late = NOON + timedelta(days=number < 30)
        Snapshot.objects.create(
            article=made, sha256=url, text="Words.", reader=reader, agreement=agreement, taken_at=late
        )
    with django_assert_num_queries(5):
        assert health_of("cnn") == PageHealth(LATEST, 0)


@pytest.mark.embedded
def test_an_outlet_s_latest_articles_are_found_by_an_index_of_their_own():
    with CaptureQueriesContext(connection) as asked:
        page_health()
    statement = next(one["sql"] for one in asked if "LIMIT 1 OFFSET 29" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = [row[-1] for row in cursor.fetchall() if "aggregator_article" in row[-1] or " U0" in row[-1]]
    assert plan
    assert all("article_live" in line for line in plan)
