"""Whether a ledger lies where SQLite cannot keep it safe: on a network drive, or in a folder that is synchronised."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

NETWORK, SYNCHRONISED = "network", "synchronised"

_NETWORK_SYSTEMS = re.compile(
    r"nfs4?|cifs|smb[23]?|smbfs|ncpfs|afs|ceph|glusterfs|lustre|davfs|fuse\.(sshfs|davfs2?|rclone|gvfsd-fuse|glusterfs)"
)
_SERVICES = (
    ("OneDrive", r"onedrive(\s*-.*)?"),
    ("坚果云", r"坚果云|我的坚果云|nutstore( files)?|my nutstore"),
    ("Dropbox", r"dropbox(\s*\(.*\))?"),
    ("WPS 云盘", r"wps\s*云盘|wps\s*云文档|wpsdrive|wps cloud files|wps云盘.*"),
    ("百度网盘", r"百度网盘同步空间|baidusyncdisk|百度同步盘"),
    ("iCloud", r"iclouddrive|icloud drive|com~apple~clouddocs"),
    ("Google Drive", r"google\s*drive|googledrive"),
    ("腾讯微云", r"微云同步助手|微云"),
    ("阿里云盘", r"阿里云盘.*"),
)
"""What the folders of these services are called."""

_MARKS = ((".stfolder", "Syncthing"), (".dropbox", "Dropbox"), (".dropbox.cache", "Dropbox"), (".sync", "Resilio Sync"))
"""Files by which services mark the folder they synchronise."""

_DRIVE_REMOTE = 4


@dataclass(frozen=True, slots=True)
class Risk:
    """Why a place is unsafe: :data:`NETWORK`, or :data:`SYNCHRONISED` by a service (its name)."""

    code: str
    service: str = ""


def risk_of(path: Path) -> Risk | None:
    """What speaks against keeping the ledger at ``path``; None for an ordinary place."""
    place = Path(os.path.realpath(path))
    if is_on_network(place):
        return Risk(NETWORK)
    service = service_of(place) or _marked(place)
    return Risk(SYNCHRONISED, service) if service else None


def service_of(path: PurePath) -> str:
    """The service whose folder a path leads through, by its name; empty for none."""
    for part in path.parts[:-1]:
        for service, pattern in _SERVICES:
            if re.fullmatch(pattern, part.strip(), re.IGNORECASE):
                return service
    return ""


def _marked(path: Path) -> str:
    for folder in path.parents:
        for mark, service in _MARKS:
            # os.path: a folder that cannot be looked into has no marks. The last of all is the disk itself.
            if folder != folder.parent and os.path.exists(folder / mark):  # noqa: PTH110
                return service
    return ""


def is_on_network(path: Path) -> bool:
    """Whether another computer keeps the file."""
    if sys.platform == "win32":
        import ctypes

        drive = path.drive
        if drive.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE)
    try:
        with Path("/proc/self/mountinfo").open(encoding="utf-8", errors="surrogateescape") as file:
            return _NETWORK_SYSTEMS.fullmatch(file_system(path, file)) is not None
    except OSError:
        return False


def file_system(path: PurePath, mounts: Iterable[str]) -> str:
    """The file system a path lies on, from the lines of ``/proc/self/mountinfo`` (proc(5)); the last mount counts."""
    found, depth = "", -1
    for line in mounts:
        fields = line.split(" ")
        try:
            kind = fields[fields.index("-", 6) + 1]
            point = PurePath(re.sub(r"\\([0-7]{3})", lambda told: chr(int(told[1], 8)), fields[4]))
        except (ValueError, IndexError):
            continue
        if path.is_relative_to(point) and len(point.parts) >= depth:
            found, depth = kind, len(point.parts)
    return found
