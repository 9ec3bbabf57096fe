"""`manage.py predict stories`: a file of articles → the stories that a scorer takes, with no database left behind."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from django.core.management import CommandError, call_command

FERRY = [
    {"id": "f2", "published": "2024-05-06T10:00:00Z", "title": "Passengers taken off ferry stranded near Arran",
     "text": "All 84 people aboard the Arran ferry are safe."},
    {"id": "f1", "published": "2024-05-06T08:00:00Z", "title": "Ferry runs aground off Arran with 84 aboard",
     "lead": "A ferry ran aground off Arran with 84 people aboard."},
]  # fmt: skip
BANK = {"published": "2024-05-06T09:00:00", "title": "Norvale Bank cuts 900 jobs", "text": "Branches close."}


def predicted(folder, articles, *options, name: str = "in.jsonl.gz"):
    lines = "\n".join(json.dumps(article) for article in articles).encode()
    (folder / name).write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    out = io.StringIO()
    call_command("predict", "stories", str(folder / name), str(folder / "out.jsonl"), *options, stdout=out)
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()], out.getvalue()


@pytest.mark.parametrize("options", [(), ("--words",)])
@pytest.mark.parametrize("name", ["in.jsonl.gz", "in.jsonl"])
def test_articles_of_one_event_get_one_story_in_the_order_of_the_file(tmp_path, options, name):
    found, told = predicted(tmp_path, [*FERRY, BANK], *options, name=name)
    assert [line["id"] for line in found] == ["f2", "f1", 3]
    assert found[0]["story"] == found[1]["story"] != found[2]["story"]
    assert "3 of 3" in told


def test_without_weights_it_goes_by_words_and_says_so(tmp_path, settings):
    settings.TAGGER_FOLDER = tmp_path
    found, told = predicted(tmp_path, FERRY)
    assert found[0]["story"] == found[1]["story"]
    assert "By words alone" in told


@pytest.mark.parametrize(
    ("article", "reason"),
    [({"text": "No title."}, 'no object with a "title"'), ({"title": "When?", "published": "soon"}, "article 1")],
)
def test_an_article_that_cannot_be_placed_is_refused_by_its_number(tmp_path, article, reason):
    with pytest.raises(CommandError, match=reason):
        predicted(tmp_path, [article])
    assert not (tmp_path / "out.jsonl").exists()


def test_a_file_that_is_no_gzip_is_refused(tmp_path):
    (tmp_path / "in.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(CommandError, match="gz"):
        call_command("predict", "stories", str(tmp_path / "in.jsonl.gz"), str(tmp_path / "out.jsonl"))
