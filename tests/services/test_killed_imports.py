"""An import that is killed has happened whole or not at all; ``make torture`` kills many more."""

from __future__ import annotations

from pathlib import Path

from tests.torture import Imports


def test_a_killed_import_is_all_or_nothing(tmp_path: Path) -> None:
    imports = Imports(tmp_path)
    imports.prepare()
    ends = {imports.kill_once(imports.seconds * part) for part in (0.35, 0.5, 0.6, 0.7, 0.8, 0.9)}
    assert "before" in ends
