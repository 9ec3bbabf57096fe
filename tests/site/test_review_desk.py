"""An editor writes a press review: quotes by reference, a meter, stops, preview, publication."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from aggregator.models import Article, Claim, Quote, Snapshot, SpanCheck
from coverage import desk
from coverage.models import Correction, PressReview, Story
from coverage.review_writing import broken, publish, stops, withdraw, written
from coverage.takedown import Why, take_down
from tests.site import factories
from tests.site.desk_pages import another
from tests.site.pages import soup_of, words

WRITES = "BuzzFeed News hears it from the harbour master: [[q:{0}]]. Others have it too[[see c:{1}]]."


@pytest.fixture
def story() -> Story:
    return factories.full_story(3, 4, 4, review=False)


@pytest.fixture
def quote(story) -> Quote:
    found: Quote = Quote.objects.filter(article__outlet__slug="buzzfeednews").earliest("pk")
    return found


@pytest.fixture
def review(story, quote) -> PressReview:
    claim = Claim.objects.filter(article__outlet__slug="techcrunch").earliest("pk")
    return PressReview.objects.create(
        story=story, title="What the harbour hides", body=WRITES.format(quote.pk, claim.pk)
    )


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


def published(review: PressReview, editor: User) -> PressReview:
    assert publish(review, editor, timezone.now()) == []
    return review


def page_of(client, review: PressReview):
    return soup_of(client, f"/s/{review.story_id}/review/")


def change(review: PressReview) -> str:
    return f"/admin/coverage/pressreview/{review.pk}/change/"


def seen(review: PressReview) -> dict[str, str]:
    """What the page sends along to tell which text it showed."""
    return {"seen": PressReview.objects.get(pk=review.pk).changed_at.isoformat()}


def edit(article: Article, text: str) -> Snapshot:
    """The outlet's article has another text."""
    sha = hashlib.sha256(text.encode()).hexdigest()
    article.snapshot = Snapshot.objects.create(article=article, sha256=sha, title=article.title, text=text, reader="x")
    article.save()
    return article.snapshot


def test_readers_see_the_assembled_review_until_an_editors_is_published(client, review, editor):
    assert "not reviewed" in words(page_of(client, review).select_one(".kicker"))
    published(review, editor)
    page = page_of(client, review)
    assert words(page.h1) == "What the harbour hides"
    assert "Written by an editor" in words(page.select_one(".note"))
    assert "not reviewed" not in words(page.select_one(".kicker"))


def test_a_quote_is_shown_from_its_reference_with_a_note_to_its_sentence(client, review, editor, quote):
    page = page_of(client, published(review, editor))
    assert words(page.select_one(".text .verbatim")) == f"“{quote.text}”"
    assert page.select_one(".text .call a")["href"].startswith("https://www.buzzfeednews.com/")
    assert len(page.select(".text .call")) == 2
    for form in ("txt", "md", "html"):
        told = client.get(f"/s/{review.story_id}/review.{form}").content.decode()
        assert quote.text in told
        assert "Written by an editor" in told


def test_no_words_of_an_article_are_stored_with_the_review(review, editor, quote):
    published(review, editor)
    stored = str(PressReview.objects.values().get()) + str(list(PressReview.history.values()))
    assert quote.text not in stored


def test_what_is_written_on_changes_nothing_for_readers_until_it_is_published_again(client, review, editor):
    published(review, editor)
    PressReview.objects.update(body="Something else.", title="Another")
    assert words(page_of(client, review).h1) == "What the harbour hides"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Nobody is quoted.", "quotes nobody"),
        ("{quote} Not noted at all.", "No note: “Not noted at all.”"),
        ("He says [[q:{pk}]]; nobody else says it.", "No note: “nobody else says it.”"),
        ("He says [[q:999999]].", "no quote or claim that is stored"),
        ("He says [[q:1 and more]].", "no reference that can be understood"),
        ("He says [[q:{pk} 900-901]].", "no such words"),
    ],
)
def test_publication_is_stopped_and_the_reason_told(review, editor, quote, body, told):
    review.body = body.format(quote=f"He says [[q:{quote.pk}]].", pk=quote.pk)
    review.save()
    assert any(told in one for one in publish(review, editor, timezone.now()))
    assert not PressReview.objects.published().exists()


def test_an_article_of_another_story_is_refused_by_name_until_it_is_moved_here(client, review, editor):
    elsewhere = another("The ferry runs at night again, its owner said.", "gizmodo")
    factories.story([elsewhere, another("Gulls")], title="The ferry")
    claim = factories.claim(elsewhere, "The ferry runs at night again, its owner said.")
    review.body += f" The ferry runs[[see c:{claim.pk}]]."
    review.save()
    [stop] = publish(review, editor, timezone.now())
    assert stop.startswith(f"[[see c:{claim.pk}]] is from Gizmodo, “The ferry runs at night again, its owner said.”")
    client.force_login(editor)
    assert stop in words(soup_of(client, change(review)).select_one(".field-in_the_way"))
    desk.move([elsewhere], review.story, timezone.now())
    assert publish(review, editor, timezone.now()) == []


