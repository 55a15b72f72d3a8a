"""Attached files on their way out: a .zip beside the workbook, sealed with the workbook's password if it has one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.domain.errors import Refused
from desktop.exchange.replacing import replacing
from desktop.exchange.sealing import sealing
from desktop.exchange.unpacking import comment_of

SUFFIX = ".zip"
MARK = b"zoufang files"
"""The comment of an archive of this program: one with it may be replaced by the next."""

PART_BYTES = 90 * 2**20
"""So much goes into one archive; chat programs take 100 MB."""

SEALED_PART_BYTES = 40 * 2**20
"""Of a sealed one, which is held in memory about four times over."""

_LEAST_SEALED = 4096
"""What is sealed must not be smaller; the comment fills it up."""
_PACKED_ALREADY = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".docx", ".xlsx", ".pptx", ".ofd"})


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to put into an archive: its name there, its size in bytes, and what writes its content."""

    name: str
    size: int
    write: Callable[[BinaryIO], None]


def write_archives(
    first: Path,
    files: Iterable[OutgoingFile],
    *,
    password: str = "",
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Path]:
    """Write files into one archive, or into several where one would be too large to send: name.zip, name-2.zip, …

    ``progress`` gets the number of files done. Nothing is left where it does not end well. Refused: ``cancelled``,
    ``archive_in_way`` (another program's archive has that name), what the files refuse, and those of writing a file.
    """
    written: list[Path] = []
    done = 0
    try:
        for part in _parts(files, SEALED_PART_BYTES if password else PART_BYTES):
            path = first if not written else first.with_name(f"{first.stem}-{len(written) + 1}{first.suffix}")
            _refuse_replacing(path)
            with sealing(path, password) if password else replacing(path) as target:
                _write(target, part, MARK.ljust(_LEAST_SEALED) if password else MARK, cancelled)
            written.append(path)
            done += len(part)
            if progress is not None:
                progress(done)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return written


def _parts(files: Iterable[OutgoingFile], most: int) -> Iterator[list[OutgoingFile]]:
    part: list[OutgoingFile] = []
    size = 0
    for file in files:
        if part and size + file.size > most:
            yield part
            part, size = [], 0
        part.append(file)
        size += file.size
    if part:
        yield part


def _write(
    target: BinaryIO, files: Iterable[OutgoingFile], comment: bytes, cancelled: Callable[[], bool] | None
) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = comment
        for file in files:
            if cancelled is not None and cancelled():
                raise Refused("cancelled")
            entry = zipfile.ZipInfo(file.name)
            is_packed = Path(file.name).suffix.lower() in _PACKED_ALREADY
            entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            entry.file_size = file.size
            with archive.open(entry, "w") as stream:
                file.write(stream)  # type: ignore[arg-type]  # only written to


def _refuse_replacing(path: Path) -> None:
    try:
        comment = comment_of(path)
    except FileNotFoundError:
        return
    except (OSError, ValueError):
        comment = b""
    if comment is not None and not comment.startswith(MARK):
        raise Refused("archive_in_way", path=str(path))
