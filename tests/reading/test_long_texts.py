"""A text that no article is as long as is not searched for who said what."""

from dataclasses import replace

import pytest

from aggregator.reader import read_words
from aggregator.reading.pages import read_page
from aggregator.reading.types import ReadingError


def test_it_is_refused_by_name():
    page = read_page(b"<html><title>T</title><body><p>One.</p></body></html>", "https://news.example/a")
    with pytest.raises(ReadingError, match="text too long"):
        read_words(replace(page, text="said Mr. A. " * 30_000))
