"""Outlets and stories → llms.txt (llmstxt.org): what the site is, and where its forms for programs are."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from aggregator.models import Outlet, Speaker
from coverage.comparing.excerpts import Limits
from coverage.models import Story
from coverage.site_address import absolute

_TOLD = """\
# Parallax

> One news story, every outlet, side by side: who reports what, in whose words, where the outlets differ and whom they
> credit. Every line links to the sentence in the outlet's own article.

Quotes, claims and differences are found by machine and are marked "not reviewed" until an editor accepts them. "Not
found in its text" and "could not be read" are different marks. The words are the outlets': cite the outlet and its
address, not Parallax. At most {quote} characters a quote and {page} characters of an article are in any page, feed
entry or answer; full texts are nowhere on the site.
"""


def told_to_models(
    outlets: Iterable[Outlet], stories: Iterable[Story], speakers: Iterable[Speaker], limits: Limits
) -> str:
    """The file as Markdown."""
    forms = [
        _link("OpenAPI document", reverse("openapi"), "the read-only JSON API, without keys"),
        _link("JSON API", reverse("api"), "stories, articles, outlets, quotes, claims, changes"),
        _link("All stories", reverse("stories-feed", args=["json"]), "JSON Feed; also .rss and .atom"),
        _link("All changes", reverse("changes-feed", args=["json"]), "what joined, what was edited, what differs now"),
        _link("All feeds", reverse("opml"), "OPML"),
        _link("Sitemap", reverse("sitemap")),
        "- A story's grid is at /s/NUMBER/grid.csv, its feeds at /s/NUMBER/feed.json and /s/NUMBER/changes.json",
        "- A statement is at /c/NUMBER/, a quote at /q/NUMBER/, a speaker at /p/NAME/ (feed: /p/NAME/feed.json)",
    ]
    parts = {
        "For programs": forms,
        "About": [
            _link("How it works", reverse("about"), "the method and the limits"),
            _link("Corrections", reverse("corrections"), "what editors put right, when and why"),
            _link("Feeds", reverse("feeds")),
        ],
        "Outlets": [_link(outlet.name, outlet.get_absolute_url()) for outlet in outlets],
        "Speakers": [_link(str(speaker), speaker.get_absolute_url()) for speaker in speakers],
        "Newest stories": [_link(str(story), story.get_absolute_url()) for story in stories],
    }
    sections = ["\n".join([f"## {title}", "", *lines, ""]) for title, lines in parts.items() if lines]
    return "\n".join([_TOLD.format(quote=limits.quote, page=limits.page), *sections])


def _link(name: str, path: str, told: str = "") -> str:
    words = " ".join(name.split()).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"- [{words}]({absolute(path)}){': ' if told else ''}{told}"
