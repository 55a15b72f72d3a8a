"""The work around the code: lock files that fit pyproject.toml, scripts that never wait for an answer."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = {"run": (), "dev": ("test", "lint"), "package": ("package",)}


@pytest.mark.parametrize("name", GROUPS)
def test_lock_file_fits_the_project(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE))
    wanted = [*PROJECT["project"]["dependencies"]]
    for group in GROUPS[name]:
        wanted += PROJECT["dependency-groups"][group]
    for requirement in map(Requirement, wanted):
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin and requirement.specifier.contains(pin), f"{requirement}: locked is {pin}; run make lock"
    hashes = re.findall(r"^[\w.-]+==.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(hashes) == len(pins)


@pytest.mark.parametrize("name", GROUPS)
def test_lock_file_names_no_place(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|^/| /", text, re.MULTILINE)


def test_what_runs_and_what_is_tested_is_the_same() -> None:
    locks = [(ROOT / "requirements" / f"{name}.txt").read_text("utf-8") for name in GROUPS]
    run, *others = (dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE)) for text in locks)
    for other in others:
        assert run.items() <= other.items()


def test_missing_system_packages_are_named_where_they_cannot_be_installed(tmp_path: Path) -> None:
    for tool in ("bash", "dirname", "sort"):
        found = shutil.which(tool)
        assert found
        (tmp_path / tool).symlink_to(found)
    script = ROOT / "scripts" / "system_packages.sh"
    done = subprocess.run(
        [str(tmp_path / "bash"), str(script), "screen"],
        env={"PATH": str(tmp_path)},
        stdin=subprocess.PIPE,
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    for package in ("python3-venv", "fonts-wqy-zenhei", "fontconfig", "xvfb", "xauth"):
        assert f" {package}" in done.stderr
    assert "administrator" in done.stderr
    assert not done.stdout
