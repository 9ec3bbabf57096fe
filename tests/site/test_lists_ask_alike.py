"""Every list of the desk asks the database as often with many rows as with few: plain, filtered and searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.site.desk_pages import listed
from tests.site.every_row import every_row

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 6
CHOICES = 12
"""Of one filter, at most: what a list has a hundred thousand of is searched for, not chosen from."""


def test_no_list_asks_more_when_it_has_more_and_no_filter_offers_every_row(client):
    for number in range(FEW):
        every_row(number)
    client.force_login(User.objects.get(username="ada-0"))
    for model in admin.site._registry:
        looked_at(client, listed(model))  # what is asked once and remembered is not counted
    few, offered = {}, {}
    for model in admin.site._registry:
        few[listed(model)], page = looked_at(client, listed(model))
        filters = page.select("#changelist-filter details")
        offered[listed(model)] = most(filters)
        few |= {address: looked_at(client, address)[0] for address in ways(model, filters)}
    assert len(few) > 100
    assert max(few.values()) <= 30
    for number in range(FEW, MANY):
        every_row(number)
    more, grown = {}, {}
    for address, before in few.items():
        now, page = looked_at(client, address)
        more |= {address: (before, now)} if now > before else {}
        choices = most(page.select("#changelist-filter details"))
        grown |= {address: choices} if choices > max(CHOICES, offered.get(address, choices)) else {}
    assert (more, grown) == ({}, {})


def ways(model: type, filters: Sequence[Tag]) -> Iterator[str]:
    """The list by the last choice of each of its filters, and searched."""
    for found in filters:
        *_, last = found.select("ul a")
        yield listed(model) + str(last["href"])
    if admin.site._registry[model].search_fields:
        yield f"{listed(model)}?q=a"


def most(filters: Sequence[Tag]) -> int:
    """The choices of the filter that offers most."""
    return max((len(found.select("ul a")) for found in filters), default=0)


def looked_at(client: Client, address: str) -> tuple[int, BeautifulSoup]:
    """How often the database was asked for a page, and the page."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked), BeautifulSoup(answer.content.decode(), "lxml")
