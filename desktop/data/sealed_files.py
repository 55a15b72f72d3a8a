"""One file, encrypted as it is written and checked as it is read: the contents of attached files.

``ZFsealed``, 16 random bytes, then pieces of 1 MB, each with a tag of 16 bytes (AES-256-GCM). Each file has a key of
its own: HKDF-SHA256 of the key of all files and those random bytes; so the number of a piece can be its nonce. The
last piece says by its nonce that it is the last: neither a piece nor the end of a file can be left out or exchanged.
"""

from __future__ import annotations

import secrets
from typing import BinaryIO

from desktop.data.locking import KEY_BYTES

MARK = b"ZFsealed"
PIECE = 2**20
_SALT_BYTES, _TAG_BYTES, _NONCE_BYTES = 16, 16, 12


class SealBrokenError(ValueError):
    """A file is not what was sealed, or was not sealed with this key."""


class SealingWriter:
    """Encrypts what is written into ``target``. Nothing is whole before :meth:`finish`."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        salt = secrets.token_bytes(_SALT_BYTES)
        self._target = target
        self._pieces = _Pieces(key, MARK + salt)
        self._waiting = bytearray()
        target.write(MARK + salt)

    def write(self, content: bytes) -> int:
        """Take in further bytes; gives how many."""
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._target.write(self._pieces.sealed(bytes(self._waiting[:PIECE]), is_last=False))
            del self._waiting[:PIECE]
        return len(content)

    def finish(self) -> None:
        """Write the last piece."""
        self._target.write(self._pieces.sealed(bytes(self._waiting), is_last=True))
        self._waiting.clear()


class SealedReader:
    """Gives what was sealed into ``source``. ``SealBrokenError`` is raised before anything false is given."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        head = source.read(len(MARK) + _SALT_BYTES)
        if len(head) != len(MARK) + _SALT_BYTES or not head.startswith(MARK):
            raise SealBrokenError
        self._source = source
        self._pieces = _Pieces(key, head)
        self._next = source.read(PIECE + _TAG_BYTES)
        if not self._next:
            raise SealBrokenError
        self._ready = b""

    def read(self, size: int, /) -> bytes:
        """The next ``size`` bytes; fewer only at the end."""
        ready = [self._ready]
        count = len(self._ready)
        while count < size and self._next:
            ready.append(self._opened())
            count += len(ready[-1])
        content = b"".join(ready)
        self._ready = content[size:]
        return content[:size]

    def _opened(self) -> bytes:
        piece, self._next = self._next, self._source.read(PIECE + _TAG_BYTES)
        return self._pieces.opened(piece, is_last=not self._next)


class _Pieces:
    """The cipher of one file, piece by piece in order."""

    def __init__(self, key: bytes, head: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        own = HKDF(SHA256(), KEY_BYTES, head[len(MARK) :], b"zoufang sealed file").derive(key)
        self._cipher = AESGCM(own)
        self._head = head
        self._number = 0

    def sealed(self, piece: bytes, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(is_last=is_last), piece, self._head)

    def opened(self, piece: bytes, *, is_last: bool) -> bytes:
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(self._nonce(is_last=is_last), piece, self._head)
        except InvalidTag as error:
            raise SealBrokenError from error

    def _nonce(self, *, is_last: bool) -> bytes:
        self._number += 1
        return self._number.to_bytes(_NONCE_BYTES - 1, "big") + bytes([is_last])
