"""A row of everything that the desk has a list of: what its pages and lists are asked for by."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from aggregator.adding import prepare
from aggregator.models import Article, Citation, Claim, Feed, FetchLog, LastRun, Outlet, Quote, Speaker, SpeakerName
from aggregator.outlets import OUTLETS
from coverage.decisions import decide
from coverage.models import Correction, Difference, Exclusion, PublicName, Story, TakedownRequest, Tombstone
from tests.site import factories, histories
from tests.site.desk_pages import another


def every_row(number: int = 1) -> dict[Any, Any]:
    """By model of the desk, one row of it. Fails where the desk has a list that nothing here is in. Asked for another
    number it makes other rows."""
    user = User.objects.create_superuser(f"ada-{number}")
    Group.objects.get_or_create(name="reporter")  # a migration made it, and tests that empty the tables take it away
    story, article = _story(number)
    quote, claim = Quote.objects.filter(article=article).earliest("pk"), Claim.objects.get(article=article)
    factories.claim_group(story, [(article.outlet, "own", [claim])])
    factories.quote_group(story, [quote])
    sides = [{"value": value, "evidence": [[claim.pk, claim.start, claim.end]]} for value in ("40", "41")]
    Difference.objects.create(story=story, kind="count", topic="cranes", sides=sides)
    given = {"article": article, "snapshot": article.snapshot, "start": 0, "end": 9, "text": "According"}
    Citation.objects.create(name="CNN", outlet=article.outlet, by="words", **given)
    histories.edited(article)
    histories.backfilled(article, f"2022-06-{number % 28 + 1:02}")
    histories.reviewed(story)
    _removed(article, number)
    speaker = Speaker.objects.create(slug=f"holm-{number}", name=f"Karin Holm {number}", kind="person")
    SpeakerName.objects.create(speaker=speaker, key=f"person holm {number}", name="Holm", kind="person")
    Quote.objects.filter(pk=quote.pk).update(speaker=speaker)
    _kept_by_hand(user, story, article, number)
    _beside(user, article, number)
    rows = {model: model._default_manager.order_by("-pk").first() for model in admin.site._registry}
    missing = [model.__name__ for model, row in rows.items() if row is None]
    assert not missing, missing
    return rows


def _story(number: int) -> tuple[Story, Article]:
    said = f"The {number} cranes stay where they are"
    article = factories.article(factories.outlets(1)[0], f"According to CNN. “{said},” said Karin Holm.", said)
    factories.quote(article, said)
    factories.claim(article, f"“{said},” said Karin Holm.")
    return factories.story([article], title=f"Cranes, part {number}"), article


def _removed(article: Article, number: int) -> None:
    asked = TakedownRequest.objects.create(address=article.url, ground="rights", statement="Mine.", article=article)
    values = {"outlet": article.outlet, "why": "The author asked for it.", "request": asked}
    Tombstone.objects.create(place=f"a/{900_000 + number}", kind=Tombstone.Kind.ARTICLE, **values)


def _kept_by_hand(user: User, story: Story, article: Article, number: int) -> None:
    PublicName.objects.create(user=user, name=f"Ada Lind {number}")
    Exclusion.objects.create(story=story, article=another(f"The ferry {number}"))
    asked = {"stories": [story.pk], "values": {"title": f"Cranes {number}"}}
    decided = decide(user, "edit", asked, "Shorter.", factories.FIRST)
    assert Correction.objects.filter(decision=decided).exists()
    LogEntry.objects.log_actions(user.pk, Story.objects.filter(pk=story.pk), CHANGE, "Renamed", single_object=True)
    prepare([article.url], user, factories.FIRST)
    TOTPDevice.objects.create(user=user, name="phone", confirmed=False)  # the password alone lets them in
    StaticDevice.objects.create(user=user, name="paper", confirmed=False)


def _beside(user: User, article: Article, number: int) -> None:
    slug = sorted(OUTLETS)[number % len(OUTLETS)]
    outlet, _ = Outlet.objects.get_or_create(slug=slug, defaults={"name": OUTLETS[slug].name})
    address = f"https://{slug}.example/{number}.xml"
    Feed.objects.create(outlet=outlet, url=address, named_url=address, kind="feed")
    FetchLog.objects.create(url=article.url, outcome="ok")
    LastRun.objects.create(name=f"coverage.assemble-{number}", ended_at=factories.FIRST)