def test_the_desk_does_not_say_that_readers_see_what_they_do_not(client, review, editor):
    client.force_login(editor)
    Story.objects.filter(pk=review.story_id).update(state="gathering", set_by_person=["state"])
    sent = {"story": review.story_id, "title": review.title, "body": review.body, "_publish": "1", **seen(review)}
    page = client.post(change(review), sent, follow=True).content.decode()
    assert "Readers see it as soon as they see its story" in page
    assert "readers see it now" not in page
    assert "readers do not see its story" in words(soup_of(client, change(review)).select_one(".field-state"))


def test_pasted_words_of_an_article_stop_publication(review, editor, quote):
    review.body = f"As is told, {factories.SUBJECTS[0].lower()}[[see q:{quote.pk}]]."
    review.save()
    assert any("quote them by reference" in one for one in publish(review, editor, timezone.now()))


def test_more_than_the_limits_allow_stops_publication(review, editor, settings, quote):
    settings.EXCERPT_QUOTES_PER_SECTION = 1
    review.body = f"He says [[q:{quote.pk}]] and [[q:{quote.pk} 1-3]]."
    review.save()
    assert any("more than may be shown" in one for one in publish(review, editor, timezone.now()))
    settings.EXCERPT_QUOTE_CHARACTERS = 40
    assert any("choose 40 at most" in one for one in stops(review))


def test_a_quote_whose_words_the_outlet_has_changed_stops_and_is_marked_for_readers(client, review, editor, quote):
    published(review, editor)
    text = quote.snapshot.text.replace(quote.text, "We know nothing of it")
    edit(quote.article, text)
    [one] = broken(review)
    assert one.state == "changed"
    assert words(page_of(client, review).select_one(".text .tag.warn")) == "the article has other words since"
    assert any("newest text" in told for told in publish(review, editor, timezone.now()))
    assert "(the article has other words since)" in client.get(f"/s/{review.story_id}/review.txt").content.decode()


def test_an_edit_elsewhere_in_the_article_breaks_nothing(review, editor, quote):
    published(review, editor)
    edit(quote.article, quote.snapshot.text + "\n\nOne more sentence.")
    assert broken(review) == []


def test_words_that_are_credited_to_someone_else_now_are_marked(client, review, editor, quote):
    published(review, editor)
    newest = edit(quote.article, quote.snapshot.text + "\n\nOne more.")
    SpanCheck.objects.create(article=quote.article, quote=quote, against=newest, fate="credit")
    assert "credits someone else" in words(page_of(client, review).select_one(".text"))


def test_a_span_that_an_editor_moved_is_seen_by_its_hash(review, editor, quote):
    published(review, editor)
    Quote.objects.filter(pk=quote.pk).update(text=quote.text[:-5])
    assert [one.state for one in broken(review)] == ["changed"]


def test_a_quote_that_is_hidden_or_taken_down_is_not_shown_any_more(client, review, editor, quote):
    published(review, editor)
    Quote.objects.filter(pk=quote.pk).update(hidden=True)
    assert quote.text not in client.get(f"/s/{review.story_id}/review/").content.decode()
    Quote.objects.filter(pk=quote.pk).update(hidden=False)
    take_down([quote.article_id], Why("Asked for", timezone.now()))
    page = client.get(f"/s/{review.story_id}/review/").content.decode()
    assert quote.text not in page
    assert "[withdrawn]" in page


def test_limits_hold_on_the_page_whatever_was_published(client, review, editor, settings, quote):
    published(review, editor)
    settings.EXCERPT_QUOTE_CHARACTERS = 40
    page = page_of(client, review)
    assert all(len(words(one)) <= 42 for one in page.select(".text .verbatim"))


def test_the_desk_offers_quotes_tells_the_meter_and_publishes(client, review, editor, quote):
    client.force_login(editor)
    page = soup_of(client, change(review))
    assert page.select_one(f'.review-picker [data-token="q:{quote.pk}"] q').get_text() == quote.text
    assert f"{len(quote.text)} / 600" in words(page.select_one(".field-meter"))
    assert words(page.select_one(".field-in_the_way .readonly")) == "Nothing."
    assert re.search(r"\(\d+ quotes?, \d+ sentences?\)", words(page.select_one(".review-picker summary")))
    data = {"title": "Anew", "body": review.body, "why": "It is ready.", "_publish": "Save and publish"}
    response = client.post(change(review), data | seen(review), follow=True)
    assert "Published: readers see it now." in response.content.decode()
    assert words(page_of(client, review).h1) == "Anew"
    data = {"title": "Anew", "body": review.body, "why": "", "_withdraw": "1"}
    assert (
        "readers see the assembled one"
        in client.post(change(review), data | seen(review), follow=True).content.decode()
    )
    assert not PressReview.objects.published().exists()


