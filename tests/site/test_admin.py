"""The desk as an editor uses it: every list and page opens, every action does what it says and says what it did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aggregator.models import (
    Article,
    Backfill,
    BackfillPlace,
    Citation,
    Claim,
    Feed,
    FetchLog,
    LastRun,
    Outlet,
    Quote,
    Snapshot,
    SpanCheck,
)
from coverage import desk
from coverage.decisions import decide
from coverage.models import (
    Correction,
    Difference,
    Exclusion,
    Membership,
    PressReview,
    PublicName,
    Story,
    StoryEvent,
    TakedownRequest,
    Tombstone,
)
from tests.site import factories
from tests.site.desk_pages import act, another, asked, form_of, listed, page_of, save, told
from tests.site.histories import backfilled, edited, reviewed, taken_down
from tests.site.made_once import made_once
from tests.site.pages import soup_of, words
from tests.site.test_escaping import VECTORS

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OURS = [model for model in MODELS if model._meta.app_label in {"aggregator", "coverage"}]
OURS.remove(PublicName)  # which is kept by hand, as users are
NOW = timezone.now()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def story() -> Story:
    return one_of_each()


@made_once
def one_of_each() -> Story:
    """A story of six outlets with all that is found in one, and a row of every other kind."""
    made = factories.full_story()
    article = made.articles.earliest("pk")
    FetchLog.objects.create(url="https://cnn.com/feed", outcome="ok", article=article, feed=Feed.objects.first())
    LastRun.objects.create(name="aggregator.sweep_articles", ended_at=NOW)
    other = factories.story([another("The ferry")], title="The ferry")
    desk.hand_back([made, other], NOW)  # as the workers title and publish them
    desk.edit(other, NOW, title="The ferry", state="public")
    made.refresh_from_db()
    Exclusion.objects.create(story=other, article=article)
    newest = made.articles.filter(outlet__listed=True).latest("pk")
    edited(newest)
    backfilled(newest)
    taken_down(newest)
    reviewed(made)
    chief = User.objects.create(pk=1000, username="chief", is_superuser=True)
    PublicName.objects.create(user=chief, name="Ada Lind")
    LogEntry.objects.log_actions(chief.pk, [other], CHANGE, "Looked at")
    call_command("second_factor", "chief")
    decide(chief, "edit", {"stories": [other.pk], "values": {"standfirst": "At night."}}, "It was dark.", NOW)
    Correction.objects.update(subject="The ferry")
    return made


# Lists and pages


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_search_and_page_opens_with_rows_in_it(editor, story, model):
    rows = model.objects.all() if model._meta.label != "auth.Group" else None
    if rows is None:
        rows = [model.objects.create(name="reporters")]
    page = soup_of(editor, listed(model))
    assert page.select("#result_list tbody tr")
    if admin.site._registry[model].search_fields:
        soup_of(editor, f"{listed(model)}?q=the+harbour")
    assert words(soup_of(editor, page_of(rows[0])).select_one("#content"))
    assert editor.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[rows[0].pk]))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_filter_beside_a_list_opens(editor, story, model):
    page = soup_of(editor, listed(model))
    for link in page.select("#changelist-filter a[href^='?']"):
        assert editor.get(listed(model) + link["href"]).status_code == 200


def test_the_desk_begins_with_the_lists_and_has_no_way_to_add_what_workers_write(editor, story):
    page = soup_of(editor, reverse("admin:index"))
    assert {model._meta.verbose_name_plural.capitalize() for model in OURS} <= {
        words(link) for link in page.select("#content th a")
    }
    for model in set(OURS) - {PressReview}:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
        assert editor.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_nothing_is_deleted_by_the_way(editor, story, model):
    row = model.objects.first()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"
    assert editor.get(reverse(name, args=[row.pk])).status_code == 403


def test_a_storys_page_asks_no_more_when_it_has_more_articles(editor, django_assert_max_num_queries):
    counts = []
    for size in (1, 6):
        made = factories.story([another(f"Report {size}/{index}") for index in range(size)], title=f"Ferry {size}")
        soup_of(editor, page_of(made))  # what is asked once and remembered is not counted
        with django_assert_max_num_queries(20) as asked:
            soup_of(editor, page_of(made))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_an_outlet_wrote_runs_on_the_desk(editor, vector):
    made = factories.full_story(2, 3, 3)
    bad = f"word {vector} word"
    chief = User.objects.get(username="editor")
    PublicName.objects.create(user=chief, name=bad)
    decide(chief, "edit", {"stories": [made.pk], "values": {"title": bad, "standfirst": bad}}, bad, NOW)
    edited(made.articles.earliest("pk"))
    backfilled(made.articles.earliest("pk"))
    taken_down(made.articles.earliest("pk"))
    reviewed(made, bad)
    TakedownRequest.objects.update(address="javascript:alert(1)", statement=bad, name=bad, answer=bad)
    Tombstone.objects.update(place=bad, why=bad)
    Backfill.objects.update(named=bad)
    for place in BackfillPlace.objects.all():
        BackfillPlace.objects.filter(pk=place.pk).update(address=f"{place.pk} {bad}", reason=bad, refused={bad: 1})
    Story.objects.update(title=bad, standfirst=bad)
    Article.objects.update(
        title=bad,
        authors=[bad],
        archive=bad,
        reason=bad,
        link="javascript:alert(1)",
        captured_from="javascript:alert(1)",
    )
    Quote.objects.update(text=bad, speaker_name=bad, speaker_words=bad, cue=bad, found_by=bad[:40])
    Claim.objects.update(text=bad, source_name=bad, source_words=bad, cue=bad)
    Citation.objects.update(text=bad, name=bad, href="javascript:alert(1)")
    Snapshot.objects.update(text=bad * 999, title=bad, reader=bad[:60])
    Difference.objects.update(topic=bad, sides=[{"value": bad, "evidence": []}])
    Membership.objects.update(reasons=[bad, bad])
    Feed.objects.update(last_problem=bad)
    StoryEvent.objects.update(detail=bad)
    FetchLog.objects.create(url="javascript:alert(1)", outcome=bad, detail=bad)
    LastRun.objects.create(name=bad, ended_at=NOW)
    Exclusion.objects.create(story=made, article=made.articles.first())
    pages = [listed(model) for model in OURS] + [page_of(model.objects.first()) for model in OURS]
    shown = [soup_of(editor, address) for address in pages]
    shown.append(act(editor, Story, "merge", [made, Story.objects.create(title=bad)]))
    shown.append(act(editor, Article, "move_to_story", made.articles.all()))
    shown.append(act(editor, Article, "move_to_story", made.articles.all()[:1], story=Story.objects.first().pk))
    for page in shown:
        page = page.select_one("main, #main, body")
        assert not page.select("#content script:not([src]):not([type='application/json']), iframe, svg[onload]")
        for node in page.find_all(True):
            assert not [name for name in node.attrs if name.startswith("on") or name in ("style", "srcdoc")], node
            assert not node.get("href", "").strip().lower().startswith(("javascript:", "data:"))


# Stories


def test_merging_asks_which_story_stays_and_says_what_it_did(editor, story):
    ferry = Story.objects.get(title="The ferry")
    page = asked(editor, Story, "merge", [story, ferry])
    choices = {radio["value"]: words(radio.parent) for radio in page.select("input[name=story]")}
    assert choices.keys() == {str(story.pk), str(ferry.pk)}
    assert choices[str(ferry.pk)] == f"The ferry (1 article, public, no. {ferry.pk})"
    sent = [field["value"] for field in page.select("input[name=_selected_action]")]
    assert sent == [str(story.pk), str(ferry.pk)] or sent == [str(ferry.pk), str(story.pk)]
    page = act(editor, Story, "merge", [story, ferry], story=story.pk)
    assert told(page) == f"1 story merged; the old addresses lead to “{story.title}”."
    assert editor.get(ferry.get_absolute_url()).headers["Location"] == story.get_absolute_url()
    assert "Choose two stories or more" in told(act(editor, Story, "merge", [story, ferry], story=story.pk))
    assert "Merge “The ferry” into" in LogEntry.objects.filter(object_id=str(ferry.pk)).first().change_message
    assert words(soup_of(editor, page_of(ferry))).count(story.title)


def test_merging_needs_two_and_an_answer(editor, story):
    assert "Choose two stories or more" in told(act(editor, Story, "merge", [story]))
    ferry = Story.objects.get(title="The ferry")
    page = act(editor, Story, "merge", [story, ferry], story="999999")
    assert page.select(".errorlist")
    assert not Story.objects.exclude(merged_into=None).exists()


def test_an_editor_is_told_when_readers_will_not_see_where_articles_went(editor, story):
    ferry = Story.objects.get(title="The ferry")
    desk.edit(ferry, NOW, state="hidden")
    page = act(editor, Article, "move_to_story", story.articles.all()[:1], story=ferry.pk)
    assert told(page) == "1 article moved; the workers leave them in “The ferry”. Readers do not see that story."


def test_a_story_is_renamed_on_its_page_and_what_was_not_changed_stays_the_workers(editor, story):
    save(editor, story, title="The night ferry", _save="Save")
    story.refresh_from_db()
    assert (story.title, story.set_by_person) == ("The night ferry", ["title"])
    assert StoryEvent.objects.filter(kind="renamed").count() == 1
    assert "title" in words(soup_of(editor, page_of(story)).select_one(".field-set_by_editors"))


def test_a_form_that_lay_open_does_not_pass_the_workers_old_values_off_as_the_editors(editor, story):
    Story.objects.filter(pk=story.pk).update(state="gathering")
    form = form_of(soup_of(editor, page_of(story)))
    Story.objects.filter(pk=story.pk).update(title="Titled by the workers meanwhile", state="public", digest="new")
    editor.post(page_of(story), form | {"standfirst": "A crane a day.", "why": "It had none."})
    story.refresh_from_db()
    assert story.set_by_person == ["standfirst"]
    assert (story.title, story.state, story.digest) != ("", "gathering", "")
    assert story.state == "public"


def test_a_story_whose_title_is_emptied_gets_the_workers_title(editor, story):
    save(editor, story, title="The night ferry")
    save(editor, story, title="")
    story.refresh_from_db()
    assert story.title not in {"", "The night ferry"}
    assert "title" not in story.set_by_person


def cleared(story: Story) -> None:
    """See to what would keep the story from being published."""
    SpanCheck.objects.update(settled=True)
    for quote in Quote.objects.filter(article__in=story.articles.all()).select_related("snapshot"):
        Quote.objects.filter(pk=quote.pk).update(
            text=" … ".join(quote.snapshot.text[start:end] for start, end in quote.spans)
        )


def test_stories_are_published_hidden_locked_and_handed_back(editor, story, client):
    cleared(story)
    assert told(act(editor, Story, "hide", [story])) == "1 story hidden."
    assert client.get(story.get_absolute_url()).status_code == 404
    assert told(act(editor, Story, "publish", [story])) == "1 story published."
    assert client.get(story.get_absolute_url()).status_code == 200
    save(editor, story, locked="on", reviewed="on")
    story.refresh_from_db()
    assert (story.locked, story.reviewed, story.set_by_person) == (True, True, ["state"])
    assert told(act(editor, Story, "hand_back", [story])) == "1 story handed back to the workers."
    story.refresh_from_db()
    assert story.set_by_person == []


def test_a_merged_story_can_be_looked_at_and_not_changed(editor, story):
    ferry = Story.objects.get(title="The ferry")
    desk.merge([ferry, story], story, NOW)
    page = soup_of(editor, page_of(ferry))
    assert not page.select("[name=title]")
    assert str(ferry.pk) not in {
        row["value"] for row in soup_of(editor, listed(Story)).select("[name=_selected_action]")
    }
    assert soup_of(editor, f"{listed(Story)}?standing=merged").select(f"[value='{ferry.pk}'][name=_selected_action]")


# Articles


def test_moving_asks_for_the_story_and_offers_those_that_stand(editor, story):
    ferry = Story.objects.get(title="The ferry")
    page = asked(editor, Article, "move_to_story", story.articles.all()[:2])
    select = page.select_one("select[name=story]")
    offered = {"app_label": "coverage", "model_name": "membership", "field_name": "story", "term": "ferry"}
    assert {select[f"data-{key.replace('_', '-')}"] for key in offered if key != "term"} == {
        "coverage", "membership", "story"
    }  # fmt: skip
    found = editor.get(select["data-ajax--url"], offered).json()["results"]
    assert [choice["text"] for choice in found] == ["The ferry"]
    page = act(editor, Article, "move_to_story", story.articles.all()[:2], story=ferry.pk)
    assert told(page) == "2 articles moved; the workers leave them in “The ferry”."
    assert ferry.memberships.filter(placed_by="person").count() == 3
    desk.merge([ferry, story], story, NOW)
    assert editor.get(select["data-ajax--url"], offered).json()["results"] == []


def test_an_article_that_cannot_be_moved_is_told_and_not_moved(editor, story):
    waiting = Article.objects.create(
        url="https://cnn.com/new", link="https://cnn.com/new", outlet=Outlet.objects.get(slug="cnn")
    )
    page = act(editor, Article, "move_to_story", [waiting], story=story.pk)
    assert told(page) == "Choose articles that have been read: the others have no words to compare yet."
    assert page.select_one(".messagelist .error")


def test_articles_are_split_off_from_the_list_that_the_storys_page_leads_to(editor, story):
    link = soup_of(editor, page_of(story)).select_one(".field-articles_table a[href*='membership__story']")["href"]
    rows = soup_of(editor, link).select("[name=_selected_action]")
    assert {int(row["value"]) for row in rows} == set(story.articles.values_list("pk", flat=True))
    chosen = story.articles.filter(outlet__slug__in=["cnn", "wsj"])
    page = act(editor, Article, "split_off", list(chosen))
    new = Story.objects.latest("pk")
    assert told(page) == f"2 articles split off; both halves stay apart. New story: “{new.title}”."
    assert page.select_one(f".messagelist a[href='{page_of(new)}']")
    assert new.memberships.count() == 2


def test_a_split_that_makes_no_sense_is_told(editor, story):
    everything = Article.objects.filter(membership__isnull=False)
    assert told(act(editor, Article, "split_off", everything)) == "Choose articles of one story."
    assert "at least one" in told(act(editor, Article, "split_off", story.articles.filter(outlet__listed=True)))
    assert Story.objects.count() == 2


def test_articles_are_handed_back_to_the_workers(editor, story):
    article = story.articles.first()
    act(editor, Article, "move_to_story", [article], story=Story.objects.get(title="The ferry").pk)
    assert Exclusion.objects.filter(story=story, article=article).exists()
    page = act(editor, Article, "release", [article])
    assert told(page).startswith("1 article handed back to the workers; they stay where they are until")
    assert Membership.objects.get(article=article).placed_by == "machine"
    assert not Exclusion.objects.filter(article=article).exists()


def test_articles_are_read_again_but_not_press_reviews_nor_those_of_outlets_switched_off(editor, story):
    Outlet.objects.filter(slug="wsj").update(enabled=False)
    Article.objects.filter(outlet__slug="wsj").update(origin="live")
    page = act(editor, Article, "read_again", story.articles.all(), reason="Its layout changed.")
    assert "Read again: Its layout changed." in LogEntry.objects.values_list("change_message", flat=True)
    assert "5 articles are read again by the workers." in told(page)
    assert "2 articles left as before" in told(page)
    assert set(Article.objects.filter(state="due").values_list("outlet__slug", flat=True)) == {
        "buzzfeednews", "techcrunch", "cnn", "gizmodo", "mashable"
    }  # fmt: skip


def test_where_readers_are_sent_can_be_put_right(editor, story):
    article = story.articles.get(outlet__slug="techcrunch")
    assert article.link_is_home
    save(editor, article, link="https://techcrunch.com/2022/06/17/harbour/")
    article.refresh_from_db()
    assert (article.link, article.link_is_home) == ("https://techcrunch.com/2022/06/17/harbour/", False)


def test_an_articles_page_leads_to_its_quotes_and_claims(editor, story):
    article = story.articles.get(outlet__slug="buzzfeednews")
    links = soup_of(editor, page_of(article)).select(".field-found_in_it a")
    for link, model in zip(links, (Quote, Claim), strict=True):
        shown = soup_of(editor, link["href"]).select("[name=_selected_action]")
        assert words(link).split()[0] == str(len(shown)) == str(model.objects.filter(article=article).count())


# Quotes and claims


def test_a_quote_is_shown_highlighted_in_its_text_in_all_its_parts(editor):
    made = factories.article(
        factories.outlets(1)[0], "It began. “One half,” she said, “and the other.” It ended.\n\nX."
    )
    text = made.snapshot.text
    spans = [[text.index(part), text.index(part) + len(part)] for part in ("One half,", "and the other.")]
    Quote.objects.create(
        article=made, snapshot=made.snapshot, start=spans[0][0], end=spans[1][1], spans=spans, kind="direct",
        text="One half, … and the other.", found_by="rules",
    )  # fmt: skip
    place = soup_of(editor, page_of(Quote.objects.get())).select_one(".field-in_place .readonly")
    assert [mark.get_text() for mark in place.select("mark")] == ["One half,", "and the other."]
    assert words(place) == "It began. “ One half, ” she said, “ and the other. ” It ended. X."


@pytest.mark.parametrize("model", [Quote, Claim])
def test_words_are_accepted_hidden_and_shown_and_their_story_is_compared_again(editor, story, model):
    row = model.objects.filter(article__in=story.articles.all()).first()
    name = model._meta.verbose_name
    for action, done, field, value in (
        ("accept", "accepted", "reviewed", True), ("hide", "hidden", "hidden", True), ("show", "shown", "hidden", False)
    ):  # fmt: skip
        Story.objects.update(stale=False)
        page = act(editor, model, action, [row])
        assert told(page) == f"1 {name} {done}; the stories follow in a minute."
        row.refresh_from_db()
        assert getattr(row, field) is value
        assert list(Story.objects.filter(stale=True)) == [story]
    assert LogEntry.objects.filter(object_id=str(row.pk)).count() == 3


def test_who_corrects_a_speaker_has_reviewed_the_quote(editor, story):
    quote = Quote.objects.filter(article__in=story.articles.all()).first()
    before = quote.text, quote.start, quote.end
    Story.objects.update(stale=False)
    save(editor, quote, speaker_name="Karin Holm-Lund")
    quote.refresh_from_db()
    assert (quote.speaker_name, quote.reviewed) == ("Karin Holm-Lund", True)
    assert (quote.text, quote.start, quote.end) == before
    assert Story.objects.get(pk=story.pk).stale


def test_the_list_of_quotes_shows_those_of_the_newest_texts_unless_asked(editor, story):
    quote = Quote.objects.first()
    newer = Snapshot.objects.create(article=quote.article, sha256="0" * 64, text="Nothing is said here.", reader="x")
    Article.objects.filter(pk=quote.article_id).update(snapshot=newer)
    chosen = f"[name=_selected_action][value='{quote.pk}']"
    where = f"{listed(Quote)}?article__id__exact={quote.article_id}"
    assert not soup_of(editor, where).select(chosen)
    assert soup_of(editor, f"{where}&text=earlier").select(chosen)
    assert soup_of(editor, f"{where}&text=all").select(chosen)
    assert not soup_of(editor, f"{where}&text=nonsense").select(chosen)


# Outlets and feeds


def test_an_outlet_is_switched_off_in_the_list_and_on_its_page(editor, story):
    outlets = list(Outlet.objects.all())
    form = {"form-TOTAL_FORMS": len(outlets), "form-INITIAL_FORMS": len(outlets), "_save": "Save"}
    for index, outlet in enumerate(outlets):
        form[f"form-{index}-id"] = outlet.pk
        if outlet.slug != "cnn":
            form[f"form-{index}-enabled"] = "on"
    answer = editor.post(listed(Outlet), form, follow=True)
    assert "1 outlet was changed" in told(BeautifulSoup(answer.content.decode(), "lxml"))
    assert not Outlet.objects.get(slug="cnn").enabled
    assert "off" in words(soup_of(editor, page_of(Outlet.objects.get(slug="cnn"))).select_one(".field-health"))


def test_each_switch_in_a_list_says_what_it_switches(editor, story):
    outlets = soup_of(editor, listed(Outlet)).select("#result_list input[name$=enabled]")
    assert {switch["aria-label"] for switch in outlets} == {f"Enabled: {outlet}" for outlet in Outlet.objects.all()}
    feeds = [*soup_of(editor, listed(Feed)).select("#result_list input[name$=enabled]")]
    feeds += soup_of(editor, page_of(Outlet.objects.get(slug="cnn"))).select("input[name^=feeds][name$=enabled]")
    assert feeds
    assert all(switch["aria-label"].startswith("Enabled: ") for switch in feeds)


def test_feeds_tell_their_health_and_are_asked_now(editor, story, settings):
    settings.LIVE = True
    feeds = list(Feed.objects.order_by("pk")[:4])
    later, held = NOW + timedelta(hours=1), NOW + timedelta(minutes=1)
    Feed.objects.update(next_poll_at=later, polled_at=NOW, succeeded_at=NOW, newest_item_at=NOW)
    Feed.objects.filter(pk=feeds[0].pk).update(failures=4)
    Feed.objects.filter(pk=feeds[1].pk).update(frozen_since=NOW, lease_until=held)
    Feed.objects.filter(pk=feeds[2].pk).update(ended="gone")
    Feed.objects.filter(pk=feeds[3].pk).update(enabled=False)
    for feed, health in zip(feeds, ("failing", "frozen", "gone", "off"), strict=True):
        rows = soup_of(editor, f"{listed(Feed)}?health={health}").select("#result_list tbody tr")
        assert [words(row.select_one(".field-health")) for row in rows] == [health]
        assert rows[0].select_one(f"[value='{feed.pk}']")
    page = act(editor, Feed, "ask_now", feeds, reason="News broke.")
    assert "Asked now: News broke." in LogEntry.objects.values_list("change_message", flat=True)
    assert told(page) == "2 feeds are asked within a minute. 2 feeds are not asked: switched off, or gone."
    assert [feed.next_poll_at < later for feed in Feed.objects.order_by("pk")[:4]] == [True, True, False, False]
    assert Feed.objects.get(pk=feeds[1].pk).lease_until == held
    settings.LIVE = False
    assert "live outlets are not followed" in told(act(editor, Feed, "ask_now", feeds))


def test_a_feeds_page_tells_what_was_refused_where_it_was_and_when_it_freezes(editor, story):
    feed = Feed.objects.order_by("pk").first()
    for outcome, count in (("ok", 5), ("no title", 3), ("took too long", 1), ("frozen", 1), ("<b>", 2)):
        FetchLog.objects.create(feed=feed, url=feed.url, outcome=outcome, count=count)
    Feed.objects.filter(pk=feed.pk).update(
        moved_from=["https://old.example/<feed>"], moved_at=NOW, frozen_since=NOW, usual_gap=timedelta(hours=2.5)
    )
    page = soup_of(editor, page_of(feed))
    listed_reasons = [words(li) for li in page.select(".field-refusals li")]
    assert listed_reasons == ["3 × no title", "2 × <b>", "1 × took too long"]
    lines = soup_of(editor, page.select_one(".field-refusals a")["href"]).select("#result_list tbody tr")
    assert [words(line.select_one(".field-outcome")) for line in lines] == ["no title"]
    assert words(page.select_one(".field-addresses_before .readonly")) == "https://old.example/<feed>"
    assert "an item every 2.5 h or sooner; frozen after 24 h without news" in words(page.select_one(".field-rhythm"))
    assert words(page.select_one(".field-frozen_since .readonly")) not in ("", "-")
    rows = soup_of(editor, f"{listed(Feed)}?health=moved").select("#result_list tbody tr")
    assert [words(row.select_one(".field-refused")) for row in rows] == ["6"]
    assert [words(row.select_one(".field-health")) for row in rows] == ["frozen"]


def test_a_feed_that_ended_or_moved_is_started_again_at_the_address_in_the_code(editor, story):
    gone, taken = Feed.objects.order_by("pk")[:2]
    named = gone.named_url
    Feed.objects.filter(pk=gone.pk).update(ended="gone", url="https://new.example/feed", moved_at=NOW, etag="x")
    Feed.objects.filter(pk=taken.pk).update(url="https://newer.example/feed")
    Feed.objects.create(outlet=taken.outlet, named_url="https://third.example/feed", url=taken.named_url)
    page = act(editor, Feed, "start_again", [gone, taken], reason="It is back.")
    assert "Started again: It is back." in LogEntry.objects.values_list("change_message", flat=True)
    assert f"{named} is asked within a minute." in told(page)
    assert f"The address {taken.named_url} is another feed's by now." in told(page)
    gone.refresh_from_db()
    assert (gone.url, gone.ended, gone.moved_at, gone.etag) == (named, "", None, "")
    assert gone.moved_from == ["https://new.example/feed"]


# Who may


ACTIONS = [
    (Story, "merge"), (Story, "publish"), (Story, "hide"), (Story, "hand_back"), (Article, "move_to_story"),
    (Article, "split_off"), (Article, "release"), (Article, "read_again"), (Quote, "hide"), (Claim, "accept"),
    (Quote, "show"), (Feed, "ask_now"), (Feed, "start_again"),
]  # fmt: skip


def staff(client: Client, *permissions: str) -> Client:
    user = User.objects.create(username="reporter", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client


def everything_decided() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Story, Membership, Article, Quote, Claim, Feed)]


@pytest.mark.parametrize(("model", "action"), ACTIONS)
def test_who_may_only_look_can_do_nothing(client, story, model, action):
    staff(client, "view_story", "view_article", "view_quote", "view_claim", "view_feed", "view_membership")
    before = everything_decided()
    rows = model.objects.all()[:2]
    page = act(client, model, action, rows, story=Story.objects.last().pk)
    assert everything_decided() == before
    assert not page.select(f"option[value={action}]")
    soup_of(client, page_of(rows[0]))
    assert client.post(page_of(rows[0]), {"title": "Mine"}).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_who_has_no_permission_sees_nothing(client, story, model):
    staff(client)
    assert client.get(listed(model)).status_code == 403


def test_articles_are_placed_by_those_who_may_change_stories_alone(client, story):
    staff(client, "change_article", "view_story")
    options = {option["value"] for option in soup_of(client, listed(Article)).select("select[name=action] option")}
    assert options - {""} == {"export_csv", "read_again"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_readers_are_asked_to_log_in(client, model):
    assert client.get(listed(model)).headers["Location"].startswith(reverse("admin:login"))


# Texts and what became of them


def test_a_snapshot_shows_what_was_changed_in_it(editor, story):
    check = SpanCheck.objects.get()
    page = soup_of(editor, page_of(check.against))
    table = page.select_one(".field-changed_in_it table")
    assert words(table.select_one("del")) == "Once"
    assert words(table.select_one("ins")) == check.words_now
    assert words(soup_of(editor, page_of(check.quote.snapshot)).select_one(".field-changed_in_it .readonly")) == "—"


def test_a_shown_quote_that_an_edit_broke_is_listed_until_someone_has_seen_to_it(editor, story):
    check = SpanCheck.objects.get()
    row = words(soup_of(editor, listed(SpanCheck)).select_one("#result_list tbody tr"))
    assert "Once" in row
    assert "stands changed" in row
    assert told(act(editor, SpanCheck, "settle", [check])) == "1 check seen to."
    assert not soup_of(editor, listed(SpanCheck)).select("#result_list tbody tr")
    assert soup_of(editor, f"{listed(SpanCheck)}?checks=settled").select("#result_list tbody tr")
    assert LogEntry.objects.filter(object_id=str(check.pk)).first().change_message == "Seen to: A reader wrote."


def test_who_may_only_look_cannot_settle_what_an_edit_broke(client, story):
    reporter = User.objects.create(username="reporter", is_staff=True)
    reporter.user_permissions.set(Permission.objects.filter(codename="view_spancheck"))
    client.force_login(reporter)
    assert soup_of(client, listed(SpanCheck)).select("#result_list tbody tr")
    act(client, SpanCheck, "settle", [SpanCheck.objects.get()])
    assert not SpanCheck.objects.get().settled


def test_an_article_says_where_its_bytes_came_from_and_what_became_of_its_page(editor, story):
    article = SpanCheck.objects.get().article
    where = "https://web.archive.org/web/20220617153102id_/https://cnn.com/a"
    Article.objects.filter(pk=article.pk).update(captured_from=where, gone_at=NOW)
    page = soup_of(editor, page_of(article))
    assert page.select_one(".field-bytes_from a")["href"] == where
    told = [words(link) for link in page.select(".field-texts a")]
    assert told == ["2 texts", "1 change", "1 shown quote or claim broken"]
    for link in page.select(".field-texts a"):
        assert soup_of(editor, link["href"]).select("#result_list tbody tr")


def test_a_backfill_tells_its_articles_and_its_refusals(editor, story):
    page = soup_of(editor, page_of(Backfill.objects.get()))
    assert words(page.select_one(".field-refused_by_reason .readonly")) == "3 outside the dates, 1 server error"
    assert "server error" in words(page.select_one(".field-looked_through table"))
