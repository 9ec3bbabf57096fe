"""The search index of an earlier release becomes this one's while the site runs."""

from __future__ import annotations

import pytest
from django.db import connection

from coverage.search import index
from coverage.searching.index_words import KINDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.on_services]

NEW = {f"coverage_found_{kind}" for kind in KINDS}


def valid_indexes() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indrelid = 'coverage_searchentry'::regclass AND indisvalid"
        )
        return {name for (name,) in cursor.fetchall()}


def test_the_one_index_of_all_kinds_gives_way_to_one_a_kind_and_what_broke_off_is_made_again() -> None:
    with connection.cursor() as cursor:
        for name in NEW - {"coverage_found_quote", "coverage_found_claim"}:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'coverage_found_claim'::regclass")
        cursor.execute("CREATE INDEX coverage_searchwords ON coverage_searchentry USING gin (words)")
    assert not valid_indexes() >= NEW

    for _ in range(2):
        index.renew()
        assert valid_indexes() >= NEW
        assert "coverage_searchwords" not in valid_indexes()
