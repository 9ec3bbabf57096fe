"""The readers' site in French: addresses of its own, every message translated, the outlets' words marked as English."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Comment
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from aggregator.models import Claim, Outlet, Quote
from coverage.comparing.wording import Wording
from coverage.feeds.corrected import TITLES
from coverage.languages import bare, editions, in_words
from coverage.management.commands import makemessages
from coverage.models import Correction, Story, Tombstone
from coverage.templatetags.shown import marked, quoted, told_day, told_moment, worded
from tests.site import factories
from tests.site.pages import PARTS, address_of, soup_of, words

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"
PAGES = [
    "/", "/day/2022-06-17/", "/o/", "/o/buzzfeednews/", "/feeds/", "/about/", "/bot/", "/corrections/", "/takedown/",
    "/search/", "/search/?q=cranes", "/search/?q=outlet:nobody", "/search/?q=zzzz", "story", "review", *PARTS,
]  # fmt: skip
_SLOT = re.compile(r"%\(\w+\)[sd]|%s|\{\w*\}")
_TAG = re.compile(r"</?\w+")


def messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="fr") if message.id]


def forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def french(story: Story, address: str) -> str:
    return f"/fr{address_of(story, address) if address != 'review' else f'/s/{story.pk}/review/'}"


@pytest.fixture
def story():
    return factories.full_story()


def test_no_message_is_left_in_english_or_in_doubt():
    missing = [message.id for message in messages() if not all(forms(message.string)) or message.fuzzy]
    assert not missing


def named(found: Iterable[Message]) -> set[tuple[str | None, tuple[str, ...]]]:
    """Messages by what they go by."""
    return {(_text(message.context), tuple(forms(message.id))) for message in found if message.id}


def _text(context: str | bytes | None) -> str | None:
    return context.decode() if isinstance(context, bytes) else context


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_every_message_of_the_code_stands_in_the_catalogue(settings, monkeypatch):
    found: list[Message] = []

    def look_into(_command, template, _locale):
        written = Path(template).read_bytes().replace(b"nplurals=INTEGER; plural=EXPRESSION", b"nplurals=2; plural=n>1")
        found.extend(read_po(BytesIO(written)))

    monkeypatch.chdir(settings.BASE_DIR)
    monkeypatch.setattr(makemessages.Command, "write_po_file", look_into)
    call_command("makemessages", locale=["fr"], verbosity=0)
    assert named(found) == named(messages())  # else: make messages


def test_every_translation_keeps_what_is_filled_in_and_its_markup():
    for message in messages():
        own = forms(message.id)
        for text in forms(message.string):
            kept = [set(_SLOT.findall(one)) for one in own]
            assert set(_SLOT.findall(text)) in kept, message.id
            assert sorted(_TAG.findall(text)) == sorted(_TAG.findall(own[-1])), message.id


def test_french_is_written_with_its_own_quotation_marks_and_spaces():
    for message in messages():
        for text in forms(message.string):
            assert not re.search(r"[“”']|« | [»;!?]| :|[^\s\u202f«](?<!https)(?<!http)[;!?]", text), text


def test_the_compiled_catalogue_says_what_the_written_one_says():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = list(read_mo(file))
    assert named(compiled) == named(messages())
    said = {tuple(forms(message.id)): forms(message.string) for message in compiled}
    assert not [one.id for one in messages() if said[tuple(forms(one.id))] != forms(one.string)]


def english_phrases() -> tuple[set[str], set[str]]:
    """What the site says in English: whole texts, and phrases of two words or more that may stand amid others."""
    french_texts = {text.strip() for message in messages() for text in forms(message.string)}
    whole, amid = set(), set()
    for message in messages():
        for text in forms(message.id) if not message.context else ():
            pieces = [piece.strip(" .,:;()") for piece in re.split(rf"{_SLOT.pattern}|<[^>]*>", text)]
            whole |= {text.strip()} - french_texts
            amid |= {piece for piece in pieces if len(piece.split()) > 2} - french_texts
    return whole, amid


def read_texts(page: BeautifulSoup) -> list[str]:
    """Each text and each label of a page that no element marks as another language's."""
    for other in page.select("[lang]:not(html), script, code, kbd"):
        other.decompose()
    texts = [str(text) for text in page.find_all(string=True) if not isinstance(text, Comment)]
    for name in ("aria-label", "title", "alt", "placeholder", "content"):
        texts += [str(node[name]) for node in page.select(f"[{name}]")]
    return [" ".join(text.split()) for text in texts if text.strip()]


