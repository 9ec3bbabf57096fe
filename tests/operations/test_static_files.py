"""Static files are collected whenever web or a worker starts: what serves or collects them too is not disturbed."""

from __future__ import annotations

import gzip
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.files.storage import FileSystemStorage

from aggregator.operations.static_files import SteadyManifestStaticFilesStorage

STYLE = "@import url('colours.css');\n" + "main { margin: 0 auto; }\n" * 200


@pytest.fixture
def collect(tmp_path: Path):
    """Collects three files into a folder, as `manage.py collectstatic` would; gives the folder."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text(STYLE)
    (source / "colours.css").write_text("main { color: black; }\n" * 200)
    (source / "menu.js").write_text("// Nothing to do.\n" * 200)

    def run() -> Path:
        storage: ManifestFilesMixin = SteadyManifestStaticFilesStorage(
            location=tmp_path / "static", base_url="/static/"
        )
        command, found = Command(), FileSystemStorage(source)
        command.storage, command.symlink, command.dry_run, command.verbosity = storage, False, False, 0
        for name in ("page.css", "colours.css", "menu.js"):
            if command.delete_file(name, name, found):
                command.copy_file(name, name, found)
        paths = {name: (storage, name) for name in ("page.css", "colours.css", "menu.js")}
        for _, _, told in storage.post_process(paths):
            assert not isinstance(told, Exception), told
        return tmp_path / "static"

    return run


def whole(folder: Path) -> dict[str, str]:
    """The files that the manifest names, each read from its packed form, which has to be the file."""
    named = json.loads((folder / "staticfiles.json").read_text())["paths"]
    for name in named.values():
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == (folder / name).read_bytes()
    return dict(named)


@contextmanager
def beside(act) -> Iterator[list[BaseException]]:
    """Does it again and again meanwhile; gives what it raised."""
    over = threading.Event()
    raised: list[BaseException] = []

    def again() -> None:
        while not over.is_set() and not raised:
            try:
                act()
            except BaseException as error:
                raised.append(error)

    thread = threading.Thread(target=again)
    thread.start()
    yield raised
    over.set()
    thread.join()


def test_files_that_are_collected_again_are_always_there_and_whole(collect) -> None:
    folder = collect()
    before = whole(folder)
    with beside(lambda: whole(folder)) as raised:
        for _ in range(40):
            collect()
    assert raised == []
    assert whole(folder) == before
    assert "colours.css" not in (folder / before["page.css"]).read_text()  # it names the one with a hash


def test_two_may_collect_at_once(collect) -> None:
    with beside(collect) as raised:
        for _ in range(20):
            folder = collect()
    assert raised == []
    assert set(whole(folder)) == {"page.css", "colours.css", "menu.js"}
    assert [path for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_changed_is_served_under_another_name(collect, tmp_path: Path) -> None:
    before = whole(collect())
    changed = tmp_path / "source" / "menu.js"
    changed.write_text("// Something to do.\n" * 200)
    os.utime(changed, (time.time() + 60,) * 2)  # collectstatic goes by whole seconds
    after = whole(collect())
    assert before["menu.js"] != after["menu.js"]
    assert before["page.css"] == after["page.css"]
    assert {before["menu.js"], after["menu.js"]} <= {path.name for path in (tmp_path / "static").iterdir()}
