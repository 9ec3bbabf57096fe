"""The queue of quotes: one after another, accepted, hidden, moved, given to a speaker, named, linked and parted."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from aggregator.models import Quote, Speaker
from coverage import decisions
from coverage.models import Decision, QuoteLabel, QuoteTie, QuoteVariant, Story
from coverage.quote_queue import queue
from coverage.roles import AUDITOR, CHIEF, EDITOR, REPORTER
from tests.site import factories
from tests.site.desk_pages import listed, member, told
from tests.site.pages import cost_of, soup_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    made = factories.full_story()
    for place, quote in enumerate(Quote.objects.order_by("pk")):
        Quote.objects.filter(pk=quote.pk).update(confidence=0.5 + place / 100)
    Quote.objects.filter(article__outlet__listed=False).update(reviewed=True)
    return made


@pytest.fixture
def editor(client: Client) -> Client:
    return member(client, EDITOR)


def address(quote: Quote) -> str:
    return reverse("admin:aggregator_quote_review", args=[quote.pk])


def press(client: Client, quote: Quote, do: str, query: str = "", **changes) -> BeautifulSoup:
    """Open the review page, change some of its form, and press a button."""
    page = soup_of(client, address(quote) + query)
    sent: dict[str, object] = {"reason": "Heard again.", "do": do}
    for field in page.select("form[method=post] [name]"):
        if field.name != "button" and field["name"] != "reason":
            chosen = field.select_one("option[selected]") if field.name == "select" else None
            default = field.get_text().removeprefix("\n") if field.name == "textarea" else ""
            sent[str(field["name"])] = chosen["value"] if chosen else field.get("value", default)
    response = client.post(address(quote) + query, sent | changes, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "lxml")


def first(story: Story) -> Quote:
    return queue(story.pk).select_related("snapshot")[0]


def test_the_list_begins_with_what_is_least_sure_and_not_reviewed(editor, story):
    Quote.objects.filter(confidence__lt=0.6).update(reviewed=True)
    page = soup_of(editor, listed(Quote))
    shown = [int(cell.get_text().rstrip("%")) for cell in page.select("td.field-sure")]
    assert shown[0] >= 60
    assert shown[: shown.index(max(shown))] == sorted(shown[: shown.index(max(shown))])
    assert page.select_one(f"a[href='{reverse('admin:aggregator_quote_queue')}']")


def test_the_queue_opens_at_the_least_sure_quote_with_its_words_highlighted(editor, story):
    response = editor.get(reverse("admin:aggregator_quote_queue"), follow=True)
    page = BeautifulSoup(response.content.decode(), "lxml")
    assert words(page.select_one(".in-place mark")) == first(story).text
    assert "wait for review" in page.get_text()


def test_accepting_goes_on_to_the_next_and_drops_the_mark(editor, story):
    quote, following = queue()[0], queue()[1]
    page = press(editor, quote, "accept")
    assert words(page.select_one(".in-place mark")) == following.text
    quote.refresh_from_db()
    assert (quote.reviewed, quote.set_by_person) == (True, ["reviewed"])


def test_rejecting_hides_the_quote_and_goes_on(editor, story):
    quote, following = queue()[0], queue()[1]
    page = press(editor, quote, "hide")
    quote.refresh_from_db()
    assert quote.hidden
    assert words(page.select_one(".in-place mark")) == following.text


def test_readers_are_owed_a_reason_for_what_changes_and_none_for_what_is_accepted(editor, story):
    quote = first(story)
    page = press(editor, quote, "hide", reason="")
    assert "say why it changes" in page.get_text()
    press(editor, quote, "accept", reason="")
    quote.refresh_from_db()
    assert (quote.hidden, quote.reviewed) == (False, True)


def test_the_last_of_the_queue_leads_back_to_the_list(editor, story):
    Quote.objects.update(reviewed=True)
    page = BeautifulSoup(editor.get(reverse("admin:aggregator_quote_queue"), follow=True).content.decode(), "lxml")
    assert told(page) == "No quote waits for review."


def test_the_queue_of_one_story_keeps_to_it(editor, story):
    other = factories.story([factories.article(factories.outlets()[0], "“Mine,” she said. Mine.")], title="Other")
    factories.quote(other.articles.get(), "Mine", confidence=0.01)
    page = BeautifulSoup(
        editor.get(f"{reverse('admin:aggregator_quote_queue')}?story={story.pk}", follow=True).content.decode(), "lxml"
    )
    assert words(page.select_one(".in-place mark")) == first(story).text
    assert all("story=" in link["href"] for link in page.select("[data-key=n]"))


# The ends


def test_the_ends_are_stepped_word_by_word_without_javascript(editor, story):
    quote = first(story)
    page = soup_of(editor, address(quote))
    step = next(a for a in page.select(".steps a") if words(a) == "End a word earlier")["href"]
    page = soup_of(editor, address(quote) + step)
    shorter = quote.text.rsplit(" ", 1)[0]
    assert words(page.select_one(".in-place mark")) == shorter
    assert "Tried out, not saved yet." in page.get_text()
    press(editor, quote, "ends", query=step)
    quote.refresh_from_db()
    assert (quote.text, quote.is_verbatim()) == (shorter, True)
    assert "spans" in quote.set_by_person
    assert quote.reviewed


def test_the_ends_are_set_by_words_that_stand_in_the_text(editor, story):
    quote = first(story)
    wanted = " ".join(quote.text.split()[1:4])
    press(editor, quote, "ends", words=wanted)
    quote.refresh_from_db()
    assert quote.text == wanted == quote.snapshot.text[quote.start : quote.end]


@pytest.mark.parametrize("typed", ["Words that nobody wrote", ""])
def test_words_that_the_text_does_not_hold_are_refused(editor, story, typed):
    quote = first(story)
    before = Quote.objects.filter(pk=quote.pk).values().get()
    page = press(editor, quote, "ends", words=typed)
    assert page.select_one(".errorlist")
    assert Quote.objects.filter(pk=quote.pk).values().get() == before


def test_a_cut_word_is_refused(editor, story):
    quote = first(story)
    page = press(editor, quote, "ends", words=quote.text[:-1])
    assert "whole word" in page.get_text()
    quote.refresh_from_db()
    assert "spans" not in quote.set_by_person


@pytest.mark.parametrize("do", ["accept", "ends", "speaker", "label"])
def test_nothing_is_saved_on_a_quote_whose_words_are_not_what_its_text_has(editor, story, do):
    quote = first(story)
    Quote.objects.filter(pk=quote.pk).update(text="Other words.")
    before = Quote.objects.filter(pk=quote.pk).values().get()
    page = press(editor, quote, do, label="translated", named="Ada")
    assert "are not what its text has at that place" in told(page)
    assert Quote.objects.filter(pk=quote.pk).values().get() == before
    assert not QuoteLabel.objects.exists()
    press(editor, quote, "hide")
    quote.refresh_from_db()
    assert quote.hidden


# The speaker


def test_a_speaker_known_to_us_is_set_and_the_words_as_written_stay(editor, story):
    quote, speaker = first(story), Speaker.objects.create(slug="ada-lind", name="Ada Lind", kind="person")
    press(editor, quote, "speaker", speaker=speaker.pk)
    quote.refresh_from_db()
    assert (quote.speaker, quote.speaker_name, quote.speaker_words) == (speaker, "Ada Lind", "the harbour master")
    assert (quote.get_speaker_resolution_display(), quote.reviewed) == ("by an editor", True)


def test_a_name_that_is_typed_makes_or_finds_its_speaker(editor, story):
    quote = first(story)
    press(editor, quote, "speaker", speaker="", named="Bo Ek")
    quote.refresh_from_db()
    assert quote.speaker_name == "Bo Ek"
    assert quote.speaker.name == "Bo Ek"


# How it is carried


def a_shared_utterance(story: Story) -> list[Quote]:
    group = next(
        g for g in story.quote_groups.all() if g.variants.filter(quote__article__outlet__listed=True).count() > 2
    )
    return [v.quote for v in group.variants.filter(quote__article__outlet__listed=True).order_by("position")]


def compare(story: Story) -> None:
    from coverage import compare as comparing

    story.refresh_from_db()
    comparing.compare(story, factories.FIRST)


def together(story: Story, one: Quote, other: Quote) -> bool:
    return story.quote_groups.filter(variants__quote=one).filter(variants__quote=other).exists()


@pytest.mark.parametrize("rendering", ["verbatim", "shortened", "reworded", "translated", "paraphrased"])
def test_a_label_is_set_and_holds_when_the_story_is_compared_again(editor, story, rendering, settings, tmp_path):
    settings.TAGGER_FOLDER = tmp_path
    quote = a_shared_utterance(story)[1]
    press(editor, quote, "label", label=rendering)
    compare(story)
    assert set(QuoteVariant.objects.filter(quote=quote).values_list("rendering", flat=True)) == {rendering}


def test_quotes_are_parted_and_linked_and_stay_so(editor, story, settings, tmp_path):
    settings.TAGGER_FOLDER = tmp_path
    compare(story)
    one, other, *_ = a_shared_utterance(story)
    press(editor, one, f"apart-{other.pk}")
    compare(story)
    assert not together(story, one, other)
    stranger = Quote.objects.filter(article__outlet__listed=True).exclude(article=one.article).exclude(text=one.text)[0]
    press(editor, one, "same", other=stranger.pk)
    compare(story)
    assert together(story, one, stranger)
    press(editor, one, f"loose-{stranger.pk}")
    compare(story)
    assert not together(story, one, stranger)
    assert list(QuoteTie.objects.values_list("one", "other", "same")) == [(one.pk, other.pk, False)]


def test_words_of_editors_that_go_against_each_other_are_refused(editor, story):
    one, other, third, *_ = a_shared_utterance(story)
    press(editor, one, "same", other=other.pk)
    press(editor, other, "same", other=third.pk)
    page = press(editor, one, f"apart-{third.pk}")
    assert "undo those first" in told(page)
    assert QuoteTie.objects.count() == 2


@pytest.mark.parametrize("do", ["ends", "speaker", "label", "same"])
def test_each_decision_is_undone(editor, story, do, django_user_model):
    quote, other = a_shared_utterance(story)[:2]
    speaker = Speaker.objects.create(slug="ada-lind", name="Ada Lind", kind="person")
    before = Quote.objects.filter(pk=quote.pk).values().get()
    shorter = quote.text.rsplit(" ", 1)[0]
    press(editor, quote, do, words=shorter, speaker=speaker.pk, label="translated", other=other.pk)
    assert Quote.objects.filter(pk=quote.pk).values().get() != before
    decisions.undo(Decision.objects.get(), User.objects.get(username="editor"), "Wrong.", factories.FIRST)
    assert Quote.objects.filter(pk=quote.pk).values().get() == before
    assert not [*QuoteLabel.objects.all(), *QuoteTie.objects.all()]


# Roles, and what it costs


@pytest.mark.parametrize("do", ["accept", "hide", "ends", "speaker", "label", "same"])
@pytest.mark.parametrize(("role", "comes"), [(REPORTER, "proposed"), (EDITOR, "done"), (CHIEF, "done")])
def test_reporters_propose_and_editors_carry_out(client, story, role, comes, do):
    quote, other = a_shared_utterance(story)[:2]
    before = Quote.objects.filter(pk=quote.pk).values().get()
    shorter = quote.text.rsplit(" ", 1)[0]
    press(member(client, role), quote, do, words=shorter, named="Bo Ek", speaker="", label="translated", other=other.pk)
    assert Decision.objects.get().state == comes
    if comes == "proposed":
        assert Quote.objects.filter(pk=quote.pk).values().get() == before
        assert not [*QuoteLabel.objects.all(), *QuoteTie.objects.all()]


def test_an_auditor_looks_and_changes_nothing(client, story):
    member(client, AUDITOR)
    quote = first(story)
    page = soup_of(client, address(quote))
    assert not page.select("button[name=do]")
    sent = {"do": "accept", "spans": "[[0, 1]]", "words": "x"}
    assert client.post(address(quote), sent).status_code == 403
    assert not Decision.objects.exists()


def test_who_is_not_of_the_desk_sees_no_quote(client, story):
    client.force_login(User.objects.create(username="guest", is_staff=True))
    assert client.get(address(first(story))).status_code == 403


def test_the_page_costs_the_same_in_a_story_of_any_size(editor):
    costs = []
    for count in (2, 6):
        made = factories.full_story(count, utterances=count * 2, review=False)
        costs.append(cost_of(editor, address(first(made))))
        made.articles.all().delete()
    assert costs[0] == costs[1]


def test_the_script_is_a_file_of_our_own(editor, story):
    page = soup_of(editor, address(first(story)))
    assert all(script.get("src") or script.get("type") == "application/json" for script in page.select("script"))
    assert page.select_one(".keys[hidden] input[type=checkbox]")