@pytest.mark.parametrize("address", [*PAGES, "/nowhere/"])
def test_a_french_page_says_nothing_in_english_but_the_outlets_words(client, story, address):
    response = client.get(french(story, address))
    assert_french(BeautifulSoup(response.content.decode(), "lxml"))


def test_corrections_of_every_kind_say_nothing_in_english_but_what_people_wrote(client, story):
    quote, claim = Quote.objects.first(), Claim.objects.filter(article__outlet__listed=True).first()
    cnn = Outlet.objects.get(slug="cnn")
    both = {"speaker": ("Karin Holm", "Ada Berg"), "source": ("Karin Holm", "Ada Berg"), "label": ("", "verbatim")}
    both |= {"stance": ("own", ""), "sentence": ("Forty cranes.", ""), "ends": ("", ""), "out": ("", ""), "": ("", "")}
    for kind, what in TITLES:
        old, new = both[what] if kind in ("quote", "claim") else ("1", "The harbour") if kind != "moved" else ("2", "")
        about = {"quote": quote} if kind == "quote" else {"claim": claim} if kind == "claim" else {}
        outlet = cnn if what == "stance" else None
        Correction.objects.create(
            story=story, kind=kind, what=what, subject=str(story), old=old, new=new, outlet=outlet, **about
        )
    page = BeautifulSoup(client.get("/fr/corrections/").content.decode(), "lxml")
    assert len(page.select(".corrections > li")) == len(TITLES)
    assert_french(page)


def assert_french(page: BeautifulSoup) -> None:
    assert page.html
    assert page.html["lang"] == "fr"
    whole, amid = english_phrases()
    texts = read_texts(page)
    assert not [text for text in texts if text.strip(" .,:;()") in whole or text in whole]
    assert not [(text, phrase) for text in texts for phrase in amid if phrase in text]
    assert any("Méthode" in text for text in texts)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_and_its_french_twin_lead_to_each_other(client, story, address):
    for path, code, other in ((french(story, address)[3:], "en", "fr"), (french(story, address), "fr", "en")):
        response = client.get(path)
        page = BeautifulSoup(response.content.decode(), "lxml")
        assert response.headers["Content-Language"] == page.html["lang"] == code
        there = page.select_one(f"footer a[hreflang={other}]")
        assert there["lang"] == other
        assert client.get(there["href"]).headers["Content-Language"] == other
        assert "?" not in path or there["href"].endswith(path.split("?")[1].replace(":", "%3A"))
        twins = {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate][hreflang]")}
        plain = path.split("?")[0].removeprefix("/fr")
        site = settings.SITE_URL
        assert twins == {"en": site + plain, "x-default": site + plain, "fr": f"{site}/fr{plain}"}
        assert page.select_one("link[rel=canonical]")["href"] == site + path.split("?")[0]


def test_neither_a_header_nor_a_cookie_chooses_the_language(client, story):
    for path in ("/", "/fr/"):
        plain = client.get(path)
        asked = client.get(path, headers={"Accept-Language": "fr" if path == "/" else "en"})
        assert asked.content == plain.content
        assert "Language" not in plain.headers.get("Vary", "")
        assert "Cookie" not in plain.headers.get("Vary", "")
        assert not plain.cookies


def test_machines_have_one_address_for_all_languages(client, story):
    page = soup_of(client, french(story, "story"))
    links = [link["href"] for link in page.select("link[rel=alternate][type]")]
    assert links
    assert not [href for href in links if href.startswith("/fr/")]
    for path in ("/feeds/stories.rss", "/api/v1/stories", "/sitemap.xml", "/robots.txt", "/outlets.css"):
        assert client.get(f"/fr{path}").status_code == 404
        assert "/fr/" not in client.get(path).content.decode()


