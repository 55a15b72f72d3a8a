"""Where a ledger had better not lie."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from desktop.data import whereabouts
from desktop.data.whereabouts import NETWORK, SYNCHRONISED, Risk, file_system, risk_of, service_of

MOUNTS = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:44 / /mnt/share rw shared:2 - cifs //server/share rw
31 22 0:45 / /mnt/with\040blank rw - nfs4 server:/x rw
32 30 8:2 / /mnt/share/local rw - ext4 /dev/sdb1 rw
33 22 0:50 / /home/a/far rw master:1 - fuse.sshfs a@b:/ rw
broken line
""".splitlines()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a/村.db", "ext4"),
        ("/mnt/share/村.db", "cifs"),
        ("/mnt/share2/村.db", "ext4"),
        ("/mnt/with blank/村.db", "nfs4"),
        ("/mnt/share/local/村.db", "ext4"),
        ("/home/a/far/村.db", "fuse.sshfs"),
    ],
)
def test_the_file_system_of_a_path(path: str, kind: str) -> None:
    assert file_system(PurePosixPath(path), MOUNTS) == kind


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (PureWindowsPath("C:/Users/a/OneDrive/账本/村.db"), "OneDrive"),
        (PureWindowsPath("C:/Users/a/OneDrive - 天王镇/村.db"), "OneDrive"),
        (PureWindowsPath("D:/我的坚果云/村.db"), "坚果云"),
        (PureWindowsPath("D:/WPS云盘/村.db"), "WPS 云盘"),
        (PureWindowsPath("C:/Users/a/WPSDrive/123/WPS云盘/村.db"), "WPS 云盘"),
        (PurePosixPath("/home/a/Dropbox/村.db"), "Dropbox"),
        (PureWindowsPath("D:/BaiduSyncdisk/村.db"), "百度网盘"),
        (PurePosixPath("/home/a/OneDriver/村.db"), ""),
        (PurePosixPath("/home/a/dropbox.db"), ""),
        (PurePosixPath("/home/a/云雾村/村.db"), ""),
    ],
)
def test_the_service_of_a_folder(path: PurePosixPath | PureWindowsPath, service: str) -> None:
    assert service_of(path) == service


def test_marks_and_links_tell_it_too(tmp_path: Path) -> None:
    folder = tmp_path / "shared" / "deep"
    folder.mkdir(parents=True)
    assert risk_of(folder / "村.db") is None
    (tmp_path / "shared" / ".stfolder").mkdir()
    assert risk_of(folder / "村.db") == Risk(SYNCHRONISED, "Syncthing")
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "Dropbox")
    assert risk_of(tmp_path / "plain" / "村.db") == Risk(SYNCHRONISED, "Dropbox")


def test_a_network_drive_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whereabouts, "is_on_network", lambda _path: True)
    assert risk_of(tmp_path / "Dropbox" / "村.db") == Risk(NETWORK)
