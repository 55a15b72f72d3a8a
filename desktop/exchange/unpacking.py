"""Attached files as they come: the entries of an archive, read within limits.

Unlike a workbook, an archive is read in this process. What makes workbooks dangerous is their parsers, which build
everything in memory; here bytes are only unpacked, by the standard library, a piece at a time and within limits set
beforehand: the size of the directory, the number of entries, and how much is unpacked in all. None of it is run, parsed
or written under a name out of the archive, and what is kept is chosen by its digest alone.
"""

from __future__ import annotations

import errno
import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from desktop.domain.errors import Refused
from desktop.exchange.packages import OLE_MAGIC, ZIP_FAULTS
from desktop.exchange.sealing import is_sealed, unsealed

MAX_BYTES = 4 * 2**30
MAX_SEALED_BYTES = 64 * 2**20
"""Of an archive with a password, which is held in memory about four times over."""

MAX_ENTRIES = 20_000
_MAX_DIRECTORY = 4 * 2**20
_PIECE = 2**20
_ENCRYPTED = 1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_PACKAGE_MARK = b"[Content_Types].xml"


def is_archive(path: Path) -> bool:
    """Whether a file is to be taken for an archive of attached files: by its suffix, unless it is a workbook."""
    if path.suffix.lower() != ".zip":
        return False
    try:
        with path.open("rb") as file:
            return _PACKAGE_MARK not in file.read(1024)
    except (OSError, ValueError):
        # Why it cannot be read is said when it is opened.
        return True


def comment_of(path: Path) -> bytes | None:
    """The comment of an archive; None for a sealed one. Raises FileNotFoundError; ValueError for what is none."""
    with path.open("rb") as file:
        if file.read(len(OLE_MAGIC)) == OLE_MAGIC:
            return None
        try:
            with zipfile.ZipFile(_Guarded(file)) as archive:
                return bytes(archive.comment)
        except ZIP_FAULTS as error:
            raise ValueError(path.name) from error


class Budget:
    """How many bytes may be unpacked in all. Entries of an archive may lie over each other, and so be endless."""

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self, size: int, file: str) -> None:
        """Refused ``unpacks_too_large`` when it is used up."""
        self._left -= size
        if self._left < 0:
            raise Refused("unpacks_too_large", file=file)


class ReadableEntry:
    """The content of an entry, a piece at a time. Refused: ``damaged``, ``read_failed``, ``unpacks_too_large``."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, file: str) -> None:
        self._budget = budget
        self._file = file
        with _told(file):
            self._stream = archive.open(info)

    def __enter__(self) -> ReadableEntry:
        return self

    def __exit__(self, *fault: object) -> None:
        self._stream.close()

    def read(self, size: int = _PIECE, /) -> bytes:
        """At most ``size`` further bytes; none at the end."""
        with _told(self._file):
            piece = self._stream.read(min(size, _PIECE))
        self._budget.spend(len(piece), self._file)
        return piece


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive: its name there, the size it is said to have, and how it is opened."""

    name: str
    size: int
    open: Callable[[], ReadableEntry]


class _Guarded:
    """A file of which no more is read at once than a directory of :data:`MAX_ENTRIES` takes.

    The standard library reads the whole directory of an archive, however long it says it is.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        if size > _MAX_DIRECTORY:
            raise zipfile.BadZipFile("a directory without measure")
        return self._file.read(_MAX_DIRECTORY if size < 0 else size)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


@contextmanager
def opened_archive(path: Path, budget: Budget, password: str = "") -> Iterator[list[Entry]]:
    """The entries of an archive that are files.

    Refused with ``file``: ``not_found``, ``locked_by_program``, ``read_failed``, ``empty_file``, ``too_large``,
    ``archive_unknown`` (no .zip), ``archive_is_workbook``, ``archive_encrypted`` (by another program), ``encrypted``,
    ``wrong_password``, ``cipher_unknown``, ``too_many_files_in_archive``, ``damaged``.
    """
    name = path.name
    file = _opened(path, name)
    try:
        with _told(name):
            archive = _listed(_unsealed(file, name, password), name)
        yield [
            Entry(info.filename, info.file_size, partial(ReadableEntry, archive, info, budget, name))
            for info in archive.infolist()
            # Not asked of is_dir, which fails on an empty name.
            if not info.filename.endswith("/")
        ]
    finally:
        file.close()


def _opened(path: Path, name: str) -> BinaryIO:
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):
            raise Refused("archive_unknown", file=name)
        if told.st_size == 0:
            raise Refused("empty_file", file=name)
        if told.st_size > MAX_BYTES:
            raise Refused("too_large", file=name, limit_megabytes=MAX_BYTES // 2**20)
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise Refused("not_found", file=name) from error
    except PermissionError as error:
        raise Refused("locked_by_program", file=name) from error
    except OSError as error:
        raise Refused("not_found" if error.errno == errno.ENAMETOOLONG else "read_failed", file=name) from error


def _unsealed(file: BinaryIO, name: str, password: str) -> BinaryIO:
    """The archive itself, out of its seal if it has one."""
    head = file.read(8)
    file.seek(0)
    if head != OLE_MAGIC:
        return file
    data = file.read(MAX_SEALED_BYTES + 1)
    if len(data) > MAX_SEALED_BYTES:
        raise Refused("too_large", file=name, limit_megabytes=MAX_SEALED_BYTES // 2**20)
    if not is_sealed(data):
        raise Refused("archive_unknown", file=name)
    return io.BytesIO(unsealed(data, password, name))


def _listed(file: BinaryIO, name: str) -> zipfile.ZipFile:
    head = file.read(4)
    file.seek(0)
    if not head.strip(b"\x00"):
        # A power cut leaves files of the right length full of zeros.
        raise Refused("damaged", file=name)
    if not head.startswith(b"PK"):
        raise Refused("archive_unknown", file=name)
    archive = zipfile.ZipFile(_Guarded(file))
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Refused("too_many_files_in_archive", file=name, limit=MAX_ENTRIES)
    if any(entry.filename == _PACKAGE_MARK.decode() for entry in entries):
        raise Refused("archive_is_workbook", file=name)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused("archive_encrypted", file=name)
    if any(entry.compress_type not in _METHODS for entry in entries):
        # Other methods take memory as the archive pleases.
        raise Refused("archive_unknown", file=name)
    return archive


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except ZIP_FAULTS as error:
        raise Refused("damaged", file=name) from error
    except OSError as error:
        raise Refused("read_failed", file=name) from error
