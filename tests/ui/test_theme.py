from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.paths import resource_dir
from desktop.ui.colours import (
    DARK,
    LIGHT,
    MARK_CONTRAST,
    TEXT_CONTRAST,
    Colours,
    colours_of,
    contrast,
    mark_pairs,
    text_pairs,
)
from desktop.ui.stylesheet import SHEET_PICTURES
from desktop.ui.theme import METRICS, Mode, Size, Theme, ThemeKeeper, apply_theme, metrics

SETS = {"light": LIGHT, "dark": DARK}


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


@pytest.mark.parametrize(
    ("name", "text", "background"),
    [pytest.param(*pair, id=f"{mode} {pair[0]}") for mode, colours in SETS.items() for pair in text_pairs(colours)],
)
def test_text_can_be_read(name: str, text: str, background: str) -> None:
    assert contrast(text, background) >= TEXT_CONTRAST, name


@pytest.mark.parametrize(
    ("name", "mark", "background"),
    [pytest.param(*pair, id=f"{mode} {pair[0]}") for mode, colours in SETS.items() for pair in mark_pairs(colours)],
)
def test_marks_stand_out(name: str, mark: str, background: str) -> None:
    assert contrast(mark, background) >= MARK_CONTRAST, name


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_pictures_of_the_style_sheet_have_the_colours_of_the_theme(mode: str) -> None:
    colours = SETS[mode]
    for name in SHEET_PICTURES:
        expected = colours.on_accent if name == "check" else colours.muted
        assert f'stroke="{expected}"' in resource_dir().joinpath("icons", "sheet", f"{name}-{mode}.svg").read_text(
            encoding="utf-8"
        )


def test_the_focus_has_one_frame(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, Theme())
    window = QWidget()
    column = QVBoxLayout(window)
    before, button = QLineEdit(window), QPushButton(window)
    column.addWidget(before)
    column.addWidget(button)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert button.hasFocus()
    picture = button.grab().toImage()
    middle = picture.height() // 2
    inside = {picture.pixelColor(at, middle).name() for at in range(4, picture.width() - 4)}
    assert len(inside) == 1


@pytest.mark.parametrize(("mode", "colours"), [(Mode.LIGHT, LIGHT), (Mode.DARK, DARK)])
def test_the_palette_is_set_whatever_the_desktop_says(qapp: QApplication, mode: Mode, colours: Colours) -> None:
    apply_theme(qapp, Theme(mode))
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window).name().upper() == colours.window
    assert palette.color(QPalette.ColorRole.Text).name().upper() == colours.text
    assert colours_of(palette) is colours


@pytest.mark.parametrize("size", list(Size))
def test_rows_have_the_height_of_the_size(qapp: QApplication, qtbot: QtBot, size: Size) -> None:
    line, button, combo = QLineEdit(), QPushButton("保存"), QComboBox()
    for widget in (line, button, combo):
        qtbot.addWidget(widget)
    apply_theme(qapp, Theme(Mode.LIGHT, size))
    assert metrics() == METRICS[size]
    assert {widget.sizeHint().height() for widget in (line, button, combo)} == {METRICS[size].row}
    assert line.font().pixelSize() == METRICS[size].text


def test_the_theme_changes_while_a_window_is_open(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("新增走访")
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()
    keeper = ThemeKeeper(qapp, Theme(Mode.LIGHT))
    light = button.grab().toImage().pixelColor(5, 5).lightness()
    keeper.change(Theme(Mode.DARK, Size.HUGE))
    assert button.grab().toImage().pixelColor(5, 5).lightness() < light
    assert button.sizeHint().height() == METRICS[Size.HUGE].row
    keeper.deleteLater()
