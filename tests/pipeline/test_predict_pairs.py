"""`manage.py predict alignment` and `predict paraphrase`: pairs of texts → the same lines with whether they are one."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command


def predicted(what, folder, lines, *options):
    (folder / "in.jsonl").write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    out = io.StringIO()
    call_command("predict", what, str(folder / "in.jsonl"), str(folder / "out.jsonl"), *options, stdout=out)
    found = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in found], out.getvalue()


@pytest.mark.parametrize("options", [(), ("--words",)])
def test_one_utterance_is_told_from_another_and_from_its_denial(tmp_path, options):
    lines = [
        {
            "id": 1,
            "a": "“We never closed the harbor to anyone.”",
            "b": "“We never closed the harbor”",
            "a_speaker": "Lee",
        },
        {
            "id": 2,
            "a": "that the council offered her the post of clerk",
            "b": "that the council never offered the post",
        },
    ]
    (one, other), _ = predicted("alignment", tmp_path, lines, *options)
    assert (one["id"], one["same"], other["same"]) == (1, True, False)
    assert 1 >= one["score"] > 0.25 > other["score"] >= 0


@pytest.mark.parametrize("options", [(), ("--words",)])
def test_a_sentence_in_other_words_is_likelier_the_same_than_one_with_other_figures(tmp_path, options):
    sentence = "The mill in Oster will close in May, its owner said on Friday."
    lines = [
        {"a": sentence, "b": "The owner said Friday that the Oster mill will close in May."},
        {"a": sentence, "b": "The mill in Tarnby hired 40 people in June after its owner had sold a bakery."},
    ]
    (one, other), _ = predicted("paraphrase", tmp_path, lines, *options)
    assert (one["same"], other["same"]) == (True, False)
    assert one["score"] > other["score"]


def test_missing_weights_are_told_and_words_alone_judge(tmp_path, settings):
    settings.TAGGER_FOLDER = tmp_path
    ((line,), told) = predicted("alignment", tmp_path, [{"a": "“It stands still.”", "b": "“It stands still”"}])
    assert "By words alone" in told
    assert line["same"] is True


def test_a_line_without_two_texts_is_refused_by_its_number(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"a": "one"}\n')
    with pytest.raises(CommandError, match='line 1: no object with texts "a" and "b"'):
        call_command("predict", "paraphrase", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
