"""Write a file so that its place always holds either the old one or the new one, whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from desktop.domain.errors import WRITING_FAULTS, Refused

_CODES = WRITING_FAULTS | {errno.ENAMETOOLONG: "name_too_long"}


def readable_name(path: Path) -> str:
    """The name of a file as text: unpacked on Linux, an archive may leave names in GBK."""
    name = os.fsencode(path.name)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A binary file to write; it takes the place of ``target`` when the block ends well, else nothing changes.

    Raises Refused: ``disk_full``, ``folder_missing``, ``folder_not_writable``, ``file_in_use`` (another program holds
    ``target`` open, as Excel does on Windows), ``target_is_folder``, ``name_too_long``, ``write_failed`` (anything else
    the system reports, in ``reason``; also a device in the place of a file). All carry ``path``.
    """
    with _refusals(target):
        if target.is_dir():
            raise Refused("target_is_folder", path=str(target))
        if target.exists() and not target.is_file():
            # A device or a pipe: a file in its place would take it from every program.
            raise Refused("write_failed", path=str(target), reason="not a file")
    # A short name of its own: the target's may already be as long as the file system allows.
    part = target.with_name(f".{os.urandom(6).hex()}.part")
    with _refusals(target):
        file = part.open("xb")
    finished = False
    try:
        with _refusals(target), file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _replace(part, target)
        finished = True
    finally:
        if not finished:
            part.unlink(missing_ok=True)


def _replace(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except PermissionError as error:
        # The folder has just let us create a file, so it is the target itself that is held.
        raise Refused("file_in_use", path=str(target)) from error
    except OSError as error:
        raise _refusal(error, target) from error
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _refusals(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _refusal(error, target) from error


def _refusal(error: OSError, target: Path) -> Refused:
    code = _CODES.get(error.errno or 0, "write_failed")
    return Refused(code, path=str(target), reason=error.strerror or "")
