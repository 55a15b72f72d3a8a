"""Working on the exchange page: files shown, what it says of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.finding import Query, count_records
from desktop.services.ledgers import Ledger
from desktop.ui.exchange.file_table import Column
from desktop.ui.pages.exchange import ExchangePage
from tests.ui.pages import Desk

OpenDesk = Callable[[Ledger], tuple[Desk, ExchangePage]]


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def drop(target: QWidget, file: Path) -> None:
    """Drag a file over a widget and let it go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    pressed, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, pressed, plain)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, pressed, plain))


def until_idle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.context.worker.is_busy)


def show_files(qtbot: QtBot, desk: Desk, page: ExchangePage, *files: Path) -> None:
    page.grant({"files": [str(file) for file in files]})
    until_idle(qtbot, desk)


def cells(page: ExchangePage, row: int) -> dict[str, str]:
    model = page.preview.model
    return {column.name: model.index(row, column).data() for column in Column}


def notes(page: ExchangePage) -> list[str]:
    found = page.preview.findChildren(QLabel)
    return [label.text() for label in found if ".note." in label.objectName() and label.isVisible()]


def summary(page: ExchangePage) -> str:
    found = page.findChild(QLabel, "exchange_page.preview.summary")
    assert found is not None
    return found.text()


def counts(ledger: Ledger) -> tuple[int, int]:
    return count_records(ledger, Query("visit")), count_records(ledger, Query("issue"))
