"""Mashable as data."""

from datetime import date

from aggregator.outlets.spec import ArticleForm, FeedSpec, Layout, OutletSpec, Owner

OUTLET = OutletSpec(
    slug="mashable",
    name="Mashable",
    monogram="M",
    colour="#006d8f",
    colour_dark="#6fd3f0",
    home="https://mashable.com/",
    domains=("mashable.com",),
    access="open",
    owners=(Owner("Mashable, Inc."), Owner("Ziff Davis", date(2017, 12, 5))),
    feeds=(FeedSpec("https://mashable.com/feeds/rss/all"), FeedSpec("https://mashable.com/feeds/rss/tech")),
    aliases=("Mashable.com",),
    articles=(
        ArticleForm(r"mashable\.com/article/[^/]+/?", "mashable.com/article/"),
        ArticleForm(
            r"mashable\.com/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/[^/]+/?",
            "mashable.com/%Y/%m/%d/",
            until=date(2018, 12, 31),
        ),
    ),
    layouts=(
        Layout(
            name="2021",
            shows="#article.editor-content",
            body="#article.editor-content",
            drop=".eloquent-imagery-image, .content-block-mashable-video, [data-commerce-block], .newsletter, .seealso,"
            " #article > section",
            title="h1.header-100, h1",
            byline="header h1 ~ div a.underline-link",
            time="header time",
        ),
        Layout(
            name="2012",
            shows="section.article-content",
            body="section.article-content",
            drop=".see-also, .see-also-link, .image-credit, .series-engagement-intro, .bonus-video-card",
            title="h1.title",
            byline=".author_name",
            time="time[datetime]",
        ),
        Layout(
            name="2008",
            shows="article.hnews .description",
            body="article.hnews .description",
            drop=".see_also, .post_related",
            title="article.hnews h1, h1.entry-title",
            byline=".author.fn",
            time="time[datetime]",
        ),
    ),
)
