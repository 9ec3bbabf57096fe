"""What a page shows → the same for search engines: schema.org as JSON-LD. No word that is not read on the page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from aggregator.models import Article, Outlet, Speaker, SpeakerName
from coverage.comparing.columns import Grid
from coverage.comparing.one_claim import ClaimSheet
from coverage.comparing.one_quote import OneQuote
from coverage.comparing.one_speaker import Said
from coverage.comparing.quotations import Quotations, Utterance
from coverage.comparing.sheet import Sheet
from coverage.comparing.shown import Source
from coverage.front_page import Front
from coverage.languages import between_marks
from coverage.models import ClaimGroup, Story
from coverage.site_address import absolute
from coverage.story_facts import source_of

Data = dict[str, Any]

# What would end a script element or begin markup in it, written as JSON's own escapes.
_INERT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def embedded(data: Data) -> SafeString:
    """The data as the content of a <script type="application/ld+json">: a data block, which no browser runs."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    # Safe: nothing that HTML gives a meaning to is left in it. tests/site/test_linked_data.py tries to break out.
    return mark_safe(text.translate(_INERT))  # noqa: S308


def front_data(front: Front, page: str, name: str = "") -> Data:
    """The front page, or a day's (by its name): the stories in their order."""
    shown = [*([front.lead] if front.lead else []), *(card for day in front.days for card in day.cards)]
    stories = [{"url": absolute(card.story.get_absolute_url()), "name": str(card.story)} for card in shown]
    return _page(name or gettext("Parallax: one story, every outlet, side by side"), page, _list(stories))


def story_data(story: Story, articles: Sequence[Article], sheet: Sheet) -> Data:
    """A story: its articles by their addresses, the quotes and claims whose words the page shows."""
    page = absolute(story.get_absolute_url())
    data = _page(str(story), page, _list({"item": _article(article)} for article in articles))
    data |= _dates(story.first_published_at, story.changed_at)
    data["hasPart"] = [*_quotations(sheet.quotations, page), *_claims(sheet.grid, page)]
    return data


def outlet_data(outlet: Outlet, articles: Iterable[Article]) -> Data:
    """An outlet, and its newest articles by their addresses."""
    page = absolute(outlet.get_absolute_url())
    data = _page(outlet.name, page, _list({"item": _article(article)} for article in articles))
    return {**data, "about": {"@type": "NewsMediaOrganization", "name": outlet.name, "url": outlet.home}}


def claim_data(group: ClaimGroup, sheet: ClaimSheet) -> Data:
    """A statement as its page words it, and the articles in which it appears."""
    page = absolute(reverse("claim", args=[group.pk]))
    found = [excerpt.source for stand in sheet.stands for excerpt in stand.excerpts[:1]]
    claim = _claim(f"{page}#claim", sheet.heading, found)
    title = gettext("A statement in “%(title)s”") % {"title": between_marks(str(group.story))}
    return _page(title, page, claim, "WebPage") | _in_story(group.story)


def quote_data(story: Story, page: str, shown: Iterable[OneQuote]) -> Data:
    """A quote: its utterances as the page words them."""
    said = [one.utterance for one in shown]
    quotations = list(_quotations(Quotations(tuple(said), ()), page))
    title = gettext("A quote in “%(title)s”") % {"title": between_marks(str(story))}
    return _page(title, page, {}, "WebPage") | {"mainEntity": quotations} | _in_story(story)


def speaker_data(speaker: Speaker, names: Iterable[SpeakerName], shown: Iterable[Said]) -> Data:
    """A speaker by every name that was seen, with the utterances whose words the page shows."""
    page = absolute(speaker.get_absolute_url())
    also = [name.name for name in names if name.name != speaker.name]
    kind = "Person" if speaker.kind == speaker.Kind.PERSON else "Organization"
    about: Data = {"@type": kind, "@id": f"{page}#speaker", "name": speaker.name}
    about |= {"alternateName": also} if also else {}
    said = [
        {"@type": "Quotation", "text": one.words, "url": absolute(reverse("quote", args=[one.lead.words.id]))}
        for one in shown
        if one.words and one.lead.words.kind != "indirect"
    ]
    return _page(speaker.name, page, about, "ProfilePage") | {"hasPart": said}


def _in_story(story: Story) -> Data:
    return {"isPartOf": {"@type": "CollectionPage", "name": str(story), "url": absolute(story.get_absolute_url())}}


def _page(name: str, page: str, entity: Data, kind: str = "CollectionPage") -> Data:
    site = {"@type": "WebSite", "name": "Parallax", "url": absolute("/")}
    data = {"@type": kind, "@id": page, "url": page, "name": name, "inLanguage": get_language() or "en"}
    return {**data, "isPartOf": site, "mainEntity": entity}


def _list(items: Iterable[Data]) -> Data:
    elements = [{"@type": "ListItem", "position": place, **item} for place, item in enumerate(items, 1)]
    return {"@type": "ItemList", "numberOfItems": len(elements), "itemListElement": elements}


def _article(article: Article) -> Data:
    address = "" if article.link_is_home else source_of(article, 0).address
    data: Data = {"@type": "NewsArticle"}
    data |= {"headline": article.title} if article.title else {}
    data |= {"url": address} if address else {}
    data |= _dates(article.published_at, article.modified_at)
    if article.authors:
        data["author"] = [{"@type": "Person", "name": name} for name in article.authors]
    data["publisher"] = {"@type": "NewsMediaOrganization", "name": article.outlet.name, "url": article.outlet.home}
    return data


def _quotations(quotations: Quotations, page: str) -> Iterator[Data]:
    for one in (*quotations.shared, *quotations.single):
        if one.words and not one.indirect:
            data: Data = {"@type": "Quotation", "@id": f"{page}#quote-{one.id}", "text": one.words}
            if one.speaker:
                data["creator"] = {"@type": _SPEAKERS.get(_kind_of(one), "Thing"), "name": one.speaker}
            if one.source.source.address and not one.source.source.at_home:
                data["isPartOf"] = {"@type": "NewsArticle", "url": one.source.source.address}
            yield data


def _kind_of(one: Utterance) -> str:
    """What its speaker is, by a rendering that names the same one; empty where none tells."""
    found = [one.source, *(rendering.quote for rendering in one.renderings if not rendering.review)]
    same = (quote for quote in found if quote.speaker.casefold() == one.speaker.casefold())
    return next((quote.speaker_kind for quote in same if quote.speaker_kind), "")


_SPEAKERS = {"person": "Person", "organisation": "Organization", "document": "CreativeWork"}


def _claims(grid: Grid, page: str) -> Iterator[Data]:
    for row in (row for band in grid.bands for row in band.rows):
        sources = [excerpt.source for cell in row.cells for excerpt in cell.excerpts[:1]]
        yield _claim(f"{page}#claim-{row.id}", row.heading, sources)


def _claim(name: str, text: str, sources: Iterable[Source]) -> Data:
    addresses = dict.fromkeys(source.address for source in sources if source.address and not source.at_home)
    data: Data = {"@type": "Claim", "@id": name} | ({"text": text} if text else {})
    if addresses:
        data["appearance"] = [{"@type": "NewsArticle", "url": address} for address in addresses]
    return data


def _dates(published: datetime | None, modified: datetime | None) -> Data:
    dates = {"datePublished": published, "dateModified": modified}
    return {name: f"{when:%Y-%m-%dT%H:%M:%SZ}" for name, when in dates.items() if when}
