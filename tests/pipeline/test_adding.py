"""Articles that a person adds by address or text: fetched by the workers' one way, read, or refused under a reason."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from aggregator import ingest
from aggregator.adding import enter, prepare
from aggregator.models import Article, FetchLog, Host, Outlet
from aggregator.outlets.added import know
from aggregator.roster import sync_outlets
from tests.pipeline.loopback import LoopbackSite, Reply, page
from tests.pipeline.scenes import DAM, page_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(settings):
    sync_outlets()
    settings.LIVE, settings.FOLLOW, settings.FETCH_MIN_DELAY_SECONDS = False, ["cnn"], 0
    with LoopbackSite({"/dam": page(page_of("Harrow Dam closed after a crack", *DAM))}) as site:
        settings.FETCH_ALLOW_PRIVATE = (site.url.removeprefix("http://"),)
        yield site
    know(())


def added(*lines: str, pasted=None):
    addition = prepare(lines, None, timezone.now(), pasted)
    enter(addition, timezone.now())
    return list(addition.addresses.all())


def take_up_all() -> None:
    Host.objects.update(free_at=timezone.now())
    for pk in ingest.articles_to_take_up(timezone.now()):
        ingest.take_up(pk, timezone.now())


def test_any_sites_article_is_fetched_and_read_though_nothing_is_followed(site):
    [row] = added(f"{site.url}/dam")
    assert row.article.asked_for
    take_up_all()
    article = Article.objects.get()
    assert (article.state, article.title) == ("read", "Harrow Dam closed after a crack")
    assert article.quotes.get(kind="direct").speaker_name == "Ines Duarte"
    assert (article.outlet.name, article.outlet.listed) == ("127.0.0.1", True)
    assert [asked.path for asked in site.asked][:2] == ["/robots.txt", "/dam"]


def test_entering_twice_or_adding_again_changes_nothing(site):
    [row] = added(f"{site.url}/dam")
    enter(row.addition, timezone.now())
    [again] = added(f"{site.url}/dam#comments")
    assert (again.article, again.known) == (row.article, True)
    assert Article.objects.count() == 1
    assert Outlet.objects.filter(name="127.0.0.1").count() == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not an address", "not an address"),
        ("ftp://example.org/a", "scheme not allowed"),
        ("https://ada:secret@example.org/a", "credentials in the address"),
        ("https://10.0.0.1/a", "no site of its own"),
        ("http://localhost/a", "no site of its own"),
        ("https://co.uk/a", "no site of its own"),
        ("https://example.org:22/a", "port not allowed"),
        ("https://example.org/" + "a" * 1100, "address too long"),
    ],
)  # fmt: skip
def test_what_is_no_articles_address_is_refused_under_its_reason(site, line, reason):
    [row] = added(line)
    assert (row.article, row.reason) == (None, reason)
    assert FetchLog.objects.filter(outcome=reason).exists() or len(line) > 1000
    assert not Article.objects.exists()


def test_an_address_that_leads_into_a_private_network_is_refused_where_the_socket_opens(site, settings):
    settings.FETCH_ALLOW_PRIVATE = ()
    Outlet.objects.filter(slug="cnn").update(enabled=True)
    outlet = Outlet.objects.create(
        slug="inside", name="Inside", monogram="IN", home="http://inside.test/",
        added={"domains": ["localhost.localdomain"], "colour": "#000", "colour_dark": "#fff", "feeds": []},
    )  # fmt: skip
    Article.objects.create(outlet=outlet, url="http://127.0.0.1:80/x", link="http://127.0.0.1/x", asked_for=True)
    take_up_all()
    assert Article.objects.get().state == "refused"
    assert not site.asked


def test_nothing_is_fetched_from_an_outlet_that_is_switched_off(site):
    [row] = added(f"{site.url}/dam")
    Outlet.objects.filter(pk=row.article.outlet_id).update(enabled=False)
    [again] = added(f"{site.url}/other")
    assert again.reason == "switched off"
    take_up_all()
    assert Article.objects.get().state == "due"


def test_what_was_taken_down_does_not_come_back_by_its_address_or_its_text(site):
    [row] = added(f"{site.url}/dam")
    Article.objects.filter(pk=row.article.pk).update(state="removed")
    for pasted in (None, {"title": "x", "byline": "", "published": "", "text": "y"}):
        [again] = added(f"{site.url}/dam", pasted=pasted)
        assert again.reason == "taken down"
    take_up_all()
    assert Article.objects.get().state == "removed"


def test_a_page_that_is_not_there_says_so_and_its_text_can_be_pasted_then(site):
    site.pages["/gone"] = Reply(404)
    added(f"{site.url}/gone")
    take_up_all()
    article = Article.objects.get()
    assert (article.state, article.reason) == ("refused", "not found")
    told = {"title": "Harrow Dam closed", "byline": "Ada Lind and Bo Ek", "published": "2022-06-17T12:00:00+00:00",
            "text": "\r\n\r\n".join(DAM)}  # fmt: skip
    [pasted] = added(f"{site.url}/gone", pasted=told)
    assert pasted.article == article
    assert pasted.pasted is None, "the text is kept once"
    take_up_all()
    article.refresh_from_db()
    assert (article.state, article.origin, article.title) == ("read", "pasted", "Harrow Dam closed")
    assert (article.authors, article.snapshot.reader) == (["Ada Lind", "Bo Ek"], "pasted")
    assert article.published_at.isoformat() == "2022-06-17T12:00:00+00:00"
    quote = article.quotes.get(kind="direct")
    assert quote.speaker_name == "Ines Duarte"
    assert quote.is_verbatim()


def test_a_text_takes_no_place_of_one_that_was_read(site):
    added(f"{site.url}/dam")
    take_up_all()
    [row] = added(f"{site.url}/dam", pasted={"title": "x", "byline": "", "published": "", "text": "y"})
    assert row.reason == "read already"
    assert Article.objects.get().origin == "live"


def test_the_site_never_fetches_in_the_web_process(site, client):
    user = User.objects.create(username="editor", is_staff=True, is_superuser=True)
    client.force_login(user)
    answer = client.post("/admin/coverage/inboxarticle/addresses/", {"addresses": f"{site.url}/dam\nnonsense"})
    assert answer.status_code == 302
    shown = client.get(answer.headers["Location"])
    assert shown.headers["Refresh"] == "3"
    assert "waits for a worker" in shown.content.decode()
    assert "refused: not an address" in " ".join(shown.content.decode().split())
    assert not site.asked
    take_up_all()
    shown = client.get(answer.headers["Location"])
    assert "Refresh" not in shown.headers
    assert "Harrow Dam closed after a crack" in shown.content.decode()
