"""Counts outlive the processes that made them, add up over all of them, and never cost a page or a task."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from aggregator.operations import counters
from aggregator.operations.counts import Counts
from aggregator.tasks import sweep_articles
from tests.pipeline.running import ROOT

COUNTING = """
import resource, signal, sys, time
from pathlib import Path
from aggregator.operations.counts import Counts
counts, limit = Counts(Path(sys.argv[1])), int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for number in range(100):
    counts.add({"pages": 1, f"page {number}": 1})
print(counts.sums()["pages"], flush=True)
if sys.argv[3] == "stay":
    time.sleep(60)
"""


def counting(folder: Path, limit: int = 0, then: str = "go") -> subprocess.Popen[str]:
    """A process that counts a hundred pages, each under its own name too, in files of so many bytes at the most."""
    command = [sys.executable, "-c", COUNTING, str(folder), str(limit), then]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_processes_add_up_and_what_the_dead_counted_stays(tmp_path: Path) -> None:
    for _ in range(3):
        assert counting(tmp_path).wait(60) == 0
    killed = counting(tmp_path, then="stay")
    assert killed.stdout
    assert killed.stdout.readline() == "400.0\n"
    killed.kill()
    killed.wait()
    counts = Counts(tmp_path)
    counts.add({"pages": 5})

    assert counts.sums()["pages"] == 405
    assert Counts(tmp_path).sums() == counts.sums()
    assert len(list(tmp_path.glob("*.counts"))) == 1, "files of the dead pile up"


def test_a_sum_never_falls_however_old_a_dead_process_s_file_is(tmp_path: Path) -> None:
    assert counting(tmp_path).wait(60) == 0
    [file] = tmp_path.glob("*.counts")
    os.utime(file, (1, 1))
    counts = Counts(tmp_path)
    assert counts.sums()["pages"] == counts.sums()["pages"] == 100


def test_a_process_that_died_while_it_gathered_counts_nothing_twice(tmp_path: Path, monkeypatch) -> None:
    assert counting(tmp_path).wait(60) == 0
    with monkeypatch.context() as patched:

        def died(*_: object, **__: object) -> None:
            raise OSError("as if killed")

        patched.setattr(Path, "unlink", died)
        assert Counts(tmp_path).sums()["pages"] == 100
    assert len(list(tmp_path.iterdir())) == 2
    assert Counts(tmp_path).sums()["pages"] == 100
    assert len(list(tmp_path.iterdir())) == 1


def test_a_disk_without_room_ends_no_process_and_loses_no_count(tmp_path: Path) -> None:
    full = counting(tmp_path, limit=500)
    told, errors = full.communicate(timeout=60)

    assert (full.returncode, told) == (0, "100.0\n"), errors
    assert errors.count("counts are kept in memory") == 1
    assert Counts(tmp_path).sums()["page 0"] == 1  # what could be written


def test_what_could_not_be_written_is_written_when_there_is_room_again(tmp_path: Path, monkeypatch, caplog) -> None:
    counts = Counts(tmp_path / "metrics")
    counts.add({"a": 1})

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", full)
        for _ in range(3):
            counts.add({"a": 1, "b": 2})
        assert counts.sums() == {"a": 4, "b": 6}
        assert caplog.text.count("kept in memory") == 1
    counts.add({"c": 1})
    assert Counts(tmp_path / "metrics").sums() == {"a": 4, "b": 6, "c": 1}


@pytest.fixture
def nowhere(settings, monkeypatch, tmp_path: Path) -> Path:
    """A data folder in which no folder for counts can be made."""
    (tmp_path / "metrics").write_text("not a folder")
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(counters, "_own", {})
    return tmp_path


@pytest.mark.django_db
def test_pages_and_tasks_go_on_where_nothing_can_be_counted_into_a_file(client, nowhere, caplog, capsys) -> None:
    assert [client.get("/about/").status_code for _ in range(3)] == [200] * 3
    sweep_articles.after_return("SUCCESS", 0, "id", (), {}, None)
    assert caplog.text.count("counts are kept in memory") == 1
    call_command("metrics")
    told = capsys.readouterr().out
    assert 'parallax_requests_total{method="GET",status="200",view="about"} 3.0' in told
    assert 'parallax_tasks_total{state="success",task="aggregator.sweep_articles"} 1.0' in told


@pytest.mark.django_db
def test_times_are_told_as_prometheus_has_its_histograms(settings, monkeypatch, tmp_path: Path, capsys) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(counters, "_own", {})
    for seconds in (0.004, 0.005, 0.3, 500.0):
        counters.count_task("of.the.test", "failure", seconds)
    call_command("metrics")
    told = capsys.readouterr().out
    name = "parallax_task_seconds"
    bounds = dict(re.findall(rf'^{name}_bucket{{le="(\S+?)",task="of.the.test"}} (\S+)$', told, re.MULTILINE))
    assert (bounds["0.005"], bounds["0.25"], bounds["0.5"], bounds["120.0"], bounds["+Inf"]) == (
        "2.0", "2.0", "3.0", "3.0", "4.0",
    )  # fmt: skip
    assert f'{name}_count{{task="of.the.test"}} 4.0' in told
    assert f'{name}_sum{{task="of.the.test"}} 500.309' in told
    assert 'parallax_tasks_total{state="failure",task="of.the.test"} 4.0' in told


def test_counting_through_a_fork_begins_a_file_of_its_own(settings, monkeypatch, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(counters, "_own", {})
    counters.count_task("of.the.test", "success", 1)
    if not (child := os.fork()):
        counters.count_task("of.the.test", "success", 1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    key = counters._key("parallax_tasks", "of.the.test", "success")
    assert counters.counts().sums()[key] == 2
