"""Static files collected → each put in its place at once, so that they may be collected while others serve them or
collect them too: web and workers do so whenever they start, and read the manifest then."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files import File
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class SteadyManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """WhiteNoise's, in which a file that is collected again is never missing and never half written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, allow_overwrite=True, **kwargs)

    def delete(self, name: str) -> None:
        """Nothing: what is saved next takes the old file's place. (So `collectstatic --clear` clears nothing.)"""

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, b"".join(content.chunks()))
        return name

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return _SteadyCompressor(**kwargs)


class _SteadyCompressor(Compressor):  # type: ignore[misc]  # whitenoise has no types
    def write_data(self, path: str, data: bytes, suffix: str, stat_result: os.stat_result) -> str:
        packed = Path(path + suffix)
        _put(packed, data)
        os.utime(packed, (stat_result.st_atime, stat_result.st_mtime))
        return str(packed)


def _put(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as beside:
        beside.write(content)
    try:
        os.chmod(beside.name, 0o644)
        os.replace(beside.name, path)
    except OSError:
        os.unlink(beside.name)
        raise
