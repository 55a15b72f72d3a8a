"""Places of files: the checkout, the built program, ZOUFANG_HOME, the system's own."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop import paths

PERSONAL = (paths.data_dir, paths.log_dir, paths.default_ledger_path)


def test_resources_of_a_checkout_lie_beside_the_package() -> None:
    assert paths.resource_dir() == Path(__file__).resolve().parents[1] / "resources"


def test_resources_of_an_installed_package_lie_inside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "desktop" / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "desktop" / "paths.py"))
    assert paths.resource_dir() == tmp_path / "desktop" / "resources"


def test_resources_of_the_built_program_lie_in_its_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource_dir() == tmp_path / "resources"


def test_home_holds_everything_personal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "家"))
    assert paths.data_dir() == tmp_path / "家"
    assert paths.log_dir() == tmp_path / "家" / "logs"
    assert paths.default_ledger_path() == tmp_path / "家" / "ledger.db"
    assert not (tmp_path / "家").exists(), "asking for a place must not create it"


def test_relative_home_does_not_follow_the_working_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(paths.HOME_VARIABLE, "here")
    assert paths.data_dir() == tmp_path / "here"


@pytest.mark.parametrize("value", [None, ""])
def test_without_home_the_system_decides(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    if value is None:
        monkeypatch.delenv(paths.HOME_VARIABLE)
    else:
        monkeypatch.setenv(paths.HOME_VARIABLE, value)
    for place in PERSONAL:
        assert place().is_absolute()
        assert "Zoufang" in place().parts
    assert paths.log_dir() != paths.data_dir()


def test_importing_paths_loads_no_library() -> None:
    code = "import sys, desktop.paths; sys.exit('platformdirs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
