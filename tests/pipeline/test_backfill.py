"""An outlet's old articles, brought in over real HTTP from lists, sitemaps, an archive's index and WARC files."""

from __future__ import annotations

import gzip
import io
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from aggregator import backfill_places, ingest
from aggregator.models import Article, Backfill, BackfillPlace, Capture, Feed, FetchLog, Host, Outlet
from aggregator.outlets import OUTLETS
from aggregator.outlets.spec import ArticleForm
from aggregator.roster import sync_outlets
from tests.pipeline.loopback import LoopbackSite, Reply, page
from tests.pipeline.scenes import DAM, LOOPBACK, page_of
from tests.pipeline.test_archives import Warc
from tests.pipeline.wayback import Kept, Wayback

pytestmark = pytest.mark.django_db(transaction=True)

FORM = ArticleForm(r"127\.0\.0\.1/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/[^/]+/?", "127.0.0.1/%Y/%m/%d/")
NEWS = "https://www.buzzfeednews.com/article"
DAYS = ("--from", "2022-06-15", "--to", "2022-06-20")


@pytest.fixture
def site(monkeypatch, settings):
    with LoopbackSite() as site:
        monkeypatch.setitem(OUTLETS, "loopback", replace(LOOPBACK, articles=(FORM,), home=f"{site.url}/"))
        monkeypatch.setitem(OUTLETS, "buzzfeednews", replace(OUTLETS["buzzfeednews"], min_delay=0))
        settings.FETCH_ALLOW_PRIVATE = (site.host,)
        settings.FETCH_MIN_DELAY_SECONDS = 0
        settings.FETCH_DEADLINE_SECONDS = 5
        settings.LIVE = True
        settings.CDX_URL = f"{site.url}/cdx/search/cdx"
        settings.SNAPSHOTS_URL = f"{site.url}/web/"
        settings.ARCHIVE_NAME = "Loopback Archive"
        sync_outlets()
        Feed.objects.all().delete()
        yield site


@pytest.fixture
def wayback(site):
    return Wayback(site)


def backfill(*options: str, outlet: str = "buzzfeednews", no_wait: bool = False) -> str:
    out = io.StringIO()
    call_command("backfill", "--outlet", outlet, *options, *(["--no-wait"] if no_wait else []), stdout=out)
    return out.getvalue()


def story(name: str) -> str:
    return page_of(f"Harrow Dam closed, {name}", *DAM)


def asked(site: LoopbackSite, beginning: str) -> list[str]:
    return [path for path in site.paths() if path.startswith(beginning)]


def refused() -> dict[str, int]:
    return dict(Backfill.objects.latest("pk").refused())


# An archive's index


def test_a_closed_outlet_s_articles_come_from_the_archive_s_snapshots(site, wayback):
    path = wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    wayback.keep("20220618000000", "https://www.buzzfeednews.com/section/tech", "<p>a list of articles</p>")
    told = backfill(*DAYS)
    article = Article.objects.get()
    assert (article.state, article.origin, article.archive) == ("read", "archive", "Loopback Archive")
    assert (article.url, article.link) == (f"{NEWS}/ada/dam", f"{NEWS}/ada/dam")
    assert article.captured_from == f"{site.url}{path}"
    assert article.captured_at == datetime(2022, 6, 17, 15, 31, 2, tzinfo=UTC)
    assert article.quotes.get(kind="direct").speaker_name == "Ines Duarte"
    assert Capture.objects.get().captured_from == article.captured_from
    assert article.read_again_at is None
    assert "1 article, 1 of them new" in told
    assert Backfill.objects.get().finished_at


def test_the_same_backfill_again_asks_nothing_and_changes_nothing(site, wayback):
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    backfill(*DAYS)
    before = len(site.asked)
    backfill(*DAYS)
    assert len(site.asked) == before
    assert (Article.objects.count(), Backfill.objects.count(), Capture.objects.count()) == (1, 1, 1)


def test_a_long_index_is_read_part_by_part_by_its_resumption_keys(site, wayback, monkeypatch):
    monkeypatch.setattr(backfill_places, "INDEX_ROWS", 2)
    for number in range(5):
        wayback.keep(f"2022061715310{number}", f"{NEWS}/ada/dam-{number}", story(str(number)))
    backfill(*DAYS, no_wait=True)
    assert Article.objects.count() == 5
    parts = asked(site, "/cdx")
    assert len(parts) == 3
    assert ["resumeKey" in part for part in parts] == [False, True, True]


