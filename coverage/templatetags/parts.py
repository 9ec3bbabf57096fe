"""What a story's page shows a hundred times → its markup, written in Python: as templates these parts were two thirds
of what the page costs to make."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop, override

from coverage.comparing.columns import Cell, Row
from coverage.comparing.quotations import Change, Rendering, Utterance
from coverage.comparing.shown import Source
from coverage.languages import english_mark
from coverage.templatetags.shown import marks_of, monogram, quoted, worded

register = template.Library()

_ABOVE = gettext_noop("Its words are the heading.")
_AS_ABOVE = gettext_noop("In the words above.")
_ALSO = gettext_noop("also:")
_AND_HERE = gettext_noop("and here")
_AT = gettext_noop("at")
_AT_HOME = gettext_noop("address not known:")
_COLON = gettext_noop(":")
_FIRST = gettext_noop("first in %(outlet)s")
_FIRST_HAND = gettext_noop("first-hand")
_HOME = gettext_noop("outlet’s home page")
_IN_PLACE = gettext_noop("Read in place")
_IN_REVIEW = gettext_noop("Among the press review’s words")
_NOBODY = gettext_noop("Speaker not found")
_NOWHERE = gettext_noop(": no address known")
_NOT_REVIEWED = gettext_noop("not reviewed")
_OPENING, _CLOSING = gettext_noop("“"), gettext_noop("”")
_PLACE = gettext_noop(", place")
_QUOTE = gettext_noop("quote")
_REPORTED = gettext_noop("Reported speech in %(outlet)s: see the article.")
_SAID_TO = gettext_noop("; said to %(outlet)s")
_SEE = gettext_noop("See it in the article")
_UNMARKED = gettext_noop(", without quotation marks")
_WORD_BY_WORD = gettext_noop("word by word")
_WORDS = gettext_noop("Words in %(outlet)s: see the article.")


class _Said(dict[str, SafeString]):
    """The phrases above in one language, escaped; `mark` is the attribute of the outlets' words in it."""

    def __init__(self, language: str | None) -> None:
        super().__init__()
        self._language = language
        with override(language):
            self.mark = english_mark()
            self._around = {view: reverse(view, args=["0"]).rpartition("0") for view in ("quote", "speaker")}

    def __missing__(self, message: str) -> SafeString:
        with override(self._language):
            self[message] = SafeString(conditional_escape(gettext(message)))  # safe: escaped here
        return self[message]

    def of(self, message: str, outlet: str) -> SafeString:
        """One of the phrases with an outlet's name in it."""
        return SafeString(self[message] % {"outlet": conditional_escape(outlet)})  # safe: both are escaped

    def address(self, view: str, part: str) -> str:
        """The page of a quote (by its number) or a speaker (by a slug), which `reverse` takes ten times as long for."""
        before, _, after = self._around[view]
        return f"{before}{part}{after}"


@cache
def _said_in(language: str | None) -> _Said:
    return _Said(language)


@register.simple_tag
def place(source: Source, address: str, blind: object = "") -> SafeString:
    """The link from words to where they stand; `blind` where no words are shown beside it."""
    return _place(source, address, blind, _said_in(get_language()))


def _place(source: Source, address: str, blind: object, said: _Said) -> SafeString:
    name, number = source.publisher.name, source.number
    if not address:
        return format_html(
            '<span class="place">{}{}</span><span class="ref"> [{}]</span>', name, said[_NOWHERE], number
        )
    if source.at_home:
        return format_html(
            '<span class="unknown">{} <a class="place" href="{}">{}<span class="vh">, {}</span></a></span>'
            '<span class="ref"> [{}]</span>',
            said[_AT_HOME], address, said[_HOME], name, number,
        )  # fmt: skip
    return format_html(
        '<a class="place" href="{}">{}<span class="vh"> {} {}</span></a><span class="ref"> [{}]</span>',
        address, said[_SEE if blind else _IN_PLACE], said[_AT], name, number,
    )  # fmt: skip


@register.simple_tag
def cells(row: Row) -> SafeString:
    """The cells of a statement as list items: each outlet's stance, and where it says so."""
    said = _said_in(get_language())
    return _joined(_cell(cell, said) for cell in row.cells)


@register.simple_tag
def quote(utterance: Utterance, elsewhere: str = "") -> SafeString:
    """A quote: its words, who says them, and every rendering; `elsewhere` is the story's page where this is another."""
    said = _said_in(get_language())
    return format_html(
        '<div class="quote" id="quote-{}">\n  {}\n  {}\n  <ul class="variants">\n  {}</ul>\n</div>\n',
        utterance.id,
        _heading(utterance, said),
        _saying(utterance, said),
        _joined(_rendering(one, elsewhere, said) for one in utterance.renderings),
    )


@register.simple_tag
def speaker(utterance: Utterance) -> SafeString:
    """Who says a quote, with the page of whom we know."""
    return _speaker(utterance, _said_in(get_language()))


@register.simple_tag
def rendering(one: Rendering) -> SafeString:
    """An outlet's rendering on the quote's own page: its words with what they change, and where they stand."""
    said = _said_in(get_language())
    words = _words_of(one, said) or (format_html('<span class="soft">{}</span> ', said[_AS_ABOVE]) if one.above else "")
    shown = format_html('<span class="reading">{}</span>', words) if one.changes else words
    return format_html("{}{}", shown, _joined(_places(one, "", said)))


def _joined(parts: Iterator[SafeString]) -> SafeString:
    return SafeString("".join(parts))  # safe: each of them is


