"""Every decision about stories can be undone, and undoing one never loses another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from aggregator.models import Article, Outlet, Quote, Speaker
from coverage import decisions, desk
from coverage.decisions import decide
from coverage.desk import DeskError
from coverage.models import Correction, Decision, Exclusion, Membership, PressReview, Story, StoryEvent
from coverage.review_writing import publish
from coverage.takedown import Why, take_down
from tests.site import factories, histories
from tests.site.desk_pages import another, form_of, page_of, told
from tests.site.pages import soup_of, words

NOW = timezone.now()
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


@pytest.fixture
def harbour() -> Story:
    made = factories.full_story()
    desk.edit(made, NOW, title="The cranes")
    made.refresh_from_db()
    return made


@pytest.fixture
def ferry(harbour) -> Story:
    reports = [another("The ferry"), another("The night ferry runs again", "gizmodo")]
    made = factories.story(reports, title="The ferry")
    desk.edit(made, NOW, title="The ferry")
    made.refresh_from_db()
    return made


def placed() -> dict[int, int]:
    return dict(Membership.objects.values_list("article", "story"))


def held() -> dict[int, tuple[str, bool]]:
    return {row.article_id: (row.placed_by, row.released) for row in Membership.objects.all()}


def fields(*stories: Story):
    names = ("title", "standfirst", "state", "locked", "reviewed", "pinned", "lead", "set_by_person", "merged_into")
    return list(Story.objects.filter(pk__in=[story.pk for story in stories]).order_by("pk").values(*names))


def asked_for(kind: str, harbour: Story, ferry: Story):
    first = harbour.articles.filter(outlet__listed=True).order_by("pk").values_list("pk", flat=True)[0]
    return {
        "edit": {"stories": [harbour.pk, ferry.pk], "values": {
            "title": "Both", "standfirst": "At last.", "state": "hidden", "locked": True, "pinned": True,
            "reviewed": True}},
        "merge": {"stories": [harbour.pk, ferry.pk], "into": harbour.pk},
        "split": {"articles": [first]},
        "move": {"articles": [first], "to": ferry.pk},
        "new": {"articles": [first]},
        "accept": {"articles": [first]},
        "reject": {"articles": [first]},
        "not news": {"articles": [first]},
        "hand back": {"stories": [harbour.pk]},
        "release": {"articles": [first]},
    }[kind]  # fmt: skip


KINDS = ["edit", "merge", "split", "move", "new", "accept", "reject", "not news", "hand back", "release"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_decision_did_is_put_back(editor, harbour, ferry, kind):
    decide(editor, "edit", {"stories": [harbour.pk], "values": {"title": "The harbour"}}, "Shorter.", NOW)
    if kind == "accept":
        Membership.objects.update(placed_by="machine")
    before, was, who = placed(), fields(harbour, ferry), held()
    aside = set(Article.objects.filter(not_news=True))
    done = decide(editor, kind, asked_for(kind, harbour, ferry), "Why not.", NOW)
    assert done.state == "done"
    assert (placed(), fields(harbour, ferry), held()) != (before, was, who)
    decisions.undo(done, editor, "It was wrong.", LATER)
    assert placed() == before
    assert kind not in ("accept", "release") or held() == who
    assert fields(harbour, ferry) == was
    assert set(Article.objects.filter(not_news=True)) == aside
    assert not Exclusion.objects.exists()
    done.refresh_from_db()
    assert (done.state, done.answer, done.undone_by) == ("undone", "It was wrong.", editor)
    with pytest.raises(DeskError, match="undone already"):
        decisions.undo(done, editor, "", LATER)


def test_addresses_lead_where_they_should_through_a_merge_and_its_undoing(client, editor, harbour, ferry):
    done = decide(editor, "merge", asked_for("merge", harbour, ferry), "The same.", NOW)
    assert client.get(ferry.get_absolute_url()).headers["Location"] == harbour.get_absolute_url()
    assert client.get(f"/s/{ferry.pk}/feed.rss").status_code == 301
    decisions.undo(done, editor, "Not the same.", LATER)
    ferry.refresh_from_db()
    assert client.get(ferry.get_absolute_url()).status_code == 200
    assert client.get(f"/s/{ferry.pk}/feed.rss").status_code == 200
    assert StoryEvent.objects.filter(story=ferry, kind="parted").count() == 1


def test_a_story_that_was_split_off_leads_back_when_that_is_undone(client, editor, harbour):
    first = harbour.articles.filter(outlet__listed=True).first()
    done = decide(editor, "split", {"articles": [first.pk]}, "Another event.", NOW)
    new = first.__class__.objects.get(pk=first.pk).membership.story
    assert new != harbour
    joined = another("It joined the new one meanwhile", "gizmodo")
    Membership.objects.create(article=joined, story=new)
    decisions.undo(done, editor, "The same.", LATER)
    new.refresh_from_db()
    assert new.merged_into == harbour
    assert Membership.objects.get(article=joined).story == harbour


def test_undoing_leaves_what_was_decided_since_and_says_what_to_undo_first(editor, harbour, ferry):
    first = decide(editor, "edit", {"stories": [harbour.pk], "values": {"title": "One"}}, "", NOW)
    second = decide(editor, "edit", {"stories": [harbour.pk], "values": {"title": "Two"}}, "", LATER)
    with pytest.raises(DeskError, match="undo “Rename to “Two”"):
        decisions.undo(first, editor, "", LATER)
    harbour.refresh_from_db()
    assert harbour.title == "Two"
    decisions.undo(second, editor, "", LATER)
    harbour.refresh_from_db()
    assert (harbour.title, harbour.set_by_person) == ("One", ["title"])


def test_undoing_one_field_keeps_another_that_was_set_since(editor, harbour):
    first = decide(editor, "edit", {"stories": [harbour.pk], "values": {"title": "One"}}, "", NOW)
    decide(editor, "edit", {"stories": [harbour.pk], "values": {"standfirst": "Two.", "locked": True}}, "", LATER)
    decisions.undo(first, editor, "", LATER)
    harbour.refresh_from_db()
    assert harbour.set_by_person == ["standfirst", "title"]
    assert (harbour.standfirst, harbour.locked) == ("Two.", True)
    assert harbour.title == "The cranes"


def test_a_decision_on_quotes_is_undone_with_its_speaker(editor, harbour):
    quote = Quote.objects.filter(article__in=harbour.articles.all()).first()
    before = quote.speaker
    asked = {"model": "quote", "rows": [quote.pk], "values": {"speaker_name": "Ada Berg"}}
    done = decide(editor, "spans", asked, "Misheard.", NOW)
    quote.refresh_from_db()
    assert (quote.speaker.name, quote.reviewed) == ("Ada Berg", True)
    decisions.undo(done, editor, "No.", LATER)
    quote.refresh_from_db()
    assert (quote.speaker, quote.reviewed) == (before, False)


def test_an_editor_undoes_by_a_link_and_says_why(client, editor, harbour):
    client.force_login(editor)
    done = decide(editor, "edit", {"stories": [harbour.pk], "values": {"title": "One"}}, "Shorter.", NOW)
    link = soup_of(client, page_of(harbour)).select_one(".field-decisions_table a[href$='/undo/']")["href"]
    page = soup_of(client, link)
    assert page.select_one("textarea[name=reason][required]"), "readers saw it"
    assert client.post(link, {"reason": ""}).status_code == 200
    shown = client.post(link, {"reason": "It was right."}, follow=True)
    assert "Undone: Rename to “One”" in shown.content.decode()
    done.refresh_from_db()
    assert done.state == "undone"
    assert Correction.objects.filter(undoing=True).get().reason == "It was right."


# History


def test_the_history_of_a_story_says_who_when_why_and_what(client, editor, harbour):
    before = harbour.title
    decide(editor, "edit", {"stories": [harbour.pk], "values": {"title": "One"}}, "Shorter.", NOW)
    Story.objects.filter(pk=harbour.pk).update(standfirst="The workers never do this.")
    decide(editor, "edit", {"stories": [harbour.pk], "values": {"pinned": True}}, "Big.", LATER)
    client.force_login(editor)
    page = soup_of(client, page_of(harbour).replace("/change/", "/history/"))
    rows = [words(row) for row in page.select("#change-history tbody tr")]
    assert len(rows) == 4, "each with how it stood before, where the workers had changed it"
    assert "editor" in rows[0]
    assert "Big." in rows[0]
    assert "Pinned: False → True" in rows[0]
    assert "as the workers had left it" in rows[1]
    assert f"Title: {before} → One" in rows[2]


def test_what_workers_write_fills_no_history(harbour):
    harbour.title = "By the workers"
    harbour.save()
    Quote.objects.first().save()
    assert not Story.history.exists()
    assert not Quote.history.exists()


def test_the_history_of_a_quote_keeps_none_of_its_text(editor, harbour):
    quote = Quote.objects.first()
    decide(editor, "spans", {"model": "quote", "rows": [quote.pk], "values": {"hidden": True}}, "Wrong.", NOW)
    line = Quote.history.latest()
    assert (line.history_user, line.history_change_reason, line.hidden) == (editor, "Wrong.", True)
    assert not hasattr(line, "text")


# Lead, order, pin


def test_lead_and_order_are_shown_and_each_article_keeps_its_number(client, editor, harbour):
    own = list(harbour.articles.filter(outlet__listed=True).order_by("published_at"))
    numbers = {article.pk: place for place, article in enumerate(own, 1)}
    values = {"lead": own[3].pk, "order": [own[2].pk, own[1].pk]}
    decide(editor, "edit", {"stories": [harbour.pk], "values": values}, "Read this first.", NOW)
    harbour.refresh_from_db()
    items = soup_of(client, harbour.get_absolute_url()).select("ol.articles > li")
    shown = [int(item["id"].removeprefix("article-")) for item in items][:3]
    assert shown == [own[3].pk, own[2].pk, own[1].pk]
    assert [int(item["value"]) for item in items][:3] == [numbers[pk] for pk in shown]


def test_a_pinned_story_stands_first_on_the_front_page(client, editor, harbour, ferry):
    assert words(soup_of(client, "/").select_one(".lead h2")) == "The cranes"
    decide(editor, "edit", {"stories": [ferry.pk], "values": {"pinned": True}}, "", NOW)
    assert words(soup_of(client, "/").select_one(".lead h2")) == "The ferry"


# The gate


def test_a_story_is_not_published_while_something_is_in_the_way_and_what_is_listed(client, editor, harbour):
    Story.objects.filter(pk=harbour.pk).update(state="gathering")
    Quote.objects.filter(pk=Quote.objects.filter(article__in=harbour.articles.all()).first().pk).update(text="Made up")
    with pytest.raises(DeskError, match="cannot be published: 1 quote is not what stands in its text"):
        decide(editor, "edit", {"stories": [harbour.pk], "values": {"state": "public"}}, "", NOW)
    client.force_login(editor)
    gate = words(soup_of(client, page_of(harbour)).select_one(".field-publish_gate"))
    assert "In the way of publishing" in gate
    assert Decision.objects.count() == 0
    assert told(soup_of(client, page_of(harbour))) == ""


def test_a_line_of_history_has_no_form_that_could_be_sent(client, editor, harbour):
    decide(editor, "edit", {"stories": [harbour.pk], "values": {"title": "One"}}, "Shorter.", NOW)
    auditor = User.objects.create(username="auditor", is_staff=True)
    auditor.groups.add(Group.objects.get(name="auditor"))
    client.force_login(auditor)
    line = Story.history.latest()
    address = page_of(harbour).replace("/change/", f"/history/{line.history_id}/")
    for answer in (client.get(address), client.post(address, {"title": "Mine"})):
        assert (answer.status_code, answer.headers["Location"]) == (302, page_of(harbour).replace("change", "history"))
    harbour.refresh_from_db()
    assert harbour.title == "One"


def test_the_switch_of_an_outlet_and_the_name_of_a_speaker_are_told_in_their_history(client, editor, harbour):
    client.force_login(editor)
    outlet, speaker = Outlet.objects.get(slug="cnn"), Speaker.objects.first()
    form = {"feeds-TOTAL_FORMS": 0, "feeds-INITIAL_FORMS": 0, "why": "It asked us to."}
    client.post(page_of(outlet), form)
    client.post(page_of(speaker), {"name": "Ada Berg", "kind": "person", "why": "Misspelt."})
    told = [
        (row.history_user, row.history_change_reason) for row in (Outlet.history.latest(), Speaker.history.latest())
    ]
    assert told == [(editor, "It asked us to."), (editor, "Misspelt.")]
    assert not Outlet.objects.get(slug="cnn").enabled


def written_about(story: Story, published: bool = True) -> PressReview:
    review = histories.reviewed(story)
    if published:
        review.body = f"It is known: [[q:{Quote.objects.filter(article__stories=story).earliest('pk').pk}]]."
        review.save()
        assert publish(review, User.objects.get(), NOW) == []
    return review


def test_a_published_press_review_goes_where_its_story_goes_and_comes_back(client, editor, harbour, ferry):
    factories.quote(ferry.articles.earliest("pk"), "The ferry")
    written_about(ferry)
    done = decide(editor, "merge", asked_for("merge", harbour, ferry), "The same.", NOW)
    assert "It is known" in words(soup_of(client, f"/s/{harbour.pk}/review/").main)
    decisions.undo(done, editor, "Not the same.", LATER)
    assert "It is known" in words(soup_of(client, f"/s/{ferry.pk}/review/").main)
    assert "It is known" not in words(soup_of(client, f"/s/{harbour.pk}/review/").main)


@pytest.mark.parametrize("kind", ["merge", "new"])
def test_two_press_reviews_are_not_merged_unseen(editor, harbour, ferry, kind):
    factories.quote(ferry.articles.earliest("pk"), "The ferry")
    for story in (ferry, harbour):
        written_about(story)
    asked = {
        "merge": asked_for("merge", harbour, ferry),
        "new": {"articles": list(Article.objects.filter(outlet__listed=True).values_list("pk", flat=True))},
    }[kind]
    with pytest.raises(DeskError, match="press review of this story is published"):
        decide(editor, kind, asked, "The same.", NOW)
    ferry.refresh_from_db()
    assert ferry.merged_into is None
    assert PressReview.objects.get(story=ferry).is_published


def test_a_draft_gives_way_to_no_published_press_review(editor, harbour, ferry):
    written_about(harbour)
    factories.quote(ferry.articles.earliest("pk"), "The ferry")
    written_about(ferry, published=False)
    decide(editor, "merge", asked_for("merge", harbour, ferry), "The same.", NOW)
    assert PressReview.objects.published().get().story == harbour


def test_publishing_a_press_review_holds_its_articles(editor, harbour):
    Membership.objects.update(placed_by="machine")
    written_about(harbour)
    assert not harbour.memberships.filter(placed_by="machine").exists()


@pytest.mark.parametrize("kind", ["reject", "not news", "move"])
def test_what_was_taken_down_is_put_back_into_no_story(editor, harbour, ferry, kind):
    asked = asked_for(kind, harbour, ferry)
    done = decide(editor, kind, asked, "Why not.", NOW)
    take_down(asked["articles"], Why("Its author asked.", NOW))
    with pytest.raises(DeskError, match="taken down since"):
        decisions.undo(done, editor, "It was wrong.", LATER)
    assert not Membership.objects.filter(article__in=asked["articles"]).exists()


def test_a_story_that_loses_its_last_article_to_a_new_one_leads_there(client, editor, ferry):
    joined = list(ferry.articles.all())
    done = decide(editor, "new", {"articles": [one.pk for one in joined]}, "Another event.", NOW)
    new = Membership.objects.get(article=joined[0]).story
    ferry.refresh_from_db()
    assert ferry.merged_into == new
    assert client.get(ferry.get_absolute_url(), follow=True).status_code == 200
    decisions.undo(done, editor, "The same.", LATER)
    assert client.get(ferry.get_absolute_url()).status_code == 200


def test_those_that_stay_behind_a_new_story_are_held(editor, ferry):
    Membership.objects.update(placed_by="machine")
    one, other = ferry.articles.order_by("pk")
    decide(editor, "new", {"articles": [one.pk]}, "Another event.", NOW)
    assert Membership.objects.get(article=other).placed_by == "person"


@pytest.mark.parametrize("kind", ["move", "merge"])
def test_an_article_brings_no_place_along_into_a_story_that_nobody_ordered(editor, harbour, ferry, kind):
    first = asked_for("move", harbour, ferry)["articles"][0]
    desk.arrange(harbour, [first], NOW)
    asked = (
        {"stories": [harbour.pk, ferry.pk], "into": ferry.pk} if kind == "merge" else asked_for(kind, harbour, ferry)
    )
    done = decide(editor, kind, asked, "", NOW)
    assert not ferry.memberships.exclude(position=None).exists()
    decisions.undo(done, editor, "", LATER)
    assert Membership.objects.get(article=first).position == 1


@pytest.mark.parametrize("kind", ["move", "reject", "not news"])
def test_an_article_that_comes_back_has_no_turn_in_an_order_that_was_given_meanwhile(editor, harbour, ferry, kind):
    away, *others = harbour.articles.filter(outlet__listed=True).order_by("pk").values_list("pk", flat=True)[:3]
    desk.arrange(harbour, [others[0], away, others[1]], NOW)
    done = decide(editor, kind, {"articles": [away]} | ({"to": ferry.pk} if kind == "move" else {}), "", NOW)
    new, then = [*others[::-1]], NOW + timedelta(minutes=1)
    decide(editor, "edit", {"stories": [harbour.pk], "values": {"order": new}}, "Better so.", then)
    decisions.undo(done, editor, "", LATER)
    turns = harbour.memberships.exclude(position=None).order_by("position")
    assert list(turns.values_list("article", flat=True)) == new
    assert harbour.memberships.get(article=away).position is None


def test_an_order_that_was_given_since_stays_as_it_is_where_it_changed_no_turn(editor, harbour):
    order = list(harbour.articles.filter(outlet__listed=True).order_by("-pk").values_list("pk", flat=True))
    said = {"stories": [harbour.pk], "values": {"order": order}}
    first = decide(editor, "edit", said, "", NOW)
    titled = decide(editor, "edit", {"stories": [harbour.pk], "values": {"title": "Cranes"}}, "", NOW)
    Membership.objects.filter(story=harbour).update(placed_by="machine")
    held = decide(editor, "edit", {"stories": [harbour.pk], "values": {"pinned": True}}, "", NOW)
    decide(editor, "edit", {**said, "values": {"order": order[::-1]}}, "", NOW + timedelta(minutes=1))
    decide(editor, "edit", said, "As before.", NOW + timedelta(minutes=2))
    for done in (held, titled, first):
        decisions.undo(done, editor, "", LATER)
        turns = harbour.memberships.exclude(position=None).order_by("position")
        assert list(turns.values_list("article", flat=True)) == order


# 10


@pytest.mark.parametrize("how", ["reviewed", "hand back"])
def test_nothing_makes_a_story_public_while_something_is_in_the_way(editor, harbour, settings, how):
    settings.PUBLISH_UNREVIEWED = False
    hidden = {"state": "hidden", "set_by_person": ["state"], "reviewed": True}
    unseen = {"state": "gathering", "set_by_person": [], "reviewed": False}
    Story.objects.filter(pk=harbour.pk).update(**(hidden if how == "hand back" else unseen))
    loose = Quote.objects.filter(article__stories=harbour).earliest("pk")
    Quote.objects.filter(pk=loose.pk).update(text="Nobody said so")
    asked = {"stories": [harbour.pk], "values": {"reviewed": True}}
    with pytest.raises(DeskError, match="cannot be published: 1 quote is not what stands"):
        decide(editor, "edit" if how == "reviewed" else how, asked, "Looked at.", NOW)
    harbour.refresh_from_db()
    assert harbour.state != "public"
    Quote.objects.filter(pk=loose.pk).update(text=loose.text)
    decide(editor, "edit" if how == "reviewed" else how, asked, "Looked at.", NOW)
    harbour.refresh_from_db()
    assert harbour.state == "public"


@pytest.mark.parametrize("how", ["hand back", "not reviewed", "merge", "reject"])
def test_no_published_press_review_falls_out_of_sight_with_its_story(editor, harbour, ferry, settings, how):
    settings.PUBLISH_UNREVIEWED = False
    claim = factories.claim(ferry.articles.get(outlet__slug="cnn"), "The ferry")
    review = PressReview.objects.create(story=ferry, title="Ferries", body=f"It runs[[see c:{claim.pk}]].")
    decide(editor, "edit", {"stories": [ferry.pk], "values": {"state": "public", "reviewed": True}}, "", NOW)
    if how in ("not reviewed", "reject"):
        settings.PUBLISH_UNREVIEWED = True
        decide(editor, "hand back", {"stories": [ferry.pk]}, "", NOW)
        settings.PUBLISH_UNREVIEWED = how == "reject"
    else:
        decide(editor, "edit", {"stories": [ferry.pk], "values": {"reviewed": False}}, "", NOW)
    assert publish(review, editor, NOW) == []
    one = ferry.articles.order_by("pk").values_list("pk", flat=True)[0]
    decide(editor, "edit", {"stories": [harbour.pk], "values": {"state": "hidden"}}, "", NOW)
    kind, asked = {
        "hand back": ("hand back", {"stories": [ferry.pk]}),
        "not reviewed": ("edit", {"stories": [ferry.pk], "values": {"reviewed": False}}),
        "merge": ("merge", {"stories": [harbour.pk, ferry.pk], "into": harbour.pk}),
        "reject": ("reject", {"articles": [one]}),
    }[how]
    with pytest.raises(DeskError, match="its press review is published"):
        decide(editor, kind, asked, "Why not.", NOW)
    ferry.refresh_from_db()
    assert (ferry.state, ferry.press_review) == ("public", review)
    decide(editor, "edit", {"stories": [ferry.pk], "values": {"state": "hidden"}}, "Both go.", NOW)
    ferry.refresh_from_db()
    assert ferry.state == "hidden"


# 7


def test_an_order_that_lay_open_is_not_passed_off_as_a_decision(client, editor, harbour):
    client.force_login(editor)
    sent = form_of(soup_of(client, page_of(harbour)))
    first = harbour.articles.filter(outlet__listed=True).order_by("-pk")[0]
    desk.arrange(harbour, [first.pk], NOW)
    client.post(page_of(harbour), sent | {"title": "A new title", "why": "Shorter."})
    harbour.refresh_from_db()
    assert harbour.title == "A new title"
    assert harbour.memberships.get(article=first).position == 1


def test_a_quote_that_lay_open_is_not_shown_again_nor_its_old_speaker_passed_off_as_an_editors(client, editor, harbour):
    client.force_login(editor)
    quote = Quote.objects.filter(article__stories=harbour).earliest("pk")
    sent = form_of(soup_of(client, page_of(quote)))
    values = {"hidden": True, "speaker_name": "Ada Lind"}
    decide(editor, "spans", {"model": "quote", "rows": [quote.pk], "values": values}, "Misheard.", NOW)
    client.post(page_of(quote), sent | {"speaker_kind": "organisation", "why": "It is a firm."})
    quote.refresh_from_db()
    assert (quote.hidden, quote.speaker_name, quote.speaker_kind) == (True, "Ada Lind", "organisation")
