"""The pieces of an address → values, registered for the lists of addresses."""

from datetime import date, datetime

from django.urls import register_converter

from coverage.comparing.sheet import ALONE
from coverage.feeds.forms import FORMS
from coverage.pages.review import FORMS as REVIEW_FORMS


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


class ReferenceConverter:
    """The name of a takedown request, as `secrets.token_urlsafe` makes it."""

    regex = r"[A-Za-z0-9_-]{1,24}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FormConverter:
    """A feed's form."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ReviewFormConverter(FormConverter):
    """A form in which a press review can be copied."""

    regex = "|".join(REVIEW_FORMS)


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
register_converter(ReferenceConverter, "reference")
register_converter(FormConverter, "form")
register_converter(ReviewFormConverter, "reviewform")
