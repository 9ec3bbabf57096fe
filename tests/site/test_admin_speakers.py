"""Speakers at the desk: looked up, merged, split, renamed and put right, as an editor does it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from aggregator.models import Claim, Quote, Speaker, SpeakerName
from tests.site import factories
from tests.site.desk_pages import act, asked, listed, page_of, told
from tests.site.pages import soup_of, words

SAID = ("The dam is safe", "Nobody is at risk", "The road is shut", "I won the race")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def two() -> tuple[Speaker, Speaker]:
    """Maud Oakley with three quotes in as many articles, and Madeleine Oakley with one."""
    for number, said in enumerate(SAID):
        quoted(said, "Madeleine Oakley" if number == 2 else "Maud Oakley", number)
    return Speaker.objects.get(slug="maud-oakley"), Speaker.objects.get(slug="madeleine-oakley")


def quoted(said: str, name: str, number: int = 0, **fields) -> Quote:
    outlet = factories.outlets()[number % 6]
    article = factories.article(outlet, f"“{said},” said {name}. No. {number}.")
    named = {"speaker_name": name, "speaker_words": name, "speaker_resolution": "as written"}
    return factories.quote(article, said, **{**named, **fields})


def send(client: Client, row, **changes) -> BeautifulSoup:
    """Open a row's page, change some fields of its form, and save."""
    form = soup_of(client, page_of(row)).select_one(f"form#{row._meta.model_name}_form")
    sent = {}
    assert form
    for field in form.select("[name]"):
        chosen = field.select_one("option[selected]") if field.name == "select" else None
        if field.get("type") == "submit" or (field.get("type") == "checkbox" and not field.has_attr("checked")):
            continue
        sent[field["name"]] = chosen["value"] if chosen else field.get("value", "")
    response = client.post(page_of(row), sent | changes, follow=True)
    return BeautifulSoup(response.content.decode(), "lxml")


def test_the_list_counts_names_quotes_and_articles(editor, two):
    rows = soup_of(editor, f"{listed(Speaker)}?q=oakley").select("#result_list tbody tr")
    assert [[words(cell) for cell in row.select("th, td")[1:6]] for row in rows] == [
        ["Madeleine Oakley", "person", "1", "1", "1"],
        ["Maud Oakley", "person", "1", "3", "3"],
    ]


def test_a_speaker_is_found_by_a_name_it_was_seen_under(editor, two):
    act(editor, Speaker, "merge", two, speaker=two[0].pk)
    rows = soup_of(editor, f"{listed(Speaker)}?q=madeleine").select("#result_list tbody tr th")
    assert [words(row) for row in rows] == ["Maud Oakley"]


def test_a_speakers_page_shows_its_names_and_quotes(editor, two):
    page = soup_of(editor, page_of(two[0]))
    assert [words(cell) for cell in page.select(".field-names_table td")][:3] == ["Maud Oakley", "person", "3"]
    assert len(page.select(".field-quotes_table tbody tr")) == 3
    for link in page.select(".field-names_table a, .field-quotes_table a"):
        soup_of(editor, link["href"])


def test_the_lists_and_the_page_ask_no_more_for_more_rows(editor, two, django_assert_max_num_queries):
    def asked() -> list[int]:
        counts = []
        for address in (listed(Speaker), listed(SpeakerName), page_of(two[0]), f"{listed(Quote)}?speaker={two[0].pk}"):
            soup_of(editor, address)
            with django_assert_max_num_queries(30) as queries:
                soup_of(editor, address)
            counts.append(len(queries))
        return counts

    few = asked()
    for number in range(12):
        quoted(f"Another thing, number {number}", "Maud Oakley", number)
        quoted(f"A further thing, number {number}", f"Tom Reed{chr(97 + number)}", number)
    assert asked() == few


def test_merging_asks_who_stays_and_keeps_who_did_it(editor, two):
    maud, madeleine = two
    page = act(editor, Speaker, "merge", two)
    choices = {radio["value"]: words(radio.parent) for radio in page.select("input[name=speaker]")}
    assert choices[str(maud.pk)] == "Maud Oakley (person, 1 name, 3 quotes, maud-oakley)"
    page = act(editor, Speaker, "merge", two, speaker=maud.pk)
    assert told(page) == "1 speaker merged into “Maud Oakley”."
    told_of = LogEntry.objects.get(object_id=str(madeleine.pk)).change_message
    assert told_of == "Merge speaker “Madeleine Oakley” into “Maud Oakley”: A reader wrote."
    line = Speaker.history.filter(id=madeleine.pk).latest("history_date", "history_id")
    assert (line.merged_into_id, line.history_change_reason) == (maud.pk, "A reader wrote.")
    assert LogEntry.objects.get(object_id=str(madeleine.pk)).user.username == "editor"
    assert soup_of(editor, page_of(madeleine)).select_one(f".field-leads_to a[href='{page_of(maud)}']")
    assert not soup_of(editor, page_of(madeleine)).select("[name=name]")
    assert "Choose two speakers or more" in told(act(editor, Speaker, "merge", two, speaker=maud.pk))


