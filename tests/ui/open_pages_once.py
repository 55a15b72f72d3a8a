"""Opens every page once, in a program that has loaded nothing of them yet, after its modules were loaded ahead.

Prints as JSON: what was loaded by the window's thread at each opening, and in each piece loaded ahead (modules of the
program; of others those a piece loads as well).
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer


class Noting(MetaPathFinder):
    """Finds nothing, and notes what the window's thread looks for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> Any:
        if threading.current_thread() is threading.main_thread():
            self.names.append(name)

    def during(self, act: Callable[[], object]) -> list[str]:
        """The modules that were loaded while it was carried out."""
        before = set(sys.modules)
        self.names = []
        act()
        return [name for name in self.names if name in sys.modules and name not in before]


def _wait_until(is_so: Callable[[], bool]) -> None:
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

    noting = Noting()
    sys.meta_path.insert(0, noting)
    app = desktop_app.application()
    program = desktop_app.Program(app, Preferences(paths.data_dir() / "settings.ini"))
    pieces: list[list[str]] = []
    load_next = Warming.load_next
    Warming.load_next = lambda warming: pieces.append(noting.during(lambda: load_next(warming)))
    done: list[bool] = []
    program.findChild(Warming).done.connect(lambda: done.append(True))
    program.start(Path(path))
    _wait_until(lambda: bool(done))
    window = program.window
    assert isinstance(window, MainWindow)
    opened = {}
    for page in desktop_app.PAGES:

        def show(name: str = page.name) -> None:
            window.show_page(name)
            _wait_until(lambda: not window.context.worker.is_busy)

        opened[page.name] = noting.during(show)
    print(json.dumps({"pieces": pieces, "opened": opened}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
