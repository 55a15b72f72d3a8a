"""Starts once, until the first frame is painted: the program on a ledger, or a bare window (``-``).

Prints the modules that are loaded by then, as a JSON list.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget


class FirstFrame(QObject):
    """Leaves as soon as the window's content has been painted, without the time it takes to close."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        window.centralWidget().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - called by Qt
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, leave)
        return False


def leave() -> None:
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)


def bare() -> None:
    app = QApplication([])
    window = QMainWindow()
    content = QWidget()
    QLabel("走访通", content)
    window.setCentralWidget(content)
    window.resize(1366, 768)
    window.show()
    frame = FirstFrame(window)
    app.exec()
    del frame


def ours(path: str) -> None:
    from pathlib import Path

    from desktop import app as desktop_app
    from desktop import paths
    from desktop.ui.preferences import Preferences

    app = desktop_app.application()
    program = desktop_app.Program(app, Preferences(paths.data_dir() / "settings.ini"))
    program.start(Path(path))
    frame = FirstFrame(program.window)
    app.exec()
    del frame


if __name__ == "__main__":
    if sys.argv[1] == "-":
        bare()
    else:
        ours(sys.argv[1])
