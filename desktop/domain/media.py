"""What files may be attached, how they are told apart, and under which names they may lie on a disk."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 20 * 2**20
"""Largest file that is attached. A photo of a phone has 3 to 8 MB, a scan of ten pages 2."""

HEAD_BYTES = 1024
"""So much of the beginning of a file tells what it is (a PDF may have some bytes before its mark)."""

LONGEST_NAME = 180
"""UTF-8 bytes of a name: file systems take 255, and a mark must fit beside it."""


class Media(StrEnum):
    """What a file is to people."""

    PICTURE = "picture"
    PDF = "pdf"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file by its suffix: what it is, its media type (RFC 6838), whether a picture of it can be shown."""

    media: Media
    media_type: str
    is_shown: bool = False


def _office(name: str) -> FileKind:
    return FileKind(Media.DOCUMENT, f"application/{name}")


_OPEN_XML = "vnd.openxmlformats-officedocument"
FILE_KINDS: dict[str, FileKind] = {
    ".jpg": FileKind(Media.PICTURE, "image/jpeg", is_shown=True),
    ".jpeg": FileKind(Media.PICTURE, "image/jpeg", is_shown=True),
    ".png": FileKind(Media.PICTURE, "image/png", is_shown=True),
    ".bmp": FileKind(Media.PICTURE, "image/bmp", is_shown=True),
    ".webp": FileKind(Media.PICTURE, "image/webp", is_shown=True),
    ".heic": FileKind(Media.PICTURE, "image/heic"),
    ".heif": FileKind(Media.PICTURE, "image/heif"),
    ".tif": FileKind(Media.PICTURE, "image/tiff", is_shown=True),
    ".tiff": FileKind(Media.PICTURE, "image/tiff", is_shown=True),
    ".pdf": FileKind(Media.PDF, "application/pdf"),
    ".ofd": FileKind(Media.DOCUMENT, "application/ofd"),
    ".doc": _office("msword"),
    ".docx": _office(f"{_OPEN_XML}.wordprocessingml.document"),
    ".xls": _office("vnd.ms-excel"),
    ".xlsx": _office(f"{_OPEN_XML}.spreadsheetml.sheet"),
    ".ppt": _office("vnd.ms-powerpoint"),
    ".pptx": _office(f"{_OPEN_XML}.presentationml.presentation"),
    ".wps": _office("vnd.ms-works"),
    ".et": _office("vnd.ms-excel"),
    ".dps": _office("vnd.ms-powerpoint"),
    ".rtf": _office("rtf"),
    ".odt": _office("vnd.oasis.opendocument.text"),
    ".ods": _office("vnd.oasis.opendocument.spreadsheet"),
    ".txt": FileKind(Media.DOCUMENT, "text/plain"),
}
"""Photos, scans, documents of offices. Neither programs nor what can hold them: no archives, no documents with macros
in the name."""

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02",
)
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\x00", b"MM\x00*", b"GIF8")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_SEPARATORS = re.compile("[、，,;；]")
_DIGEST = re.compile("[0-9a-f]{64}")


def suffix_of(name: str) -> str:
    """The suffix in small letters with its point, or ''."""
    stem, point, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if point and stem else ""


def file_kind(name: str) -> FileKind | None:
    """What a file of this name is; None where it may not be attached."""
    return FILE_KINDS.get(suffix_of(name))


def is_what_it_says(name: str, head: bytes) -> bool:
    """Whether the beginning of a file (its first :data:`HEAD_BYTES`) fits its name.

    Pictures may bear each other's suffix, as chat programs save them; a program fits no name.
    """
    kind = file_kind(name)
    if kind is None or head.startswith(_PROGRAMS):
        return False
    if kind.media is Media.PICTURE:
        # ISO 14496-12: the box that begins a .heic file has its length before its name.
        is_box = head[4:8] == b"ftyp"
        return head.startswith(_PICTURES) or is_box or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
    return kind.media is not Media.PDF or b"%PDF-" in head


def is_digest(text: object) -> bool:
    """Whether this is a SHA-256 as it is written here. What came from elsewhere may name a path instead."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def safe_name(name: str) -> str:
    """The name with nothing in it that a file system, or the eye, could mistake: it stays as people know it otherwise.

    Characters that no file name may hold and those that are not seen become _, names of devices get one in front, and
    what is too long loses the end of its stem.
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", last))
    plain = "".join("_" if unicodedata.category(one) in ("Cc", "Cf", "Cs") else one for one in plain)
    plain = _UNSAFE.sub("_", plain).strip().rstrip(". ")
    stem, suffix = _parted(plain)
    if not stem.strip("._ "):
        stem = "附件"
    stem = _shortened(stem, LONGEST_NAME - len(suffix.encode()))
    return f"_{stem}{suffix}" if _DEVICES.fullmatch(stem + suffix) else stem + suffix


def numbered_name(name: str, number: int) -> str:
    """The name for another file of that name: 照片(2).jpg."""
    stem, suffix = _parted(name)
    mark = f"({number})"
    return _shortened(stem, LONGEST_NAME - len((mark + suffix).encode())) + mark + suffix


def as_evidence(name: str) -> str:
    """A file name as one entry of a list, in which the marks that part entries cannot stand."""
    return " ".join(_SEPARATORS.sub(" ", name).split())


def _parted(name: str) -> tuple[str, str]:
    suffix = suffix_of(name)
    # A very long end is no suffix that anything is known by.
    return (name[: -len(suffix)], name[-len(suffix) :]) if 0 < len(suffix) <= 10 else (name, "")


def _shortened(text: str, most: int) -> str:
    return text.encode("utf-8")[:most].decode("utf-8", "ignore").rstrip()
