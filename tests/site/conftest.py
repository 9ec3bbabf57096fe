"""Every test of the site may use the database."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _database(db):
    """Pages read rows."""
