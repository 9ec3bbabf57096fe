"""`manage.py predict quotes` and `predict claims`: JSON lines → the lines that scorers take."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

TEXT = "Ada Finch runs the mill.\n\n“It stands still,” she said. The town said that it would be sold."


def predicted(what, folder, lines, *options):
    (folder / "in.jsonl").write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    out = io.StringIO()
    call_command("predict", what, str(folder / "in.jsonl"), str(folder / "out.jsonl"), *options, stdout=out)
    return [
        json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    ], out.getvalue()


@pytest.mark.parametrize(("options", "paths"), [((), {"tagger", "tagger and rules"}), (("--rules",), {"rules"})])
def test_quotes_are_written_with_their_places_and_the_path_that_found_them(tmp_path, options, paths):
    ((line,), _) = predicted("quotes", tmp_path, [{"id": "mill", "text": TEXT}], *options)
    assert line["id"] == "mill"
    direct, indirect = line["quotes"]
    assert [TEXT[start:end] for start, end in direct["spans"]] == ["It stands still,"]
    assert TEXT[slice(*direct["speaker"])] == "she"
    assert direct["speaker_name"] == "Ada Finch"
    assert TEXT[slice(*indirect["cue"])] == "said"
    assert {one["found_by"] for one in line["quotes"]} <= paths


def test_missing_weights_are_told_and_rules_find_the_quotes(tmp_path, settings):
    settings.TAGGER_FOLDER = tmp_path
    ((line,), told) = predicted("quotes", tmp_path, [{"text": TEXT}])
    assert "By rules alone" in told
    assert line["id"] == 1
    assert {one["found_by"] for one in line["quotes"]} == {"rules"}


@pytest.mark.parametrize("options", [(), ("--rules",)])
def test_a_statement_with_figures_is_worth_more_checking_than_a_wish(tmp_path, options):
    lines = [
        {"id": 1, "text": "We lost 80,000 jobs in steel last year, and wages fell by 4 percent."},
        {"id": 2, "text": "I hope you had a good evening."},
        {"id": 3, "text": ""},
    ]
    found, _ = predicted("claims", tmp_path, lines, *options)
    assert [{"id": one["id"], "text": one["text"]} for one in found] == lines
    assert all(0 <= one["check"] <= 1 for one in found)
    assert found[0]["check"] > 0.5 > max(found[1]["check"], found[2]["check"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [("{", "line 1: no JSON"), ('{"id": 1}\n', 'no object with a "text"'), ("[]\n", 'no object with a "text"')],
)
def test_a_line_that_is_no_text_is_refused_by_its_number(tmp_path, content, reason):
    (tmp_path / "in.jsonl").write_text(content)
    with pytest.raises(CommandError, match=reason):
        call_command("predict", "quotes", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    assert not (tmp_path / "out.jsonl").exists()
