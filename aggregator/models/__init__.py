"""The database is the truth: outlets, articles and findings, with states, unique keys and leases."""

from aggregator.models.additions import AddedAddress, Addition
from aggregator.models.articles import Article, Capture, Snapshot
from aggregator.models.backfills import Backfill, BackfillPlace
from aggregator.models.changes import SpanCheck, TextChange
from aggregator.models.feeds import Feed
from aggregator.models.findings import Citation, Claim, Quote, Resolution, SpeakerKind
from aggregator.models.leases import Lease
from aggregator.models.sources import Outlet
from aggregator.models.speakers import Speaker, SpeakerName, SpeakerPin
from aggregator.models.work import FetchLog, Host, LastRun

__all__ = [
    "AddedAddress",
    "Addition",
    "Article",
    "Backfill",
    "BackfillPlace",
    "Capture",
    "Citation",
    "Claim",
    "Feed",
    "FetchLog",
    "Host",
    "LastRun",
    "Lease",
    "Outlet",
    "Quote",
    "Resolution",
    "Snapshot",
    "SpanCheck",
    "Speaker",
    "SpeakerKind",
    "SpeakerName",
    "SpeakerPin",
    "TextChange",
]
