"""A page's tree and metadata → the names of who wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from bs4 import BeautifulSoup, Tag

from aggregator.outlets import OutletSpec
from aggregator.outlets.spec import Layout
from aggregator.reading.bylines import declared_names, is_person, names_in
from aggregator.reading.headlines import near_headline
from aggregator.reading.metadata import Metadata
from aggregator.reading.paragraphs import NEVER_TEXT, classes, is_hidden, short_text, soup_text

_METAS = (
    "author article:author og:article:author dc.creator dcterms.creator byl parsely-author sailthru.author byline"
    " cxenseparse:author article.author"
).split()
_LABELLED = {"twitter:label1": "twitter:data1", "twitter:label2": "twitter:data2"}
_BYLINE_CLASS = re.compile(r"byline|author|writer|contributor|\bby\b", re.IGNORECASE)
_NO_BYLINE_CLASS = re.compile(
    r"image|avatar|photo|bio\b|social|share|icon|description|date|time|comment|title|job|role|review", re.IGNORECASE
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|contributors?|writers?|profiles?|people|staff|team|experts?|journalists?|reporters?|by|byline|bylines"
    r"|editors?|reviewers?|producers?|columnists?)/[^/?#]+/?(?:[?#].*)?\Z|[?&]author=|substack\.com/@[\w-]+\Z",
    re.IGNORECASE,
)
_SOCIAL = re.compile(r"//(?:[\w-]+\.)?(?:bsky|facebook|linkedin|twitter|x|instagram|youtube|tiktok|threads)\.\w+/")
_INVERTED = re.compile(r"([^,]+), ([^,]+)")  # as catalogues write names
_BY = re.compile(
    r"(?:(?:this (?:post|article|story) (?:was|is) )?(?:written|posted|words|story|reported|published|authored)"
    r" )?(?:by|von|par):?\s+\S|(?:interview|words|text|report(?:ing)?):\s+\S",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:(?:written|posted|words|story|authored|published|article) )?by:?|authors?:?", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:edited|reviewed|fact[- ]?checked|medically|updated|photos?|illustrat\w+|approved)\b", re.IGNORECASE
)
_ANOTHER = re.compile(
    r"\b(?:edited|reviewed|fact[- ]?checked|checked|updated|photos?|photographs?|illustrat\w+|approved)\W{0,3}by\W*\Z",
    re.IGNORECASE,
)
_TEXT = frozenset(
    {"p", "span", "div", "address", "em", "small", "li", "strong", "h3", "h4", "h5", "h6", "b", "i", "td", "font"}
)
_UNSEEN = NEVER_TEXT - {"aside", "header", "footer"}
_NEAR = 120  # elements after the headline, and
_BEFORE = 30  # before it, in which a byline is the article's
_CLOSE = 40  # elements after the headline in which a byline that begins with "By" corrects what metadata say
_MOST_MARKS = 50
_LONGEST = 150  # characters of a byline

_Reader = Callable[[str, tuple[str, ...]], tuple[str, ...]]


def find_authors(
    soup: BeautifulSoup, metadata: Metadata, layout: Layout | None, outlet: OutletSpec | None
) -> tuple[str, ...]:
    """The names in the byline at the outlet's own place for it; else those that JSON-LD or meta elements give, unless
    a byline close to the headline names others; else those in the byline nearest to the headline. Empty where the
    page names nobody."""
    own = _own_names(metadata, outlet)
    if layout and layout.byline:
        names = _each_once(
            name for place in soup.select(layout.byline)[:20] for name in names_in(soup_text(place), own)
        )
        if names:
            return names
    after, before = near_headline(soup, metadata, outlet, _NEAR, _BEFORE)
    declared = _declared(metadata, own, names_in)
    if declared:
        printed = _printed(after[:_CLOSE])
        return printed if printed and not _same(printed, declared) else declared
    return (
        _near_headline([*after, *before], own)
        or _declared(metadata, own, declared_names)
        or _the_publisher(metadata, outlet)
        or _only_author(soup, own)
    )


def _own_names(metadata: Metadata, outlet: OutletSpec | None) -> tuple[str, ...]:
    names = {metadata.site} | ({outlet.name, *outlet.aliases} if outlet else set())
    return tuple(name for name in names if name)


def _declared(metadata: Metadata, own: tuple[str, ...], read: _Reader) -> tuple[str, ...]:
    """The names in the first field of the head that holds some."""
    for written in _fields(metadata):
        if names := _each_once(name for text in written for name in read(text, own)):
            return names
    return ()


def _fields(metadata: Metadata) -> Iterator[tuple[str, ...]]:
    yield metadata.ld_authors()
    for name in _METAS:
        yield metadata.metas.get(name, ())
    yield tuple(_INVERTED.sub(r"\2 \1", name) for name in metadata.metas.get("citation_author", ()))
    for label, value in _LABELLED.items():
        if metadata.meta(label).casefold() in {"written by", "author", "by"}:
            yield metadata.metas.get(value, ())


def _the_publisher(metadata: Metadata, outlet: OutletSpec | None) -> tuple[str, ...]:
    """The publisher where a page of no outlet of ours names it as its author."""
    names = () if outlet else (text for field in _fields(metadata) for text in field)
    return tuple(name for name in names if metadata.site and name.casefold() == metadata.site.casefold())[:1]


def _printed(near: Iterable[Tag]) -> tuple[str, ...]:
    """The people in the first line that says "By …" in so many words."""
    for element in near:
        if element.name in _TEXT and _is_seen(element):
            text = short_text(element, _LONGEST)
            if _BY.match(text):
                names = _linked(element, ()) or names_in(text)
                if names and all(map(is_person, names)):
                    return names
    return ()


def _same(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two bylines name one person, at least, alike."""
    return bool({name.split()[-1].casefold() for name in some} & {name.split()[-1].casefold() for name in others})


