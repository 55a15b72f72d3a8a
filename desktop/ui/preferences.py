"""What a person at this computer prefers: look, size, language, widths. Kept beside the ledger's folder, not in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings


class Preferences:
    """Typed access to the settings file of this computer."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def _text(self, key: str, default: str) -> str:
        return str(self._settings.value(key, default))

    @property
    def appearance(self) -> str:
        """``light``, ``dark`` or ``system``."""
        return self._text("look/appearance", "system")

    @appearance.setter
    def appearance(self, value: str) -> None:
        self._settings.setValue("look/appearance", value)

    @property
    def size(self) -> str:
        """``standard``, ``large`` or ``huge``."""
        return self._text("look/size", "standard")

    @size.setter
    def size(self, value: str) -> None:
        self._settings.setValue("look/size", value)

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return self._text("look/language", "zh")

    @language.setter
    def language(self, value: str) -> None:
        self._settings.setValue("look/language", value)

    def state(self, name: str) -> QByteArray:
        """A remembered window, splitter or header state; empty when there is none."""
        value: Any = self._settings.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember_state(self, name: str, state: QByteArray) -> None:
        """Remember a window, splitter or header state."""
        self._settings.setValue(f"state/{name}", state)

    def text(self, name: str, default: str = "") -> str:
        """A remembered word, such as the folder last exported to."""
        return self._text(f"text/{name}", default)

    def remember_text(self, name: str, value: str) -> None:
        """Remember a word."""
        self._settings.setValue(f"text/{name}", value)

    def sync(self) -> None:
        """Write to disk now."""
        self._settings.sync()
