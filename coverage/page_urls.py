"""The addresses of the readers' pages, which each language has for itself."""

from django.urls import path

from coverage import converters as _  # noqa: F401 - registers them
from coverage import views
from coverage.pages import (
    article,
    bot,
    changes,
    claim,
    compare,
    corrections,
    quote,
    review,
    section,
    speaker,
    takedown,
    timeline,
)  # fmt: skip
from coverage.search import views as search

urlpatterns = [
    path("", views.front, name="front"),
    path("day/<day:day>/", views.day, name="day"),
    path("s/<number:pk>-<str:slug>/", views.story, name="story"),
    path("s/<number:pk>/", views.story, name="story-by-number"),
    path("s/<number:pk>/review/", review.page, name="story-review"),
    path("s/<number:pk>/review.<reviewform:form>", review.form, name="story-review-form"),
    path("s/<number:pk>/compare/", compare.compare, name="story-compare"),
    path("s/<number:pk>/timeline/", timeline.timeline, name="story-timeline"),
    path("s/<number:pk>/changes/", changes.changes, name="story-changes"),
    path("s/<number:pk>/<section:section>/", section.section, name="story-section"),
    path("s/<number:pk>-<str:slug>/<storypage:page>/", section.by_number),
    path("c/<number:pk>/", claim.claim, name="claim"),
    path("q/<number:pk>/", quote.quote, name="quote"),
    path("p/<slug:slug>/", speaker.speaker, name="speaker"),
    path("o/", views.outlets, name="outlets"),
    path("o/<slug:slug>/", views.outlet, name="outlet"),
    path("search/", search.search, name="search"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
    path("feeds/", views.feeds, name="feeds"),
    path("a/<number:pk>/", article.article, name="article"),
    path("bot/", bot.bot, name="bot"),
    path("takedown/", takedown.form, name="takedown"),
    path("takedown/<reference:reference>/", takedown.state, name="takedown-request"),
    path("corrections/", corrections.page, name="corrections"),
    path("about/", views.about, name="about"),
]
