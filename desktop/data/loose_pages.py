"""The pages of a ledger file that SQLite does not open any more, read one by one; the file itself is left as it is.

After "Database File Format" of the SQLite documentation: sections 1.6 (b-tree pages), 2.1 (records), 4 (the WAL).
Whatever is not as it should be makes a cell unreadable, never more than that.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from desktop.data.locking import LedgerKeys
    from desktop.data.sealed_pages import SealedPages

PAGE_SIZE = 4096
"""Of every ledger; taken where the header does not say it."""

TABLE_LEAF, INDEX_LEAF, INDEX_INNER = 0x0D, 0x0A, 0x02
_SMALLEST, _LARGEST = 512, 65536
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_MAGIC = 0x377F0682
_MOST_COLUMNS = 200
_MOST_BYTES = 2**26
"""Of one record: far beyond any real one, and a wrong length is found at once."""


class Unreadable(Exception):  # noqa: N818 - it tells of a cell, and is never shown
    """What stands here is no cell."""


class Cell(NamedTuple):
    """A record: the page it lies on, its row id (0 in an index), its values."""

    page: int
    row: int
    values: tuple[Any, ...]


class LoosePages:
    """The pages of a file with its WAL laid over it, as far as both are there; of a locked one with its ``keys``."""

    def __init__(self, path: Path, keys: LedgerKeys | None = None) -> None:
        self._sealed, reserved = _sealed_pages(keys)
        self._content = path.read_bytes()
        self.page_size = _page_size(self._content)
        wal = path.with_name(path.name + "-wal")
        self._newer = _frames(wal.read_bytes(), self.page_size) if wal.is_file() else {}
        self._usable = self.page_size - reserved
        self.count = max([-(-len(self._content) // self.page_size), *self._newer])

    def page(self, number: int) -> bytes:
        """A page from 1 on; shorter, or empty, where the file ends."""
        page = self._newer.get(number)
        if page is None:
            start = (number - 1) * self.page_size
            page = self._content[start : start + self.page_size]
        return page if self._sealed is None else self._sealed.opened(page, number)

    def cells(self) -> Iterator[Cell | None]:
        """Every cell of every page that holds records; None for one that cannot be read.

        In an index, and so in a table without row ids, the records of inner pages stand in no leaf.
        """
        for number in range(1, self.count + 1):
            page = self.page(number)
            start = 100 if number == 1 else 0
            if len(page) > start + 8 and page[start] in (TABLE_LEAF, INDEX_LEAF, INDEX_INNER):
                yield from self._cells(number, page, start)

    def _cells(self, number: int, page: bytes, start: int) -> Iterator[Cell | None]:
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        is_table, is_inner = page[start] == TABLE_LEAF, page[start] == INDEX_INNER
        header, child = (12, 4) if is_inner else (8, 0)
        for place in range(min(count, self.page_size // 4)):
            at = start + header + 2 * place
            try:
                offset = int.from_bytes(page[at : at + 2], "big")
                if offset < at:
                    raise Unreadable
                yield self._cell(number, page, offset + child, is_table=is_table)
            except (Unreadable, IndexError, struct.error, UnicodeDecodeError):
                yield None

    def _cell(self, number: int, page: bytes, offset: int, *, is_table: bool) -> Cell:
        size, offset = _varint(page, offset)
        row = 0
        if is_table:
            row, offset = _varint(page, offset)
        return Cell(number, row, _record(self._payload(page, offset, size, is_table=is_table)))

    def _payload(self, page: bytes, offset: int, size: int, *, is_table: bool) -> bytes:
        if size > _MOST_BYTES or not size:
            raise Unreadable
        usable = self._usable
        most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
        least = (usable - 12) * 32 // 255 - 23
        if size <= most:
            return _exactly(page[offset : offset + size], size)
        local = least + (size - least) % (usable - 4)
        local = local if local <= most else least
        parts = [_exactly(page[offset : offset + local], local)]
        left = size - local
        following = int.from_bytes(_exactly(page[offset + local : offset + local + 4], 4), "big")
        while left > 0:
            if not 1 < following <= self.count:
                raise Unreadable
            beyond = self.page(following)
            taken = min(left, usable - 4)
            parts.append(_exactly(beyond[4 : 4 + taken], taken))
            following, left = int.from_bytes(beyond[:4], "big"), left - taken
        return b"".join(parts)


def _sealed_pages(keys: LedgerKeys | None) -> tuple[SealedPages | None, int]:
    if keys is None:
        return None, 0
    # Loaded here: most ledgers have no password.
    from desktop.data.sealed_pages import RESERVED, SealedPages

    return SealedPages(keys), RESERVED


def _page_size(content: bytes) -> int:
    told = int.from_bytes(content[16:18], "big")
    size = _LARGEST if told == 1 else told
    is_size = _SMALLEST <= size <= _LARGEST and size & (size - 1) == 0
    return size if is_size and content[:15] == b"SQLite format 3" else PAGE_SIZE


def _frames(wal: bytes, page_size: int) -> Mapping[int, bytes]:
    """The pages in a WAL up to its last whole transaction."""
    if len(wal) < _WAL_HEADER:
        return {}
    magic, _, size, _, *salts = struct.unpack(">6I", wal[:24])
    if magic & ~1 != _WAL_MAGIC or size != page_size:
        return {}
    order = ">" if magic & 1 else "<"
    sums = _checksum(wal[:24], (0, 0), order)
    if sums != struct.unpack(">2I", wal[24:32]):
        return {}
    found: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    step = _FRAME_HEADER + page_size
    for start in range(_WAL_HEADER, len(wal) - step + 1, step):
        number, commit, *rest = struct.unpack(">6I", wal[start : start + _FRAME_HEADER])
        page = wal[start + _FRAME_HEADER : start + step]
        sums = _checksum(page, _checksum(wal[start : start + 8], sums, order), order)
        if rest != [*salts, *sums]:
            break
        pending[number] = page
        if commit:
            found |= pending
            pending = {}
    return found


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second


def _exactly(data: bytes, size: int) -> bytes:
    if len(data) != size:
        raise Unreadable
    return data


def _varint(data: bytes, offset: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        byte = data[offset + place]
        if place == 8:
            value = (value << 8) | byte
            return (value - 2**64 if value >= 2**63 else value), offset + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, offset + place + 1
    raise Unreadable


_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)


def _record(payload: bytes) -> tuple[Any, ...]:
    end, offset = _varint(payload, 0)
    if not 0 < end <= len(payload):
        raise Unreadable
    types: list[int] = []
    while offset < end and len(types) < _MOST_COLUMNS:
        kind, offset = _varint(payload, offset)
        types.append(kind)
    values: list[Any] = []
    for kind in types:
        value, offset = _value(payload, offset, kind)
        values.append(value)
    if offset != len(payload):
        raise Unreadable
    return tuple(values)


def _value(payload: bytes, offset: int, kind: int) -> tuple[Any, int]:
    if kind < 0 or kind in (10, 11):
        raise Unreadable
    if kind >= 12:
        size = (kind - 12) // 2
        piece = _exactly(payload[offset : offset + size], size)
        return (piece.decode("utf-8") if kind % 2 else piece), offset + size
    width = _WIDTHS[kind]
    piece = _exactly(payload[offset : offset + width], width)
    if kind == 7:
        return struct.unpack(">d", piece)[0], offset + width
    constants: dict[int, Any] = {0: None, 8: 0, 9: 1}
    return constants.get(kind, int.from_bytes(piece, "big", signed=True)), offset + width
