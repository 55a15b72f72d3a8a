"""Keeps the look of the program as the person prefers it, while it runs."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.services.ledgers import Ledger
from desktop.ui.operations import Announcer
from desktop.ui.preferences import Preferences
from desktop.ui.theme import Mode, Size, Theme, ThemeKeeper
from desktop.ui.translation import Language, install_language

Known = TypeVar("Known", bound=StrEnum)


def preferred_theme(preferences: Preferences) -> Theme:
    """The theme of the settings file; what it does not know (an edited file) is as if it were not set."""
    return Theme(
        _known(Mode, preferences.appearance, Mode.SYSTEM),
        _known(Size, preferences.size, Size.STANDARD),
    )


def preferred_language(preferences: Preferences) -> Language:
    """The language of the settings file."""
    return _known(Language, preferences.language, Language.CHINESE)


class Appearance(QObject):
    """Theme, size and light colours change at once; the language is that of the start."""

    def __init__(self, app: QApplication, preferences: Preferences) -> None:
        super().__init__(app)
        self._app = app
        self._preferences = preferences
        self.translators = install_language(app, preferred_language(preferences))
        self._keeper = ThemeKeeper(app, preferred_theme(preferences))

    def follow(self, announcer: Announcer, ledger: Ledger) -> None:
        """Take over the settings now and whenever they change: after the first frame, which needs none of it."""
        from desktop.services.settings import read_settings
        from desktop.ui.widgets.lights import paint_lights_in

        def take_over() -> None:
            paint_lights_in(self._app, dict(read_settings(ledger).light_colours))
            wanted = preferred_theme(self._preferences)
            if wanted != self._keeper.theme:
                self._keeper.change(wanted)

        take_over()
        announcer.settings_changed.connect(take_over)


def _known(choices: type[Known], value: str, otherwise: Known) -> Known:
    return choices(value) if value in list(choices) else otherwise
