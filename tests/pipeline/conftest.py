"""What several tests of decisions stand on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from aggregator.roster import sync_outlets


@pytest.fixture
def outlets_by_words(settings: Any, tmp_path: Path) -> None:
    """The outlets; articles are read and compared by words alone, for the encoder is tested where it is used."""
    settings.TAGGER_FOLDER = tmp_path
    sync_outlets()


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)
