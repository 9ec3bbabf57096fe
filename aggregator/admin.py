"""The desk's pages of this package, for Django to find; those for what belongs to stories are in `coverage.admin`."""

from aggregator import admin_backfills, admin_feeds, admin_texts, admin_work

__all__ = ["admin_backfills", "admin_feeds", "admin_texts", "admin_work"]
