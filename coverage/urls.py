"""The addresses that are the same in every language: feeds, answers for programs, the style sheet."""

from collections.abc import Callable
from typing import Any

from django.urls import path
from django.urls.resolvers import URLPattern

from coverage import converters as _  # noqa: F401 - registers them
from coverage import discovery, opml, site_maps, views
from coverage.api import service
from coverage.feeds import views as feeds
from coverage.pages import compare
from coverage.search import feeds as search_feeds


def followed(base: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """The addresses of something that can be followed: its feed in every form, and its archives."""
    return [
        path(f"{base}.<form:form>", view, name=name),
        path(f"{base}/<number:part>.<form:form>", view, name=f"{name}-archive"),
    ]


urlpatterns = [
    path("s/<number:pk>/compare.csv", compare.as_csv, name="story-compare-csv"),
    path("s/<number:pk>/grid.csv", discovery.grid, name="story-grid"),
    *followed("s/<number:pk>/feed", feeds.story, "story-feed"),
    *followed("s/<number:pk>/changes", feeds.story_changes, "story-changes-feed"),
    *followed("c/<number:pk>/feed", feeds.claim, "claim-feed"),
    *followed("p/<slug:slug>/feed", feeds.speaker, "speaker-feed"),
    *followed("o/<slug:slug>/feed", feeds.outlet, "outlet-feed"),
    *followed("search/feed", search_feeds.found, "search-feed"),
    *followed("feeds/stories", feeds.stories, "stories-feed"),
    *followed("feeds/changes", feeds.changes, "changes-feed"),
    *followed("feeds/corrections", feeds.corrections, "corrections-feed"),
    path("feeds/parallax.opml", opml.ours, name="opml"),
    path("feeds/outlets.opml", opml.theirs, name="opml-outlets"),
    path("api/v1/", service.index, name="api"),
    path("api/v1/openapi.json", service.openapi, name="openapi"),
    path("api/v1/", service.api.urls),
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
