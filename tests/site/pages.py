"""Pages as a reader's program sees them."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext


def soup_of(client, address: str, **headers) -> BeautifulSoup:
    """The page, which must answer 200 at this very address."""
    response = client.get(address, **headers)
    assert response.status_code == 200, f"{address}: {response.status_code} {response.headers.get('Location', '')}"
    return BeautifulSoup(response.content.decode(), "lxml")  # guessing the encoding took most of the tests' time


def cost_of(client, address: str) -> int:
    """How many queries the page takes, once what a process asks for only the first time is known."""
    soup_of(client, address)
    with CaptureQueriesContext(connection) as asked:
        soup_of(client, address)
    return len(asked)


def words(node) -> str:
    """What is read there, white space folded."""
    return " ".join(node.get_text(" ").split())


PARTS = (
    "compare",
    "timeline",
    "changes",
    "claims",
    "quotes",
    "differences",
    "citations",
    "articles",
    "claim",
    "quote",
    "speaker",
)
"""The pages of a story, and of what is in it."""


def address_of(story, name: str) -> str:
    """Where a page stands that is named "story" or as in PARTS; any other name is an address itself."""
    found = {
        "story": story.get_absolute_url,
        "claim": lambda: f"/c/{story.claim_groups.first().pk}/",
        "quote": lambda: f"/q/{story.quote_groups.first().fullest_id}/",
        "speaker": lambda: "/p/karin-holm/",
    }
    return found[name]() if name in found else f"/s/{story.pk}/{name}/" if name in PARTS else name
