"""The program tries itself: a new village and a new town, one visit, there by workbook, and the window beside it."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, list_records
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger, begin_ledger
from desktop.services.recording import record
from desktop.ui.main_window import MainWindow

VILLAGE, TOWN = "321183108212", "321183108000"
LONGEST = 60_000
"""Milliseconds after which the test has failed."""


class SelfTest(QObject):
    """Runs in the program's own event loop; the verdict stands when the window has closed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.folder = Path(tempfile.mkdtemp(prefix="zoufang-self-test-"))
        self.has_passed = False
        self.verdict = self.tr("自检没有通过：没有走完。")
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(LONGEST)
        self._limit.timeout.connect(QCoreApplication.quit)

    def begin(self) -> Ledger:
        """Found the village's ledger, with the window to be opened on it."""
        path = self.folder / "village.db"
        return begin_ledger(path, level="village", code=VILLAGE, name="唐陵村", town_name="天王镇", actor="自检")

    def watch(self, window: QWidget | None) -> None:
        """Work with the open window as pages do, then close it."""
        if not isinstance(window, MainWindow):
            QTimer.singleShot(0, QCoreApplication.quit)
            return
        self._limit.start()
        window.began.connect(lambda: self._work(window))

    def _work(self, window: MainWindow) -> None:
        ledger = window.context.ledger

        def closed_with(result: tuple[int, int]) -> None:
            self._judge(*result, is_shown=window.isVisible())
            window.close()

        # A fault on the worker closes the window as well; the verdict then stays what it was.
        job = window.context.write(lambda: self._hand_over(ledger), done=closed_with)
        job.refused.connect(window.close)
        job.ended.connect(window.close)

    def clean(self) -> None:
        """Remove the temporary folder."""
        self._limit.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.deleteLater()

    def _hand_over(self, village: Ledger) -> tuple[int, int]:
        """Visit, export, import: how many visits and issues the town has in the end."""
        visit = {
            "visited_on": date.today().isoformat(),
            "subject_name": "张三",
            "visitors": ["自检"],
            "kind": "household",
            "handling": "listed",
            "issues": [{"category": "水利", "description": "村口渠道漏水，影响灌溉"}],
        }
        record(village, "visit", [visit])
        workbook = export_workbook(village, self.folder / "village.xlsx").path
        town = begin_ledger(self.folder / "town.db", level="town", code=TOWN, name="天王镇", actor="自检")
        try:
            import_workbooks(town, [workbook])
            return len(list_records(town, Query("visit"))), len(list_records(town, Query("issue")))
        finally:
            town.close()

    def _judge(self, visits: int, issues: int, *, is_shown: bool) -> None:
        self.has_passed = (visits, issues, is_shown) == (1, 1, True)
        if self.has_passed:
            self.verdict = self.tr("自检通过：建账、录入、导出、导入、窗口都正常。")
        else:
            self.verdict = self.tr("自检没有通过：镇里收到 {visits} 条走访、{issues} 个问题。").format(
                visits=visits, issues=issues
            )
