"""The read-only JSON API under /api/v1/: stories, articles, outlets, quotes, claims and changes, never a full text."""
