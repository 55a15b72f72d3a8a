"""Files to attach in tests: small, and what they say they are."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path


def png(colour: int = 0, size: int = 2) -> bytes:
    """A picture of one grey."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\x00" + bytes([colour]) * size for _ in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pdf(text: str = "x") -> bytes:
    """Something that begins as a PDF does."""
    return b"%PDF-1.4\n" + text.encode() + b"\n%%EOF\n"


def photo(folder: Path, name: str = "渠道照片.png", colour: int = 0) -> Path:
    """A photo in a folder."""
    path = folder / name
    path.write_bytes(png(colour))
    return path


def digest(data: bytes) -> str:
    """The digest a content lies under."""
    return hashlib.sha256(data).hexdigest()
