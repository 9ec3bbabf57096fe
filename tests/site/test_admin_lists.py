"""The desk's page for lists of sources: who may, what is told, what is refused."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile

from aggregator.listing.opml import LARGEST, ListedSource, Outline, write_opml
from aggregator.models import Outlet
from aggregator.outlets.added import know
from tests.site.pages import soup_of, words

PAGE = "/admin/aggregator/outlet/opml/"
GOOD = write_opml("x", [Outline("", (ListedSource("Gazette <b>&</b>", "https://gazette.invalid/f"),))])


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    know(())


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def send(client, body: bytes):
    return client.post(PAGE, {"file": SimpleUploadedFile("list.opml", body)})


def test_an_editor_finds_the_page_from_the_outlets_and_adds_a_list(editor):
    assert soup_of(editor, "/admin/aggregator/outlet/").select_one(f"a[href='{PAGE}']")
    assert soup_of(editor, PAGE).select_one("label[for=id_file]")
    answer = send(editor, GOOD)
    outlet = Outlet.objects.exclude(added=None).get()
    assert outlet.name == "Gazette <b>&</b>"
    assert "Gazette &lt;b&gt;&amp;&lt;/b&gt;" in answer.text
    assert "1 outlet and 1 feed added." in answer.text
    assert LogEntry.objects.get().change_message == "Added by a list of sources"
    assert outlet.slug in editor.get("/outlets.css").text
    assert editor.get(f"/o/{outlet.slug}/").status_code == 200


def test_what_is_refused_is_told_with_its_reason(editor):
    sources = (ListedSource("A", "http://127.0.0.1/<script>"), ListedSource("B", "javascript:alert(1)"))
    answer = send(editor, write_opml("x", [Outline("", sources)]))
    assert "0 outlets and 0 feeds added, 2 refused." in answer.text
    assert "javascript:alert(1): scheme not allowed" in answer.text
    assert "/<script>" not in answer.text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body/></opml>', "document type not allowed"),
        (b"no list", "not XML"),
        (b"x" * (LARGEST + 1), "too large"),
        (b"", "empty"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_beside_the_field(editor, body, told):
    answer = send(editor, body)
    assert answer.status_code == 200
    assert told in words(BeautifulSoup(answer.content.decode(), "lxml").select_one(".errorlist"))
    assert not Outlet.objects.exclude(added=None).exists()


def test_only_who_may_add_outlets_may_add_lists(client):
    assert client.get(PAGE).status_code == 302
    user = User.objects.create(username="reporter", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_outlet"))
    client.force_login(user)
    assert client.get(PAGE).status_code == 403
    assert send(client, GOOD).status_code == 403
    assert not soup_of(client, "/admin/aggregator/outlet/").select_one(f"a[href='{PAGE}']")
    assert not Outlet.objects.exclude(added=None).exists()
