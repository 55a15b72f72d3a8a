"""The look of the window: an explicit palette and one style sheet on Qt's Fusion style, changeable while running."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.colours import DARK, LIGHT, Colours
from desktop.ui.stylesheet import style_sheet

GAP_SMALL, GAP, GAP_MEDIUM, GAP_LARGE, GAP_HUGE = 4, 8, 12, 16, 24
RADIUS = 6
FRAME = 48
"""Pixels that the desktop's title and borders may take of a screen; Qt knows them only once a window is there."""

FONT_FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Droid Sans Fallback",
)
"""Preferred first. The families present are handed to Qt in this order, so rare characters fall through."""


class Mode(StrEnum):
    """Light, dark, or what the desktop says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Size(StrEnum):
    """标准, 大, 特大."""

    STANDARD = "standard"
    LARGE = "large"
    HUGE = "huge"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Pixels (device independent): text height, row height, title height."""

    text: int
    row: int
    title: int


METRICS = {
    Size.STANDARD: Metrics(14, 32, 20),
    Size.LARGE: Metrics(16, 36, 23),
    Size.HUGE: Metrics(19, 42, 27),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """What a person chose in 设置."""

    mode: Mode = Mode.SYSTEM
    size: Size = Size.STANDARD


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window its first size in pixels, less where the screen has no room for it and its title.

    A screen of 1366 × 768 has 910 × 512 at 150 %, less what a task bar takes.
    """
    room = window.screen().availableSize()
    window.resize(min(width, room.width() - FRAME), min(height, room.height() - FRAME))


class ThemeKeeper(QObject):
    """Keeps the chosen theme applied, also when the desktop turns dark while the mode is SYSTEM."""

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(app)
        self._app = app
        self._theme = theme
        app.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)
        apply_theme(app, theme)

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    def change(self, theme: Theme) -> None:
        """Apply another theme to every open window."""
        self._theme = theme
        apply_theme(self._app, theme)

    def _on_color_scheme_changed(self) -> None:
        if self._theme.mode is Mode.SYSTEM:
            apply_theme(self._app, self._theme)


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the application style, palette, font and style sheet of ``theme``."""
    if app.style().name() != "fusion":
        app.setStyle("fusion")
    colours = colours_for(app, theme.mode)
    metrics = METRICS[theme.size]
    font = QFont(font_families())
    font.setPixelSize(metrics.text)
    app.setPalette(palette_of(colours))
    app.setFont(font)
    app.setStyleSheet(style_sheet(colours, metrics.row, metrics.title, RADIUS))


def colours_for(app: QApplication, mode: Mode) -> Colours:
    """The colour set of a mode; SYSTEM asks the desktop and takes light when it does not say."""
    if mode is Mode.SYSTEM:
        return DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if mode is Mode.DARK else LIGHT


def metrics() -> Metrics:
    """The sizes in force, read from the application's font."""
    text = QApplication.font().pixelSize()
    return next((size for size in METRICS.values() if size.text == text), METRICS[Size.STANDARD])


def font_families() -> list[str]:
    """The preferred families this machine has, best first; never empty."""
    present = set(QFontDatabase.families())
    return [family for family in FONT_FAMILIES if family in present] or [QFont().family()]


def palette_of(colours: Colours) -> QPalette:
    """A full palette, so that nothing is left to the desktop's own colours."""
    role = QPalette.ColorRole
    palette = QPalette()
    plain = {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.base,
        role.AlternateBase: colours.window,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.base,
        role.ButtonText: colours.text,
        role.BrightText: colours.on_accent,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent_text,
        role.LinkVisited: colours.accent_text,
        role.Light: colours.base,
        role.Midlight: colours.raised,
        role.Mid: colours.line,
        role.Dark: colours.field_line,
        role.Shadow: colours.line,
    }
    for each, colour in plain.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(colours.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours.line))
    palette.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, QColor(colours.muted))
    return palette
