"""A folder of NAME.html or NAME.html.gz beside NAME.json → each page's bytes and the address it was saved from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from aggregator.archives import LARGEST_BODY
from aggregator.reading.types import ReadingError
from aggregator.wire.bodies import BodyError, unpack_gzip

_ENDINGS = (".html.gz", ".html")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page of a folder, not read from disk yet."""

    name: str
    path: Path

    def load(self) -> tuple[bytes, str]:
        """The page's bytes and its address ("" where no NAME.json gives it). Raises ReadingError: "file cannot be
        read", "too large", or what is wrong with its compression."""
        return self._body(), self._address()

    def _body(self) -> bytes:
        try:
            with self.path.open("rb") as file:
                body = file.read(LARGEST_BODY + 1)
        except OSError as error:
            raise ReadingError("file cannot be read", str(error)) from error
        if len(body) > LARGEST_BODY:
            raise ReadingError("too large", self.path.name)
        try:
            return unpack_gzip(body, LARGEST_BODY) if self.path.name.endswith(".gz") else body
        except BodyError as error:
            raise ReadingError(error.reason) from error

    def _address(self) -> str:
        """Of NAME.json only "url" is looked at: the rest are labels, which a reader must not see."""
        try:
            label = json.loads((self.path.parent / f"{self.name}.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return ""
        url = label.get("url") if isinstance(label, dict) else None
        return url if isinstance(url, str) else ""


def saved_pages(folder: Path) -> list[SavedPage]:
    """The pages of a folder by name; of NAME.html.gz and NAME.html together the first is taken. Subfolders are not
    entered. Raises OSError where the folder cannot be listed."""
    found: dict[str, SavedPage] = {}
    for path in sorted(folder.iterdir()):
        name = next((path.name.removesuffix(ending) for ending in _ENDINGS if path.name.endswith(ending)), "")
        if name and path.is_file() and (name not in found or path.name.endswith(".gz")):
            found[name] = SavedPage(name, path)
    return [found[name] for name in sorted(found)]
