"""The contents of attached files: beside the ledger, under the digest of each, never changed, never deleted.

``<ledger stem>.files/ab/abcdef…``: the same content lies there once, however many records it belongs to. A file is
there whole or not at all: it is written under another name, synced, and then renamed.

Beside a locked ledger the contents are sealed (:mod:`desktop.data.sealed_files`) and lie in ``sealed/``, under names
that tell nothing of their digests. While a password is being set or taken away there are both; either is read.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from desktop.data.locking import LedgerKeys
from desktop.data.sealed_files import SealBrokenError, SealedReader, SealingWriter
from desktop.domain.errors import WRITING_FAULTS, Refused
from desktop.domain.media import HEAD_BYTES, MOST_BYTES, file_kind, is_digest, is_what_it_says

SEALED = "sealed"
"""The folder of sealed contents within that of a store."""

_PIECE = 2**20
_UNFINISHED = ".part"
_STALE_SECONDS = 24 * 3600


class Readable(Protocol):
    """What a content is read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` further bytes; none at the end."""


class Writable(Protocol):
    """What a content is written to."""

    def write(self, content: bytes, /) -> int:
        """Take further bytes."""


@dataclass(frozen=True, slots=True)
class Content:
    """A content by its SHA-256 (hex) and its size in bytes."""

    digest: str
    size: int


def files_folder(ledger_path: Path) -> Path:
    """Where the files of a ledger lie: beside it, under its name."""
    return ledger_path.with_name(f"{ledger_path.stem}.files")


class FileStore:
    """The contents beside one ledger; with ``keys`` they are sealed. The folder is made when the first file comes."""

    def __init__(self, folder: Path, keys: LedgerKeys | None = None) -> None:
        self.folder = folder
        self.keys = keys

    def has(self, digest: str) -> bool:
        """Whether a content of this digest lies here; whether it is still as it was, is asked by :meth:`is_sound`."""
        return self._present(digest) is not None

    def is_sound(self, digest: str) -> bool:
        """Whether the content is here and has its digest. Reads all of it."""
        path = self._present(digest)
        return path is not None and self._digest(path) == digest

    def content(self, digest: str) -> bytes:
        """A content, in plain, all of it in memory. Refused: ``content_missing``, ``content_altered``."""
        path = self._present(digest)
        try:
            if path is None:
                raise Refused("content_missing", file=digest[:16])
            with self._opened(path) as source:
                return source.read(MOST_BYTES)
        except OSError as error:
            raise Refused("content_missing", file=digest[:16]) from error
        except SealBrokenError as error:
            raise Refused("content_altered", file=digest[:16]) from error

    def put_file(self, source: Path) -> Content:
        """Take a copy of a file. Refused: as :func:`open_source`, ``file_changing`` and those of :meth:`put`."""
        with open_source(source) as file:
            content = self.put(_Watched(file, source.name))
        if content is None or content.size == 0:
            # It has grown, or was emptied, since it was looked at.
            raise Refused("file_changing", file=source.name)
        return content

    def put(self, source: Readable, most: int = MOST_BYTES, wanted: Container[str] | None = None) -> Content | None:
        """Take a content in; None, and nothing is kept, where it is longer than ``most`` or none of those ``wanted``.

        Refused: ``disk_full``, ``folder_not_writable`` and the like.
        """
        self._clear_away()
        with _writing(self.folder):
            incoming = self.folder / "incoming"
            incoming.mkdir(parents=True, exist_ok=True)
            part = incoming / f"{secrets.token_hex(8)}{_UNFINISHED}"
            file = part.open("xb")
        try:
            with file:
                sealing = None if self.keys is None else _sealing(file, self.keys, self.folder)
                content = _copied(source, file if sealing is None else sealing, most, self.folder)
                if content is None or (wanted is not None and content.digest not in wanted):
                    return None
                with _writing(self.folder):
                    if sealing is not None:
                        sealing.finish()
                    file.flush()
                    os.fsync(file.fileno())
            self._keep(part, content)
            return content
        finally:
            part.unlink(missing_ok=True)

    def copy_missing(self, other: FileStore) -> int:
        """Copy to another store what it lacks; gives how many contents. What was altered here is left behind.

        What is sealed here by the keys of this store is sealed there. Refused: those of :meth:`put`.
        """
        # Beside a copy of a locked ledger no content lies in plain.
        target = FileStore(other.folder, self.keys or other.keys)
        count = 0
        for path in self.plain_contents():
            if not target.has(path.name):
                with path.open("rb") as file:
                    kept = target.put(_Watched(file, path.name), path.stat().st_size, frozenset({path.name}))
                count += kept is not None
        for path in self.sealed_contents() if self.keys is not None else ():
            kept_as = target.folder / SEALED / path.parent.name / path.name
            if not kept_as.exists() and self._is_whole(path):
                target.take_sealed(path)
                count += 1
        return count

    def plain_contents(self) -> list[Path]:
        """The files of contents that lie here in plain, by digest."""
        return [path for path in sorted(self.folder.glob("??/*")) if is_digest(path.name)]

    def sealed_contents(self) -> list[Path]:
        """The files of contents that lie here sealed, by name."""
        return [path for path in sorted(self.folder.glob(f"{SEALED}/??/*")) if is_digest(path.name)]

    def take_sealed(self, source: Path) -> None:
        """Copy a sealed file as it is. Refused: those of :meth:`put`."""
        with _writing(self.folder):
            incoming = self.folder / "incoming"
            incoming.mkdir(parents=True, exist_ok=True)
            part = incoming / f"{secrets.token_hex(8)}{_UNFINISHED}"
        try:
            with _writing(self.folder), source.open("rb") as file, part.open("xb") as copy:
                shutil.copyfileobj(file, copy, _PIECE)
                copy.flush()
                os.fsync(copy.fileno())
            self._settle(part, self.folder / SEALED / source.parent.name / source.name)
        finally:
            part.unlink(missing_ok=True)

    def unseal_into(self, plain: FileStore, path: Path) -> None:
        """Put what a sealed file holds into another store. What was altered is left out. Refused: those of put."""
        try:
            with self._opened(path) as source:
                plain.put(source, path.stat().st_size)
        except SealBrokenError:
            return

    def copy_to(self, digest: str, name: str, target: BinaryIO) -> None:
        """Write a content out and look at it on the way.

        Refused: ``content_missing``, ``content_altered`` (what was written is not to be used), and for a file that may
        not be attached, whoever did it, ``file_kind_refused`` or ``file_kind_wrong``. ``name`` is the file's name.
        """
        path = self._present(digest)
        if path is None:
            raise Refused("content_missing", file=name)
        seen = hashlib.sha256()
        try:
            with self._opened(path) as source:
                head = source.read(HEAD_BYTES)
                refuse_kind(name, head)
                piece = head
                while piece:
                    seen.update(piece)
                    target.write(piece)
                    piece = source.read(_PIECE)
        except FileNotFoundError as error:
            raise Refused("content_missing", file=name) from error
        except SealBrokenError as error:
            raise Refused("content_altered", file=name) from error
        if seen.hexdigest() != digest:
            raise Refused("content_altered", file=name)

    def path_of(self, digest: str) -> Path | None:
        """Where a content goes. None for what is no digest: it comes from other offices, and must not lead away."""
        if not is_digest(digest):
            return None
        if self.keys is None:
            return self.folder / digest[:2] / digest
        name = self.keys.name_of(digest)
        return self.folder / SEALED / name[:2] / name

    def _present(self, digest: str) -> Path | None:
        """Where a content lies; a locked store may have it in plain while a password is being set."""
        wanted = self.path_of(digest)
        if wanted is None:
            return None
        for path in (wanted, self.folder / digest[:2] / digest):
            # os.path, which takes a place that cannot be looked at for one where nothing is.
            if os.path.isfile(path):  # noqa: PTH113
                return path
        return None

    @contextmanager
    def _opened(self, path: Path) -> Iterator[Readable]:
        with path.open("rb") as file:
            is_sealed = path.parent.parent.name == SEALED
            yield SealedReader(file, self.keys.of_files) if self.keys is not None and is_sealed else file

    def _digest(self, path: Path) -> str:
        """The digest of what a file holds; empty where it cannot be read."""
        seen = hashlib.sha256()
        try:
            with self._opened(path) as source:
                while piece := source.read(_PIECE):
                    seen.update(piece)
        except (OSError, SealBrokenError):
            return ""
        return seen.hexdigest()

    def _is_whole(self, path: Path) -> bool:
        digest = self._digest(path)
        wanted = self.path_of(digest) if digest else None
        return wanted is not None and wanted.name == path.name

    def _keep(self, part: Path, content: Content) -> None:
        path = self.path_of(content.digest)
        if path is None:
            raise ValueError(content.digest)
        if path.is_file() and self._digest(path) == content.digest:
            return
        self._settle(part, path)

    def _settle(self, part: Path, path: Path) -> None:
        with _writing(self.folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            part.replace(path)
            sync_folder(path.parent)

    def _clear_away(self) -> None:
        """Remove what a power cut left unfinished. What is younger than a day may belong to another window."""
        try:
            for left in (self.folder / "incoming").glob(f"*{_UNFINISHED}"):
                if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                    left.unlink()
        except OSError:
            # It takes room and does no other harm.
            return


def open_source(path: Path) -> BinaryIO:
    """A file that may be attached, open for reading.

    Refused with ``file``: ``not_found``, ``file_is_folder``, ``file_kind_refused``, ``file_kind_wrong`` (the content is
    not what the name says), ``empty_file``, ``file_too_large`` (with ``limit_megabytes``), ``locked_by_program``,
    ``read_failed``.
    """
    name = path.name
    try:
        told = path.stat()
        _refuse_looks(told, name)
        file = path.open("rb")
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        # A name with a zero character is one that no file can have.
        raise Refused("not_found", file=name) from error
    except PermissionError as error:
        raise Refused("locked_by_program", file=name) from error
    except OSError as error:
        code = "not_found" if error.errno == errno.ENAMETOOLONG else "read_failed"
        raise Refused(code, file=name) from error
    try:
        refuse_kind(name, _Watched(file, name).read(HEAD_BYTES))
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _refuse_looks(told: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(told.st_mode):
        raise Refused("file_is_folder", file=name)
    # A pipe that nobody writes to would be waited for.
    if not stat.S_ISREG(told.st_mode) or file_kind(name) is None:
        raise Refused("file_kind_refused", file=name)
    if told.st_size == 0:
        raise Refused("empty_file", file=name)
    if told.st_size > MOST_BYTES:
        raise Refused("file_too_large", file=name, limit_megabytes=MOST_BYTES // 2**20)


def refuse_kind(name: str, head: bytes) -> None:
    """Refused ``file_kind_refused`` or ``file_kind_wrong`` for what must not be attached, nor opened."""
    if file_kind(name) is None:
        raise Refused("file_kind_refused", file=name)
    if not is_what_it_says(name, head):
        raise Refused("file_kind_wrong", file=name)


class _Watched:
    """A file whose faults in reading are told as such, and not as those of the place it is copied to."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name

    def read(self, size: int, /) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            raise Refused("read_failed", file=self._name) from error


def _sealing(file: BinaryIO, keys: LedgerKeys, folder: Path) -> SealingWriter:
    with _writing(folder):
        return SealingWriter(file, keys.of_files)


def _copied(source: Readable, target: Writable, most: int, folder: Path) -> Content | None:
    seen, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        size += len(piece)
        if size > most:
            return None
        seen.update(piece)
        with _writing(folder):
            target.write(piece)
    return Content(seen.hexdigest(), size)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = WRITING_FAULTS.get(error.errno or 0, "disk_failing")
        raise Refused(code, folder=str(folder)) from error


def sync_folder(folder: Path) -> None:
    """Let the names in a folder survive a power cut, where the system needs to be told."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
