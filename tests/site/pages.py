"""Pages as a reader's program sees them."""

from __future__ import annotations

from bs4 import BeautifulSoup


def soup_of(client, address: str, **headers) -> BeautifulSoup:
    """The page, which must answer 200 at this very address."""
    response = client.get(address, **headers)
    assert response.status_code == 200, f"{address}: {response.status_code} {response.headers.get('Location', '')}"
    return BeautifulSoup(response.content.decode(), "lxml")  # guessing the encoding took most of the tests' time


def words(node) -> str:
    """What is read there, white space folded."""
    return " ".join(node.get_text(" ").split())
