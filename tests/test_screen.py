"""The machine can show the program: Qt's platform loads and Chinese has glyphs."""

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication


def test_a_font_writes_chinese(qapp: QApplication) -> None:
    assert QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)


@pytest.mark.x11
def test_qt_reaches_the_x_display(qapp: QApplication) -> None:
    assert qapp.platformName() == "xcb"
    assert qapp.primaryScreen().size().width() > 0
