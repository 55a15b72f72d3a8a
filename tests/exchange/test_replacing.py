"""A file's place holds the old one or the new one, whole, whatever goes wrong."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from desktop.domain.errors import Refused
from desktop.exchange.replacing import replacing


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "走访.xlsx"
    path.write_bytes(b"old")
    return path


def write(target: Path) -> None:
    with replacing(target) as file:
        file.write(b"new")


def assert_untouched(target: Path) -> None:
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_the_new_file_takes_the_place_of_the_old(target: Path) -> None:
    write(target)
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def test_a_new_file_has_the_rights_that_the_system_gives(tmp_path: Path) -> None:
    write(tmp_path / "ours")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_name_of_the_greatest_length_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("长" * 83 + ".xlsx")
    write(target)
    assert target.read_bytes() == b"new"


def test_an_exception_leaves_the_old_file(target: Path) -> None:
    with pytest.raises(KeyboardInterrupt), replacing(target) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert_untouched(target)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "folder_not_writable"),
        (errno.EIO, "disk_failing"),
        (errno.ENXIO, "write_failed"),
    ],
)
def test_faults_of_the_disk_are_named(target: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Refused, match=code) as refused:
        write(target)
    assert refused.value.params["path"] == str(target)
    assert_untouched(target)


def test_a_target_held_by_another_program_is_named(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(Refused, match="file_in_use"):
        write(target)
    assert_untouched(target)


def test_a_folder_without_leave_to_write_is_named(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Path, _mode: str) -> None:
        raise PermissionError(errno.EACCES, "denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", fail)
        with pytest.raises(Refused, match="folder_not_writable"):
            write(target)
    assert_untouched(target)


def test_a_missing_folder_and_a_folder_as_target_are_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="folder_missing"):
        write(tmp_path / "no" / "file.xlsx")
    with pytest.raises(Refused, match="target_is_folder"):
        write(tmp_path)
