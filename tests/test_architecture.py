"""The rules of the house: import contracts, and limits of size and naming that the linters do not know."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))

FILE_LINES = 400
FUNCTION_LINES = 50
CLASS_LINES = 300
CLASS_METHODS = 20
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Rule = Callable[[ast.Module], Iterator[str]]


def _length(node: Function | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def short_functions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, Function) and _length(node) > FUNCTION_LINES:
            yield f"{node.lineno}: {node.name} has {_length(node)} lines"


def small_classes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        methods = sum(isinstance(part, Function) for part in node.body)
        if _length(node) > CLASS_LINES or methods > CLASS_METHODS:
            yield f"{node.lineno}: {node.name} has {_length(node)} lines and {methods} methods"


def no_nested_event_loops(tree: ast.Module) -> Iterator[str]:
    """open() and finished instead of exec(), signals instead of processEvents()."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"exec", "exec_", "processEvents"}
        ):
            yield f"{node.lineno}: {node.func.attr}()"


RULES: tuple[Rule, ...] = (short_functions, small_classes, no_nested_event_loops)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_sources_keep_the_rule(rule: Rule) -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in SOURCES
        # The one event loop is the application's own.
        if not (rule is no_nested_event_loops and path == ROOT / "desktop" / "app.py")
        for line in rule(ast.parse(path.read_text("utf-8")))
    ]
    assert not broken


def test_files_are_short() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert lengths
    assert not {name: lines for name, lines in lengths.items() if lines > FILE_LINES}


def test_names_say_what_is_inside() -> None:
    parts = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not {part for part in parts if EMPTY_NAMES & set(part.split("_"))}


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (short_functions, "def f():\n" + "    x = 1\n" * FUNCTION_LINES),
        (short_functions, "class C:\n  async def f(self):\n" + "    x = 1\n" * FUNCTION_LINES),
        (small_classes, "class C:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(CLASS_METHODS + 1))),
        (small_classes, "class C:\n" + "    x = 1\n" * CLASS_LINES),
        (no_nested_event_loops, "dialog.exec()"),
        (no_nested_event_loops, "QApplication.processEvents()"),
    ],
)
def test_rules_find_the_offence(rule: Rule, source: str) -> None:
    assert list(rule(ast.parse(source)))


def test_import_contracts_hold() -> None:
    # A process of its own: the linter sets up logging anew and would silence the program's loggers in this one.
    call = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    done = subprocess.run([sys.executable, "-c", call], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_window_may_know_qt() -> None:
    """The layers contract is exhaustive by itself; this one has to name its modules, so it must not miss any."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    named = next(c["source_modules"] for c in contracts if c["name"] == "Qt stays in the window")
    entries = (ROOT / "desktop").iterdir()
    modules = {e.stem for e in entries if e.suffix == ".py" or (e / "__init__.py").exists()}
    assert {f"desktop.{m}" for m in modules - {"__init__", "__main__", "app", "ui"}} == set(named)
