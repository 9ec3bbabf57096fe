"""An address of a page → its language, and the same page's address in another. English has no prefix, French /fr."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_from_path, gettext

from coverage.comparing.quotation_marks import Marks, within_marks
from coverage.comparing.wording import Wording

# The outlets write English: so their words are marked on a page in another language. Safe: a constant.
_MARK = SafeString(' lang="en"')


@dataclass(frozen=True, slots=True)
class Edition:
    """The page in one language: `path` leads to it."""

    code: str
    name: str
    path: str
    shown: bool


def language_at(path: str) -> str:
    """The language of the page at a path of the site."""
    return get_language_from_path(path) or settings.LANGUAGE_CODE


def bare(path: str) -> str:
    """The path as it is in English, which has no prefix."""
    prefix = f"/{language_at(path)}/"
    return path[len(prefix) - 1 :] if path.startswith(prefix) else path


def editions(path: str) -> list[Edition]:
    """The page in every language of the site."""
    plain, language = bare(path), language_at(path)
    return [
        Edition(code, name, plain if code == settings.LANGUAGE_CODE else f"/{code}{plain}", code == language)
        for code, name in settings.LANGUAGES
    ]


def english_mark() -> str:
    """The attribute that marks the outlets' words where the page around them is in another language."""
    return "" if get_language() in (None, settings.LANGUAGE_CODE) else _MARK


def quotation_marks() -> Marks:
    """The marks of the language that is spoken."""
    return gettext("“"), gettext("”")


def between_marks(words: str) -> str:
    """Words as they stand between those marks, where a message has them around a name or title."""
    return within_marks(words, quotation_marks())


def in_words(label: str) -> str:
    """A label of the pure core in the language that is spoken; any other text is looked up as it stands."""
    if get_language() in (None, settings.LANGUAGE_CODE):
        return str(label)
    if not isinstance(label, Wording):
        return gettext(label)
    filled = {name: in_words(value) if isinstance(value, Wording) else value for name, value in label.filled.items()}
    told = gettext(label.message)
    return told.format(**filled) if filled else told
