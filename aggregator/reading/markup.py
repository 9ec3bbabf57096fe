"""The bytes of a page → one parsed tree, whatever encoding they are in."""

from __future__ import annotations

import codecs
import re
import warnings

import charset_normalizer
from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

from aggregator.reading.bounds import DEEPEST, refuse_oversized
from aggregator.reading.types import ReadingError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s{0,99}<\?xml[^<>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.IGNORECASE)
# The encodings that the web uses (WHATWG); Python knows others that are traps, such as UTF-7.
_WEB_ENCODING = re.compile(
    r"utf_?8|utf_?16(?:_?[lb]e)?|ascii|latin_?1|iso8859_\d+|cp(?:125\d|866|874|932|949)|gb(?:k|2312|18030)|big5(?:hkscs)?"
    r"|euc_(?:jp|kr|jis_2004)|iso2022_jp|shift_jis|koi8_[ru]|mac_(?:roman|cyrillic)|tis_620",
)
_LATIN = {"ascii", "latin_1", "iso8859_1"}
_HTML_TYPES = re.compile(r"\s*(?:text/(?:html|plain|xml)|application/(?:xhtml\+xml|xml|octet-stream)|$)", re.IGNORECASE)
_HTML_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|article|main|section|div|p|h1)\b", re.IGNORECASE)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
# Control characters that no page means: the second and third byte of a quotation mark, dash or apostrophe.
_APOSTROPHE_TWICE = "\u00e2\u0080"
_TWICE_ENCODED = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]{1,3}")
_SAMPLE = 65_536  # bytes by which an undeclared encoding is guessed


def parse_page(body: bytes, content_type: str = "") -> BeautifulSoup:
    """A page's tree; raises ReadingError as `page_text` and `tree_of` do."""
    return tree_of(page_text(body, content_type))


def page_text(body: bytes, content_type: str = "") -> str:
    """A page's HTML. Encodings are tried in this order: byte order mark, header, meta element, guess.

    Raises ReadingError: "not html", "empty page", "too large", "too many attributes", "too many tags".
    """
    if not _HTML_TYPES.match(content_type):
        raise ReadingError("not html", content_type[:80])
    refuse_oversized(body)
    text = _UNREADABLE.sub("", _decoded_once_more(decoded(body, content_type)))
    if not _HTML_TAG.search(text):
        raise ReadingError("not html")
    return text


def tree_of(text: str) -> BeautifulSoup:
    """The tree of a page's HTML; raises ReadingError: "not html", "nested too deeply"."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
            soup = BeautifulSoup(text, "lxml")
    except (AssertionError, RecursionError, ValueError, LookupError) as error:
        raise ReadingError("not html", type(error).__name__) from error
    if _is_deeper(soup, DEEPEST):
        raise ReadingError("nested too deeply")
    return soup


def decoded(body: bytes, content_type: str = "") -> str:
    """Bytes as text. A declared encoding that the bytes contradict yields to UTF-8, then to a guess."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = _declared(body, content_type)
    for encoding in dict.fromkeys((*declared, "utf-8")):
        try:
            return body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    if declared:
        return body.decode(declared[0], "replace")
    return body.decode(_guessed(body), "replace")


def _decoded_once_more(text: str) -> str:
    """A text without the marks of UTF-8 that a publishing system took for Latin-1 ("isnâ\x80\x99t")."""
    return _TWICE_ENCODED.sub(_repaired, text) if _APOSTROPHE_TWICE in text else text


def _repaired(found: re.Match[str]) -> str:
    try:
        return found.group().encode("latin-1").decode("utf-8")
    except UnicodeError:
        return found.group()


def _declared(body: bytes, content_type: str) -> tuple[str, ...]:
    found = [match[1] for match in [_CHARSET.search(content_type[:500])] if match]
    start = body[:4096]
    found += [
        match[1].decode("ascii", "ignore")
        for match in [_META_CHARSET.search(start), _XML_ENCODING.match(start)]
        if match
    ]
    return tuple(encoding for encoding in map(_web_encoding, found) if encoding)


def _web_encoding(name: str) -> str:
    """Python's name of an encoding that pages may declare; empty for others. Browsers read Latin-1 as Windows-1252."""
    try:
        known = codecs.lookup(name).name.replace("-", "_")
    except (LookupError, ValueError):
        return ""
    if known in _LATIN:
        return "cp1252"
    # A page that can be searched for its own declaration in ASCII is not in UTF-16.
    if known.startswith("utf_16"):
        return "utf-8"
    return known if _WEB_ENCODING.fullmatch(known) else ""


def _guessed(body: bytes) -> str:
    best = charset_normalizer.from_bytes(body[:_SAMPLE]).best()
    return _web_encoding(best.encoding) or "cp1252" if best else "cp1252"


def _is_deeper(soup: BeautifulSoup, limit: int) -> bool:
    depth = 0
    inside: Tag | None = soup
    for element in soup.descendants:
        while inside is not None and element.parent is not inside:
            inside, depth = inside.parent, depth - 1
        if isinstance(element, Tag):
            inside, depth = element, depth + 1
            if depth > limit:
                return True
    return False