def _near_headline(near: Iterable[Tag], own: tuple[str, ...]) -> tuple[str, ...]:
    """The names in the first element by the headline that is marked as a byline or begins with "By"."""
    for element in near:
        if not _is_seen(element):
            continue
        if _names_an_author(element):
            names = () if _is_another(element) else _linked(element.parent, own) or _linked(element, own)
        else:
            names = tuple(name for name in names_in(_byline(element), own) if is_person(name))
            names = (_linked(element, own) or names) if names else ()
        if names:
            return names
    return ()


def _only_author(soup: BeautifulSoup, own: tuple[str, ...]) -> tuple[str, ...]:
    """The one person whom all marks of authors in the page name; empty where they name several."""
    marked = [element for element in soup.find_all(["a", "span"]) if _names_an_author(element)][:_MOST_MARKS]
    seen = [element for element in marked if _is_seen(element) and not _is_another(element)]
    names = _each_once(
        name for element in seen for name in declared_names(short_text(element, _LONGEST), own) if is_person(name)
    )
    return names if len(names) == 1 else ()


def _linked(place: Tag | None, own: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the marked authors in a short place; where one mark holds others, the inner ones."""
    if place is None or not short_text(place, _LONGEST):
        return ()
    marked = [element for element in (place, *place.find_all(True)) if _names_an_author(element)]
    inner = [element for element in marked if not any(_names_an_author(child) for child in element.find_all(True))]
    return _each_once(name for element in inner for name in declared_names(short_text(element, _LONGEST), own))


def _is_another(element: Tag) -> bool:
    """Whether an author's mark is that of a comment or of who edited or reviewed the article."""
    before = element.find_previous(string=re.compile(r"\S"))
    if _ANOTHER.search(str(before or "")[-60:]) or "review" in classes(element).casefold():
        return True
    return any("comment" in f"{classes(parent)} {parent.get('id') or ''}".casefold() for parent in element.parents)


def _is_seen(element: Tag) -> bool:
    return element.name not in _UNSEEN and not is_hidden(element)


def _names_an_author(element: Tag) -> bool:
    """Whether an element is marked as an author's name, or links to the page of one."""
    href = str(element.get("href") or "")[:500] if element.name == "a" else ""
    if href and _AUTHOR_PAGE.search(href) and not _SOCIAL.search(href):
        return True
    return "author" in element.get_attribute_list("rel") or "author" in element.get_attribute_list("itemprop")


def _byline(element: Tag) -> str:
    """The byline that an element may be: by its class, by its first words, or by a label that stands before it."""
    named = classes(element)
    start = next(iter(element.stripped_strings), "")
    marked = _BYLINE_CLASS.search(named) and not _NO_BYLINE_CLASS.search(named)
    if not marked and not (element.name in _TEXT and (_BY.match(start) or _LABEL.fullmatch(start))):
        return ""
    text = short_text(element, _LONGEST)
    if _LABEL.fullmatch(text):
        text = _after(element)
    return "" if _OTHERS.match(text) else text


def _after(element: Tag) -> str:
    """The first words after an element."""
    following = element.find_all_next(string=True, limit=12)
    return next((str(text) for text in following if element not in text.parents and text.strip()), "")


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
