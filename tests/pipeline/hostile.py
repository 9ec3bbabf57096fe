"""What a hostile outlet's server may send as a page or a feed: cases by name, each with what has to become of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass

from .loopback import HTML, RSS, Asked, Reply, page, redirect

WORDS = "The ferry company will rebuild both piers before the autumn storms, its director told the harbour board. "
TITLE = "Both piers will be rebuilt"
BODY = f"<p>{WORDS * 3}</p>" * 6


@dataclass(frozen=True)
class Case:
    """`reasons` are the refusals that are right ("ok" and "unchanged" for what may be taken); `answer` makes the reply
    from the addresses of the site and of a private one that must never be asked."""

    name: str
    kind: str
    answer: Callable[[str, str], Reply | Callable[[Asked], Reply]]
    reasons: tuple[str, ...] = ("ok",)
    title: str = ""


def story(title: str = TITLE, body: str = BODY, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta property="og:title" content="{title}">{head}'
        f"</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def item(title: str = TITLE, link: str = "{site}/a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def rss(*items: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>F</title>{"".join(items)}</channel></rss>'


def _page(name: str, html: str | bytes, *reasons: str, content_type: str = HTML, title: str = "") -> Case:
    return Case(
        name,
        "page",
        lambda site, private: page(_addressed(html, site, private), content_type),
        reasons or ("ok",),
        title,
    )


def _feed(name: str, xml: str | bytes, *reasons: str, content_type: str = RSS, title: str = "") -> Case:
    return Case(
        name,
        "feed",
        lambda site, private: page(_addressed(xml, site, private), content_type),
        reasons or ("ok",),
        title,
    )


def _addressed(text: str | bytes, site: str, private: str) -> str | bytes:
    if isinstance(text, bytes):
        return text.replace(b"{site}", site.encode()).replace(b"{private}", private.encode())
    return text.replace("{site}", site).replace("{private}", private)


def _sent(name: str, kind: str, reply: Reply, *reasons: str) -> Case:
    return Case(name, kind, lambda site, private: reply, reasons)


CAFE = story("Café déjà rouvert")
SCRIPTS = (
    "<script>window.x=1</script>",
    "<img src=x onerror=x()>",
    "<svg/onload=x()>",
    "<iframe srcdoc='<script>x()'></iframe>",
    "<a href='javascript:x()'>a</a>",
    "<math><mtext><style><img onerror=x()>",
    "<object data=data:text/html,x>",
    "<details open ontoggle=x()>",
    "<noscript><p title='</noscript><img src=x onerror=x()>'>",
    "<base href=//x.example/>",
    "<style>@import '//x.example/'</style>",
    "<form action=javascript:x()><input type=submit>",
    "<template><script>x()",
)

REDIRECTS = (
    Case(
        "a line break in a location stays quoted",
        "page",
        lambda site, private: redirect("/a%0d%0aSet-Cookie:%20x=1"),
        ("not found", "ok"),
    ),
    Case(
        "a page that refreshes to the inside",
        "page",
        lambda site, private: page(story(head=f'<meta http-equiv="refresh" content="0;url={private}/x">')),
    ),
    Case(
        "a page whose parts lie inside",
        "page",
        lambda site, private: page(
            story(
                body=f'{BODY}<img src="{private}/x"><iframe src="{private}/x"></iframe>',
                head=f'<link rel=stylesheet href="{private}/x"><link rel=canonical href="{private}/x">'
                f'<link rel=amphtml href="{private}/x"><base href="{private}/">',
            )
        ),
    ),
    Case(
        "a redirect to the inside by name",
        "page",
        lambda site, private: redirect(private.replace("127.0.0.1", "localhost") + "/x"),
        ("port not allowed", "address not public"),
    ),
)

SIZES = (
    _sent(
        "a length that is too small",
        "page",
        Reply(200, {"Content-Type": HTML, "Content-Length": "40"}, story().encode()),
        "no article found",
    ),
    _sent(
        "two lengths",
        "page",
        Reply(200, {"Content-Type": HTML, "Content-Length": "9, 90"}, b"x" * 90),
        "length makes no sense",
    ),
    _sent(
        "a gzip that ends early",
        "feed",
        Reply(200, {"Content-Type": RSS, "Content-Encoding": "gzip"}, gzip.compress(rss(item()).encode())[:-6]),
        "cut short",
    ),
    _sent(
        "a bomb in a gzip file",
        "feed",
        Reply(200, {"Content-Type": "application/gzip"}, gzip.compress(b"<urlset>" + b" " * 40_000_000)),
        "too large",
    ),
    _sent(
        "a feed in a gzip file that ends early",
        "feed",
        Reply(200, {"Content-Type": "application/gzip"}, gzip.compress(rss(item()).encode())[:-6]),
        "cut short",
    ),
)

CHARSETS = (
    _page(
        "the header's charset wins",
        CAFE.replace("<head>", "<head><meta charset=utf-8>").encode("latin-1"),
        content_type="text/html; charset=iso-8859-1",
        title="Café déjà rouvert",
    ),
    _page(
        "only the page tells its charset",
        CAFE.replace("<head>", "<head><meta charset=windows-1252>").encode("cp1252"),
        content_type="text/html",
        title="Café déjà rouvert",
    ),
    _page("UTF-16 with a mark", CAFE.encode("utf-16"), content_type="text/html", title="Café déjà rouvert"),
    _page("a charset that lies", CAFE.encode("latin-1"), content_type="text/html; charset=utf-8"),
    _page("a charset of nowhere", story(), content_type="text/html; charset=klingon", title=TITLE),
    _page("UTF-7 is not read", story("+ADw-script+AD4-x()+ADw-/script+AD4-"), content_type="text/html; charset=utf-7"),
    _page("NUL bytes", story("Both\x00 piers", BODY.replace("ferry", "fer\x00ry")), title="Both piers"),
    _page("half a surrogate", story().encode().replace(b"Both", b"Both \xed\xa0\x80")),
    _page("an overlong form", story().encode().replace(b"Both", b"Both \xc0\xbcscript\xc0\xbe")),
    _page("letters that turn the line around", story("Both \u202eseirp\u202c \u200bpiers"), title="Both seirp piers"),
    _feed(
        "a feed that is latin-1 and says UTF-8",
        b'<?xml version="1.0" encoding="utf-8"?>' + rss(item("Café")).split("?>")[1].encode("latin-1"),
    ),
    _feed(
        "a feed in UTF-16",
        rss(item()).replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"),
        content_type="application/rss+xml",
        title=TITLE,
    ),
    _feed("a feed that says UTF-7", rss(item()).replace('"1.0"', '"1.0" encoding="utf-7"'), "ok", "not a feed"),
    _feed("NUL bytes in a feed", rss(item("Both\x00 piers")), "ok", "not a feed"),
    _feed("letters beyond the first plane", rss(item("Piers 🛳 rebuilt")), title="Piers 🛳 rebuilt"),
)

PAGES = (
    _page("a depth of a million", story(body="<div>" * 1_000_000), "too many tags", "nested too deeply"),
    _page("bold without end", story(body="<b><i>" * 20_000 + WORDS * 3), "nested too deeply", "ok"),
    _page("tables in tables", story(body="<table><tr><td>" * 10_000), "nested too deeply"),
    _page(
        "many attributes",
        story(body="<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">" + WORDS),
        "too many attributes",
    ),
    _page("nothing but brackets", "<" * 3_000_000, "too many tags"),
    _page("a comment without end", story(body=BODY + "<!-- " + "x" * 1_000_000), "ok"),
    _page("quotation marks without end", story(body=f"<p>{'“' * 100_000}</p>{BODY}"), "ok", "took too long"),
    _page("blanks without end", story(body=f"<p>“Yes,”{' ' * 500_000}said Ines Duarte.</p>{BODY}"), "ok"),
    _page(
        "speakers without end",
        story(body=f"<p>{'said Dr. A. B. ' * 20_000}</p>"),
        "ok",
        "took too long",
        "text too long",
    ),
    _page("a hundred thousand links", story(body='<a href="/x">x</a>' * 100_000 + BODY), "too many tags", "ok"),
    _page("a title of megabytes", story("Piers " * 200_000), "ok", "took too long", "text too long"),
    _page("scripts in the text", story(body=f"<p>{WORDS * 3}{''.join(SCRIPTS)}</p>" + BODY), "ok"),
    _page(
        "escaped scripts in a quote",
        story(
            body=BODY + "<p>“&lt;script&gt;x()&lt;/script&gt; is what we say,” said "
            "&lt;img src=x onerror=x()&gt; Duarte.</p>"
        ),
        "ok",
    ),
    _page(
        "metadata nested too deeply", story(head='<script type="application/ld+json">' + "[" * 100_000 + "</script>")
    ),
    _page(
        "metadata of the wrong types",
        story(
            head='<script type="application/ld+json">'
            + json.dumps(
                {
                    "@type": ["NewsArticle", 7],
                    "headline": {"a": []},
                    "author": [1, None, {"name": []}],
                    "datePublished": -1,
                    "articleBody": {},
                    "@graph": "x",
                }
            )
            + "</script>"
        ),
        title=TITLE,
    ),
    _page("nothing at all", "", "empty page"),
    _page("an error page with status 200", "<html><body><p>Access denied.</p></body></html>", "no article found"),
)

ENTITIES = (
    '<!DOCTYPE r [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or 0};" * 9}">' for n in range(1, 9))
    + "]>"
)
SECRET = "file:///etc/passwd"

FEEDS = (
    _feed("entities that grow", rss(item("&a8;"), before=ENTITIES), "document type refused"),
    _feed(
        "one long entity many times",
        rss(item("&a;" * 30_000), before=f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>'),
        "document type refused",
    ),
    _feed(
        "an entity that is a file",
        rss(item("&x;"), before=f'<!DOCTYPE r [<!ENTITY x SYSTEM "{SECRET}">]>'),
        "document type refused",
    ),
    _feed(
        "an entity inside the network",
        rss(item("&x;"), before='<!DOCTYPE r [<!ENTITY x SYSTEM "{private}/x">]>'),
        "document type refused",
    ),
    _feed(
        "a parameter entity",
        rss(item(), before='<!DOCTYPE r [<!ENTITY % x SYSTEM "{private}/x"> %x;]>'),
        "document type refused",
    ),
    _feed(
        "entities after a long comment",
        rss(item("&a;"), before=f"<!--{'x' * 70_000}--><!DOCTYPE r [<!ENTITY a 'haha'>]>"),
        "document type refused",
    ),
    _feed(
        "entities that a comment hides",
        rss(item("&a;"), before="<!-- <rss> --><!DOCTYPE r [<!ENTITY a 'haha'>]>"),
        "document type refused",
    ),
    _feed(
        "entities in UTF-16",
        rss(item("&a;"), before=ENTITIES).encode("utf-16"),
        "document type refused",
        content_type="application/rss+xml",
    ),
    _feed("a document type inside the network", rss(item(), before='<!DOCTYPE r SYSTEM "{private}/x">'), "ok"),
    _feed("a style sheet inside the network", rss(item(), before='<?xml-stylesheet href="{private}/x"?>'), title=TITLE),
    _feed("an inclusion", rss(item(more='<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{private}/x"/>'))),
    _feed("elements in elements", rss("<a>" * 150_000), "took too long", "not a feed", "unchanged"),
    _feed(
        "many attributes", rss("<item " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>"), "too many attributes"
    ),
    _feed("the web's entities in XML", rss(item("Piers&nbsp;&mdash; rebuilt")), title="Piers — rebuilt"),
    _feed("a bare ampersand", rss(item("Piers & locks")), title="Piers & locks"),
    _feed("a feed that ends early", rss(item(), item("Two", "{site}/b"))[:-40], "ok"),
    _feed("space before the prolog", "\n\n  " + rss(item()), title=TITLE),
    _feed("a page in a feed's place", story(), "not a feed"),
    _feed("nothing in a feed's place", "", "empty page"),
    _feed("a feed without items", rss(), "unchanged"),
    _feed("a picture in a feed's place", b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "not a feed"),
    _feed("JSON in a feed's place", '{"items": []}', "not a feed", content_type="application/json"),
    _feed(
        "thousands of items", rss(*(item(f"Item {n}", f"{{site}}/{n}") for n in range(20_000))), "ok", "took too long"
    ),
    _feed("items without a guid", rss(item(), item("Two", "{site}/b")), title=TITLE),
    _feed("items that share a guid", rss(*(item(f"Item {n}", f"{{site}}/{n}", "<guid>x</guid>") for n in range(3)))),
    _feed("a date in 2999", rss(item(more="<pubDate>Tue, 01 Jan 2999 00:00:00 GMT</pubDate>"))),
    _feed("a date that is none", rss(item(more="<pubDate>32 Blam 20x6</pubDate>"))),
    _feed("a date before 1970", rss(item(more="<pubDate>Sat, 01 Mar 1969 00:00:00 GMT</pubDate>"))),
    _feed("a link that is a script", rss(item(link="javascript:x()")), "reject"),
    _feed("a link that is a page in itself", rss(item(link="data:text/html,&lt;script&gt;x()")), "reject"),
    _feed("a link to the inside", rss(item(link="{private}/x"), item()), "ok"),
    _feed("a link to another outlet", rss(item(link="https://www.cnn.com/2022/06/17/x"), item()), "ok"),
    _feed("a relative link", rss(item(link="/story")), title=TITLE),
    _feed("one article at two addresses", rss(item(link="{site}/a?utm_source=rss"), item(link="{site}/a#top"))),
    _feed(
        "scripts in every field",
        rss(
            *(
                item(f"T {one}", f"{{site}}/{n}", f"<description>{one}</description>")
                for n, one in enumerate(part.replace("<", "&lt;").replace("'", "&#39;") for part in SCRIPTS)
            )
        ),
    ),
    _feed(
        "scripts in CDATA",
        rss(
            *(
                item(f"<![CDATA[T {one}]]>", f"{{site}}/{n}", f"<author><![CDATA[{one}]]></author>")
                for n, one in enumerate(SCRIPTS)
            )
        ),
    ),
    _feed("a title of megabytes", rss(item("Piers " * 800_000)), "ok", "took too long"),
    _feed("an item without a title", rss(item("", "{site}/b"), item()), title=TITLE),
    _feed(
        "words of a database",
        rss(item("Robert'); DROP TABLE aggregator_article;--")),
        title="Robert'); DROP TABLE aggregator_article;--",
    ),
    _feed("a feed that says it is text", rss(item()), content_type="text/plain", title=TITLE),
)

NEWS = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{site}/a</loc></url></urlset>'


def _sitemap(name: str, xml: str | bytes, *reasons: str, content_type: str = "application/xml") -> Case:
    return Case(name, "sitemap", _feed(name, xml, content_type=content_type).answer, reasons or ("ok",))


SITEMAPS = (
    _sitemap("an ordinary sitemap", NEWS),
    _sitemap("a sitemap in a gzip file", gzip.compress(b"<urlset><url><loc>/a</loc></url></urlset>")),
    _sitemap("a sitemap in a gzip file in a gzip file", gzip.compress(gzip.compress(b"<urlset/>" * 9)), "unchanged"),
    _sitemap(
        "a sitemap with a document type", f'<!DOCTYPE urlset SYSTEM "{{private}}/x">{NEWS}', "document type refused"
    ),
    _sitemap("a sitemap with entities that grow", ENTITIES + NEWS.replace("{site}/a", "&a8;"), "document type refused"),
    _sitemap("a feed in a sitemap's place", rss(item()), "not a sitemap"),
    _sitemap("an index in a sitemap's place", "<sitemapindex/>", "not a sitemap"),
    _sitemap("a sitemap that leads inside", NEWS.replace("</urlset>", "<url><loc>{private}/x</loc></url></urlset>")),
    _sitemap("a sitemap of scripts", "<urlset><url><loc>javascript:x()</loc></url></urlset>", "reject"),
    _sitemap(
        "elements in a sitemap's elements", "<urlset>" + "<url>" * 150_000, "not a sitemap", "unchanged", "reject"
    ),
    _sitemap("an empty sitemap", "<urlset/>", "unchanged"),
)

CASES = (*SITEMAPS, *REDIRECTS, *SIZES, *CHARSETS, *PAGES, *FEEDS)