def test_readers_are_told_when_a_published_review_changes_or_goes_and_why(client, review, editor):
    client.force_login(editor)
    told: list[list[str]] = []

    def press(button: str, **changes: str) -> None:
        data = {"title": review.title, "body": review.body, "why": "A reader wrote.", button: "1"} | changes
        client.post(change(review), data | seen(review))
        found = soup_of(client, "/corrections/").select(".corrections > li")
        told.append([words(one.h3) for one in found if one.h3])

    press("_publish")
    press("_publish", title="What the harbour hid", why="It is over.")
    press("_publish", title="What the harbour hid")
    press("_withdraw", title="What the harbour hid", why="It was wrong.")
    changed, gone = ["Press review changed"], ["Press review taken off", "Press review changed"]
    assert told == [[], changed, changed, gone]
    page = soup_of(client, "/corrections/")
    assert ["Why: It was wrong." in words(page), "Why: It is over." in words(page)] == [True, True]
    assert page.select_one(".of a")["href"] == review.story.get_absolute_url()
    assert "Press review taken off" in client.get("/feeds/corrections.json").content.decode()


def test_of_a_review_that_readers_did_not_see_they_are_told_nothing(review, editor):
    Story.objects.filter(pk=review.story_id).update(state="hidden", set_by_person=["state"])
    published(review, editor)
    PressReview.objects.filter(pk=review.pk).update(title="Anew")
    published(PressReview.objects.get(pk=review.pk), editor)
    withdraw(PressReview.objects.get(pk=review.pk), editor, timezone.now())
    assert not Correction.objects.exists()


def test_the_desk_says_what_stops_publication_and_keeps_what_was_written(client, review, editor):
    client.force_login(editor)
    data = {"title": "", "body": "Nobody is quoted here.", "why": "", "_publish": "1"}
    told = client.post(change(review), data | seen(review), follow=True).content.decode()
    assert "not published" in told
    review.refresh_from_db()
    assert (review.body, review.is_published) == ("Nobody is quoted here.", False)


def test_a_new_review_is_begun_from_its_storys_page(client, story, editor):
    client.force_login(editor)
    link = soup_of(client, f"/admin/coverage/story/{story.pk}/change/").select_one('a[href*="pressreview"]')["href"]
    assert client.get(link).status_code == 200
    made = client.post("/admin/coverage/pressreview/add/", {"story": story.pk, "title": "", "body": "x", "why": ""})
    assert made.status_code == 302
    assert PressReview.objects.get().story == story


def test_a_storys_page_leads_to_the_review_of_its_quotes_and_statements(client, story, editor):
    client.force_login(editor)
    factories.quote(another("The ferry ran late."), "The ferry")
    page = soup_of(client, f"/admin/coverage/story/{story.pk}/change/")
    queue, statements = (page.select_one(f".field-page a[href*='{name}']")["href"] for name in ("quote", "claimgroup"))
    shown = client.get(queue, follow=True)
    assert shown.redirect_chain[-1][0].endswith(f"/review/?story={story.pk}")
    rows = soup_of(client, statements).select("#result_list tbody tr")
    assert len(rows) == story.claim_groups.count()


def test_the_preview_is_what_readers_would_see_and_says_so(client, review, editor, quote):
    client.force_login(editor)
    page = soup_of(client, f"/admin/coverage/pressreview/{review.pk}/preview/")
    assert "preview" in words(page.select_one(".kicker"))
    assert words(page.select_one(".text .verbatim")) == f"“{quote.text}”"


def test_a_reporter_writes_and_an_editor_publishes(client, review):
    for role, may in (("reporter", False), ("auditor", False), ("editor", True)):
        user = User.objects.create(username=role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        data = {"title": role, "body": review.body, "why": "", "_publish": "1"}
        response = client.post(change(review), data | seen(review))
        assert response.status_code == (403 if role == "auditor" else 302)
        review.refresh_from_db()
        assert review.title == ("reporter" if role == "auditor" else role)
        assert review.is_published is may


def test_the_number_of_queries_does_not_grow_with_the_quotes(client, review, editor, quote, django_assert_num_queries):
    published(review, editor)
    with django_assert_num_queries(5):
        client.get(f"/s/{review.story_id}/review/")
    more = [one for one in Quote.objects.exclude(pk=quote.pk).select_related("snapshot") if one.is_verbatim()]
    review.body += "".join(f"\n\nAnd [[q:{one.pk}]]." for one in {one.article_id: one for one in more}.values())
    review.save()
    published(review, editor)
    with django_assert_num_queries(5):
        client.get(f"/s/{review.story_id}/review/")


def test_what_is_written_runs_nowhere(client, review, editor, quote):
    review.body = f"<script>alert(1)</script> says [[q:{quote.pk}]]."
    review.save()
    shown, _ = written(published(review, editor))
    assert shown.paragraphs
    assert not page_of(client, review).select(".text script")


def test_what_somebody_saved_meanwhile_is_not_saved_over(client, review, editor):
    client.force_login(editor)
    page = soup_of(client, change(review))
    sent = {"title": review.title, "seen": page.select_one("[name=seen]")["value"], "why": ""}
    first = client.post(change(review), sent | {"body": "Mine."}, follow=True)
    assert "errornote" not in first.content.decode()
    second = client.post(change(review), sent | {"body": "Theirs.", "_publish": "1"}, follow=True)
    assert "Somebody has saved this press review since you opened it" in second.content.decode()
    review.refresh_from_db()
    assert (review.body, review.is_published) == ("Mine.", False)
