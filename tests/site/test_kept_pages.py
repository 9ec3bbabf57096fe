"""Pages that are kept: the same bytes for who asks again, and new ones as soon as anything of them changed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches

from aggregator.models import Article, Quote
from coverage import desk
from coverage.decisions import decide
from coverage.models import Story
from tests.site import factories

GZIP = {"Accept-Encoding": "gzip"}
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def kept(settings, monkeypatch):
    """As in a running site, but that memory forgets at once: `settings.PAGE_SECONDS` lets it remember."""
    settings.KEEP_PAGES, settings.PAGE_SECONDS = True, 0
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}}
    caches["default"].clear()
    return settings


@pytest.fixture
def story():
    return factories.full_story()


def test_a_story_is_made_once_and_given_again_in_one_query(client, kept, story, django_assert_num_queries) -> None:
    first = client.get(story.get_absolute_url(), headers=GZIP)
    with django_assert_num_queries(1):
        second = client.get(story.get_absolute_url(), headers=GZIP)

    assert second.content == first.content
    assert second["ETag"] == first["ETag"]
    assert b"<h1" in gzip.decompress(second.content)
    assert b"<h1" in client.get(story.get_absolute_url()).content


def test_who_holds_it_hears_that_it_is_the_same(client, kept, story) -> None:
    first = client.get(story.get_absolute_url(), headers=GZIP)
    again = client.get(story.get_absolute_url(), headers={**GZIP, "If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("change", ["title", "headline", "time", "quote hidden", "renamed"])
def test_whatever_changes_is_seen_at_once(client, kept, story, change) -> None:
    before = client.get(story.get_absolute_url()).content
    match change:
        case "title":
            Story.objects.update(standfirst="Another word.")
        case "headline":
            Article.objects.filter(outlet__slug="cnn").update(title="Another headline")
        case "time":
            Article.objects.filter(outlet__slug="cnn").update(modified_at=factories.FIRST)
        case "quote hidden":
            quote = Quote.objects.filter(text__contains="gate")[0]
            asked = {"model": "quote", "rows": [quote.pk], "values": {"hidden": True}}
            decide(User.objects.create(is_superuser=True), "spans", asked, "Not hers.", factories.FIRST)
        case "renamed":
            desk.edit(story, factories.FIRST, title="Another title")
    story.refresh_from_db()

    assert client.get(story.get_absolute_url()).content != before


def test_memory_answers_without_a_query_until_its_seconds_are_over(
    client, kept, story, monkeypatch, django_assert_num_queries
) -> None:
    clock = [100.0]
    monkeypatch.setattr("coverage.kept_pages.time.monotonic", lambda: clock[0])
    kept.PAGE_SECONDS = 5
    for address in ("/", story.get_absolute_url(), "/search/?q=harbour"):
        first = client.get(address, headers=GZIP)
        with django_assert_num_queries(0):
            same = client.get(address, headers=GZIP)
            held = client.get(address, headers={**GZIP, "If-None-Match": first["ETag"]})
        assert same.content == first.content
        assert {name: same[name] for name in ("ETag", "Content-Security-Policy", "Content-Type")} == {
            name: first[name] for name in ("ETag", "Content-Security-Policy", "Content-Type")
        }
        assert held.status_code == 304
        assert "Content-Encoding" not in held
    Story.objects.update(state=Story.State.HIDDEN)
    clock[0] += 6

    assert client.get(story.get_absolute_url(), headers=GZIP).status_code == 404


def test_a_feed_from_memory_is_a_304_by_its_date_as_well(client, kept, story) -> None:
    kept.PAGE_SECONDS = 60
    first = client.get("/feeds/stories.rss")
    for _ in range(3):
        again = client.get("/feeds/stories.rss", headers={"If-Modified-Since": first["Last-Modified"]})
        assert (again.status_code, again.content) == (304, b"")
    older = {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    assert client.get("/feeds/stories.rss", headers=older).status_code == 200
    unknown = {"If-Modified-Since": first["Last-Modified"], "If-None-Match": '"another"'}
    assert client.get("/feeds/stories.rss", headers=unknown).status_code == 200, "the ETag goes before the date"
    assert client.get("/feeds/stories.rss", headers={"If-None-Match": "*"}).status_code == 304


def test_only_revalidating_is_remembered_too(client, kept, story, django_assert_num_queries) -> None:
    etag = client.get("/", headers=GZIP)["ETag"]
    kept.PAGE_SECONDS = 5
    assert client.get("/", headers={**GZIP, "If-None-Match": etag}).status_code == 304
    with django_assert_num_queries(0):
        assert client.get("/", headers={**GZIP, "If-None-Match": etag}).status_code == 304

    assert client.get("/", headers=GZIP).status_code == 200


def test_nothing_of_who_is_logged_in_is_kept(admin_client, client, kept, story) -> None:
    kept.PAGE_SECONDS = 5
    admin_client.get("/admin/")
    admin_client.get("/")

    assert client.get("/admin/").status_code == 302


def test_clients_that_take_other_bytes_get_them(client, kept, story) -> None:
    kept.PAGE_SECONDS = 5
    packed = client.get("/", headers=GZIP)
    plain = client.get("/")

    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert b"<html" in plain.content


def test_a_story_of_six_outlets_40_claims_and_60_quotes_weighs_less_than_60_kilobytes(client, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import edition

    story = edition.Edition().large()
    page = client.get(story.get_absolute_url()).content.decode()
    own = [part.split('"')[0] for part in page.split('href="/static/')[1:]]
    sheets = [path for path in own if path.endswith(".css")]
    files = [(ROOT / "static" / path).read_bytes() for path in sorted({*sheets, "favicon.svg"})]
    files += [(ROOT / "static" / path.split('"')[0]).read_bytes() for path in page.split('src="/static/')[1:]]
    files += [client.get("/outlets.css").content]

    assert story.claim_groups.count() == 40
    assert story.quote_groups.count() == 60
    assert len(sheets) >= 3
    assert sum(len(gzip.compress(body)) for body in [page.encode(), *files]) < 60_000
