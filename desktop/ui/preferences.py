"""What a person at this computer prefers: look, size, language, widths. Kept beside the ledger's folder, not in it.

A file of texts, and not Qt's settings: those hold Python objects too, and reading one runs what the file says.
"""

from __future__ import annotations

import binascii
import contextlib
import json
import os
from base64 import b64decode, b64encode
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QByteArray

_MOST_BYTES = 2**20


class Preferences:
    """Typed access to the file of this computer. What cannot be read is as if it had never been chosen."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)
        self._changed: dict[str, str] = {}

    def _set(self, key: str, value: str) -> None:
        if self._values.get(key) != value:
            self._values[key] = self._changed[key] = value
            self.sync()

    @property
    def appearance(self) -> str:
        """``light``, ``dark`` or ``system``."""
        return self._values.get("look/appearance", "system")

    @appearance.setter
    def appearance(self, value: str) -> None:
        self._set("look/appearance", value)

    @property
    def size(self) -> str:
        """``standard``, ``large`` or ``huge``."""
        return self._values.get("look/size", "standard")

    @size.setter
    def size(self, value: str) -> None:
        self._set("look/size", value)

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return self._values.get("look/language", "zh")

    @language.setter
    def language(self, value: str) -> None:
        self._set("look/language", value)

    def state(self, name: str) -> QByteArray:
        """A remembered window, splitter or header state; empty when there is none."""
        try:
            return QByteArray(b64decode(self._values.get(f"state/{name}", ""), validate=True))
        except (binascii.Error, ValueError):
            return QByteArray()

    def remember_state(self, name: str, state: QByteArray) -> None:
        """Remember a window, splitter or header state."""
        self._set(f"state/{name}", b64encode(state.data()).decode("ascii"))

    def text(self, name: str, default: str = "") -> str:
        """A remembered word, such as the folder last exported to."""
        return self._values.get(f"text/{name}", default)

    def remember_text(self, name: str, value: str) -> None:
        """Remember a word."""
        self._set(f"text/{name}", value)

    def backed_up_at(self, ledger: Path) -> datetime | None:
        """When the ledger of this file was last backed up from this computer; None for not yet."""
        try:
            return datetime.fromisoformat(self._values.get(f"backed_up/{ledger}", ""))
        except ValueError:
            return None

    def remember_backup(self, ledger: Path, moment: datetime) -> None:
        """Remember when a ledger was backed up."""
        self._set(f"backed_up/{ledger}", moment.isoformat(timespec="seconds"))

    def sync(self) -> None:
        """Write what is not on the disk yet; another window's choices stay. Where that is not possible, it waits."""
        if not self._changed:
            return
        text = json.dumps(_read(self._path) | self._changed, indent=1)
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text, encoding="utf-8")
            part.replace(self._path)
            self._changed.clear()
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    texts = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in texts if isinstance(value, str)}
