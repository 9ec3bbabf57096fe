"""BuzzFeed News as data: closed in May 2023; its articles enter by address or by archive."""

from datetime import date

from aggregator.outlets.spec import ArticleForm, Layout, OutletSpec, Owner

# Until July 2018 the newsroom published on buzzfeed.com/<author>/<slug>, as all of BuzzFeed did.
_SHARED = (
    r"buzzfeed\.com/(?!(?:quizzes|quiz|tag|badge|rss|videos?|shopping|about|tasty|search|trending|community|api)/)"
    r"[\w.-]+/[\w.-]+/?"
)

OUTLET = OutletSpec(
    slug="buzzfeednews",
    name="BuzzFeed News",
    monogram="BF",
    colour="#c8102e",
    colour_dark="#ff8a98",
    home="https://www.buzzfeednews.com/",
    domains=("buzzfeednews.com",),
    access="closed",
    owners=(Owner("BuzzFeed, Inc."),),
    aliases=("BuzzFeed", "Buzzfeed News", "BuzzFeedNews"),
    closed=date(2023, 5, 5),
    also=(rf"(?:www\.)?{_SHARED}",),
    tracking=("bftw", "bffb", "bftwnews", "bffbnews", "bfsource"),
    articles=(
        ArticleForm(r"buzzfeednews\.com/article/[^/]+/[^/]+/?", "buzzfeednews.com/article/", since=date(2018, 7, 1)),
        ArticleForm(_SHARED, "buzzfeed.com/", until=date(2018, 8, 31)),
    ),
    layouts=(
        Layout(
            name="2018",
            shows="h1.news-article-header__title",
            body="[data-module^='subbuzz-text'], .subbuzz-text, .subbuzz__description--standard",
            drop=".newsletter-signup, .subbuzz-related, .subbuzz-tweet, figure",
            title="h1.news-article-header__title",
            byline=".news-byline-full__name",
            time=".news-article-header__timestamps-posted, .news-article-header__timestamps-updated,"
            " .news-article-header__timestamps time, .news-article-header__timestamps",
        ),
        Layout(
            name="2020",
            shows=".subbuzz",
            body=".subbuzz",
            drop=".subbuzz__attribution, .subbuzz-tweet blockquote, .subbuzz__number",
            title="h1[class*=headline_title], h1.buzz-title",
            byline="[class*=headline-byline_bylineName], .byline__author",
            time="[class*=headline-timestamp] time",
        ),
        Layout(
            name="2014",
            shows="#buzz_sub_buzz",
            body="#buzz_sub_buzz",
            drop=".buzz_superlist_item_image, .buzz_superlist_item_grid_row, .buzz_superlist_item_link, .sub_buzz_link,"
            " .sub_buzz_source_via, .hidden",
            title="h1#post-title",
            byline=".byline__author, a[data-action='user/username']",
            time=".post_datetimes .buzz_datetime, .buzz-datetime",
            stamp=r"\bpublished: \"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\"",
        ),
    ),
)