def test_what_broke_off_between_two_parts_goes_on_with_the_next(site, wayback, monkeypatch):
    monkeypatch.setattr(backfill_places, "INDEX_ROWS", 2)
    for number in range(5):
        wayback.keep(f"2022061715310{number}", f"{NEWS}/ada/dam-{number}", story(str(number)))
    listing = site.pages["/cdx/search/cdx"]
    site.pages["/cdx/search/cdx"] = lambda one: Reply(503) if "resumeKey" in one.path else listing(one)
    told = backfill(*DAYS, "--patience", "0", no_wait=True)
    assert "1 place left; the same command goes on after" in told
    assert "(unavailable)" in told
    assert Article.objects.count() == 2
    site.pages["/cdx/search/cdx"] = listing
    BackfillPlace.objects.update(next_try_at=timezone.now())
    backfill(*DAYS, no_wait=True)
    assert Article.objects.count() == 5
    first = [part for part in asked(site, "/cdx") if "resumeKey" not in part]
    assert len(first) == 1


def test_an_archive_that_asks_for_patience_gets_it(site, wayback):
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    site.pages["/cdx/search/cdx"] = Reply(429, {"Retry-After": "900"})
    backfill(*DAYS, "--patience", "1", no_wait=True)
    place = BackfillPlace.objects.get()
    assert (place.state, place.reason) == ("due", "too many requests")
    assert place.next_try_at > timezone.now() + timedelta(minutes=14)
    assert Host.objects.get().free_at > timezone.now() + timedelta(minutes=14)
    assert len(asked(site, "/cdx")) == 1


def test_a_short_wait_is_waited_for(site, wayback):
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    Host.objects.create(name=site.host, free_at=timezone.now() + timedelta(seconds=2))
    backfill(*DAYS)
    assert Article.objects.get().state == "read"


def test_where_there_is_no_terminal_progress_is_told_in_lines(site, wayback, capsys):
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    backfill(*DAYS)
    assert capsys.readouterr().out.splitlines() == [
        "0 of 1 places looked through: 0 articles, 0 new",
        "1 of 1 places looked through: 1 article, 1 new",
        "0 of 1 articles read or refused",
        "1 of 1 articles read or refused",
    ]


def test_ctrl_c_ends_it_with_a_word_on_how_to_go_on(site, wayback):
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    Host.objects.create(name=site.host, free_at=timezone.now() + timedelta(minutes=5))
    usual = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(2)
    try:
        told = backfill(*DAYS)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, usual)
    assert told.strip() == "Stopped. The same command goes on from here."
    Host.objects.update(free_at=timezone.now())
    BackfillPlace.objects.update(next_try_at=timezone.now())
    assert "1 article, 1 of them new" in backfill(*DAYS)


def test_an_index_with_nothing_in_it_says_so(site, wayback):
    assert "0 articles" in backfill(*DAYS)
    assert refused() == {"not in the archive": 1}


def test_rows_that_are_no_pages_are_counted_by_an_index_that_does_not_filter(site, wayback):
    wayback.filters = False
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    wayback.kept += [
        Kept("20220617160000", f"{NEWS}/ada/dam", "warc/revisit", "-"),
        Kept("20220617170000", f"{NEWS}/ada/gone", "text/html", "404"),
        Kept("20220617180000", f"{NEWS}/ada/crack.jpg", "image/jpeg"),
        Kept("20220617", f"{NEWS}/ada/odd"),
    ]
    backfill(*DAYS)
    assert refused() == {"revisit record": 1, "status other than 200": 1, "not a page": 1, "broken line": 1}
    assert Article.objects.get().state == "read"


def test_an_index_that_is_no_index_is_refused_by_name(site, wayback):
    site.pages["/cdx/search/cdx"] = page("<html>Sorry</html>")
    backfill(*DAYS)
    assert refused() == {"not an index": 1}
    assert FetchLog.objects.filter(outcome="not an index").exists()


def test_a_snapshot_that_leads_to_the_capture_there_is_tells_that_one_s_time(site, wayback):
    path = wayback.keep("20220616090000", f"{NEWS}/ada/dam", story("one"), shown_as="20220617153102")
    backfill(*DAYS)
    article = Article.objects.get()
    assert article.captured_at == datetime(2022, 6, 16, 9, tzinfo=UTC)
    assert article.captured_from == f"{site.url}{path}"


def test_a_snapshot_that_leads_to_another_page_is_not_taken_for_the_article(site, wayback):
    home = wayback.keep("20220617153102", "https://www.buzzfeednews.com/", "<p>home</p>")
    wayback.kept[:] = [Kept("20220617153102", f"{NEWS}/ada/dam")]
    site.pages[f"/web/20220617153102id_/{NEWS}/ada/dam"] = Reply(302, {"Location": home})
    told = backfill(*DAYS)
    article = Article.objects.get()
    assert (article.state, article.reason) == ("refused", "snapshot of another page")
    assert "refused: snapshot of another page" in told


