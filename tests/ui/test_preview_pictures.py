"""Pictures of the import preview with long names, saved for looking at under build/screens, and measured here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.ui.main_window import MainWindow
from desktop.ui.operations import Announcer, Worker
from desktop.ui.pages.exchange import ExchangePage
from desktop.ui.preferences import Preferences
from desktop.ui.theme import Theme, apply_theme
from tests.sheet_edits import VISITS, Sheet, edit
from tests.small_offices import add_visit, town, village
from tests.ui.test_gallery import LONG_VILLAGE, LOOKS, cut, save, settle

LONG = "村口渠道年久失修，一到灌溉季节就漏水，下游十几户用不上水，希望春灌之前能修好。"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, list[Path]]:
    """The first report of a village with a long name; the second, edited by hand, a torn copy and a sealed one."""
    sender = village(tmp_path, name=LONG_VILLAGE)
    add_visit(sender, subject="张㛃", phone="13912345678", demand=LONG)
    first, second = tmp_path / "first.xlsx", tmp_path / f"{LONG_VILLAGE}(1)最终版.xlsx"
    export_workbook(sender, first)
    for number in range(20):
        add_visit(sender, subject=f"户{number}", group_name="3组", demand=LONG)
    export_workbook(sender, second, full=True)
    sealed, torn = tmp_path / "加密.xlsx", tmp_path / "坏的.xlsx"
    export_workbook(sender, sealed, full=True, password="春天来了2026")
    sender.close()
    torn.write_bytes(second.read_bytes()[:3000])

    def change(book: object) -> None:
        sheet = Sheet(book[VISITS])  # type: ignore[index]
        sheet.type("张㛃", 反映问题或诉求=LONG.replace("十几户", "二十几户"), 联系电话="13912340000")
        sheet.type("户3", 联系电话="139")
        sheet.sheet.cell(sheet.heading_row, sheet.sheet.max_column + 1).value = "领导批示"

    return first, [edit(second, change), torn, sealed]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.mode}-{look.size}")
def test_the_preview_fits(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, files: tuple[Path, list[Path]], look: Theme
) -> None:
    apply_theme(qapp, look)
    first, rest = files
    ledger = town(tmp_path)
    import_workbooks(ledger, [first])
    window = MainWindow(ledger, Worker(), Announcer(), Preferences(tmp_path / "s.ini"))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    worker = window.context.worker
    qtbot.waitUntil(lambda: not worker.is_busy)
    window.show_page("exchange", {"files": rest})
    page = window.findChild(ExchangePage)
    qtbot.waitUntil(lambda: page.preview.password.isVisible())
    settle(window)
    assert cut(page.preview) == []
    save(window, "preview-sealed", look)
    page.preview.table.selectRow(0)
    page.preview.rows.table.selectRow(1)
    settle(window)
    assert cut(page.preview) == []
    areas = (each for each in window.findChildren(QScrollArea) if each.isAncestorOf(page))
    assert [area.objectName() for area in areas if area.verticalScrollBar().maximum() > 0] == []
    save(window, "preview-rows", look)
    page.preview.import_button.click()
    qtbot.waitUntil(lambda: not worker.is_busy)
    settle(window)
    assert cut(page.preview) == []
    save(window, "preview-done", look)
    window.close()
    worker.close(ledger.close)
    ledger.close()
