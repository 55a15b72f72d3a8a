"""回执: the town's grid, the village's count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger
from desktop.services.monthly import CellState
from desktop.ui.colours import DARK, LIGHT, TEXT_CONTRAST, contrast
from desktop.ui.exchange.receipt_grid import GridModel, state_colour
from desktop.ui.pages.exchange import ExchangePage
from tests.small_offices import add_visit, town, village
from tests.ui.exchange_desk import OpenDesk
from tests.ui.pages import Desk, nameless


@pytest.fixture
def open_receipts(qtbot: QtBot, open_desk: OpenDesk) -> OpenDesk:
    def open_one(ledger: Ledger) -> tuple[Desk, ExchangePage]:
        desk, page = open_desk(ledger)
        page.grant({"view": "receipts"})
        qtbot.waitUntil(lambda: not desk.context.worker.is_busy)
        return desk, page

    return open_one


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[tuple[Ledger, Ledger]]:
    pair = village(tmp_path), town(tmp_path)
    yield pair
    for ledger in pair:
        ledger.close()


def carry(sender: Ledger, receiver: Ledger, path: Path) -> None:
    export_workbook(sender, path, to=receiver.office.code)
    import_workbooks(receiver, [path])


def said(page: ExchangePage, name: str) -> str:
    label = page.findChild(QLabel, f"exchange_page.receipts.{name}")
    assert label is not None
    return label.text()


def test_the_grid_shows_villages_by_months_and_the_files_of_a_cell(
    qtbot: QtBot, offices: tuple[Ledger, Ledger], open_receipts: OpenDesk, tmp_path: Path
) -> None:
    add_visit(offices[0])
    carry(offices[0], offices[1], tmp_path / "三月.xlsx")
    _, page = open_receipts(offices[1])
    shown = page.views.receipts.town
    assert shown is not None and nameless(page.views.receipts) == []
    model, view = shown.model, shown.grid
    assert view.hasFocus() and view.isVisible()
    row = next(at for at, one in enumerate(model.grid.rows) if one.unit_code == offices[0].office.code)
    last = model.columnCount() - 1
    assert model.index(row, 0).data() == "唐陵村" and last == 6
    assert [model.index(row, at).data() for at in (last - 1, last)] == ["–", "已收"]
    view.setCurrentIndex(model.index(row, last - 1))
    assert shown.files.count() == 1 and "没有收到" in shown.files.item(0).text()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert "三月.xlsx" in shown.files.item(0).text() and "新增 1" in shown.files.item(0).text()
    assert "唐陵村" in said(page, "files.title") and "已收" in said(page, "files.title")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert shown.files.hasFocus()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(model.index(0, last)).center())
    assert view.currentIndex() == model.index(0, last)
    assert "本月已收到 1 个村的文件" in said(page, "summary")


def test_what_was_changed_by_hand_shows_after_an_import(
    qtbot: QtBot, offices: tuple[Ledger, Ledger], open_receipts: OpenDesk, tmp_path: Path
) -> None:
    add_visit(offices[0])
    carry(offices[0], offices[1], tmp_path / "1.xlsx")
    desk, page = open_receipts(offices[1])
    shown = page.views.receipts.town
    assert shown is not None
    row = next(at for at, one in enumerate(shown.model.grid.rows) if one.unit_code == offices[0].office.code)
    shown.grid.setCurrentIndex(shown.model.index(row, 6))
    offices[1].database.execute_sql("UPDATE batch SET summary = ?", (json.dumps({"edited_by_hand": 2}),))
    desk.context.announcer.announce(frozenset({"visit"}))
    qtbot.waitUntil(lambda: not desk.context.worker.is_busy)
    assert shown.model.index(row, 6).data() == "手改"
    assert shown.grid.currentIndex() == shown.model.index(row, 6)
    assert "手工改动 2 处" in shown.files.item(0).text()


def test_a_village_sees_how_much_the_town_has(
    qtbot: QtBot, offices: tuple[Ledger, Ledger], open_receipts: OpenDesk, tmp_path: Path
) -> None:
    home, above = offices
    for name in ("张三", "王五", "孙海"):
        add_visit(home, subject=name)
    carry(home, above, tmp_path / "1.xlsx")
    carry(above, home, tmp_path / "2.xlsx")
    add_visit(home, subject="新的")
    _, page = open_receipts(home)
    assert said(page, "sum") == "天王镇已收到 4 条中的 3 条"
    assert said(page, "lines") == "走访 3 / 4"
    assert "1 条还没有导出" in said(page, "rest") and "收到的天王镇的文件" in said(page, "rest")
    bar = page.findChild(QProgressBar, "exchange_page.receipts.bar")
    assert bar is not None and (bar.value(), bar.maximum()) == (3, 4)
    card = page.views.receipts.village
    assert card is not None and nameless(page.views.receipts) == []
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert page.views.front == "transfer"


def test_before_the_first_answer_nothing_is_confirmed(offices: tuple[Ledger, Ledger], open_receipts: OpenDesk) -> None:
    _, page = open_receipts(offices[0])
    assert said(page, "sum") == "还没有记录。"
    add_visit(offices[0])


def test_a_gap_is_named_in_amber(offices: tuple[Ledger, Ledger], open_receipts: OpenDesk, tmp_path: Path) -> None:
    home, above = offices
    add_visit(home)
    carry(home, above, tmp_path / "1.xlsx")
    above.database.execute_sql("UPDATE acknowledged SET vector = ?", (json.dumps({home.node_uid: 3}),))
    _, page = open_receipts(above)
    assert "缺 唐陵村 第 2–3 号变更" in said(page, "gaps")
    shown = page.views.receipts.town
    assert shown is not None
    row = next(at for at, one in enumerate(shown.model.grid.rows) if one.unit_code == home.office.code)
    assert shown.model.index(row, 6).data() == "过期"


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_state_has_its_own_colour_and_word(qtbot: QtBot, colours: object) -> None:
    model = GridModel()
    assert len({model.word(state) for state in CellState}) == len(CellState)
    assert len({state_colour(state, colours) for state in CellState}) == len(CellState)  # type: ignore[arg-type]
    for state in CellState:
        for ground in (colours.base, colours.selected):  # type: ignore[attr-defined]
            assert contrast(state_colour(state, colours), ground) >= TEXT_CONTRAST  # type: ignore[arg-type]
