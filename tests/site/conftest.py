"""Every test of the site may use the database."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from coverage.roles import write_roles


@pytest.fixture(autouse=True)
def _database(db):
    """Pages read rows. A test that emptied the database before took the roles that a migration made."""
    if not Group.objects.exists():
        write_roles(apps)
