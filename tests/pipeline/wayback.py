"""A web archive on loopback: an index of captures and their snapshots, answering as the Internet Archive documents."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.pipeline.loopback import Asked, LoopbackSite, Reply, page, redirect


@dataclass(frozen=True)
class Kept:
    """A capture as the index lists it."""

    timestamp: str
    original: str
    mimetype: str = "text/html"
    statuscode: str = "200"

    @property
    def urlkey(self) -> str:
        parts = urlsplit(self.original)
        host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
        return f"{host}){parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"


@dataclass
class Wayback:
    """Captures, listed at /cdx/search/cdx and replayed below /web/. `filters` off: an index that leaves filtering and
    collapsing to whoever asks."""

    site: LoopbackSite
    kept: list[Kept] = field(default_factory=list)
    filters: bool = True

    def __post_init__(self) -> None:
        self.site.pages["/cdx/search/cdx"] = self.index

    def keep(self, timestamp: str, original: str, html: str, shown_as: str = "") -> str:
        """Add a capture; gives the path of its snapshot. `shown_as` is the timestamp that the index tells of it."""
        self.kept.append(Kept(shown_as or timestamp, original))
        path = f"/web/{timestamp}id_/{original}"
        self.site.pages[path] = page(html)
        if shown_as:
            self.site.pages[f"/web/{shown_as}id_/{original}"] = redirect(f"{self.site.url}{path}")
        return path

    def index(self, asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.path).query)
        rows = sorted((one for one in self.kept if self._matches(one, query)), key=lambda k: (k.urlkey, k.timestamp))
        if self.filters:
            rows = [one for one in rows if one.statuscode == "200" and one.mimetype == "text/html"]
            rows = [one for at, one in enumerate(rows) if not at or rows[at - 1].urlkey != one.urlkey]
        key = query.get("resumeKey", [""])[0]
        rows = [one for one in rows if f"{one.urlkey} {one.timestamp}" > key]
        limit = int(query["limit"][0])
        names = query["fl"][0].split(",")
        answer: list[list[str]] = [names, *([getattr(one, name) for name in names] for one in rows[:limit])]
        if len(rows) > limit:
            answer += [[], [f"{rows[limit - 1].urlkey} {rows[limit - 1].timestamp}"]]
        body = "[" + ",\n".join(map(json.dumps, answer)) + "]\n" if rows else "[]\n"
        return Reply(200, {"Content-Type": "application/json"}, body.encode())

    def _matches(self, one: Kept, query: dict[str, list[str]]) -> bool:
        wanted = Kept("", f"http://{query['url'][0].removeprefix('https://').removeprefix('http://')}")
        exact = query["matchType"][0] == "exact"
        same = one.urlkey == wanted.urlkey if exact else one.urlkey.startswith(wanted.urlkey)
        since, until = query.get("from", ["0"])[0], query.get("to", ["9"])[0]
        return same and since <= one.timestamp and one.timestamp[: len(until)] <= until