def _cell(cell: Cell, said: _Said) -> SafeString:
    stance, label, name = cell.stance, worded(cell.says), cell.publisher.name
    mono, colon = monogram(cell.publisher), said[_COLON]
    if not cell.excerpts:
        return format_html(
            '<li class="{}"><span class="who">{}<span class="vh">{}{} </span></span>'
            '<span class="still"><i class="m {}" aria-hidden="true"></i><span class="says">{}</span></span></li>\n  ',
            stance, mono, name, colon, stance, label,
        )  # fmt: skip
    return format_html(
        '<li class="{}"><span class="who">{}<span class="vh">{}{} </span></span>'
        '<details><summary><i class="m {}" aria-hidden="true"></i><span class="says">{}</span></summary>'
        '<div class="words">{}</div></details></li>\n  ',
        stance, mono, name, colon, stance, label, _joined(_excerpts(cell, said)),
    )  # fmt: skip


def _excerpts(cell: Cell, said: _Said) -> Iterator[SafeString]:
    first, *others = cell.excerpts
    if first.words:
        yield _quoted(first.words, said)
        yield SafeString(" ")
    elif cell.above:
        yield format_html('<span class="soft">{}</span> ', said[_ABOVE])
    yield _place(first.source, first.address, cell.wordless, said)
    if not first.reviewed:
        yield format_html(' <span class="tag">{}</span>', said[_NOT_REVIEWED])
    for excerpt in others:
        found = _place(excerpt.source, excerpt.address, True, said)
        yield format_html(' <span class="also">{} {}</span>', said[_ALSO], found)


def _quoted(words: str, said: _Said) -> SafeString:
    return format_html('<q{} class="{}">{}</q>', said.mark, marks_of(words), words)


def _heading(utterance: Utterance, said: _Said) -> SafeString:
    if not utterance.words:
        outlet = utterance.source.source.publisher.name
        return format_html('<p class="left">{}</p>', said.of(_REPORTED if utterance.indirect else _WORDS, outlet))
    if utterance.marked:
        return format_html("<blockquote>{}</blockquote>", quoted(utterance.words))
    return format_html("<blockquote{}>{}</blockquote>", said.mark, utterance.words)


def _saying(utterance: Utterance, said: _Said) -> SafeString:
    number = utterance.source.id
    return format_html(
        '<p class="said">{} <span>{}{}{}</span>{} <a class="place" href="{}">{}<span class="vh">, {} {}</span></a></p>',
        _speaker(utterance, said),
        said.of(_FIRST, utterance.first.source.publisher.name),
        said[_UNMARKED] if utterance.indirect else "",
        said.of(_SAID_TO, utterance.told_to) if utterance.told_to else "",
        "" if utterance.reviewed else format_html(' <span class="tag">{}</span>', said[_NOT_REVIEWED]),
        said.address("quote", str(number)),
        said[_WORD_BY_WORD],
        said[_QUOTE],
        number,
    )


def _speaker(utterance: Utterance, said: _Said) -> SafeString:
    if slug := utterance.speaker_slug:
        address = said.address("speaker", slug)
        return format_html('<a class="speaker"{} href="{}">{}</a>', said.mark, address, utterance.speaker)
    if utterance.speaker:
        return format_html("<b{}>{}</b>", said.mark, utterance.speaker)
    return format_html("<b>{}</b>", said[_NOBODY])


def _rendering(one: Rendering, elsewhere: str, said: _Said) -> SafeString:
    head = (
        format_html('<span class="vh">{}{} </span>', one.publisher.name, said[_COLON])
        if one.words
        else format_html('<span class="name">{}</span> ', one.publisher.name)
    )
    return format_html(
        '<li>{}<div>{}{}<span class="tag{}">{}</span> {}{}</div></li>\n  ',
        monogram(one.publisher),
        head,
        _words_of(one, said),
        " warn" if one.label == "reworded" else "",
        worded(one.label),
        format_html('<span class="tag">{}</span> ', said[_FIRST_HAND]) if one.quote.first_hand else "",
        _joined(_places(one, elsewhere, said)),
    )


def _words_of(one: Rendering, said: _Said) -> SafeString | str:
    if one.changes:
        told = SafeString(" ").join(_change(change, said) for change in one.changes)
        opening, closing = (said[_OPENING], said[_CLOSING]) if one.marked else ("", "")
        return format_html("{}{}{} ", opening, SafeString(told), closing)  # safe: changes are markup of `_change`
    if not one.words:
        return ""
    if one.marked:
        return format_html("{} ", _quoted(one.words, said))
    return format_html('<span class="kept"{}>{}</span> ', said.mark, one.words)


def _change(change: Change, said: _Said) -> SafeString:
    if change.kind == "same":
        return format_html('<span class="kept"{}>{}</span>', said.mark, change.words)
    tag, spoken = SafeString("del" if change.kind == "removed" else "ins"), worded(change.spoken)
    return format_html('<span class="vh">{} </span><{}{}>{}</{}>', spoken, tag, said.mark, change.words, tag)


def _places(one: Rendering, elsewhere: str, said: _Said) -> Iterator[SafeString]:
    if one.review:
        name = f"{elsewhere}#review-{one.quote.id}"
        yield format_html('<a class="place" href="{}">{}</a>', name, said[_IN_REVIEW])
        return
    yield _place(one.quote.source, one.quote.address, one.wordless, said)
    if one.quote.source.at_home:
        return
    for number, address in enumerate(one.also, 2):
        yield format_html(
            ' <a class="place" href="{}">{}<span class="vh"> {} {}{} {}</span></a>',
            address, said[_AND_HERE], said[_AT], one.publisher.name, said[_PLACE], number,
        )  # fmt: skip
