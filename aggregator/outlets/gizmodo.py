"""Gizmodo as data."""

from datetime import date

from aggregator.outlets.spec import ArticleForm, FeedSpec, Layout, OutletSpec, Owner

OUTLET = OutletSpec(
    slug="gizmodo",
    name="Gizmodo",
    monogram="G",
    colour="#0a5ea8",
    colour_dark="#86c3ff",
    home="https://gizmodo.com/",
    domains=("gizmodo.com",),
    access="open",
    owners=(
        Owner("Gawker Media"),
        Owner("Univision", date(2016, 9, 1)),
        Owner("G/O Media", date(2019, 4, 8)),
        Owner("Keleops", date(2024, 6, 4)),
    ),
    feeds=(FeedSpec("https://gizmodo.com/feed"),),
    aliases=("Gizmodo.com",),
    articles=(
        ArticleForm(r"(?:[a-z0-9]+\.)?gizmodo\.com/[^/]+-\d{7,10}/?", "gizmodo.com/", since=date(2013, 1, 1)),
        ArticleForm(r"(?:[a-z0-9]+\.)?gizmodo\.com/\d{5,7}/[^/]+/?", "gizmodo.com/", until=date(2013, 12, 31)),
    ),
    layouts=(
        Layout(
            name="2024",
            shows=":is(article, main) .entry-content:not(.js_entry-content)",
            body=".entry-content",
            drop=".related-posts, .newsletter, .wp-block-embed",
            title="h1.entry-title, h1",
        ),
        Layout(
            name="2019",
            shows=".js_post-content",
            body=".js_post-content",
            drop="aside, .js_ad-mobile-dynamic, .js_recirc, .js_related-stories-inset, [data-commerce-source],"
            " .instream-native-video",
            title="h1",
            time=".js_starterpost time",
        ),
        Layout(
            name="2014",
            shows=".post-content.js_entry-content",
            body=".post-content.js_entry-content",
            drop="aside, .inset--story, .js_ad-dynamic, .ad-container, .instream-native-video, .lightBoxWrapper,"
            " small.proxima",
            title="h1.js_entry-title, h1.headline",
            byline=".js_meta-byline a, .meta__byline a",
            time="time.updated, .meta__time time",
        ),
    ),
)
