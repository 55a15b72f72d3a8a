"""Every widget a person works with has a name for tests and one for screen readers, on every page and dialog."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui.first_start import FirstStart
from desktop.ui.pages.registry import PAGES, PageEntry
from desktop.ui.start_refusal import StartRefusal
from tests.ui.conftest import OpenWindow
from tests.ui.stand_in_pages import STAND_INS

INTERACTIVE = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
)
QT_OWN = re.compile(r"qt_|ScrollLeft|ScrollRight")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PRODUCT_NAMES = {"English"}


def is_part_of_another(widget: QWidget) -> bool:
    """The line in a spin box, a table's headers and corner, the parts of Qt's own dialogs: named by their owner."""
    if QT_OWN.match(widget.objectName()) or isinstance(widget, QHeaderView):
        return True
    owner = widget.parentWidget()
    if isinstance(owner, (QAbstractSpinBox, QComboBox, QTableView)):
        return True
    while owner is not None:
        if any(owner.inherits(kind) for kind in ("QCalendarWidget", "QFileDialog", "QComboBoxPrivateContainer")):
            return True
        owner = owner.parentWidget()
    return False


def complaints(root: QWidget) -> Iterator[str]:
    """One line for each widget that is not properly named."""
    found = [widget for widget in root.findChildren(QWidget) if isinstance(widget, INTERACTIVE)]
    named = [widget for widget in found if not is_part_of_another(widget)]
    for widget in named:
        what = f"{type(widget).__name__} {widget.objectName()!r} {widget.accessibleName()!r}"
        if not widget.objectName():
            yield f"{what}: no object name"
        # A link that is not shown has no words yet.
        if not widget.accessibleName() and not widget.isHidden():
            yield f"{what}: no accessible name"
        said = widget.accessibleName()
        if said and not CHINESE.search(said) and not any(name in said for name in PRODUCT_NAMES):
            yield f"{what}: the name is not Chinese"
    names = Counter(widget.objectName() for widget in named)
    yield from (f"{name}: {count} widgets" for name, count in names.items() if count > 1)


def pages() -> list[PageEntry]:
    """The real pages; while one is not there yet, its stand-in."""
    return [
        entry if find_spec(entry.target.partition(":")[0]) else stand_in
        for entry, stand_in in zip(PAGES, STAND_INS, strict=True)
    ]


@pytest.mark.parametrize("level", ["village", "town"])
def test_all_pages(open_window: Callable[..., OpenWindow], level: str) -> None:
    opened = open_window(level, registry=pages())
    for entry in PAGES:
        opened.window.show_page(entry.name)
    opened.wait_until_quiet()
    assert list(complaints(opened.window)) == []


def test_the_windows_of_the_start(qtbot: QtBot, tmp_path: Path) -> None:
    for window in (FirstStart(tmp_path / "ledger.db"), StartRefusal("打不开")):
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        assert list(complaints(window)) == []
        window.close()


@pytest.mark.parametrize("make", [QPushButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView, QCheckBox, QDateEdit])
def test_a_nameless_widget_is_found(qtbot: QtBot, make: Callable[[QWidget], QWidget]) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    root.show()
    widget = make(root)
    widget.show()
    assert len(list(complaints(root))) == 2
    widget.setObjectName("a")
    widget.setAccessibleName("b")
    assert [line for line in complaints(root) if "not Chinese" in line]
    widget.setAccessibleName("名称")
    assert list(complaints(root)) == []
