"""What holds for all tests: where nobody is watching, nothing is skipped without being told."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
_LIES_THERE = {"corpora": _SHARED / "corpora", "press review": _SHARED / "press-review.txt"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped test fails, but for those that need what does not lie beside the project."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(name in why.lower() and not path.exists() for name, path in _LIES_THERE.items()):
            report.outcome = "failed"
            report.longrepr = f"skipped where nothing may be skipped: {why}"
    return report
