"""The tagger's files: who reads with them, and what happens where they are missing or not those that were shipped."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as project

from aggregator.checks import tagger_is_sound
from aggregator.reader import read_words
from aggregator.reading.types import Page
from aggregator.weights import GRAPH, RECORD, WORDS, WeightsError, load_tagger
from tests.pipeline.scenes import DAM

SHIPPED = project.TAGGER_FOLDER
TEXT = "Ines Duarte, who runs the dam, said on Friday that nobody was in danger. “It holds,” she said."
PAGE = Page("http://127.0.0.1/dam", "Dam", TEXT, (), None, None, "full", "test")


@pytest.fixture
def folder(tmp_path):
    """A copy of what is shipped, to be spoiled."""
    for name in (GRAPH, WORDS, RECORD):
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path


def test_what_is_shipped_finds_who_said_what():
    found = read_words(PAGE)
    assert found.without_tagger == ""
    told = [(one.text, one.speaker.name, one.kind) for one in found.quotes if one.speaker]
    assert ("It holds,", "Ines Duarte", "direct") in told
    assert any("nobody was in danger" in words and name == "Ines Duarte" for words, name, _ in told)
    assert {one.found_by for one in found.quotes} == {"tagger", "tagger and rules"}


def test_the_runtime_keeps_no_device_number_and_no_events_for_its_maker(tmp_path):
    command = [sys.executable, "-c", "from aggregator.weights import load_tagger; print(load_tagger().weights)"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    home = {"HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run(command, cwd=project.BASE_DIR, env=kept | home, capture_output=True, text=True)
    assert told.stdout.strip() == load_tagger(SHIPPED).weights, told.stderr
    assert list(tmp_path.rglob("*")) == []


def test_what_is_shipped_is_small():
    assert sum((SHIPPED / name).stat().st_size for name in (GRAPH, WORDS, RECORD)) <= 25_000_000


def remove_graph(folder):
    (folder / GRAPH).unlink()


def cut_graph(folder):
    (folder / GRAPH).write_bytes((SHIPPED / GRAPH).read_bytes()[:-1])


def change_words(folder):
    (folder / WORDS).write_bytes((SHIPPED / WORDS).read_bytes().replace(b"the", b"eht", 1))


def empty_record(folder):
    (folder / RECORD).write_text("{}")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [(remove_graph, "missing"), (cut_graph, "broken"), (change_words, "broken"), (empty_record, "broken")],
)
def test_a_file_that_is_not_what_was_shipped_is_never_read_with(folder, spoil, reason):
    spoil(folder)
    with pytest.raises(WeightsError) as told:
        load_tagger(folder)
    assert told.value.reason == reason
    found = read_words(PAGE, folder)
    assert found.without_tagger.startswith(reason)
    assert found.quotes
    assert {one.found_by for one in found.quotes} == {"rules"}


def test_a_graph_that_the_runtime_refuses_is_told_as_unusable(folder):
    (folder / GRAPH).write_bytes(b"no graph")
    record = json.loads((folder / RECORD).read_text())
    record["sha256"][GRAPH] = hashlib.sha256(b"no graph").hexdigest()
    (folder / RECORD).write_text(json.dumps(record))
    assert read_words(PAGE, folder).without_tagger.startswith("unusable")


def test_the_checks_at_the_start_warn_where_rules_read_alone(folder, settings):
    settings.TAGGER_FOLDER = folder
    assert list(tagger_is_sound()) == []
    remove_graph(folder)
    (told,) = tagger_is_sound()
    assert told.id == "parallax.W001"
    assert "missing" in told.msg


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_reading_stays_within_its_memory():
    code = f"""
from aggregator.reader import read_words
from aggregator.reading.types import Page
text = {" ".join(DAM)!r} * 60
read_words(Page("http://127.0.0.1/dam", "Dam", text, (), None, None, "full", "test"))
status = open("/proc/self/status").read()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)  # ru_maxrss would count what the parent held at the fork
"""
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=project.BASE_DIR
    )
    assert int(told.stdout) < 500
