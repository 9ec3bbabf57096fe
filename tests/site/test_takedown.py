"""Taking down: the form that readers send without a cookie, what it leaves, and that no word of the text is left."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aggregator.adding import prepare
from aggregator.archive_intake import enter_archive
from aggregator.models import AddedAddress, Article, Capture, Claim, Feed, Outlet, Quote, Snapshot, Speaker
from aggregator.polling import enter_entries
from aggregator.reading.types import FeedEntry, ReadingError
from aggregator.removal import refuse_if_removed
from coverage import acts, takedown
from coverage.compare import compare
from coverage.decisions import decide
from coverage.models import (
    ClaimGroup,
    Decision,
    InboxArticle,
    Membership,
    QuoteGroup,
    Story,
    TakedownRequest,
    Tombstone,
)
from coverage.search.writing import index_story
from coverage.takedown import Why, take_down, take_down_outlet
from coverage.tasks import forget_requesters, take_down_what_is_left
from tests.site import factories
from tests.site.desk_pages import act, save
from tests.site.pages import soup_of, words
from tests.site.recognised import WORD, recognised_story

FILLED = {
    "address": "https://www.cnn.com/2022/06/17/tech/harbour",
    "extent": "article",
    "ground": "rights",
    "statement": "I wrote this article and ask you to take it down.",
    "name": "Sigrid Dahl",
    "email": "sigrid@dahl.example",
    "truthful": "on",
    "website": "",
}


def why(words: str = "The author asked for it.") -> Why:
    return Why(words, timezone.now())


def sent(client, **changes) -> TakedownRequest:
    response = client.post("/takedown/", {**FILLED, **changes})
    assert response.status_code == 302, response.content.decode()
    return TakedownRequest.objects.get(reference=response.headers["Location"].split("/")[2])


def decide_on(client, kind: str, **asked) -> None:
    """Decide as the client's user, and log it as the desk's pages do."""
    user = User.objects.get(pk=client.session["_auth_user_id"])
    decision = decide(user, kind, asked, "A reader wrote.", timezone.now())
    about = [decision, *acts.rows_of(kind, asked), *InboxArticle.objects.filter(pk__in=asked.get("articles", ()))]
    LogEntry.objects.log_actions(user.pk, about, CHANGE, f"{decision.told}: A reader wrote.")


def everything_stored() -> str:
    """Every value of every row of the database, as text."""
    rows = []
    for model in apps.get_models():
        rows += [json.dumps(row, default=_plain) for row in model._default_manager.values()]
    with connection.cursor() as cursor:
        on_sqlite = connection.vendor == "sqlite"
        cursor.execute(f"SELECT words FROM {'coverage_searchwords' if on_sqlite else 'coverage_searchentry'}")
        rows += [str(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def _plain(value) -> str:
    return value.hex() if isinstance(value, bytes | memoryview) else str(value)


def test_the_form_sets_no_cookie_and_stores_what_is_asked(client):
    assert not client.get("/takedown/").cookies
    article = factories.article(factories.outlets(4)[3], "A text.", url="https://www.cnn.com/2022/06/17/tech/harbour")
    asked = sent(client)
    assert not client.cookies
    assert (asked.state, asked.name, asked.article, asked.outlet.slug) == ("open", "Sigrid Dahl", article, "cnn")


def test_the_sender_is_led_to_a_page_that_tells_the_state_and_nothing_of_who_asked(client):
    asked = sent(client)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Received" in page
    for secret in ("Sigrid", "dahl.example", "I wrote this"):
        assert secret not in page
    assert "noindex" in page


def test_nothing_of_a_request_is_in_any_public_answer(client):
    sent(client)
    for address in ("/", "/takedown/", "/sitemap.xml", "/api/v1/articles", "/feeds/changes.json", "/corrections/"):
        assert b"dahl.example" not in client.get(address).content


@pytest.mark.parametrize(
    ("name", "value"),
    [("address", "javascript:alert(1)"), ("email", "no"), ("statement", "short"), ("truthful", ""), ("ground", "x")],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_that_was_typed_is_lost(client, name, value):
    response = client.post("/takedown/", {**FILLED, name: value})
    assert response.status_code == 422
    assert not TakedownRequest.objects.exists()
    told = response.content.decode()
    assert 'role="alert"' in told
    assert ("Sigrid Dahl" in told) or name == "name"


def test_what_fills_in_the_field_that_people_do_not_see_is_dropped(client):
    assert client.post("/takedown/", {**FILLED, "website": "https://spam.example"}).headers["Location"] == "/takedown/"
    assert not TakedownRequest.objects.exists()


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_another_sites_page_cannot_send_it_through_a_readers_browser(client, headers):
    assert client.post("/takedown/", FILLED, headers=headers).status_code == 403
    assert not TakedownRequest.objects.exists()


def test_a_flood_from_one_sender_is_stopped_and_told_when_to_come_again(client, settings):
    settings.TAKEDOWNS_AN_HOUR = 2
    sent(client)
    sent(client)
    response = client.post("/takedown/", FILLED)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert client.post("/takedown/", FILLED, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_behind_a_proxy_a_sender_is_whom_that_names_last_whatever_the_sender_wrote(client, settings):
    settings.TAKEDOWNS_AN_HOUR, settings.BEHIND_PROXY = 1, True
    told = [client.post("/takedown/", FILLED, headers={"X-Forwarded-For": f"10.0.0.{n}, 192.0.2.7"}) for n in (1, 2)]
    assert [answer.status_code for answer in told] == [302, 429]
    assert client.post("/takedown/", FILLED, headers={"X-Forwarded-For": "10.0.0.1, 192.0.2.8"}).status_code == 302


def test_who_sent_it_is_known_for_a_day_by_a_hash_alone(client):
    asked = sent(client)
    assert "127.0.0.1" not in asked.sender
    TakedownRequest.objects.update(received_at=timezone.now() - timedelta(days=2))
    sent(client)
    asked.refresh_from_db()
    assert asked.sender == ""


def test_who_asked_is_forgotten_some_months_after_the_decision(client, settings):
    asked = sent(client)
    TakedownRequest.objects.update(
        state="refused", decided_at=timezone.now() - timedelta(days=settings.TAKEDOWN_CONTACT_DAYS + 1)
    )
    assert forget_requesters() == 1
    asked.refresh_from_db()
    assert (asked.name, asked.email, asked.statement) == ("", "", "")


def test_after_a_removal_no_word_of_the_article_is_stored_anywhere(client, admin_client):
    story = recognised_story()
    article = story.articles.get(outlet__slug="techcrunch")  # whose words are zbz1, zbz2 …
    Capture.objects.create(url=article.url, outlet=article.outlet, packed=Capture.pack(b"zbz1 zbz2"))
    act(admin_client, Quote, "hide", [article.quotes.first()])
    act(admin_client, Claim, "accept", [article.claims.first()])
    save(admin_client, story, title=f"{article.title} and more")
    save(admin_client, story, title="The editors' own")
    act(admin_client, Article, "release", [article])
    own, others = article.quotes.earliest("pk"), story.articles.get(outlet__slug="cnn").quotes.earliest("pk")
    decide_on(admin_client, "align", rows=[own.pk], label="translated")
    decide_on(admin_client, "align", rows=[others.pk, own.pk], same=True)
    for group in ClaimGroup.objects.filter(clearest__article=article)[:2]:
        act(admin_client, ClaimGroup, "accept", [group])
        decide_on(admin_client, "statement", group=group.pk, do="word", sentence="The desk's own words.")
    index_story(story)
    assert b"zbz" in client.get("/search/?q=zbz1000").content
    assert "b" in {found[1] for found in WORD.finditer(everything_stored())}
    take_down([article.pk], why())
    assert "b" not in {found[1] for found in WORD.finditer(everything_stored())}
    assert "Headline b" not in everything_stored()
    assert not [q for q in soup_of(client, "/search/?q=zbz1000").select("main q") if "zbz" in words(q)]
    assert not Capture.objects.filter(url=article.url).exists()


def test_a_headline_goes_from_decisions_about_stories_that_its_article_is_in_no_more(admin_client):
    first, second = factories.outlets(2)
    aside, moved = (
        factories.article(outlet, f"Words of {outlet}.", f"Headline of {outlet}") for outlet in (first, second)
    )
    left = factories.story([moved, factories.article(first, "Other words.", "Another")], title="A story")
    act(admin_client, InboxArticle, "set_aside", [aside], "?inbox=unplaced")
    act(admin_client, InboxArticle, "take_out", [moved])
    undone = f"/admin/coverage/decision/{Decision.objects.get(kind='not news').pk}/undo/"
    assert admin_client.post(undone, {"reason": "It is news."}).status_code == 302
    assert LogEntry.objects.filter(change_message__startswith="Undone: Set aside “Headline of").exists()
    Membership.objects.create(article=moved, story=factories.story([factories.article(first, "Third.", "Third")]))
    assert {"Headline of BuzzFeed News", "Headline of TechCrunch"} <= set(
        re.findall(r"Headline of [A-Z]\w+(?: News)?", everything_stored())
    )
    take_down([aside.pk, moved.pk], why())
    assert "Headline of" not in everything_stored()
    assert left.decisions.get().told == "taken down"


def test_a_pasted_text_goes_when_its_proposal_is_refused_or_its_address_taken_down(admin_client, admin_user):
    [outlet] = factories.outlets(1)
    article = factories.article(outlet, "Read words.", url="https://www.buzzfeednews.com/article/ada/harbour")
    told = {"text": "Pasted words.", "title": "A headline", "byline": "", "published": None}
    for url in (article.url + "#top", "https://www.buzzfeednews.com/article/ada/other"):
        addition = prepare([url], admin_user, timezone.now(), told)
        Decision.objects.create(kind="add", asked={"addition": addition.pk}, told=f"Add {url}", state="proposed")
    take_down([article.pk], why())
    assert list(AddedAddress.objects.order_by("pk").values_list("pasted", flat=True)) == [None, told]
    act(admin_client, Decision, "refuse", [Decision.objects.latest("pk")])
    assert "Pasted words" not in everything_stored()


def test_a_pasted_text_goes_when_its_outlet_is_taken_down(admin_user):
    [outlet] = factories.outlets(1)
    prepare(["https://www.buzzfeednews.com/article/ada/other"], admin_user, timezone.now(), {"text": "Pasted words."})
    take_down_outlet(outlet, why())
    assert "Pasted words" not in everything_stored()


def test_a_removal_hides_at_once_on_pages_feeds_and_answers(client):
    story = recognised_story()
    article = story.articles.get(outlet__slug="techcrunch")
    page = client.get(story.get_absolute_url())
    assert "zbz" in page.content.decode()
    before = client.get(f"/s/{story.pk}/feed.atom").headers["ETag"]
    take_down([article.pk], why())
    for address in (
        story.get_absolute_url(), f"/s/{story.pk}/review/", f"/s/{story.pk}/feed.atom", "/feeds/stories.rss", "/",
        f"/api/v1/stories/{story.pk}", "/api/v1/quotes", "/o/techcrunch/", f"/s/{story.pk}/grid.csv",
    ):  # fmt: skip
        assert "zbz" not in client.get(address).content.decode(), address
        assert "Headline b" not in client.get(address).content.decode(), address
    assert client.get(f"/s/{story.pk}/feed.atom", headers={"if-none-match": before}).status_code == 200


def test_a_tombstone_says_what_stood_there_when_and_why_without_the_text(client):
    story = factories.full_story(3, 3, 3, review=False)
    article = story.articles.get(outlet__slug="techcrunch")
    assert client.get(f"/a/{article.pk}/").status_code == 302
    take_down([article.pk], why("The author asked for it."))
    story.refresh_from_db()
    response = client.get(f"/a/{article.pk}/")
    assert response.status_code == 410
    told = response.content.decode()
    for part in ("TechCrunch", "17 June 2022", "The author asked for it.", story.get_absolute_url()):
        assert part in told
    assert "Two engineers reached" not in told
    note = soup_of(client, story.get_absolute_url()).select_one("#articles .note")
    assert words(note).startswith("An article of TechCrunch was taken down: The author asked for it.")


def test_statements_that_others_report_keep_their_numbers_in_the_others_words(client):
    story = factories.full_story(3, 3, 3, review=False)
    first = story.articles.get(outlet__slug="buzzfeednews")
    group = ClaimGroup.objects.filter(
        clearest__article=first, cells__claims__article__outlet__slug="techcrunch"
    ).first()
    assert group
    take_down([first.pk], why())
    group.refresh_from_db()
    assert group.clearest.article.outlet.slug != "buzzfeednews"
    assert "BuzzFeed" not in group.sentence
    assert client.get(f"/c/{group.pk}/").status_code == 200


def test_what_only_that_article_had_answers_410_on_its_page_and_in_the_api(client):
    story = factories.full_story(3, 3, 3, review=False)
    first = story.articles.get(outlet__slug="buzzfeednews")
    alone = factories.claim_group(story, [(first.outlet, "own", [factories.claim(first, factories.SUBJECTS[9])])])
    assert client.get(f"/c/{alone.pk}/").status_code == 200
    take_down([first.pk], why())
    assert client.get(f"/c/{alone.pk}/").status_code == 410
    answer = client.get(f"/api/v1/claims/{alone.pk}")
    assert (answer.status_code, answer.json()["status"]) == (410, 410)


def test_a_story_of_which_too_little_is_left_answers_410_with_its_feeds_until_it_is_public_again(client):
    story = factories.full_story(2, 2, 2, review=False)
    take_down(list(story.articles.values_list("pk", flat=True)), why())
    story.refresh_from_db()
    for address in (story.get_absolute_url(), f"/s/{story.pk}/", f"/s/{story.pk}/feed.rss", f"/s/{story.pk}/review/"):
        assert client.get(address).status_code == 410, address
    merged = Story.objects.create(title="Another", merged_into=story)
    assert client.get(f"/s/{merged.pk}/").status_code == 410


def test_the_story_is_compared_again_without_what_was_taken_down():
    story = factories.full_story(3, 3, 3, review=False)
    first = story.articles.get(outlet__slug="buzzfeednews")
    take_down([first.pk], why())
    story.refresh_from_db()
    assert story.stale
    compare(story, timezone.now())
    assert not Claim.objects.filter(article=first).exists()
    assert not QuoteGroup.objects.filter(variants__quote__article=first).exists()
    assert not Membership.objects.filter(article=first).exists()


def test_what_was_taken_down_never_comes_back_by_feed_archive_or_a_worker_that_held_it(tmp_path):
    [outlet] = factories.outlets(1)
    article = factories.article(outlet, "The text.", url="https://www.buzzfeednews.com/article/ada/harbour")
    now = timezone.now()
    take_down([article.pk], why())
    entry = FeedEntry(article.url, "Headline again", "A summary again.", ("Ada",), None)
    assert enter_entries(outlet, [entry], Article.Origin.LIVE, "", now) == 0
    (tmp_path / "page.html").write_text("<p>The text.</p>")
    (tmp_path / "page.json").write_text(json.dumps({"url": article.url}))
    intake = enter_archive(tmp_path, now)
    assert intake.refused == {"taken down": 1}
    article.refresh_from_db()
    assert (article.state, article.title, article.feed_summary) == ("removed", "", "")
    assert not Article.objects.due(now).filter(pk=article.pk).exists()
    with pytest.raises(ReadingError, match="taken down"):
        refuse_if_removed(article)
    assert not Snapshot.objects.exists()
    assert not Capture.objects.exists()


def test_an_outlet_can_be_deleted_whole_and_is_never_stored_again(client):
    story = factories.full_story(4, 3, 4)
    outlet = Outlet.objects.get(slug="techcrunch")
    carried = Quote.objects.filter(carried_from=outlet).count()
    assert carried
    deleted = take_down_outlet(outlet, why("Its owner asked for it."))
    assert (deleted.articles, deleted.texts) == (1, 1)
    outlet.refresh_from_db()
    assert not outlet.enabled
    assert not Quote.objects.filter(models.Q(carried_from=outlet) | models.Q(article__outlet=outlet)).exists()
    entry = FeedEntry("https://techcrunch.com/2022/06/18/new/", "New", "", (), None)
    assert enter_entries(outlet, [entry], Article.Origin.LIVE, "", timezone.now()) == 0
    for address in ("/o/techcrunch/", "/o/techcrunch/feed.rss", "/api/v1/outlets/techcrunch"):
        assert client.get(address).status_code == 410, address
    assert "TechCrunch" not in words(soup_of(client, "/o/").select_one("main"))
    assert client.get(story.get_absolute_url()).status_code in (200, 301, 302)


def test_what_is_left_of_an_outlet_whose_removal_was_interrupted_is_taken_down_by_the_workers(monkeypatch):
    [outlet] = factories.outlets(1)
    for number in range(3):
        at = factories.FIRST + timedelta(hours=number)
        factories.article(outlet, f"The text {number}.", f"Headline {number}", at=at)
    monkeypatch.setattr(takedown, "_TOGETHER", 1)
    with monkeypatch.context() as interrupted:
        done = takedown.take_down
        interrupted.setattr(
            takedown, "take_down", lambda some, why: done(some, why) if Article.objects.kept().count() > 2 else 1 / 0
        )
        with pytest.raises(ZeroDivisionError):
            take_down_outlet(outlet, why("Its owner asked for it."))
    assert list(Article.objects.kept().order_by("pk").values_list("title", flat=True)) == ["Headline 0", "Headline 1"]
    assert [take_down_what_is_left() for _ in range(3)] == [1, 1, 0]
    assert not Snapshot.objects.exists()
    assert set(Tombstone.objects.values_list("why", flat=True)) == {"Its owner asked for it."}


def test_speakers_whom_no_other_text_names_go_with_it():
    first, second = factories.outlets(2)
    alone = factories.article(first, "“We saw it,” said Karin Holm.")
    factories.quote(alone, "We saw it", speaker_name="Karin Holm")
    both = [factories.article(outlet, "“We heard it,” said Bo Ek.") for outlet in (first, second)]
    for one in both:
        factories.quote(one, "We heard it", speaker_name="Bo Ek")
    take_down([alone.pk, both[0].pk], why())
    assert list(Speaker.objects.values_list("name", flat=True)) == ["Bo Ek"]


def test_the_command_tells_the_count_and_deletes_only_with_yes(capsys):
    story = factories.full_story(2, 2, 2, review=False)
    article = story.articles.first()
    call_command("take_down", "--article", article.url, "--why", "Asked for")
    assert "Would delete: 1 article, 1 text" in capsys.readouterr().out
    assert Tombstone.objects.count() == 0
    call_command("take_down", "--outlet", article.outlet.slug, "--why", "Asked for", "--yes")
    assert "Deleted: 1 article" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no outlet"):
        call_command("take_down", "--outlet", "nobody", "--why", "x")


def test_an_editor_accepts_a_request_and_the_sender_reads_it(client, admin_client):
    story = factories.full_story(3, 2, 2, review=False)
    article = story.articles.get(outlet__slug="wsj")
    asked = sent(client, address=article.url)
    desk = "/admin/coverage/takedownrequest/"
    chosen = {"action": "accept", "_selected_action": [asked.pk]}
    confirm = admin_client.post(desk, chosen).content.decode()
    assert "Delete 1 article, 1 text" in confirm
    admin_client.post(desk, {**chosen, "confirmed": "1", "why": "It is the author’s.", "sure": "on"})
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.decided_by.username) == ("accepted", "It is the author’s.", "admin")
    assert "It is the author’s." in client.get(asked.get_absolute_url()).content.decode()
    assert client.get(f"/a/{article.pk}/").status_code == 410


def test_why_a_request_is_set_to_mean_an_article_is_kept(client, admin_client):
    [outlet] = factories.outlets(1)
    article = factories.article(outlet, "The text.")
    asked = sent(client)
    page = f"/admin/coverage/takedownrequest/{asked.pk}/change/"
    admin_client.post(page, {"article": article.pk, "outlet": "", "why": "They wrote again."})
    asked.refresh_from_db()
    assert asked.article == article
    assert LogEntry.objects.get().change_message == "Set article: They wrote again."


def test_an_editor_refuses_with_a_reason(client, admin_client):
    asked = sent(client)
    data = {
        "action": "refuse",
        "_selected_action": [asked.pk],
        "confirmed": "1",
        "why": "A short quotation, with credit.",
    }
    admin_client.post("/admin/coverage/takedownrequest/", data)
    assert "A short quotation, with credit." in client.get(asked.get_absolute_url()).content.decode()


def test_nobody_takes_down_without_the_right_to(client, django_user_model):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("ed", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.exclude(codename__in=("take_down", "delete_outlet_text")))
    client.force_login(user)
    article = factories.article(factories.outlets(1)[0], "A text.")
    for desk, pk in (("aggregator/article", article.pk), ("aggregator/outlet", article.outlet_id)):
        data = {"action": "take_down", "_selected_action": [pk], "confirmed": "1", "why": "x", "sure": "on"}
        client.post(f"/admin/{desk}/", data)
    article.refresh_from_db()
    assert article.state == "read"


def test_the_desk_deletes_an_outlets_text_after_telling_its_count(admin_client):
    story = factories.full_story(2, 2, 2, review=False)
    outlet = story.articles.first().outlet
    chosen = {"action": "take_down", "_selected_action": [outlet.pk]}
    confirm = admin_client.post("/admin/aggregator/outlet/", chosen).content.decode()
    assert "Delete 1 article" in confirm
    assert outlet.articles.kept().exists()
    admin_client.post("/admin/aggregator/outlet/", {**chosen, "confirmed": "1", "why": "Asked for", "sure": "on"})
    assert not outlet.articles.kept().exists()


@pytest.mark.parametrize(("state", "told"), [("due", "is being read"), ("refused", "could not be read")])
def test_an_article_on_its_way_has_a_page_that_says_where_it_stands(client, state, told):
    article = factories.article(factories.outlets(1)[0], "A text.", state=state, reason="timed out")
    page = soup_of(client, f"/a/{article.pk}/")
    assert told in words(page.h1)
    assert "timed out" in words(page.main)
    assert article.title in words(page.main), "which article it is"


def test_an_article_that_was_asked_for_in_vain_is_not_promised_in_a_minute(client):
    article = factories.article(factories.outlets(1)[0], "A text.", state="due", reason="timed out", attempts=2)
    page = soup_of(client, f"/a/{article.pk}/")
    assert words(page.h1) == "This article could not be read yet"
    assert "in a minute" not in words(page.main)


def test_an_error_names_no_address_as_the_true_one(client):
    page = BeautifulSoup(client.get("/nowhere/").content, "lxml")
    assert not page.select("link[rel=canonical], link[hreflang]")


def test_the_crawlers_page_tells_its_name_its_manners_and_its_switch(client, settings):
    page = words(soup_of(client, "/bot/").main)
    for part in (settings.FETCH_USER_AGENT, "User-agent: ParallaxBot", "robots.txt", "Crawl-delay", "Retry-After"):
        assert part in page
    assert f"{settings.SITE_URL}/bot/" == settings.CONTACT_URL


def test_a_broken_page_is_told_without_the_database(client, monkeypatch, django_assert_num_queries):
    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("coverage.front_page.newest_days", breaks)
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/")
    assert response.status_code == 500
    assert b"Something broke on our side" in response.content


@pytest.mark.parametrize("kind", ["quote", "statement"])
@pytest.mark.parametrize("language", ["", "/fr"])
def test_a_request_for_one_quote_or_statement_hides_it_and_leaves_its_article(client, admin_client, kind, language):
    story = factories.full_story()
    group = story.claim_groups.filter(cells__stance="own").first()
    quote = Quote.objects.filter(article__outlet__slug="cnn", article__membership__story=story).first()
    place, text = (f"q/{quote.pk}", quote.text) if kind == "quote" else (f"c/{group.pk}", group.sentence)
    asked = sent(client, extent="quote", address=f"{settings.SITE_URL}{language}/{place}/")
    assert asked.place == place
    answer = {"why": "It is about a child.", "sure": "on"}
    assert "Hide 1 quote or statement" in str(act(admin_client, TakedownRequest, "accept", [asked], confirmed=""))
    act(admin_client, TakedownRequest, "accept", [asked], **answer)
    asked.refresh_from_db()
    assert asked.state == "accepted"
    assert Article.objects.kept().filter(membership__story=story).count() == story.articles.count()
    gone = client.get(f"/{place}/")
    assert (gone.status_code, "It is about a child." in gone.text) == (410, True)
    assert text not in gone.text
    compare(story, timezone.now())
    assert client.get(f"/{place}/").status_code == 410
    assert "It is not shown any more, and stays so." in client.get(asked.get_absolute_url()).text
    assert client.get(f"/s/{story.pk}/", follow=True).status_code == 200


def test_a_request_for_one_quote_that_nobody_has_found_removes_no_article(client, admin_client):
    article = factories.article(factories.outlets(4)[3], "A text.", url=FILLED["address"])
    asked = sent(client, extent="quote")
    assert (asked.article, asked.place) == (article, "")
    page = act(admin_client, TakedownRequest, "accept", [asked], why="It is wrong.", sure="on")
    assert "set the article, the outlet or the quote" in words(page)
    assert Article.objects.kept().filter(pk=article.pk).exists()


@pytest.mark.parametrize(
    "address", ["/takedown/%00/", "/o/%00/", "/p/a%00b/", "/s/1-%00/review/", "/api/v1/outlets/%00"]
)
def test_a_null_in_an_address_is_not_found_and_never_asked_for(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code in (301, 404)
    assert not any("\x00" in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize("address", ["/takedown/", "/bot/", "/a/1/", "/nowhere/"])
def test_these_pages_ask_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries, address):
    factories.full_story(3, 2, 2)
    with django_assert_max_num_queries(3):
        client.get(address)


def test_an_outlet_that_cannot_be_reached_says_so_and_what_that_means(client):
    factories.outlets(2)
    assert not soup_of(client, "/o/techcrunch/").select(".unreachable")
    Feed.objects.filter(outlet__slug="techcrunch").update(failures=4, polled_at=timezone.now())
    assert "cannot be reached" in words(soup_of(client, "/o/techcrunch/").select_one(".unreachable"))
    Feed.objects.filter(outlet__slug="techcrunch").update(failures=0, frozen_since=timezone.now())
    assert "Nothing new comes" in words(soup_of(client, "/o/techcrunch/").select_one(".unreachable"))
