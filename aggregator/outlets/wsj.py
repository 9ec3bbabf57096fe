"""The Wall Street Journal as data: behind a paywall, so only its feeds' fields and public metadata are read."""

from datetime import date

from aggregator.outlets.spec import ArticleForm, FeedSpec, Layout, OutletSpec, Owner

OUTLET = OutletSpec(
    slug="wsj",
    name="Wall Street Journal",
    monogram="WSJ",
    colour="#3b3b3b",
    colour_dark="#cfcfcf",
    home="https://www.wsj.com/",
    domains=("wsj.com",),
    access="summary",
    owners=(
        Owner("Dow Jones"),
        Owner("Dow Jones (News Corporation)", date(2007, 12, 13)),
        Owner("Dow Jones (News Corp)", date(2013, 6, 28)),
    ),
    feeds=(
        FeedSpec("https://feeds.content.dowjones.io/public/rss/RSSWSJD"),
        FeedSpec("https://feeds.content.dowjones.io/public/rss/WSJcomUSBusiness"),
    ),
    aliases=("The Wall Street Journal", "WSJ", "the Journal", "WSJ.com"),
    tracking=("mod", "reflink", "st", "tesla"),
    articles=(
        # The number that ends an address is the second of publication, since 2018 with a 1 before it.
        ArticleForm(r"wsj\.com/articles/[^/]+-1?(?P<seconds>1\d{9})", "wsj.com/articles/", since=date(2014, 1, 1)),
        ArticleForm(
            r"wsj\.com/(?!articles/|video/|livecoverage/|podcasts/)(?:[a-z-]+/)+[^/]+-[0-9a-f]{8}",
            "wsj.com/",
            since=date(2023, 1, 1),
        ),
        ArticleForm(
            r"(?:online\.)?wsj\.com/articles?/SB\d{20,}(?:\.html)?",
            "online.wsj.com/article/SB",
            until=date(2015, 12, 31),
        ),
        ArticleForm(
            r"blogs\.wsj\.com/[^/]+/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/[^/]+/?",
            "blogs.wsj.com/",
            until=date(2019, 12, 31),
        ),
    ),
    layouts=(
        Layout(
            name="2022",
            shows="section[name=articleBody], article p[data-type=paragraph]",
            body="section[name=articleBody] p, article p[data-type=paragraph]",
            drop="[class*=paywall], [class*=MediaLayout], [class*=newsletter]",
            title="h1",
            byline="a[class*=AuthorLink], [data-testid=author-name]",
            time="time[datetime]",
        ),
        Layout(
            name="2015",
            shows="h1.wsj-article-headline, h1.bigTop__hed",
            body=".wsj-snippet-body, [itemprop=articleBody], .article-content",
            drop=".media-object, .wsj-article-caption, .snippet-promotion",
            title="h1.wsj-article-headline, h1.bigTop__hed",
            byline=".byline [itemprop=name], .byline .name, .byline [rel~=author]",
            time="time.timestamp",
        ),
        Layout(
            name="blogs/2012",
            shows=".post-single .post-content",
            body=".post-single .post-content",
            title="h1.post-title",
            byline=".post-byline a[rel=author], .byline a",
            time=".post-time",
        ),
        Layout(
            name="2009",
            shows="#article_story_body",
            body="#article_story_body .articlePage",
            drop=".insetContent, .insetCol3wide, .embedType-image, .byline",
            title="h1",
            byline="h3.byline",
            time=".dateStamp",
        ),
    ),
)
