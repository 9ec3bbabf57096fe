"""Every test of the site may use the database."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from coverage.feeds import source
from coverage.roles import write_roles


@pytest.fixture(autouse=True)
def _database(db):
    """Pages read rows. A test that emptied the database before took the roles that a migration made."""
    if not Group.objects.exists():
        write_roles(apps)


@pytest.fixture(params=[0, 2], ids=["young", "archived"])
def archives(request, monkeypatch):
    """The queries that a feed takes more than one without archives, for what came last and for the newest archive; and
    feeds in that state. PostgreSQL goes on counting where the tests before stopped, which would else decide it."""
    monkeypatch.setattr(source, "_block", lambda followed: 1 if request.param else 10**9)
    return request.param
