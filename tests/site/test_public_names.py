"""Names under which corrections are signed: given, changed and taken away with a history that stays."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse

from coverage.models import PublicName
from tests.site.desk_pages import member, page_of
from tests.site.pages import soup_of, words


def test_a_public_name_keeps_who_gave_changed_and_took_it_when_and_why(client):
    member(client, "desk chief")
    editor = User.objects.create(username="grete")
    sent = {"user": editor.pk, "name": "Grete Lind", "why": "She asked for it."}
    client.post(reverse("admin:coverage_publicname_add"), sent)
    name = PublicName.objects.get()
    client.post(page_of(name), {**sent, "name": "Grete Lind-Holm", "why": "She married."})
    history = words(soup_of(client, reverse("admin:coverage_publicname_history", args=[name.pk])))
    assert "She asked for it." in history
    assert "She married." in history
    client.post(reverse("admin:coverage_publicname_delete", args=[name.pk]), {"post": "yes"})
    assert not PublicName.objects.exists()
    lines = PublicName.history.filter(id=name.pk).order_by("history_id")
    told = list(lines.values_list("history_type", "name", "history_user__username", "history_change_reason"))
    assert told == [
        ("+", "Grete Lind", "desk-chief", "She asked for it."),
        ("~", "Grete Lind-Holm", "desk-chief", "She married."),
        ("-", "Grete Lind-Holm", "desk-chief", ""),
    ]


def test_names_that_are_taken_away_together_keep_their_histories_too(client):
    member(client, "desk chief")
    names = [PublicName.objects.create(user=User.objects.create(username=one), name=one) for one in ("ada", "bo")]
    chosen = {"action": "delete_selected", "_selected_action": [name.pk for name in names], "post": "yes"}
    client.post(reverse("admin:coverage_publicname_changelist"), chosen)
    assert not PublicName.objects.exists()
    assert PublicName.history.filter(history_type="-").count() == 2
