"""Opens the window on LEDGER, looks through its lists, and prints the memory resident then, in kilobytes (Linux)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractItemView

PAGES_DOWN = 30


def resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


def wait_until(is_so: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if is_so() else None)
    timer.start(20)
    loop.exec()


def main(path: str) -> None:
    from desktop import app as desktop_app
    from desktop import paths
    from desktop.ui.main_window import MainWindow
    from desktop.ui.preferences import Preferences
    from desktop.ui.warming import Warming

    app = desktop_app.application()
    program = desktop_app.Program(app, Preferences(paths.data_dir() / "settings.ini"))
    done: list[bool] = []
    program.findChild(Warming).done.connect(lambda: done.append(True))
    program.start(Path(path))
    wait_until(lambda: bool(done))
    window = program.window
    assert isinstance(window, MainWindow)
    for name in ("visit", "issue", "register", "today", "visit"):
        window.show_page(name)
        wait_until(lambda: not window.context.worker.is_busy)
    view = window.findChild(QAbstractItemView, "visit_page.table")
    for _ in range(PAGES_DOWN):
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())
        view.grab()
    wait_until(lambda: not window.context.worker.is_busy)
    print(resident(), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
