"""A ledger behind a password: which keys there are, which files they lock, and what stays in plain.

**Keys.** A locked ledger has one random key of 256 bits, its master key, and a random id of 8 bytes. The master key is
never written down as it is. It lies, wrapped (AES-256-GCM), in a *key file* of a few hundred bytes named after the id,
``zoufang-<id>.key``: once under a key that scrypt makes of the password, once under one that scrypt makes of the
recovery code (:mod:`desktop.data.key_file`). Neither password nor code is stored in any form. From the master key
HKDF-SHA256 derives one key for each use, so that none of them opens anything else:

===============  ====================================================================================================
``ledger``       the ledger and every copy of it (SQLCipher: AES-256-CBC and HMAC-SHA512 for each page, write-ahead
                 log and rollback journal included); given as a raw key, so that a connection costs no derivation
``clues``        the restricted store beside it, a SQLCipher database of its own
``files``        the contents of attached files (:mod:`desktop.data.sealed_files`)
``names``        what those contents are called on the disk: an HMAC of their digest, so that whoever holds a document
                 cannot find out by its digest whether it lies here
===============  ====================================================================================================

**What a locked file looks like.** The first 16 bytes of a SQLCipher database are its salt, and stand in plain. Here
they are ``ZFlocked`` and the id. So a locked ledger is told from a plain one and from rubbish without its key, and any
copy of it, however it was renamed or wherever it was carried, says which key file it needs. Every ledger has a key of
its own, hence nothing depends on the salt being random over all its bytes.

**Where key files lie.** Beside the ledger, beside every backup (whoever makes a copy puts it there), and once more in
the program's own folder, in case the one beside the ledger gets lost. The key file and the password, or the key file
and the recovery code, open every copy; the key file alone opens nothing.

**Changing the password** makes a new recovery code and wraps the same master key anew: the ledger is not rewritten,
and neither are its backups. They open with the new password as soon as the new key file lies beside them. A key file
that was copied away before still opens, with the password of that time, any copy of the ledger. Who fears that both
are in wrong hands takes the password away and sets a new one: that makes a new master key.

**Setting and taking away** rewrite everything (:mod:`desktop.data.relocking`), so that a power cut at any moment
leaves either the ledger as it was or the finished one, and what is left half done beside it is finished when it is
opened next.

**What stays in plain:** the names, sizes and times of files; the key file's parameters; the settings of the window and
the paths and change counts by which a computer recognises its ledgers; logs, which hold no personal data; and whatever
a person exports, prints or saves elsewhere. While the program runs, the keys are in its memory. The process that reads
workbooks is handed file paths and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

MARK = b"ZFlocked"
"""The first bytes of a locked database."""

ID_BYTES = 8
KEY_BYTES = 32

LEDGER, CLUES, FILES, NAMES = "ledger", "clues", "files", "names"
"""The uses of derived keys."""


@dataclass(frozen=True)
class LedgerKeys:
    """The keys of one locked ledger; ``lock_id`` is its id in hex digits."""

    lock_id: str
    # In no message and no picture of a fault.
    master: bytes = field(repr=False)

    def derived(self, use: str) -> bytes:
        """The key of 32 bytes for a use."""
        # Loaded here: a ledger without a password starts without it.
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), KEY_BYTES, bytes.fromhex(self.lock_id), f"zoufang {use}".encode()).derive(self.master)

    def of_database(self, use: str) -> str:
        """What SQLCipher is given: the raw key and the salt, which is the mark of the file."""
        return f"x'{self.derived(use).hex()}{MARK.hex()}{self.lock_id}'"

    @cached_property
    def of_files(self) -> bytes:
        """The key of attached files."""
        return self.derived(FILES)

    @cached_property
    def _of_names(self) -> bytes:
        return self.derived(NAMES)

    def name_of(self, digest: str) -> str:
        """What the content of a digest is called on the disk: 64 hex digits."""
        return hmac.new(self._of_names, digest.encode(), hashlib.sha256).hexdigest()


def new_keys() -> LedgerKeys:
    """Keys of a ledger that has none yet."""
    return LedgerKeys(secrets.token_hex(ID_BYTES), secrets.token_bytes(KEY_BYTES))


def keys_for(path: Path, *given: LedgerKeys | None) -> LedgerKeys | None:
    """Those of the keys given by which a database file is locked; None for a plain one, and where none fits.

    OSError where the file cannot be read.
    """
    lock_id = lock_of(path)
    return next((keys for keys in given if keys is not None and keys.lock_id == lock_id), None)


def lock_of(path: Path) -> str:
    """The id of the lock of a database file; empty for a plain one, for what is no database, and for what is not there.

    OSError where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(MARK) + ID_BYTES)
    except FileNotFoundError:
        return ""
    return head[len(MARK) :].hex() if head.startswith(MARK) and len(head) == len(MARK) + ID_BYTES else ""
