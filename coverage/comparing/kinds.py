"""Headlines and tops of texts → what kind of article it is: a report, a roundup, a live blog or an opinion piece."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["report", "roundup", "live", "opinion"]

_ROUNDUP = re.compile(
    r"""\b(?:
        (?:morning|evening|daily|midday|noon|weekend|nightly|news)
        \ (?:briefing|brief|digest|round-?up|wrap|rundown|headlines)
      | (?:the\ )?(?:day|week|month|weekend)\ in\ (?:\w+\ )?(?:stories|news|pictures|photos|review|brief|politics|tech)
      | round-?up\b | news\ in\ brief | newsletter
      | (?:top|biggest|\d+|two|three|four|five|six|seven|eight|nine|ten)\ (?:\w+\ )?
        (?:stories|headlines|things|takeaways)
        \ (?:you|we|to\ (?:know|watch|start|read)|from\ (?:the\ week|today)|of\ the\ (?:day|week))
      | what\ (?:you\ need\ to|to)\ know\ (?:today|this\ (?:morning|evening|week)|for\ \w+day)
      | (?:today|this\ week)['’]s\ (?:top\ )?(?:stories|headlines|news)
      | what\ we['’]re\ reading | this\ week\ in\ \w+
    )""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_LIVE = re.compile(
    r"\blive(?:\s+(?:updates?|blog|coverage|news|results)\b|\s*:|\s*[|–—-]\s)|[-–—:|]\s*live\s*$|\bliveblog\b"
    r"|\bas it happened\b|\bminute[- ]by[- ]minute\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"^(?:the\ )?(?:opinion|op-?ed|editorial|commentary|column|letters?|analysis|review)\s*[:|–—-]\s"
    r"|[|–—-]\s*(?:opinion|op-?ed|editorial|commentary|column|letters?)\s*$"
    r"|\bletters?\ to\ the\ editor\b",
    re.IGNORECASE | re.VERBOSE,
)


def kind_of(title: str, text: str = "") -> Kind:
    """Told by the headline, and by a text that opens by calling itself one. What is none of the three is a report: an
    article that is taken for a report by mistake is grouped by its words like any other."""
    opening = text[:80].split("\n")[0]
    for kind, pattern in (("live", _LIVE), ("roundup", _ROUNDUP), ("opinion", _OPINION)):
        if pattern.search(title) or (kind != "live" and len(opening) < 60 and pattern.search(opening)):
            return kind  # type: ignore[return-value]
    return "report"
