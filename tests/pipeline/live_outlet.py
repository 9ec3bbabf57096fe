"""The outlet on loopback as EXTRA_OUTLETS names it for real workers: its feed is on the port that the test serves."""

from __future__ import annotations

import os
from dataclasses import replace

from aggregator.outlets.spec import FeedSpec
from tests.pipeline.scenes import LOOPBACK

OUTLET = replace(LOOPBACK, feeds=(FeedSpec(f"http://127.0.0.1:{os.environ.get('LOOPBACK_PORT', '80')}/feed.xml"),))
