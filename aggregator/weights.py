"""The tagger's files into a tagger that can read, loaded once a process and only when they are what was shipped."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path

import numpy as np

from aggregator.reading.tagging.pieces import Vocabulary
from aggregator.reading.tagging.tagger import Numbers, Tagger
from aggregator.reading.tagging.tags import Scores
from aggregator.reading.tagging.vectors import Vectors

FOLDER = Path(__file__).resolve().parent / "trained"
GRAPH, WORDS, RECORD = "tagger.onnx", "vocabulary.txt", "tagger.json"


class WeightsError(Exception):
    """The tagger cannot be used; `reason` is a short fixed phrase, `detail` is for a person."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@cache
def load_tagger(folder: Path = FOLDER) -> Tagger:
    """The tagger whose files lie in `folder`. Raises WeightsError: "missing", "broken" (a SHA-256 that is not the
    recorded one) or "unusable" (the runtime refuses the graph)."""
    graph = _checked(folder, GRAPH)
    vocabulary = Vocabulary(_checked(folder, WORDS).decode().split("\n"))
    return Tagger(_encoder(graph), vocabulary, hashlib.sha256(graph).hexdigest())


def check_weights(folder: Path) -> None:
    """Raises WeightsError, as `load_tagger` would, where a file is missing or is not the one that was shipped."""
    for name in (GRAPH, WORDS):
        _checked(folder, name)


def recorded_weights(folder: Path = FOLDER) -> str:
    """The SHA-256 that the tagger in `folder` should have, by its record; empty where there is no record. It is what
    `Tagger.weights` says of a tagger that was loaded from there, without loading one."""
    try:
        return str(json.loads((folder / RECORD).read_text(encoding="utf-8"))["sha256"][GRAPH])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _checked(folder: Path, name: str) -> bytes:
    try:
        recorded = json.loads((folder / RECORD).read_text(encoding="utf-8"))["sha256"][name]
        content = (folder / name).read_bytes()
    except OSError as error:
        raise WeightsError("missing", f"{folder / name}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsError("broken", f"{folder / RECORD} records no SHA-256 of {name}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != recorded:
        raise WeightsError("broken", f"{folder / name} has the SHA-256 {found}, not {recorded}")
    return content


class _Session:
    """The graph on one core; a call is an `Encoder`'s."""

    def __init__(self, graph: bytes) -> None:
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # when it is loaded it else begins to report to its maker
        import onnxruntime  # only who reads waits for it, not every command

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # they would hold the largest text's memory
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def __call__(self, pieces: Numbers, types: Numbers, mask: Numbers) -> tuple[Scores, Scores, Scores, Scores]:
        asked = {"pieces": pieces, "types": types, "mask": mask, "sentences": _NO_ROWS, "sentence_mask": _NO_ROWS}
        contents, roles, links, checks = self._session.run(["contents", "roles", "links", "checks"], asked)
        return contents, roles, links, checks

    def vectors(self, pieces: Numbers, mask: Numbers) -> Vectors:
        asked = {"pieces": _NO_ROWS, "types": _NO_ROWS, "mask": _NO_ROWS, "sentences": pieces, "sentence_mask": mask}
        vectors: Vectors = self._session.run(["vectors"], asked)[0]
        return vectors


_NO_ROWS = np.zeros((0, 1), dtype=np.int64)
"""For the way through the graph that is not asked: the runtime computes all outputs in every run."""


def _encoder(graph: bytes) -> _Session:
    try:
        return _Session(graph)
    except Exception as error:  # onnxruntime's exceptions share no public base class
        raise WeightsError("unusable", f"{type(error).__name__}: {error}"[:300]) from error
