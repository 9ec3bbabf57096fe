"""What is taken down is in no answer of any address of the site: all of them, as they are registered, are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.conf import settings as configured
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone

from aggregator.models import Article, Outlet, Quote
from coverage.models import ClaimGroup, ReadyPage, Story, TakedownRequest
from coverage.ready_pages import make_ready
from coverage.search.writing import index_story
from coverage.takedown import Why, accept, take_down, take_down_outlet
from tests.site.edits import an_edit
from tests.site.recognised import recognised_story

pytestmark = pytest.mark.django_db

ITS_OWN = re.compile(r"\bzbz\d+\b|Headline b\b")
"""TechCrunch's words, and its headline."""
ASKED = {
    "search/": ["q=headline", "q=outlet:techcrunch"],
    "search/feed": ["q=headline"],
    "api/v1/search": ["q=headline"],
    "api/v1/articles": ["outlet=techcrunch"],
    "api/v1/quotes": ["outlet=techcrunch"],
    "compare": ["a=techcrunch&b=cnn", "a=cnn&b=techcrunch&only=differences"],
    "oembed": ["url=http://testserver/s/{story}/", "url=http://testserver/q/{quote}/", "url=http://testserver/c/{claim}/"],
}  # fmt: skip
"""What is asked for at an address besides nothing."""
LIKE = {"day": ["2022-06-17"], "reference": ["none"], "part": ["0", "1"], "str:slug": ["x"]}


@pytest.fixture
def story(settings, tmp_path) -> Story:
    """A story with a page that is ready and pages that are kept, and an edit of TechCrunch's text."""
    settings.TAGGER_FOLDER = tmp_path
    made = recognised_story()
    an_edit(made.articles.get(outlet__slug="techcrunch"), ("zbz1000", "zbz9999"))
    index_story(made)
    settings.KEEP_PAGES, settings.PAGE_SECONDS = True, 0
    assert make_ready(made.pk, timezone.now())
    return made


def addresses(story: Story) -> list[str]:
    """Every public address, with the numbers and names of what the story has of TechCrunch; in both languages."""
    of_it = {"article__outlet__slug": "techcrunch"}
    groups = ClaimGroup.objects.filter(clearest__article__outlet__slug="techcrunch")
    quotes = Quote.objects.current().filter(**of_it)
    numbers = {
        "s": [story.pk],
        "c": list(groups.values_list("pk", flat=True)[:2]),
        "q": [quotes.earliest("pk").pk, quotes.latest("pk").pk],
        "a": [Article.objects.get(outlet__slug="techcrunch").pk],
    }
    names = {"o": ["techcrunch"], "p": list(quotes.values_list("speaker__slug", flat=True)[:1])}
    found: list[str] = []
    for pattern in _patterns(get_resolver().url_patterns):
        kind = pattern.removeprefix("api/v1/").removeprefix("fr/")[:1]
        parts = re.split(r"(<[^>]+>)", pattern)
        for chosen in product(*(_values(part, kind, numbers, names) if part[:1] == "<" else [part] for part in parts)):
            plain = "".join(chosen)
            asked = [query for start, queries in ASKED.items() if start in plain for query in queries]
            told = {"story": story.pk, "quote": numbers["q"][0], "claim": numbers["c"][0]}
            found += [f"/{plain}", *(f"/{plain}?{query.format(**told)}" for query in asked)]
    return found


def _values(part: str, kind: str, numbers: dict[str, list[int]], names: dict[str, list[str]]) -> list[str]:
    sort, _, name = part.strip("<>").partition(":")
    name = name or sort
    if name in LIKE or f"{sort}:{name}" in LIKE:
        return LIKE.get(name) or LIKE[f"{sort}:{name}"]
    if name in ("pk", "slug"):
        return [str(one) for one in numbers.get(kind) or names[kind]]
    return get_converters()[sort].regex.split("|")


def _patterns(patterns: list[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver) and isinstance(one.pattern, LocalePrefixPattern):
            yield from (f"{language}{route}" for language in ("", "fr/") for route in _patterns(one.url_patterns))
        elif isinstance(one, URLResolver) and not route.startswith(configured.ADMIN_PATH):
            yield from _patterns(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route


def body(answer: HttpResponseBase) -> str:
    parts = answer.streaming_content if answer.streaming else [answer.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode(errors="replace")


def telling(client, own: re.Pattern[str], among: list[str]) -> list[str]:
    """The addresses whose answers have the words, read to the end of where they lead."""
    return [address for address in among if own.search(body(client.get(address, follow=True)))]


def of_article(story: Story, user: Any) -> re.Pattern[str]:
    take_down([story.articles.get(outlet__slug="techcrunch").pk], Why("The author asked for it.", timezone.now()))
    return ITS_OWN


def of_outlet(story: Story, user: Any) -> re.Pattern[str]:
    take_down_outlet(Outlet.objects.get(slug="techcrunch"), Why("Its owner asked for it.", timezone.now()))
    return ITS_OWN


def of_quote(story: Story, user: Any) -> re.Pattern[str]:
    quote = Quote.objects.current().filter(article__outlet__slug="techcrunch").earliest("pk")
    told = {"extent": "quote", "ground": "rights", "statement": "Mine.", "place": f"q/{quote.pk}"}
    asked = TakedownRequest.objects.create(address=f"http://testserver/q/{quote.pk}/", **told)
    accept(asked, Why("Its speaker asked for it.", timezone.now()), user)
    return re.compile(re.escape(quote.text))


@pytest.mark.parametrize("removed", [of_article, of_outlet, of_quote])
def test_nothing_of_what_was_taken_down_is_at_any_address(client, admin_user, story, removed):
    asked = addresses(story)
    assert len(asked) > 200
    before = telling(client, ITS_OWN, asked)
    assert len(before) > 60
    own = removed(story, admin_user)
    assert not ReadyPage.objects.filter(story=story).exists()
    assert telling(client, own, before) == []
