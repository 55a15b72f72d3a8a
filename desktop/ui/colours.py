"""The colours of the window, light and dark, and the contrast between them.

Contrast follows WCAG 2.1: (L1 + 0.05) / (L2 + 0.05) with relative luminance L of sRGB; text needs 4.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

TEXT_CONTRAST = 4.5
MARK_CONTRAST = 3.0


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colours as ``#RRGGBB``.

    ``accent``, ``danger``, ``amber`` and ``green`` fill marks; the ``*_text`` shade of the same hue is for words.
    ``removed`` and ``added`` lie under what a value was and is, ``*_part`` under just those characters that differ;
    ``doubted`` lies under what the program had to guess.
    """

    window: str
    base: str
    raised: str
    selected: str
    line: str
    field_line: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_text: str
    on_accent: str
    danger: str
    danger_text: str
    on_danger: str
    amber: str
    amber_text: str
    green: str
    green_text: str
    removed: str
    removed_part: str
    added: str
    added_part: str
    doubted: str


LIGHT = Colours(
    window="#F4F5F7",
    base="#FFFFFF",
    raised="#ECEEF1",
    selected="#E3ECFC",
    line="#DFE2E7",
    field_line="#8A919C",
    text="#1D2129",
    muted="#545B66",
    disabled="#9AA0AA",
    accent="#2F6FDE",
    accent_hover="#245FC7",
    accent_text="#1F58BC",
    on_accent="#FFFFFF",
    danger="#C8372D",
    danger_text="#B52D24",
    on_danger="#FFFFFF",
    amber="#B26A00",
    amber_text="#8A5200",
    green="#2E7D32",
    green_text="#27692B",
    removed="#FCEBE9",
    removed_part="#F4BDB7",
    added="#E6F4E7",
    added_part="#AEDBB2",
    doubted="#FFF1D6",
)

DARK = Colours(
    window="#1A1C20",
    base="#23262B",
    raised="#2D3138",
    selected="#2B3B57",
    line="#373C44",
    field_line="#79818D",
    text="#E7E9EC",
    muted="#B0B6C0",
    disabled="#6E757F",
    accent="#6EA0FF",
    accent_hover="#8CB4FF",
    accent_text="#8CB4FF",
    on_accent="#0D1A30",
    danger="#FF8A80",
    danger_text="#FF9A91",
    on_danger="#3A0D09",
    amber="#FFC266",
    amber_text="#FFC266",
    green="#81C995",
    green_text="#81C995",
    removed="#402A2C",
    removed_part="#713A37",
    added="#23352A",
    added_part="#2C5C3A",
    doubted="#3F3522",
)


def colours_of(palette: QPalette) -> Colours:
    """The set that a palette made by :func:`desktop.ui.theme.apply_theme` belongs to."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours, 1 to 21."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def text_pairs(colours: Colours) -> Iterator[tuple[str, str, str]]:
    """Every (name, text colour, background) the style sheet puts together."""
    grounds = {
        "window": colours.window,
        "base": colours.base,
        "raised": colours.raised,
        "selected": colours.selected,
    }
    words = ("text", "muted", "accent_text", "danger_text", "amber_text", "green_text")
    for ground, background in grounds.items():
        for word in words:
            yield f"{word} on {ground}", getattr(colours, word), background
    for ground in ("removed", "removed_part", "added", "added_part", "doubted"):
        yield f"text on {ground}", colours.text, getattr(colours, ground)
    yield "danger_text on removed", colours.danger_text, colours.removed
    yield "amber_text on doubted", colours.amber_text, colours.doubted
    yield "green_text on added", colours.green_text, colours.added
    yield "on_accent on accent", colours.on_accent, colours.accent
    yield "on_accent on accent_hover", colours.on_accent, colours.accent_hover
    yield "on_danger on danger", colours.on_danger, colours.danger


def mark_pairs(colours: Colours) -> Iterator[tuple[str, str, str]]:
    """Every (name, mark colour, background) of dots, borders of fields and focus rings; WCAG 1.4.11 asks for 3."""
    for mark in ("accent", "danger", "amber", "green", "field_line"):
        yield f"{mark} on base", getattr(colours, mark), colours.base
        if mark != "field_line":
            yield f"{mark} on window", getattr(colours, mark), colours.window


def _luminance(colour: str) -> float:
    rgb = QColor(colour)
    red, green, blue = (_linear(part) for part in (rgb.redF(), rgb.greenF(), rgb.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
