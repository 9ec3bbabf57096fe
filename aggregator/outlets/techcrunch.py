"""TechCrunch as data."""

from datetime import date

from aggregator.outlets.spec import ArticleForm, FeedSpec, Layout, OutletSpec, Owner

OUTLET = OutletSpec(
    slug="techcrunch",
    name="TechCrunch",
    monogram="TC",
    colour="#087a3c",
    colour_dark="#5fd38d",
    home="https://techcrunch.com/",
    domains=("techcrunch.com",),
    access="open",
    owners=(
        Owner("AOL", date(2010, 9, 28)),
        Owner("AOL (Verizon)", date(2015, 6, 23)),
        Owner("Oath (Verizon)", date(2017, 6, 13)),
        Owner("Verizon Media", date(2019, 1, 8)),
        Owner("Yahoo (Apollo)", date(2021, 9, 1)),
        Owner("Regent", date(2025, 3, 21)),
    ),
    feeds=(
        FeedSpec("https://techcrunch.com/feed/"),
        FeedSpec("https://techcrunch.com/news-sitemap.xml", "sitemap"),
    ),
    aliases=("Tech Crunch", "TechCrunch.com"),
    zone="America/Los_Angeles",
    tracking=("tpcc",),
    articles=(
        ArticleForm(
            r"techcrunch\.com/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/[^/]+/?",
            "techcrunch.com/%Y/%m/%d/",
        ),
    ),
    layouts=(
        Layout(
            name="2024",
            shows="h1.wp-block-post-title",
            body="main .entry-content.wp-block-post-content",
            drop="[class*=inline-cta], .wp-block-tc23-marfeel-experience, .showTemplate, .ad-unit",
            title="h1.wp-block-post-title",
            byline=".article-hero__authors .wp-block-tc23-author-card-name,"
            " .single-post-hero__byline .wp-block-tc23-author-card-name",
            time=".article-hero time, .single-post-hero__byline time",
        ),
        Layout(
            name="2018",
            shows="h1.article__title",
            body=".article-content",
            drop=".embed, .piano-inline-promo, .article__related-links",
            title="h1.article__title",
            byline=".article__byline a[href*='/author/']",
            time=".article__byline time",
        ),
        Layout(
            name="2013",
            shows=".article-entry.text",
            body=".article-entry.text",
            drop=".crunchbase-card, .aside, .related",
            title="h1.tweet-title",
            byline=".byline a[rel=author]",
            time=".byline time",
        ),
        Layout(
            name="2011",
            shows=".module-post-detail .body-copy",
            body=".module-post-detail .body-copy",
            drop=".module-crunchbase, .panel-container",
            title="h1.headline",
            byline=".author .name, .single-author",
            time=".post-time",
        ),
        Layout(
            name="2008",
            shows=".single_post .entry",
            body=".single_post .entry",
            drop=".cbw",
            title=".single_post h2",
            byline=".post_subheader_left a[title^='Posts by']",
            time=".post_subheader_left",
        ),
    ),
)