def test_an_archive_whose_robots_txt_forbids_it_is_not_asked(site, wayback):
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    site.pages["/robots.txt"] = page("User-agent: *\nDisallow: /web/", "text/plain")
    backfill(*DAYS)
    assert Article.objects.get().reason == "robots.txt forbids it"
    assert not asked(site, "/web/")


def test_an_address_that_tells_its_day_is_left_out_when_that_is_another(site, wayback):
    for day in ("17", "18"):
        wayback.keep(f"202206{day}120000", f"https://techcrunch.com/2022/06/{day}/dam/", story(day))
    wayback.keep("20220617130000", "https://techcrunch.com/2022/06/17/", "<p>all of the day</p>")
    backfill("--from", "2022-06-17", "--to", "2022-06-17", outlet="techcrunch", no_wait=True)
    assert [article.url for article in Article.objects.all()] == ["https://techcrunch.com/2022/06/17/dam/"]
    assert refused() == {"not an article's address": 1}


def test_an_old_article_that_was_captured_again_in_those_days_is_left_out(site, wayback):
    for moment in ("20190101000000", "20220617153102"):
        wayback.keep(moment, f"{NEWS}/ada/old", story("old"))
    wayback.keep("20220618153102", f"{NEWS}/ada/new", story("new"))
    backfill(*DAYS)
    assert [article.url for article in Article.objects.all()] == [f"{NEWS}/ada/new"]
    assert refused() == {"outside the dates": 1}


def test_what_turns_out_to_have_been_published_on_other_days_is_told(site, wayback):
    html = page_of("Harrow Dam closed", *DAM, published="2016-05-04T12:00:00Z")
    wayback.keep("20220617153102", f"{NEWS}/ada/old", html)
    wayback.keep("20220617153103", f"{NEWS}/ada/new", story("new"))
    assert "1 was published on other days" in backfill(*DAYS)


def test_an_article_that_could_not_be_had_live_is_read_from_its_snapshot(site, wayback):
    outlet = Outlet.objects.get(slug="buzzfeednews")
    url = f"{NEWS}/ada/dam"
    Article.objects.create(outlet=outlet, url=url, link=url, state="refused", reason="not found", attempts=1)
    wayback.keep("20220617153102", url, story("one"))
    assert "1 article, 0 of them new" in backfill(*DAYS)
    assert (Article.objects.get().state, Article.objects.get().origin) == ("read", "archive")


def test_an_article_that_was_read_live_stays_as_it_was_read(site, wayback):
    outlet = Outlet.objects.get(slug="buzzfeednews")
    url = f"{NEWS}/ada/dam"
    Article.objects.create(outlet=outlet, url=url, link=url, state="read")
    wayback.keep("20220617153102", url, story("one"))
    backfill(*DAYS)
    assert Article.objects.get().origin == "live"
    assert not asked(site, "/web/")


# A list of addresses


def test_a_list_s_addresses_are_fetched_from_the_outlet_and_what_is_not_wanted_is_counted(site, tmp_path):
    site.pages["/2022/06/17/dam"] = page(story("one"))
    listed = tmp_path / "addresses.txt"
    listed.write_text(
        f"# June\n\n{site.url}/2022/06/17/dam?from=list\n{site.url}/about\n{site.url}/2021/01/01/old\nnonsense\n"
        "https://elsewhere.example/a\n"
    )
    told = backfill("--list", str(listed), *DAYS, outlet="loopback")
    article = Article.objects.get()
    assert (article.url, article.state, article.origin) == (f"{site.url}/2022/06/17/dam", "read", "live")
    assert refused() == {
        "not an article's address": 1,
        "outside the dates": 1,
        "not a web address": 1,
        "not one of the outlet's": 1,
    }
    assert "refused: 1 not one of the outlet's" in told


def test_a_list_that_grew_is_read_again_and_nothing_is_fetched_twice(site, tmp_path):
    for name in ("dam", "road"):
        site.pages[f"/2022/06/17/{name}"] = page(story(name))
    listed = tmp_path / "addresses.txt"
    listed.write_text(f"{site.url}/2022/06/17/dam\n")
    backfill("--list", str(listed), outlet="loopback")
    listed.write_text(f"{site.url}/2022/06/17/dam\n{site.url}/2022/06/17/road\n")
    assert "2 articles, 1 of them new" in backfill("--list", str(listed), outlet="loopback")
    assert sorted(asked(site, "/2022")) == ["/2022/06/17/dam", "/2022/06/17/road"]


