"""An article's HTML → what each reader that is installed here finds in it, and the CPU seconds that it took.

`benchmarks/reading.py` runs this file in the environment of each peer and in Parallax's own. It takes one JSON object a
line on standard input, {"readers": [names in the order in which to run them], "html", "url"}, and gives one a line:
{name: {"cpu", "found": {"text", "title", "authors", "published"}, "failed": "" or why}}.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

Found = dict[str, Any]
Reader = Callable[[str, str], Found]

NO_ADDRESS = "http://unknown.invalid/"  # for the few pages that are labelled without one


def main() -> None:
    """Serve until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        asked = json.loads(line)
        url = asked["url"] or NO_ADDRESS
        told = {name: _timed(READERS[name], asked["html"], url) for name in asked["readers"]}
        answers.write(json.dumps(told) + "\n")
        answers.flush()


def _timed(reader: Reader, html: str, url: str) -> dict[str, Any]:
    gc.collect()  # else one reader pays for what the one before it threw away
    failed, found = "", {}
    start = time.process_time()
    try:
        found = reader(html, url)
    except Exception as error:
        failed = " ".join(f"{type(error).__name__}: {error}".split())[:120]
    return {"cpu": time.process_time() - start, "found": found, "failed": failed}


def _parallax(html: str, url: str) -> Found:
    from aggregator.reading.prediction import predicted_reading

    return predicted_reading(html.encode(), url, False)


def _parallax_generic(html: str, url: str) -> Found:
    from aggregator.reading.prediction import predicted_reading

    return predicted_reading(html.encode(), url, True)


def _newspaper(html: str, url: str) -> Found:
    """newspaper3k or newspaper4k, whichever is installed."""
    import newspaper

    config = newspaper.Config()
    config.fetch_images = False
    config.memoize_articles = False
    article = newspaper.Article(url, config=config)
    if hasattr(article, "set_html"):
        article.set_html(html)
        article.parse()
    else:
        article.download(input_html=html)  # newspaper4k's name for it: nothing is downloaded
        article.parse()
    published = article.publish_date
    return {
        "text": article.text,
        "title": article.title,
        "authors": list(article.authors),
        "published": published.isoformat() if hasattr(published, "isoformat") else None,
    }


def _trafilatura(html: str, url: str, precise: bool = False) -> Found:
    from trafilatura import bare_extraction

    document: Any = bare_extraction(html, url=url, include_comments=False, with_metadata=True, favor_precision=precise)
    if document is None:
        return {}
    return {
        "text": document.text,
        "title": document.title,
        "authors": [name.strip() for name in (document.author or "").split(";") if name.strip()],
        "published": document.date,
    }


def _trafilatura_precise(html: str, url: str) -> Found:
    return _trafilatura(html, url, precise=True)


def _readability(html: str, url: str) -> Found:
    """It gives markup and a title; the text is that markup's, a line for each block."""
    import lxml.html
    from readability import Document

    document = Document(html, url=url)
    summary = lxml.html.fromstring(document.summary())
    for block in summary.iter("p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "pre"):
        block.tail = f"\n{block.tail or ''}"
    lines = (re.sub(r"\s+", " ", line).strip() for line in str(summary.text_content()).split("\n"))
    return {"text": "\n".join(line for line in lines if line), "title": document.short_title()}


READERS: dict[str, Reader] = {
    "newspaper3k": _newspaper,
    "newspaper4k": _newspaper,
    "trafilatura": _trafilatura,
    "trafilatura prec.": _trafilatura_precise,
    "readability": _readability,
    "Parallax": _parallax,
    "Parallax, generic": _parallax_generic,
}


if __name__ == "__main__":
    main()
