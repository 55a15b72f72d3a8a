"""The pages of a locked ledger that SQLite does not open any more, decrypted one by one.

After "SQLCipher Design" (version 4): the 16 bytes at the start of the file stand for the first 16 of page 1; each page
ends in its initialisation vector (16 bytes) and its HMAC (64 bytes); what stands before is AES-256-CBC. The HMAC is not
looked at: a page it does not bear out still holds most of what was written, and what that says is judged by the digests
of the changes. Nothing decrypted is written anywhere.
"""

from __future__ import annotations

from desktop.data.locking import LEDGER, LedgerKeys

RESERVED = 80
"""Bytes at the end of each page that hold nothing of SQLite's."""

_SALT, _VECTOR, _BLOCK = 16, 16, 16
_PLAIN_HEAD = b"SQLite format 3\0"


class SealedPages:
    """Decrypts pages of one ledger."""

    def __init__(self, keys: LedgerKeys) -> None:
        self._key = keys.derived(LEDGER)

    def opened(self, page: bytes, number: int) -> bytes:
        """A page in plain, its last :data:`RESERVED` bytes as they are; what is cut short is as it is."""
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        start = _SALT if number == 1 else 0
        end = len(page) - RESERVED
        if end <= start or (end - start) % _BLOCK:
            return page
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(page[end : end + _VECTOR])).decryptor()
        head = _PLAIN_HEAD if number == 1 else b""
        return head + decryptor.update(page[start:end]) + decryptor.finalize() + page[end:]
