"""The key file of a locked ledger: its master key, wrapped by the password and by the recovery code.

JSON, a few hundred bytes::

    {"format": "zoufang-key", "version": 1, "lock": "<16 hex digits>", "serial": 3,
     "slots": {"password": {"kdf": "scrypt", "n": 65536, "r": 8, "p": 2,
                            "salt": "<hex>", "nonce": "<hex>", "wrapped": "<hex>"},
               "recovery": {…}}}

``wrapped`` is the master key under AES-256-GCM; the lock's id, the slot's name and its parameters are authenticated
with it. ``serial`` grows with every change: of two key files of one lock the higher is the newer.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop.data.file_store import sync_folder
from desktop.data.locking import ID_BYTES, KEY_BYTES, LedgerKeys
from desktop.domain.errors import WRITING_FAULTS, Refused

PASSWORD, RECOVERY = "password", "recovery"
"""The slots."""

COST = (65536, 8, 2)
"""N, r and p of scrypt: 64 MB and, on the slow computers of an office, under a second for each guess."""

_MOST_COST = (2**20, 16, 16)
_FORMAT, _VERSION = "zoufang-key", 1
_MOST_BYTES = 16 * 1024
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 12, 16


@dataclass(frozen=True, slots=True)
class Slot:
    """The master key as wrapped by one secret; texts are hex digits."""

    n: int
    r: int
    p: int
    salt: str
    nonce: str
    wrapped: str
    kdf: str = "scrypt"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file holds."""

    lock_id: str
    serial: int
    slots: Mapping[str, Slot]

    def opened(self, slot: str, secret: str) -> LedgerKeys | None:
        """The keys, or None where the secret is not the one of the slot. Takes a good part of a second."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        one = self.slots.get(slot)
        if one is None:
            return None
        try:
            master = AESGCM(_stretched(secret, one)).decrypt(
                bytes.fromhex(one.nonce), bytes.fromhex(one.wrapped), _bound(self.lock_id, slot, one)
            )
        except InvalidTag:
            return None
        return LedgerKeys(self.lock_id, master)

    def with_secret(self, keys: LedgerKeys, slot: str, secret: str) -> KeyFile:
        """The next key file, in which a slot has another secret."""
        return replace(self, serial=self.serial + 1, slots={**self.slots, slot: _wrapped(keys, slot, secret)})

    def text(self) -> str:
        """As it is stored."""
        slots = {name: asdict(slot) for name, slot in sorted(self.slots.items())}
        content = {"format": _FORMAT, "version": _VERSION, "lock": self.lock_id, "serial": self.serial, "slots": slots}
        return json.dumps(content, ensure_ascii=True, indent=1)


def new_key_file(keys: LedgerKeys, password: str, code: str) -> KeyFile:
    """The first key file of a lock."""
    slots = {PASSWORD: _wrapped(keys, PASSWORD, password), RECOVERY: _wrapped(keys, RECOVERY, code)}
    return KeyFile(keys.lock_id, 1, slots)


def key_file_name(lock_id: str) -> str:
    """What the key file of a lock is called, wherever it lies."""
    return f"zoufang-{lock_id}.key"


def write_key_file(key_file: KeyFile, folder: Path) -> Path:
    """Put a key file into a folder, durably; gives its path. Refused: ``folder_not_writable``, ``disk_full`` …"""
    target = folder / key_file_name(key_file.lock_id)
    unfinished = folder / f".{secrets.token_hex(6)}.part"
    try:
        with unfinished.open("w", encoding="ascii") as file:
            file.write(key_file.text())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
        sync_folder(folder)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise Refused(WRITING_FAULTS.get(error.errno or 0, "disk_failing"), folder=str(folder)) from error
    return target


def put_along(lock_id: str, source: Path, target: Path) -> None:
    """Let the key file that lies in one folder lie in another too, where a copy of the ledger goes.

    Refused: as :func:`write_key_file`.
    """
    found = newest_key_file(lock_id, [source])
    if found is not None and found != newest_key_file(lock_id, [target]):
        write_key_file(found, target)


def newest_key_file(lock_id: str, folders: Iterable[Path]) -> KeyFile | None:
    """The newest sound key file of a lock in any of the folders."""
    found = [key_file for folder in folders if (key_file := _read(folder / key_file_name(lock_id), lock_id))]
    return max(found, key=lambda one: one.serial, default=None)


def _read(path: Path, lock_id: str) -> KeyFile | None:
    try:
        with path.open("rb") as file:
            content = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("format") != _FORMAT or content.get("version") != _VERSION:
        return None
    serial, slots = content.get("serial"), content.get("slots")
    if content.get("lock") != lock_id or not isinstance(serial, int) or not isinstance(slots, dict):
        return None
    sound = {name: slot for name in (PASSWORD, RECOVERY) if (slot := _slot(slots.get(name))) is not None}
    return KeyFile(lock_id, serial, sound) if sound else None


def _slot(given: Any) -> Slot | None:
    """None for what cannot be one: a key file may have been damaged, or made to exhaust the memory."""
    if not isinstance(given, dict) or given.get("kdf") != "scrypt":
        return None
    n, r, p = cost = [one if isinstance(one := given.get(name), int) else 0 for name in ("n", "r", "p")]
    if not all(1 <= one <= most for one, most in zip(cost, _MOST_COST, strict=True)) or n < 2 or n & (n - 1):
        return None
    sizes = {"salt": _SALT_BYTES, "nonce": _NONCE_BYTES, "wrapped": KEY_BYTES + _TAG_BYTES}
    try:
        if any(len(bytes.fromhex(given[name])) != size for name, size in sizes.items()):
            return None
    except (KeyError, TypeError, ValueError):
        return None
    return Slot(n, r, p, given["salt"], given["nonce"], given["wrapped"])


def _wrapped(keys: LedgerKeys, name: str, secret: str) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    slot = Slot(*COST, secrets.token_hex(_SALT_BYTES), secrets.token_hex(_NONCE_BYTES), "")
    wrapped = AESGCM(_stretched(secret, slot)).encrypt(
        bytes.fromhex(slot.nonce), keys.master, _bound(keys.lock_id, name, slot)
    )
    return replace(slot, wrapped=wrapped.hex())


def _stretched(secret: str, slot: Slot) -> bytes:
    # An input method may give full-width letters one day and plain ones the next.
    given = unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(
        given,
        salt=bytes.fromhex(slot.salt),
        n=slot.n,
        r=slot.r,
        p=slot.p,
        maxmem=128 * slot.r * (slot.n + slot.p + 2) + 2**20,
        dklen=KEY_BYTES,
    )


def _bound(lock_id: str, name: str, slot: Slot) -> bytes:
    """What is authenticated beside the key."""
    if len(lock_id) != 2 * ID_BYTES:
        raise ValueError(lock_id)
    return f"{_FORMAT} {_VERSION} {lock_id} {name} {slot.kdf} {slot.n} {slot.r} {slot.p} {slot.salt}".encode()
