"""What the pipeline tests stand on: outlets, an outlet on loopback, and articles with words of ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aggregator.models import Article, Feed, Outlet
from aggregator.outlets import OUTLETS
from aggregator.outlets.spec import FeedSpec, OutletSpec, Owner
from aggregator.reading.article import read_article
from aggregator.reading.types import Instant, Page
from aggregator.roster import sync_outlets
from aggregator.store import save_reading
from coverage.models import Membership

if TYPE_CHECKING:
    import pytest

    from .loopback import LoopbackSite

NOON = datetime(2022, 6, 17, 12, tzinfo=UTC)

LOOPBACK = OutletSpec(
    slug="loopback",
    name="Loopback Gazette",
    monogram="LG",
    colour="#333333",
    colour_dark="#cccccc",
    home="http://127.0.0.1/",
    domains=("127.0.0.1",),
    access="open",
    owners=(Owner("Nobody"),),
    feeds=(FeedSpec("http://127.0.0.1/feed.xml"),),
    min_delay=0,
)


def follow_alone(site: LoopbackSite, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Follow the outlet on loopback live, its feed at /feed.xml of the site, and no other outlet."""
    monkeypatch.setitem(OUTLETS, "loopback", LOOPBACK)
    settings.FETCH_ALLOW_PRIVATE = (site.host,)
    settings.FETCH_MIN_DELAY_SECONDS = 0
    settings.FETCH_DEADLINE_SECONDS = 5
    settings.LIVE = True
    sync_outlets()
    Feed.objects.exclude(outlet__slug="loopback").update(enabled=False)
    Feed.objects.filter(outlet__slug="loopback").update(url=f"{site.url}/feed.xml")


def grouping() -> set[frozenset[str]]:
    """The stories as sets of the last parts of their articles' addresses."""
    stories: dict[int, set[str]] = {}
    for story, url in Membership.objects.values_list("story", "article__url"):
        stories.setdefault(story, set()).add(url.rpartition("/")[2])
    return {frozenset(keys) for keys in stories.values()}


def page_of(title: str, *paragraphs: str, published: str = "2022-06-17T12:00:00Z") -> str:
    """A plain article page with its time in a meta element."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title><meta property='og:title' content='{title}'>"
        f"<meta property='article:published_time' content='{published}'></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def feed_of(*items: tuple[str, str], base: str) -> str:
    """An RSS feed of (path, title) items."""
    entries = "".join(
        f"<item><title>{title}</title><link>{base}{path}</link><guid>{base}{path}</guid>"
        f"<pubDate>Fri, 17 Jun 2022 12:00:00 GMT</pubDate></item>"
        for path, title in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{entries}</channel></rss>'


def read_in(slug: str, title: str, *paragraphs: str, hours: float = 0, key: str = "") -> Article:
    """An article of an outlet as the workers leave it: read, with its quotes and claims. `key` tells it from others."""
    outlet = Outlet.objects.get(slug=slug)
    url = f"https://{slug}.example/{key or title.lower().replace(' ', '-')}"
    article, _ = Article.objects.get_or_create(url=url, defaults={"outlet": outlet, "link": url})
    published = Instant(NOON + timedelta(hours=hours), "+00:00", "meta")
    page = Page(
        url=url, title=title, text="\n\n".join(paragraphs), authors=(), published=published, modified=None,
        access="full", reader="test",
    )  # fmt: skip
    save_reading(article, read_article(page), published, NOON + timedelta(hours=hours))
    article.refresh_from_db()
    return article


DAM = (
    "The Harrow Dam was closed on Friday after engineers found a crack 12 metres long in its eastern wall.",
    "About 4,000 people in the valley below were told to leave their homes, the water authority said.",
    "“We would rather close a road too early than a day too late,” said Ines Duarte, the authority's director.",
)
"""An event of nobody's: three paragraphs that every outlet reports in its own order and words."""


COMET = (
    "The space probe Lantern has sent its first picture of the comet Abell after 9 years of flight.",
    "“It looks like a burnt potato,” said mission scientist Tomas Lind.",
)
"""Another, in two paragraphs."""


def dam_story() -> list[Article]:
    """Three outlets on the closing of a dam that is not there."""
    return [
        read_in("cnn", "Harrow Dam closed after crack is found in eastern wall", *DAM, key="dam-1"),
        read_in(
            "gizmodo",
            "A crack 12 metres long has closed the Harrow Dam",
            "Engineers found a crack in the eastern wall of the Harrow Dam, and the dam was closed on Friday.",
            "More than 4,000 people in the valley were told to leave, according to CNN.",
            "“We would rather close a road too early than a day too late,” Duarte said.",
            hours=2,
            key="dam-2",
        ),
        read_in(
            "mashable",
            "Harrow Dam crack: the valley is told to leave",
            "The water authority closed the Harrow Dam on Friday because of a crack in its eastern wall.",
            "The crack is 12 metres long, engineers at the dam said, and the valley below was told to leave.",
            hours=3,
            key="dam-3",
        ),
    ]


def comet_story() -> list[Article]:
    """Two outlets on another event of the same day."""
    return [
        read_in(
            "techcrunch",
            "Comet probe Lantern sends its first picture from orbit",
            "The space probe Lantern has sent its first picture of the comet Abell after 9 years of flight.",
            "“It looks like a burnt potato,” said mission scientist Tomas Lind.",
            key="comet-1",
        ),
        read_in(
            "wsj",
            "Lantern probe orbits comet Abell, returns first picture",
            "The first picture from the space probe Lantern, in orbit at the comet Abell, arrived on Friday.",
            "The flight to the comet took 9 years, mission scientist Tomas Lind said.",
            hours=1,
            key="comet-2",
        ),
    ]
