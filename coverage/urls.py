"""The addresses of the site."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.urls import path, register_converter
from django.urls.resolvers import URLPattern

from coverage import discovery, opml, review_pages, site_maps, views
from coverage.api import service
from coverage.comparing.sheet import ALONE
from coverage.feeds import views as feeds
from coverage.feeds.forms import FORMS
from coverage.pages import (
    article,
    bot,
    changes,
    claim,
    compare,
    corrections,
    quote,
    section,
    speaker,
    takedown,
    timeline,
)  # fmt: skip
from coverage.search import feeds as search_feeds
from coverage.search import views as search


class DayConverter:
    """A day as 2022-06-17."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Raises ValueError, and so no match, for what is no day."""
        return datetime.strptime(value, "%Y-%m-%d").date()

    def to_url(self, value: date | str) -> str:
        return str(value)


class NumberConverter:
    """A row's number, no longer than what a database column holds."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class FormConverter:
    """A feed's form."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ReviewFormConverter(FormConverter):
    """A form in which a press review can be copied."""

    regex = "|".join(review_pages.FORMS)


class SectionConverter:
    """A section of a story that has an address of its own."""

    regex = "|".join(ALONE)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class StoryPageConverter(SectionConverter):
    """Any page below a story's own."""

    regex = "|".join((*ALONE, "compare", "timeline", "changes", "review"))


register_converter(SectionConverter, "section")
register_converter(StoryPageConverter, "storypage")
register_converter(DayConverter, "day")
register_converter(NumberConverter, "number")
register_converter(FormConverter, "form")
register_converter(ReviewFormConverter, "reviewform")


def followed(base: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """The addresses of something that can be followed: its feed in every form, and its archives."""
    return [
        path(f"{base}.<form:form>", view, name=name),
        path(f"{base}/<number:part>.<form:form>", view, name=f"{name}-archive"),
    ]


urlpatterns = [
    path("", views.front, name="front"),
    path("day/<day:day>/", views.day, name="day"),
    path("s/<number:pk>-<str:slug>/", views.story, name="story"),
    path("s/<number:pk>/", views.story, name="story-by-number"),
    path("s/<number:pk>/review/", review_pages.page, name="story-review"),
    path("s/<number:pk>/review.<reviewform:form>", review_pages.form, name="story-review-form"),
    path("s/<number:pk>/compare/", compare.compare, name="story-compare"),
    path("s/<number:pk>/compare.csv", compare.as_csv, name="story-compare-csv"),
    path("s/<number:pk>/timeline/", timeline.timeline, name="story-timeline"),
    path("s/<number:pk>/changes/", changes.changes, name="story-changes"),
    path("s/<number:pk>/<section:section>/", section.section, name="story-section"),
    path("s/<number:pk>-<str:slug>/<storypage:page>/", section.by_number),
    path("s/<number:pk>/grid.csv", discovery.grid, name="story-grid"),
    *followed("s/<number:pk>/feed", feeds.story, "story-feed"),
    *followed("s/<number:pk>/changes", feeds.story_changes, "story-changes-feed"),
    path("c/<number:pk>/", claim.claim, name="claim"),
    *followed("c/<number:pk>/feed", feeds.claim, "claim-feed"),
    path("q/<number:pk>/", quote.quote, name="quote"),
    path("p/<slug:slug>/", speaker.speaker, name="speaker"),
    *followed("p/<slug:slug>/feed", feeds.speaker, "speaker-feed"),
    path("o/", views.outlets, name="outlets"),
    path("o/<slug:slug>/", views.outlet, name="outlet"),
    *followed("o/<slug:slug>/feed", feeds.outlet, "outlet-feed"),
    path("search/", search.search, name="search"),
    *followed("search/feed", search_feeds.found, "search-feed"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
    path("feeds/", views.feeds, name="feeds"),
    *followed("feeds/stories", feeds.stories, "stories-feed"),
    *followed("feeds/changes", feeds.changes, "changes-feed"),
    *followed("feeds/corrections", feeds.corrections, "corrections-feed"),
    path("feeds/parallax.opml", opml.ours, name="opml"),
    path("feeds/outlets.opml", opml.theirs, name="opml-outlets"),
    path("api/v1/", service.index, name="api"),
    path("api/v1/openapi.json", service.openapi, name="openapi"),
    path("api/v1/", service.api.urls),
    path("a/<number:pk>/", article.article, name="article"),
    path("bot/", bot.bot, name="bot"),
    path("takedown/", takedown.form, name="takedown"),
    path("takedown/<str:reference>/", takedown.state, name="takedown-request"),
    path("corrections/", corrections.page, name="corrections"),
    path("about/", views.about, name="about"),
    path("oembed", discovery.oembed, name="oembed"),
    path("sitemap.xml", site_maps.index, name="sitemap"),
    path("sitemap-pages.xml", site_maps.pages, name="sitemap-pages"),
    path("sitemap-stories-<number:part>.xml", site_maps.stories, name="sitemap-stories"),
    path("sitemap-claims-<number:part>.xml", site_maps.claims, name="sitemap-claims"),
    path("sitemap-quotes-<number:part>.xml", site_maps.quotes, name="sitemap-quotes"),
    path("sitemap-speakers-<number:part>.xml", site_maps.speakers, name="sitemap-speakers"),
    path("robots.txt", discovery.robots, name="robots"),
    path("llms.txt", discovery.llms, name="llms"),
    path("outlets.css", views.outlet_sheet, name="outlet-sheet"),
]
