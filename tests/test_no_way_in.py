"""No way from data to code: what the source may not hold, and what it is built from."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

MODULES = frozenset(
    {
        "cPickle",
        "cloudpickle",
        "code",
        "codeop",
        "commands",
        "dill",
        "ftplib",
        "http",
        "imp",
        "joblib",
        "lxml",
        "marshal",
        "pickle",
        "pty",
        "requests",
        "runpy",
        "shelve",
        "smtplib",
        "socket",
        "telnetlib",
        "urllib",
        "xml.dom",
        "xml.etree",
        "xml.sax",
        "xmlrpc",
        "yaml",
    }
)
"""What may not be imported: by each could something be run, fetched, or unpacked without limits."""

FAULTS_ONLY = {"xml.etree.ElementTree": {"ParseError"}, "code": set()}
"""What may be taken out of such a module all the same: names of errors."""

CALLS = frozenset({"eval", "exec", "compile", "__import__", "breakpoint", "input"})
METHODS = frozenset({"system", "popen", "startfile", "extractall", "mktemp", "execv", "execvp", "spawnl", "fork"})
STARTERS = frozenset({"Popen", "run", "call", "check_call", "check_output", "startDetached"})
MAY_START = {"exchange/reading.py"}
"""Where a program is started: this one itself, as its own reading process."""

PARSERS_OF_JUDGED = {
    "exchange/packages.py": "stops at a document type",
    "exchange/splicing.py": "is given parts that were judged",
    "exchange/opendocument.py": "is given parts that were judged",
}
"""Where a bare XML parser is made, and why it may."""


def nodes(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_text("utf-8")))


def place(path: Path) -> str:
    return path.relative_to(ROOT / "desktop").as_posix()


def is_forbidden(module: str) -> bool:
    parts = module.split(".")
    return any(".".join(parts[:count]) in MODULES for count in range(1, len(parts) + 1))


def imports(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Modules a file imports, and what it takes out of each."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((one.name, set()) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, {one.name for one in node.names}


def test_nothing_is_imported_that_runs_fetches_or_unpacks() -> None:
    found = [
        (place(path), module)
        for path in SOURCES
        for module, names in imports(path)
        if is_forbidden(module) and not (names and names <= FAULTS_ONLY.get(module, set()))
    ]
    assert found == []


def test_no_text_becomes_code() -> None:
    found = []
    for path in SOURCES:
        for node in nodes(path):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            if isinstance(called, ast.Name) and called.id in CALLS:
                found.append((place(path), node.lineno, called.id))
            elif isinstance(called, ast.Attribute):
                is_window = called.attr == "exec" and isinstance(called.value, ast.Name) and called.value.id == "app"
                if called.attr in METHODS or (called.attr == "exec" and not is_window):
                    found.append((place(path), node.lineno, called.attr))
    # The name of the system, which says on what a report was made.
    assert [one for one in found if one[::2] != ("logs.py", "system")] == []


def test_programs_are_started_in_one_place_and_without_a_shell() -> None:
    found = set()
    for path in SOURCES:
        for node in nodes(path):
            if not isinstance(node, ast.Call):
                continue
            assert not any(word.arg == "shell" for word in node.keywords), (place(path), node.lineno)
            called = node.func
            owner = called.value if isinstance(called, ast.Attribute) else None
            if isinstance(owner, ast.Name) and owner.id in ("subprocess", "QProcess") and called.attr in STARTERS:
                found.add(place(path))
    assert found == MAY_START


def test_settings_of_qt_are_not_used() -> None:
    """They unpickle Python objects out of their file (see desktop.ui.preferences)."""
    for path in SOURCES:
        assert not any("QSettings" in names for _, names in imports(path)), place(path)


def test_xml_is_read_by_guarded_parsers() -> None:
    found = {place(path) for path in SOURCES for node in nodes(path) if getattr(node, "attr", "") == "ParserCreate"}
    found |= {place(path) for path in SOURCES for _, names in imports(path) if "ParserCreate" in names}
    assert found == set(PARSERS_OF_JUDGED)
    from openpyxl.xml import DEFUSEDXML

    assert DEFUSEDXML


# -- what it is built from ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_package_is_pinned_with_its_hashes(path: Path) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE).strip())
    assert entries
    for entry in entries:
        pin, *hashes = (line.strip(" \\") for line in entry.splitlines())
        requirement = Requirement(pin)
        assert [one.operator for one in requirement.specifier] == ["=="] and not requirement.url, pin
        assert "*" not in str(requirement.specifier), pin
        assert hashes, f"{pin} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), pin
        assert len(set(hashes)) == len(hashes), pin


def test_each_lock_names_every_package_once_and_all_agree() -> None:
    seen: dict[str, str] = {}
    for path in LOCKS:
        pins = re.findall(r"^([\w.-]+)==([\w.+!]+)", path.read_text("utf-8"), re.MULTILINE)
        assert len(dict(pins)) == len(pins), path.name
        for name, version in pins:
            assert name == canonicalize_name(name)
            assert seen.setdefault(name, version) == version, f"{name} in {path.name}"


def test_only_what_is_declared_is_imported() -> None:
    declared = {canonicalize_name(Requirement(one).name) for one in PROJECT["project"]["dependencies"]}
    # Part of a package that is declared: the names of its errors.
    declared |= {"cryptography", "click", "shiboken6"}
    sources = packages_distributions()
    for path in SOURCES:
        for module, _ in imports(path):
            top = module.split(".")[0]
            if top in sys.stdlib_module_names or top == "desktop":
                continue
            owners = {canonicalize_name(one) for one in sources.get(top, ())}
            assert owners & declared, f"{place(path)} imports {module}"
