"""A number of articles → a filled database, then an address a line → milliseconds that the site needs to answer it.

Started by `side_by_side.py`. What is kept between requests is off: every answer is made anew.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path

import django

sys.path[:0] = [str(Path(__file__).resolve().parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aggregator.settings")
os.environ["KEEP_PAGES"] = "0"

QUERIES = 40


def main() -> None:
    """Fill, tell what there is to ask, answer."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from edition import USUAL, Edition

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    edition = Edition()
    story = edition.large()
    edition.usual(int(sys.argv[1]) // USUAL.articles)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    words = edition.common_words()
    told = {"front": ["/"], "story": [story.get_absolute_url()]}
    told["search"] = [f"/search/?q={q}" for q in full(words)]
    told["searches"] = [f"/search/?q={q}" for q in asked(words)]
    tell(told)
    client = Client(raise_request_exception=True, headers={"Host": "localhost"})
    for line in sys.stdin:
        gc.collect()
        started = time.perf_counter()
        response = client.get(json.loads(line))
        taken = time.perf_counter() - started
        if response.status_code != 200:
            sys.exit(f"{line.strip()}: {response.status_code}")
        tell(taken * 1000)


def full(words: list[str]) -> list[str]:
    """Queries that fill their page however few articles there are: what is left is the cost of finding."""
    found = []
    for n in range(QUERIES):
        slip = words[n][:2] + words[n][3:] if len(words[n]) > 4 else words[n]
        found += [words[n], f"{words[n // 4]}+{words[n // 4 + 1]}", slip, f"{words[n]}+outlet:cnn"]
    return found


def asked(words: list[str]) -> list[str]:
    """Queries as readers type them: common and rare words, one with a slip, an outlet's, a phrase, from a day on."""
    found = []
    for n in range(QUERIES):
        common, middling, rare = words[n], words[200 + 13 * n], words[3000 + 500 * n]
        slip = middling[:2] + middling[3:] if len(middling) > 4 else middling
        found += [common, f"{common}+{words[n + 40]}", rare, f"{common}+{middling}", slip,
                  f"{middling}+outlet:cnn", f"{common}+after:2025-01-18", f"%22{common}+{words[n + 1]}%22"]  # fmt: skip
    return found


def tell(what: object) -> None:
    """One line for whoever asks."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
