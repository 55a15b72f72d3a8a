from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.paths import resource_dir
from desktop.ui.colours import DARK, LIGHT
from desktop.ui.icons import NAMES, app_icon, icon, icon_pixmap
from desktop.ui.theme import Mode, Theme, apply_theme


def inks(image: QImage) -> set[str]:
    """Colours of the pixels that are painted fully."""
    every = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name().upper() for colour in every if colour.alpha() == 255}


def test_every_drawing_is_listed_and_every_name_drawn() -> None:
    drawn = {path.stem for path in resource_dir().joinpath("icons").glob("*.svg")} - {"app"}
    assert drawn == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_drawings_follow_the_text_colour(name: str, qapp: QApplication) -> None:
    drawing = resource_dir().joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in drawing
    assert 'stroke-width="1.5"' in drawing
    assert drawing.count("currentColor") == 1
    assert inks(icon_pixmap(name, "#123456", 60).toImage()) == {"#123456"}


def test_pixmaps_are_sharp_on_dense_screens(qapp: QApplication) -> None:
    pixmap = icon_pixmap("add", "#000000", 20, 1.5)
    assert pixmap.size() == QSize(30, 30)
    assert pixmap.deviceIndependentSize().toSize() == QSize(20, 20)
    assert icon_pixmap("add", "#000000", 20, 1.5).cacheKey() == pixmap.cacheKey()


def test_icons_of_buttons_are_sharp_on_dense_screens(qapp: QApplication) -> None:
    pixmap = icon("edit").pixmap(QSize(20, 20), 1.5)
    assert (pixmap.size(), pixmap.devicePixelRatio()) == (QSize(30, 30), 1.5)


def test_an_icon_made_before_follows_the_theme(qapp: QApplication) -> None:
    mark = icon("search")
    gc.collect()
    apply_theme(qapp, Theme(Mode.LIGHT))
    assert inks(mark.pixmap(QSize(60, 60)).toImage()) == {LIGHT.text}
    apply_theme(qapp, Theme(Mode.DARK))
    assert inks(mark.pixmap(QSize(60, 60)).toImage()) == {DARK.text}
    assert inks(mark.pixmap(QSize(60, 60), QIcon.Mode.Disabled).toImage()) == {DARK.disabled}


def test_an_unknown_name_is_refused(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        icon("unicorn")


def test_the_program_has_an_icon(qtbot: QtBot) -> None:
    image = app_icon().pixmap(QSize(64, 64)).toImage()
    assert image.pixelColor(32, 6) == QColor(LIGHT.accent)
