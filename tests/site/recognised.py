"""A story of which every word of every article can be told wherever it appears, and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import count

from aggregator.models import Article, Outlet
from coverage.models import Difference, Passage, Story
from tests.site import factories
from tests.site.made_once import made_once

WORD = re.compile(r"\bz([a-z])z\d+\b")


@made_once
def recognised_story() -> Story:
    """A story of which every word of every article can be recognised: "zaz17" is a word of the first article."""
    found = factories.outlets()
    review, _ = Outlet.objects.get_or_create(slug="press-review", name="Press review", monogram="PR", listed=False)
    articles = [_article(outlet, letter, i) for i, (outlet, letter) in enumerate(zip(found, "abcdef", strict=True))]
    second = _article(review, "g", 9)
    made = factories.story([*articles, second])
    for index in range(40):
        rows = [(one.outlet, "own" if index % 2 else "cites", [_claim(one, index)]) for one in articles]
        group = factories.claim_group(made, rows if index < 20 else rows[index % 6 : index % 6 + 1])
        claims = [claim for cell in group.cells.all() for claim in cell.claims.all()]
        if index < 8:
            _differ(made, claims)
    for index in range(30):
        quotes = [_quote(one, index) for one in (articles if index < 12 else articles[index % 6 : index % 6 + 1])]
        changes = [["removed", quotes[0].text], ["added", quotes[-1].text]]
        renderings = [("verbatim", [["same", quotes[0].text]]), *[("reworded", changes) for _ in quotes[1:]]]
        if index < 10:
            quotes.append(_quote(second, index, carried_from=found[index % 6], translated=True))
            renderings.append(("translated", changes))
            Passage.objects.create(story=made, quote=quotes[-1], claim=articles[index % 6].claims.earliest("pk"))
        factories.quote_group(made, quotes, renderings)
    return made


def characters(page) -> Counter[str]:
    """By article, the characters of its words that are read on a page, each with the space after it (but the last).

    What a page says again to machines is not counted twice: another test holds it to the words that are read.
    """
    return characters_in(str(node) for node in page.find_all(string=True) if node.parent.name != "script")


def characters_in(texts: Iterable[str]) -> Counter[str]:
    """The same of any texts."""
    shown: Counter[str] = Counter()
    for text in texts:
        found: Counter[str] = Counter()
        for word in WORD.finditer(text):
            found[word[1]] += len(word[0]) + 1
        shown.update({letter: size - 1 for letter, size in found.items()})
    return shown


def _article(outlet: Outlet, letter: str, index: int) -> Article:
    number = count()
    text = "\n\n".join(" ".join(f"z{letter}z{next(number)}" for _ in range(25)) for _ in range(80))
    return factories.article(outlet, text, f"Headline {letter}", factories.FIRST + timedelta(minutes=index))


def _claim(of: Article, index: int):
    assert of.snapshot
    text = of.snapshot.text.split("\n\n")[index]
    start = of.snapshot.text.index(text)
    return factories.claim(of, text, figures=[{"start": start + 60, "end": start + 64}])


def _quote(of: Article, index: int, **fields):
    assert of.snapshot
    return factories.quote(of, of.snapshot.text.split("\n\n")[40 + index], **fields)


def _differ(story, claims) -> None:
    sides = [
        {"value": one.text[:50].rsplit(" ", 1)[0], "evidence": [[one.pk, one.start + 10, one.start + 20]]}
        for one in claims
    ]
    Difference.objects.create(story=story, kind="order", topic=claims[0].text[:40], sides=sides)
