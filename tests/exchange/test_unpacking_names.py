"""Names of entries that no file has."""

from __future__ import annotations

import zipfile
from pathlib import Path

from desktop.exchange.unpacking import Budget, opened_archive


def test_an_entry_without_a_name_is_an_entry(tmp_path: Path) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("x")
        archive.writestr(entry, b"content")
    # The library ends a name at the first zero.
    path.write_bytes(path.read_bytes().replace(b"x", b"\0"))
    with opened_archive(path, Budget(100)) as entries:
        assert [(one.name, one.size) for one in entries] == [("", 7)]
