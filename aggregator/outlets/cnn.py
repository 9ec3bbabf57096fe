"""CNN as data."""

from datetime import date

from aggregator.outlets.spec import ArticleForm, FeedSpec, Layout, OutletSpec, Owner

OUTLET = OutletSpec(
    slug="cnn",
    name="CNN",
    monogram="CNN",
    colour="#a30000",
    colour_dark="#ff9a9a",
    home="https://www.cnn.com/",
    domains=("cnn.com",),
    access="open",
    owners=(
        Owner("Turner Broadcasting System"),
        Owner("Time Warner", date(1996, 10, 10)),
        Owner("AOL Time Warner", date(2001, 1, 11)),
        Owner("Time Warner", date(2003, 10, 16)),
        Owner("WarnerMedia (AT&T)", date(2018, 6, 14)),
        Owner("Warner Bros. Discovery", date(2022, 4, 8)),
    ),
    feeds=(FeedSpec("https://www.cnn.com/sitemap/news.xml", "sitemap"),),
    aliases=("CNN.com", "CNN Business", "CNN Politics", "CNNMoney", "Cable News Network"),
    tracking=("hpt", "iref", "eref", "cid", "sr"),
    articles=(
        ArticleForm(
            r"(?:edition\.|us\.)?cnn\.com/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/"
            r"(?!(?:[^/]+/)*(?:gallery|videos?|profiles)/)[^/]+(?:/[^/]+)+/?",
            "cnn.com/%Y/%m/%d/",
        ),
        ArticleForm(
            r"(?:edition\.)?cnn\.com/(?P<year>\d{4})/[A-Z][A-Z]+/(?:[a-z.]+/)?(?P<month>\d\d)/(?P<day>\d\d)/[^/]+/index\.html",
            "cnn.com/%Y/",
            until=date(2011, 12, 31),
        ),
        ArticleForm(
            r"money\.cnn\.com/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/(?!(?:[^/]+/)*(?:gallery|video)/)[^/]+(?:/[^/]+)+",
            "money.cnn.com/%Y/%m/%d/",
            until=date(2018, 12, 31),
        ),
    ),
    layouts=(
        Layout(
            name="2022",
            shows=".article__content",
            body=".article__content",
            drop=".related-content, .image, .video-resource, .highlights, .source, .gallery-inline,"
            " [data-component-name='related-content'], .product-offer-card, .interactive, .factbox",
            title="h1.headline__text",
            byline=".byline__names .byline__name, .byline__names .byline__link, .byline__names",
            time=".headline__sub-text .timestamp, .timestamp",
        ),
        Layout(
            name="style/2019",
            shows=".BasicArticle__paragraph, .Article__body .Paragraph__component",
            body=".BasicArticle__paragraph, .Article__body .Paragraph__component",
            title="h1.PageHead__title, .PageHead__title, h1.Article__title",
            byline=".Authors__writer",
        ),
        Layout(
            name="2015",
            shows=".zn-body__paragraph",
            body=".zn-body__paragraph",
            drop=".el__embedded, .el__storyelement__header, .zn-body__footer-links, cite.el-editorial-source",
            title="h1.pg-headline",
            byline=".metadata__byline__author",
            time=".update-time",
        ),
        Layout(
            name="money/2013",
            shows="#storytext",
            body="#storytext > p, #storytext > h2, #storytext > ul > li, #storytext > blockquote",
            drop=".storytimestamp, #contact, .relatedlinks",
            title="h1.article-title, h1.storyheadline",
            byline=".cnnbyline .byline, .cnnbyline",
            time=".cnnDateStamp, .cnn-timestamp",
        ),
        Layout(
            name="blogs/2010",
            shows=".cnnBlogContentPost",
            body=".cnnBlogContentPost",
            drop=".cnn_strybtmmbx1, .wp-caption, .sharedaddy, #jp-post-flair",
            title=".cnnBlogContentTitle",
            time=".cnnBlogContentDateHead",
        ),
        Layout(
            name="2009",
            shows=".cnn_strycntntlft",
            body=".cnn_strycntntlft > p",
            drop=".cnn_strylftexpbx, .cnn_stryathrtmp, .cnn_strylctcntr, .cnn_stryathrgrph",
            title=".cnn_storyarea h1",
            byline=".cnnByline",
            time=".cnn_strytmstmp",
        ),
    ),
)