def test_merging_needs_an_answer_among_the_chosen(editor, two):
    other = quoted("It is cold", "Tom Reed").speaker
    assert act(editor, Speaker, "merge", two, speaker=other.pk).select(".errorlist")
    assert not Speaker.objects.exclude(merged_into=None).exists()


def test_names_are_split_off_from_the_list_that_the_page_leads_to(editor, two):
    act(editor, Speaker, "merge", two, speaker=two[0].pk)
    link = soup_of(editor, page_of(two[0])).select_one(".field-names_table a")["href"]
    assert len(soup_of(editor, link).select("[name=_selected_action]")) == 2
    name = SpeakerName.objects.get(name="Madeleine Oakley")
    page = asked(editor, SpeakerName, "split_off", [name])
    assert page.select_one("input[name=called]")["value"] == "Madeleine Oakley"
    page = act(editor, SpeakerName, "split_off", [name], called="Madeleine L. Oakley")
    assert told(page) == "1 speaker name split off to “Madeleine L. Oakley”."
    new = Speaker.objects.get(name="Madeleine L. Oakley")
    assert new.quotes.get().text == SAID[2]
    assert LogEntry.objects.filter(object_id=str(new.pk), change_message__contains="Split off").exists()
    assert "at least one must stay" in told(act(editor, SpeakerName, "split_off", [name], called="Nobody"))


def test_quotes_of_a_namesake_are_split_off(editor, two):
    race = Quote.objects.filter(text=SAID[3])
    assert asked(editor, Quote, "split_off", race).select_one("input[name=called]")["value"] == "Maud Oakley"
    page = act(editor, Quote, "split_off", race, called="Maud Oakley (rower)")
    assert told(page) == "1 quote split off to “Maud Oakley (rower)”."
    assert race.get().speaker.slug == "maud-oakley-rower"
    assert two[0].quotes.count() == 2
    assert "Choose quotes of one speaker" in told(act(editor, Quote, "split_off", Quote.objects.all(), called="X"))


def test_a_speaker_is_renamed_and_keeps_its_address(editor, two):
    send(editor, two[0], name="Maud Oakley of Harrow")
    two[0].refresh_from_db()
    assert (two[0].name, two[0].slug) == ("Maud Oakley of Harrow", "maud-oakley")
    assert quoted("It rains", "Maud Oakley", 4).speaker.name == "Maud Oakley of Harrow"


def test_a_quotes_speaker_that_is_put_right_leads_to_whom_that_is(editor, two):
    quote = quoted("It rains", "he", 4, speaker_resolution="unresolved", speaker_confidence=0.2)
    assert quote.speaker is None
    send(editor, quote, speaker_name="Maud Oakley")
    quote.refresh_from_db()
    assert (quote.speaker, quote.speaker_resolution, quote.speaker_confidence) == (two[0], "editor", 1.0)
    assert quote.reviewed


def test_a_claims_source_that_is_put_right_leads_to_whom_that_is(editor, two):
    article = two[0].quotes.first().article
    claim = factories.claim(article, article.snapshot.text[:30])
    send(editor, claim, source_name="Madeleine Oakley", source_kind="person")
    assert Claim.objects.get(pk=claim.pk).source == two[1]


def test_doubtful_speakers_are_marked_and_can_be_listed(editor, two):
    quoted("It rains", "Tom Reed", 4, speaker_confidence=0.55, speaker_resolution="pronoun")
    quoted("It snows", "she", 5, speaker_confidence=0.2, speaker_resolution="unresolved")
    nobody = {"speaker_name": "", "speaker_words": "", "speaker_resolution": "", "speaker_confidence": None}
    quoted("It hails", "nobody", 5, **nobody)
    expected = {"doubtful": {"It rains"}, "unresolved": {"It snows"}, "none": {"It hails"}, "sure": set(SAID)}
    for chosen, texts in expected.items():
        page = soup_of(editor, f"{listed(Quote)}?sure={chosen}")
        assert {words(row) for row in page.select("#result_list tbody th")} == texts
    page = soup_of(editor, f"{listed(Quote)}?sure=doubtful")
    assert words(page.select_one(".field-speaker_told")) == "Tom Reed (doubtful)"


def test_only_who_may_change_speakers_merges_and_splits_them(client, two):
    reader = User.objects.create(username="reader", is_staff=True)
    names = ("view_speaker", "view_speakername", "view_quote", "change_quote")
    reader.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(reader)
    for model in (Speaker, SpeakerName, Quote):
        offered = {option["value"] for option in soup_of(client, listed(model)).select("[name=action] option")}
        assert not offered & {"merge", "split_off"}
    address = reverse("admin:aggregator_speaker_changelist")
    client.post(address, {"action": "merge", "_selected_action": [one.pk for one in two], "speaker": two[0].pk})
    assert not Speaker.objects.exclude(merged_into=None).exists()
