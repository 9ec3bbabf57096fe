"""Environment variables into typed settings; a bad value becomes a sentence that says what to set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit


class Environment:
    """Reads named variables from a mapping and collects what is wrong with them in `problems`.

    A bad value never raises here: its default stands in, so that the system checks can report every problem at once.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """The variable's value without space around it; the default where it is unset or blank."""
        return self.variables.get(name, "").strip() or default

    def words(self, name: str, default: str = "") -> list[str]:
        """A comma-separated list."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def flag(self, name: str, default: bool) -> bool:
        """1, true, yes, on or their opposites."""
        value = self.text(name, "1" if default else "0").lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        self._refuse(name, value, "1 or 0")
        return default

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number within inclusive bounds."""
        value = self.text(name, str(default))
        if value.removeprefix("-").isdecimal() and least <= int(value) <= most:
            return int(value)
        self._refuse(name, value, f"a whole number from {least} to {most}")
        return default

    def choice(self, name: str, default: str, choices: Sequence[str]) -> str:
        """One of some words, in whatever case they are written in."""
        value = self.text(name, default)
        found = next((word for word in choices if word.lower() == value.lower()), "")
        if not found:
            self._refuse(name, value, f"{', '.join(choices[:-1])} or {choices[-1]}")
        return found or default

    def address(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        """A URL with one of the schemes."""
        value = self.text(name, default)
        try:
            parts = urlsplit(value)
            if not value or (parts.scheme in schemes and (parts.netloc or parts.path.strip("/"))):
                return value
        except ValueError:
            pass
        self._refuse(name, value, f"an address that begins with {' or '.join(f'{s}://' for s in schemes)}")
        return default

    def path(self, name: str, default: str) -> str:
        """The path of a page at this site, without slashes around it."""
        value = self.text(name, default).strip("/")
        if re.fullmatch(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*", value):
            return value
        self._refuse(name, value, "letters, digits, - and _, such as “desk”")
        return default

    def _refuse(self, name: str, value: str, wanted: str) -> None:
        # A database address may hold a password: only its scheme is repeated.
        shown = value.split("://", 1)[0] + "://…" if "://" in value else value
        self.problems.append(f"{name} is “{shown}”: set it to {wanted}, or unset it.")