def test_a_list_from_standard_input_may_name_snapshots(site, wayback, monkeypatch):
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{site.url}/web/20220617153102/{NEWS}/ada/dam\n"))
    backfill("--list", "-")
    article = Article.objects.get()
    assert (article.state, article.archive) == ("read", "Loopback Archive")
    assert article.captured_at == datetime(2022, 6, 17, 15, 31, 2, tzinfo=UTC)


def test_a_list_s_addresses_may_be_looked_up_in_the_archive(site, wayback, tmp_path):
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    wayback.keep("20220618153102", f"{NEWS}/ada/dam-two", story("two"))
    listed = tmp_path / "addresses.txt"
    listed.write_text(f"{NEWS}/ada/dam\n{NEWS}/ada/never\nhttps://www.buzzfeednews.com/\n")
    backfill("--list", str(listed), "--index")
    assert [article.url for article in Article.objects.read()] == [f"{NEWS}/ada/dam"]
    assert refused() == {"not in the archive": 1, "not an article's address": 1}
    asked_for = len(asked(site, "/cdx"))
    backfill("--list", str(listed), "--index")
    assert len(asked(site, "/cdx")) == asked_for == 2


# Sitemaps


def urlset(*entries: str) -> bytes:
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return f"<urlset {spaces}>{''.join(entries)}</urlset>".encode()


def index_of(*entries: str) -> bytes:
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(entries)}</sitemapindex>'.encode()
    )


def listing(site: LoopbackSite, path: str, *more: str, kind: str = "sitemap") -> str:
    return f"<{kind}><loc>{site.url}{path}</loc>{''.join(more)}</{kind}>"


@pytest.fixture
def mapped(site):
    """robots.txt names an index that names itself, another index, a packed sitemap, and some of other days or sites."""
    site.pages["/robots.txt"] = page(f"User-agent: *\nSitemap: {site.url}/index.xml", "text/plain")
    site.pages["/index.xml"] = page(
        index_of(
            listing(site, "/index.xml"),
            listing(site, "/more/index.xml"),
            listing(site, "/2022-06.xml.gz"),
            listing(site, "/2021-01.xml"),
            listing(site, "/old.xml", "<lastmod>2020-01-01</lastmod>"),
            "<sitemap><loc>https://elsewhere.example/s.xml</loc></sitemap>",
        ),
        "application/xml",
    )
    site.pages["/more/index.xml"] = page(index_of(listing(site, "/index.xml"), listing(site, "/news.xml")), "text/xml")
    packed = gzip.compress(urlset(listing(site, "/2022/06/17/dam", kind="url"), listing(site, "/about", kind="url")))
    site.pages["/2022-06.xml.gz"] = Reply(200, {"Content-Type": "application/gzip"}, packed)
    news = "<n:news><n:publication_date>2022-06-18T09:00:00Z</n:publication_date><n:title>The road</n:title></n:news>"
    site.pages["/news.xml"] = page(
        urlset(
            listing(site, "/2022/06/18/road", news, kind="url"),
            listing(site, "/2022/06/17/dam", kind="url"),
            listing(site, "/2022/07/01/later", kind="url"),
        ),
        "application/xml",
    )
    for path in ("/2022/06/17/dam", "/2022/06/18/road"):
        site.pages[path] = page(story(path[-4:]))
    return site


def test_sitemaps_are_found_by_robots_txt_and_walked_once_each(mapped):
    told = backfill("--sitemap", *DAYS, outlet="loopback")
    assert sorted(article.url for article in Article.objects.read()) == [
        f"{mapped.url}/2022/06/17/dam",
        f"{mapped.url}/2022/06/18/road",
    ]
    walked = [path for path in mapped.paths() if path.endswith((".xml", ".gz"))]
    assert sorted(walked) == ["/2022-06.xml.gz", "/index.xml", "/more/index.xml", "/news.xml"]
    assert refused() == {
        "sitemap of other dates": 2,
        "sitemap of another site": 1,
        "not an article's address": 1,
        "outside the dates": 1,
    }
    assert "2 articles, 2 of them new" in told  # though two sitemaps name the dam
    assert Backfill.objects.get().finished_at


def test_a_sitemap_that_is_named_is_the_only_one_that_is_walked(mapped):
    backfill("--sitemap", f"{mapped.url}/news.xml", *DAYS, outlet="loopback", no_wait=True)
    assert asked(mapped, "/index") == []
    road = Article.objects.get(url__endswith="road")
    assert (road.title, road.published_at) == ("The road", datetime(2022, 6, 18, 9, tzinfo=UTC))


