"""The addresses of the site."""

from datetime import date, datetime

from django.urls import path, register_converter

from coverage import feeds, views


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

    regex = "rss|atom"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DayConverter, "day")
register_converter(NumberConverter, "number")
register_converter(FormConverter, "form")

urlpatterns = [
    path("", views.front, name="front"),
    path("day/<day:day>/", views.day, name="day"),
    path("s/<number:pk>-<str:slug>/", views.story, name="story"),
    path("s/<number:pk>/", views.story, name="story-by-number"),
    path("s/<number:pk>/feed.<form:form>", feeds.story_feed, name="story-feed"),
    path("o/", views.outlets, name="outlets"),
    path("o/<slug:slug>/", views.outlet, name="outlet"),
    path("o/<slug:slug>/feed.<form:form>", feeds.outlet_feed, name="outlet-feed"),
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/stories.<form:form>", feeds.stories_feed, name="stories-feed"),
    path("about/", views.about, name="about"),
    path("outlets.css", views.outlet_sheet, name="outlet-sheet"),
]
