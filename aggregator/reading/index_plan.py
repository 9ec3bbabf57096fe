"""An outlet and its days → the queries that find its articles in an archive's index of captures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from aggregator.outlets.spec import ArticleForm, OutletSpec
from aggregator.reading.cdx import index_query

LATER = timedelta(days=2)
"""How long after its publication an article whose address tells no day may have been captured first: of what was
captured later nobody could say when it was published."""


def index_queries(outlet: OutletSpec, first: date, last: date) -> tuple[str, ...]:
    """One query for each beginning that the outlet's article addresses of these days (both inclusive) have.

    Where the address tells the day, its first capture is asked for whenever that was made. Where it does not, every
    address is asked for that was captured by then: only from its first capture can one tell a new article from an old
    one that was captured again.
    """
    queries = [query for form in outlet.articles if _in_use(form, first, last) for query in _of(form, first, last)]
    if not outlet.articles:
        queries = [index_query(domain, "domain", until=last + LATER) for domain in outlet.domains]
    return tuple(dict.fromkeys(queries))


def _in_use(form: ArticleForm, first: date, last: date) -> bool:
    return (form.since is None or form.since <= last) and (form.until is None or form.until >= first)


def _of(form: ArticleForm, first: date, last: date) -> Iterator[str]:
    if "%" not in form.prefix:
        yield index_query(form.prefix, "prefix", until=last + LATER)
        return
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    seen: dict[str, date] = {}
    for day in days:
        seen.setdefault(day.strftime(form.prefix), day)
    for prefix, day in seen.items():
        yield index_query(prefix, "prefix", day)
