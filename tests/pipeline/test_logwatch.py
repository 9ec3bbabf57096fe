"""What of a log reaches the terminal."""

from __future__ import annotations

from pathlib import Path

from aggregator.supervision.logwatch import LogWatch


def watched(tmp_path: Path, before: str = "") -> tuple[LogWatch, Path]:
    log = tmp_path / "worker.log"
    if before:
        log.write_text(before)
    return LogWatch(log), log


def append(log: Path, text: str) -> None:
    with log.open("a") as file:
        file.write(text)


def test_only_errors_that_were_logged_since_are_told(tmp_path: Path) -> None:
    watch, log = watched(tmp_path, "10:00 ERROR   old\n")

    append(log, "10:01 INFO    fine\n10:02 ERROR   task failed\nTraceback\n10:03 CRITICAL out of memory\n")

    assert watch.new_errors() == ["10:02 ERROR   task failed", "10:03 CRITICAL out of memory"]
    assert watch.new_errors() == []


def test_a_line_is_told_when_it_is_whole(tmp_path: Path) -> None:
    watch, log = watched(tmp_path)
    assert watch.new_errors() == []

    append(log, "10:01 ERROR   half")
    assert watch.new_errors() == []

    append(log, " and half\n")
    assert watch.new_errors() == ["10:01 ERROR   half and half"]


def test_a_log_that_was_put_aside_is_read_from_its_new_beginning(tmp_path: Path) -> None:
    watch, log = watched(tmp_path, "a long story\n" * 9)

    log.write_text("10:01 ERROR   new\n")

    assert watch.new_errors() == ["10:01 ERROR   new"]


def test_a_foreign_title_can_neither_steer_the_terminal_nor_flood_it(tmp_path: Path) -> None:
    watch, log = watched(tmp_path)

    append(log, "10:01 ERROR   \x1b]0;taken over\x07\x9b2J \u202egnorw " + "x" * 5000 + "\n")

    [line] = watch.new_errors()
    assert not any(mark in line for mark in "\x1b\x07\x9b\u202e")
    assert len(line) <= 300


def test_the_word_error_far_inside_a_message_is_not_an_error(tmp_path: Path) -> None:
    watch, log = watched(tmp_path)

    append(log, "10:01 INFO    read https://example.com/errors-in-terrors " + "y" * 400 + " ERROR\n")

    assert watch.new_errors() == []