def test_a_robots_txt_without_sitemaps_is_refused_by_name(site):
    site.pages["/robots.txt"] = page("User-agent: *\nAllow: /", "text/plain")
    backfill("--sitemap", *DAYS, outlet="loopback")
    assert refused() == {"robots.txt names no sitemap": 1}


def test_walking_anew_finds_what_was_added_since(mapped):
    backfill("--sitemap", *DAYS, outlet="loopback", no_wait=True)
    mapped.pages["/news.xml"] = page(urlset(listing(mapped, "/2022/06/19/flood", kind="url")), "application/xml")
    backfill("--sitemap", *DAYS, outlet="loopback", no_wait=True)
    assert Article.objects.count() == 2
    backfill("--sitemap", *DAYS, "--again", outlet="loopback", no_wait=True)
    assert Article.objects.count() == 3


# WARC files


def test_of_a_warc_file_the_outlet_s_articles_of_those_days_are_taken_with_their_records(site, tmp_path):
    warc = Warc(tmp_path / "june.warc.gz")
    for url in (f"{NEWS}/ada/dam", "https://www.cnn.com/2022/06/17/us/dam/index.html", "https://www.buzzfeednews.com/"):
        warc.add(url, story("one").encode())
    warc.add(f"{NEWS}/ada/late", story("late").encode(), date="2023-01-01T00:00:00Z")
    warc.add("https://www.buzzfeednews.com/feed", b"<rss/>", Content_Type="application/rss+xml")
    backfill("--warc", str(warc.saved()), *DAYS)
    article = Article.objects.get()
    assert (article.url, article.state, article.archive) == (f"{NEWS}/ada/dam", "read", "june.warc.gz")
    assert article.captured_from.startswith("urn:uuid:")
    assert article.captured_at == datetime(2022, 6, 18, 16, tzinfo=UTC)
    assert refused() == {"not one of the outlet's": 1, "not an article's address": 1, "date not known": 1}
    assert not Capture.objects.exclude(kind="page").exists()


def test_a_file_that_is_not_there_is_refused_by_name(site):
    backfill("--warc", "nowhere.warc.gz")
    assert refused() == {"not an archive": 1}


# What is refused before anything is asked


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--outlet", "nobody"), "No outlet is called nobody: --outlet takes one of"),
        (("--outlet", "cnn"), "name them by --from and --to"),
        (("--outlet", "cnn", "--from", "2022-06-20", "--to", "2022-06-15"), "--from lies after --to"),
        (("--outlet", "cnn", "--list", "a", "--sitemap"), "Name one source"),
        (("--outlet", "cnn", "--list", "/nowhere/at/all"), "cannot be read"),
        (("--outlet", "cnn", "--from", "yesterday"), "invalid _day value"),
    ],
)
def test_what_cannot_be_meant_is_answered_with_what_to_say(site, options, says):
    with pytest.raises(CommandError, match=says):
        call_command("backfill", *options, stdout=io.StringIO())
    assert not site.asked


def test_live_outlets_that_are_not_followed_are_not_asked_and_archives_are(site, wayback, settings, tmp_path):
    settings.LIVE = False
    listed = tmp_path / "addresses.txt"
    listed.write_text(f"{NEWS}/ada/dam\n")
    with pytest.raises(CommandError, match="LIVE=0"):
        backfill("--list", str(listed))
    settings.LIVE, settings.FOLLOW = True, ["cnn"]
    with pytest.raises(CommandError, match="FOLLOW does not name buzzfeednews"):
        backfill("--list", str(listed))
    settings.LIVE = False
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    backfill("--list", str(listed), "--index")
    assert Article.objects.get().state == "read"


def test_an_outlet_that_editors_switched_off_is_asked_for_nowhere(site, wayback):
    wayback.keep("20220617153102", f"{NEWS}/ada/dam", story("one"))
    backfill(*DAYS, no_wait=True)
    Outlet.objects.update(enabled=False)
    with pytest.raises(CommandError, match="switched off"):
        backfill("--from", "2022-06-01", "--to", "2022-06-02")
    assert not ingest.articles_to_take_up(timezone.now())
    assert not ingest.take_up(Article.objects.get().pk, timezone.now())
    assert not asked(site, "/web/")


def test_a_worker_takes_one_snapshot_at_a_time_from_an_archive(site, wayback):
    for number in range(3):
        wayback.keep(f"2022061715310{number}", f"{NEWS}/ada/dam-{number}", story(str(number)))
    backfill(*DAYS, no_wait=True)
    assert len(ingest.articles_to_take_up(timezone.now())) == 1
