"""The rules of the house: who may import whom, what a file looks like, what the requirements say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PURE = ("aggregator/reading", "aggregator/listing", "aggregator/outlets", "coverage/comparing", "coverage/searching")
WORLD = {
    "django", "celery", "kombu", "redis", "urllib3", "requests", "socket", "ssl", "http", "asyncio", "subprocess",
    "multiprocessing", "threading", "sqlite3", "psycopg", "time", "random", "secrets", "tempfile", "shutil", "rich",
}  # fmt: skip
WORLDLY_NAMES = {"urllib.request", "os.environ", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
SOCKETS = {"socket", "ssl", "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "asyncio"}
OPENS_SOCKETS = {
    "aggregator/fetch.py": "the only way to the outlets",
    "aggregator/wire/answers.py": "reads the answer on a connection that fetch opened",
    "aggregator/wire/deadline.py": "ends what fetch opened when its time is up",
    "aggregator/supervision/probes.py": "asks this machine alone whether a port is free and the page answers",
}
LONGER = {
    "aggregator/settings.py": "one settings file, read from top to bottom",
}


def python_files(*folders: str) -> list[Path]:
    found = (path for folder in folders or ("aggregator", "coverage") for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def each(*folders: str) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    return of_all(python_files(*folders))


def of_all(paths: Sequence[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """A rule of one file becomes a test of all of them, which names each that breaks it: to tell of thousands of tests
    took longer than to run them."""

    def test_of(rule: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            assert paths
            if broken := [f"{name_of(path)}: {why}" for path in paths if (why := _broken(rule, path))]:
                pytest.fail("\n".join(broken), pytrace=False)

        return test

    return test_of


def _broken(rule: Callable[[Path], None], path: Path) -> str:
    try:
        rule(path)
    except AssertionError as error:
        return str(error) or "it does not hold"
    return ""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Full names of the modules and things that a file imports, wherever in it; relative ones made absolute."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *filter(None, [node.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def attributes(path: Path) -> Iterator[str]:
    """What is reached by a dot, as written: "datetime.now"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield ".".join(ast.unparse(node).split(".")[-2:])


def is_of(name: str, modules: set[str]) -> bool:
    return any(name == module or name.startswith(module + ".") for module in modules)


@each(*PURE)
def test_what_reads_and_compares_touches_neither_the_world_nor_the_clock(path: Path) -> None:
    worldly = {name for name in imports(path) if is_of(name, WORLD | {"urllib.request"})}
    worldly |= {name for name in attributes(path) if name in WORLDLY_NAMES}
    worldly |= {
        node.func.id
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"open", "print", "input"}
    }

    assert not worldly


@each(*PURE)
def test_what_reads_and_compares_imports_nothing_of_ours_that_is_not_pure(path: Path) -> None:
    pure = {folder.replace("/", ".") for folder in PURE} | {"aggregator", "coverage"}
    ours = {name for name in imports(path) if is_of(name, {"aggregator", "coverage"})}

    assert not {name for name in ours if not is_of(name, pure - {"aggregator", "coverage"}) and name not in pure}


@each("aggregator")
def test_what_knows_one_article_never_imports_what_knows_many(path: Path) -> None:
    assert not [name for name in imports(path) if is_of(name, {"coverage"})]


@each("aggregator", "coverage")
def test_only_the_fetcher_and_its_neighbours_open_sockets(path: Path) -> None:
    if name_of(path) not in OPENS_SOCKETS:
        assert not {name for name in imports(path) if is_of(name, SOCKETS)}


@each("aggregator", "coverage")
def test_newspaper_and_feedparser_are_never_let_onto_the_network(path: Path) -> None:
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    names = [ast.unparse(call.func).split(".")[-1] for call in calls]

    assert "download" not in names
    assert "build" not in names


@each("aggregator", "coverage")
def test_a_module_says_in_its_first_line_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not text or text.startswith(('"""', 'r"""'))
    assert not text or len((ast.get_docstring(tree(path)) or "").split()) >= 3


@each("aggregator", "coverage")
def test_a_file_is_short_enough_to_be_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")

    assert lines <= (400 if name_of(path) in LONGER else 300), f"{lines} lines: it asks to be split"


@each("aggregator", "coverage")
def test_names_say_the_thing(path: Path) -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "process"}

    assert path.stem not in vague
    assert not vague & set(path.relative_to(ROOT).parent.parts)


def test_the_exceptions_to_these_rules_still_exist() -> None:
    assert [name for name in {**OPENS_SOCKETS, **LONGER} if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    "package",
    ["aggregator.reading", "aggregator.listing", "aggregator.outlets", "coverage.comparing", "coverage.searching"],
)
def test_the_pure_core_loads_no_django_and_no_celery(package: str) -> None:
    code = f"""
import importlib, pkgutil, sys
package = importlib.import_module({package!r})
for module in pkgutil.walk_packages(package.__path__, {package!r} + "."):
    importlib.import_module(module.name)
print(sorted({{name.split(".")[0] for name in sys.modules}} & {{"django", "celery", "kombu", "redis"}}))
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def requirement_lines(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith(("#", "-"))]


@pytest.mark.parametrize("line", requirement_lines("requirements.txt") + requirement_lines("requirements-dev.txt"))
def test_a_requirement_is_pinned_and_says_why_it_is_there(line: str) -> None:
    requirement, _, reason = line.partition(" # ")

    assert re.fullmatch(r"[A-Za-z0-9_.\[\]-]+==[0-9][A-Za-z0-9.]*(; .+)?", requirement.strip())
    assert reason.strip()


def test_what_the_requirements_pin_the_constraints_pin_alike() -> None:
    pinned = dict(line.lower().split("==") for line in requirement_lines("constraints.txt"))
    wanted = requirement_lines("requirements.txt") + requirement_lines("requirements-dev.txt")
    named = [re.match(r"([A-Za-z0-9_.-]+)(?:\[.*?\])?==([^\s;]+)", line) for line in wanted]

    assert all(match and pinned.get(match[1].lower()) == match[2] for match in named)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


@of_all(templates())
def test_a_template_has_no_script_or_style_of_its_own(path: Path) -> None:
    text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(encoding="utf-8"), flags=re.S)

    assert not re.search(r"<style\b", text, re.I)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/ld\+json)", text, re.I)
    assert not re.search(r"<[^>]+\sstyle\s*=", text, re.I)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", text, re.I)
    assert not re.search(r"javascript:", text, re.I)


@of_all(templates())
def test_a_template_never_switches_escaping_off(path: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape\s+off", path.read_text(encoding="utf-8"))
