"""Text with markup, entities and odd characters in it → plain text on one line."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

_INVISIBLE = dict.fromkeys(
    [
        *(*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)),  # control characters
        *(0xAD, 0x200B, 0x200C, 0x2060, 0x2061, 0x2062, 0x2063, 0xFEFF),  # soft hyphen, zero width
        *(0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),  # direction marks
        *(*range(0xD800, 0xE000), *range(0xFFF9, 0xFFFC)),  # half surrogates, annotation marks
    ],
    None,
)
_MOST_ESCAPED = 3  # times that markup was escaped and is still undone
_BLOCK_END = re.compile(r"<(?:/(?:p|div|li|h[1-6]|tr|td|blockquote|ul|ol)|br\b[^<>]{0,200}/?)>", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!]|&")
_SCRIPTABLE = re.compile(
    r"</?(?:script|style|iframe|frame|object|embed|applet|svg|math|img|image|video|audio|form|input|button|meta"
    r"|link|base|body|html|template|noscript|xml|a|details|marquee|select|isindex)\b|<[a-z][^<>]*\bon[a-z]+\s*=",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """NFC, every run of white space as one space, no control, zero-width or direction characters, no half surrogates.

    The zero-width joiner stays: scripts and emoji are spelled with it.
    """
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


def plain_text(marked: str) -> str:
    """`fold` of a text without its markup and entities; scripts and styles go with their content.

    A text may speak of a tag ("the <blink> tag"), unless that is one in which something could run, however often its
    markup was escaped.
    """
    marked = marked.replace("\x00", "")
    if _MARKUP.search(marked):
        marked = _without_markup(marked)
        for _ in range(_MOST_ESCAPED):
            if not _SCRIPTABLE.search(marked):
                break
            marked = _without_markup(marked)
        else:
            marked = marked.replace("<", " ")
    return fold(marked)


def _without_markup(marked: str) -> str:
    cleaned = nh3.clean(_BLOCK_END.sub(" \\g<0>", marked), tags=set(), clean_content_tags={"script", "style"})
    return fold(html.unescape(cleaned))  # folded at once: a zero-width character must not hide a tag