def test_a_french_address_leads_on_in_french(client, story):
    assert client.get(f"/fr/s/{story.pk}/").headers["Location"] == f"/fr{story.get_absolute_url()}"
    assert client.get("/fr").headers["Location"] == "/fr/"
    assert client.get(f"/fr/s/{story.pk}-x/timeline/").headers["Location"] == f"/fr/s/{story.pk}/timeline/"
    hrefs = [link["href"] for link in soup_of(client, "/fr/").select("main a[href^='/']")]
    assert hrefs
    assert all(href.startswith("/fr/") for href in hrefs)


def test_what_was_taken_down_says_so_in_french(client, story):
    Tombstone.objects.create(place="c/77", kind="claim", why="The author asked for it.", removed_at=timezone.now())
    gone = client.get("/fr/c/77/")
    assert gone.status_code == 410
    assert "Ceci a été retiré" in gone.content.decode()
    assert '<span lang="en">The author asked for it.</span>' in gone.content.decode()


def test_what_breaks_breaks_in_french(story, monkeypatch):
    monkeypatch.setattr("coverage.front_page.newest_days", lambda: 1 / 0)
    client = Client(raise_request_exception=False)
    assert "Something broke on our side" in client.get("/").content.decode()
    page = BeautifulSoup(client.get("/fr/").content.decode(), "lxml")
    assert page.html["lang"] == "fr"
    assert "Quelque chose a cassé de notre côté" in words(page)
    assert page.select_one(".notice a")["href"] == "/fr/"


@pytest.mark.parametrize("address", ["/", "story", "claims", "/o/", "/search/?q=cranes"])
def test_french_costs_no_query_more(client, story, django_assert_num_queries, address):
    with CaptureQueriesContext(connection) as english:
        client.get(french(story, address)[3:])
    with django_assert_num_queries(len(english)):
        client.get(french(story, address))


def test_the_outlets_words_are_marked_on_a_french_page_alone(client, story):
    there = soup_of(client, french(story, "story"))
    assert there.select_one("h1")["lang"] == "en"
    assert all(q["lang"] == "en" for q in there.select("q"))
    assert not soup_of(client, story.get_absolute_url()).select("main [lang]")


def test_marked_words_cannot_break_out():
    with translation.override("fr"):
        assert quoted('<b>"x"') == '«\u202f<span lang="en">&lt;b&gt;“x”</span>\u202f»'
        assert worded(Wording("cites {name}", name="<b>")) == 'cite <span lang="en">&lt;b&gt;</span>'
        assert marked("<b>") == '<span lang="en">&lt;b&gt;</span>'
    assert worded(Wording("cites {name}", name="<b>")) == "cites <b>"
    assert marked("<b>") == "<b>"
    assert quoted("<b>") == "“<b>”"  # plain text, which the template escapes


def test_days_and_times_are_told_as_the_language_tells_them():
    first = factories.FIRST.replace(day=1)
    assert told_moment(first) == "1 June 2022, 15:31 UTC"
    assert told_day(first, "weekday") == "Wednesday, 1 June 2022"
    with translation.override("fr"):
        assert told_moment(first) == "1er juin 2022, 15:31 UTC"
        assert told_moment(factories.FIRST, "short") == "17 juin, 15:31 UTC"
        assert told_day(first.date(), "weekday") == "mercredi 1er juin 2022"
        assert told_moment(first, "full", day_only=True) == "1er juin 2022"


def test_a_label_of_the_core_is_put_into_the_language_with_what_fills_it():
    label = Wording("could not be read: {why}", why=Wording("not compared yet"))
    assert in_words(label) == "could not be read: not compared yet"
    with translation.override("fr"):
        assert in_words(label) == "n’a pas pu être lu\u202f: pas encore comparé"
        assert in_words(Wording("cites {name}", name="{A} & B")) == "cite {A} & B"
        assert in_words("not compared yet") == "pas encore comparé"
        assert in_words("") == ""


def test_an_address_has_one_twin_in_each_language():
    assert [(one.code, one.path, one.shown) for one in editions("/fr/o/cnn/")] == [
        ("en", "/o/cnn/", False),
        ("fr", "/fr/o/cnn/", True),
    ]
    assert [one.path for one in editions("/")] == ["/", "/fr/"]
    assert [bare(path) for path in ("/fr/", "/fr", "/frost/", "/s/1-fr/")] == ["/", "/fr", "/frost/", "/s/1-fr/"]
