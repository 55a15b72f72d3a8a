"""交换 in front of a person: two offices, each with its own window."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.batches import batches
from desktop.services.exporting import export_workbook
from desktop.services.handing import free_path
from desktop.services.ledgers import Ledger
from desktop.services.outstanding import outstanding
from desktop.services.recording import revise
from desktop.ui.pages.exchange import ExchangePage
from desktop.ui.places import plain_name
from tests.small_offices import TOWN_CODE, add_issue, add_visit, town, village
from tests.ui.exchange_desk import (
    OpenDesk,
    cells,
    click,
    counts,
    drop,
    notes,
    show_files,
    summary,
    until_idle,
)
from tests.ui.pages import Desk, nameless


@pytest.fixture
def reporting(tmp_path: Path) -> Iterator[Ledger]:
    """唐陵村 with two visits and an issue."""
    ledger = village(tmp_path)
    add_visit(ledger, subject="张三")
    add_visit(ledger, subject="王五")
    add_issue(ledger)
    yield ledger
    ledger.close()


@pytest.fixture
def report(reporting: Ledger, tmp_path: Path) -> Path:
    path = tmp_path / "唐陵村.xlsx"
    export_workbook(reporting, path)
    return path


@contextmanager
def held_up(desk: Desk) -> Iterator[None]:
    """The worker is busy with something else meanwhile, so that what is asked for can still be cancelled."""
    gate = threading.Event()
    desk.context.worker.run(lambda _job: gate.wait(10))
    yield
    gate.set()


def export_by_dialog(qtbot: QtBot, desk: Desk, page: ExchangePage, target: Path) -> str:
    """Press the button, choose ``target`` in the dialog; gives the file name the dialog proposed."""
    click(qtbot, page.findChild(QPushButton, "exchange_page.export.button"))
    dialog = page.findChild(QFileDialog)
    proposed = Path(dialog.selectedFiles()[0]).name
    dialog.fileSelected.emit(str(target))
    dialog.close()
    until_idle(qtbot, desk)
    return proposed


def test_a_report_goes_from_the_village_to_the_town_and_the_answer_back(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    day = f"{date.today():%Y%m%d}"
    out, at_village = open_desk(reporting)
    sent = tmp_path / "sent.xlsx"
    assert export_by_dialog(qtbot, out, at_village, sent) == f"唐陵村-走访问题-{day}.xlsx"
    assert out.shell.notices == [f"已导出 3 条记录：{sent}"]

    office, at_town = open_desk(town(tmp_path))
    show_files(qtbot, office, at_town, sent)
    shown = cells(at_town, 0)
    assert (shown["SENDER"], shown["CREATED"], shown["UPDATED"], shown["STATUS"]) == (
        "唐陵村 李四",
        "3",
        "–",
        "可以导入",
    )
    assert summary(at_town) == "导入后新增 3 条、更新 0 条。账本还没有改动。"
    assert counts(office.ledger) == (0, 0)
    assert at_town.preview.import_button.text() == "导入 1 个文件"
    with qtbot.waitSignal(office.context.announcer.changed) as announced:
        click(qtbot, at_town.preview.import_button)
    assert announced.args[0].kinds == {"visit", "issue"}
    until_idle(qtbot, office)
    assert counts(office.ledger) == (2, 1)
    assert office.shell.notices == ["已导入 1 个文件：新增 3 条，更新 0 条。"]

    issue_id = office.ledger.database.execute_sql("SELECT id FROM issue").fetchone()[0]
    revise(office.ledger, "issue", issue_id, {"owner": "周干事"})
    click(qtbot, at_town.preview.close_button)
    answer = tmp_path / "answer.xlsx"
    assert export_by_dialog(qtbot, office, at_town, answer) == f"天王镇-答复唐陵村-{day}.xlsx"

    show_files(qtbot, out, at_village, answer)
    assert cells(at_village, 0)["UPDATED"] == "1"
    click(qtbot, at_village.preview.import_button)
    until_idle(qtbot, out)
    owner = reporting.database.execute_sql("SELECT owner FROM issue").fetchone()[0]
    assert owner == "周干事"


def test_the_notice_of_an_export_opens_its_folder(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, page = open_desk(reporting)
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    page.handover.export_to([(TOWN_CODE, tmp_path / "a.xlsx")], True)
    until_idle(qtbot, desk)
    assert desk.shell.action_text == "打开文件夹"
    assert desk.shell.action is not None
    desk.shell.action()
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]


def test_a_cancelled_export_leaves_no_file(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(reporting)
    folder = tmp_path / "out"
    folder.mkdir()
    with held_up(desk):
        page.handover.export_to([(TOWN_CODE, folder / "a.xlsx")], True)
        desk.shell.jobs[-1][0].cancel()
    until_idle(qtbot, desk)
    assert desk.shell.notices == ["已取消，没有留下任何改动。"]
    assert list(folder.iterdir()) == []
    assert outstanding(reporting)[0].records == 3


def test_a_town_exports_a_file_for_each_village(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    other = village(tmp_path, 2, "袁巷村")
    add_issue(other)
    export_workbook(other, tmp_path / "袁巷村.xlsx")
    other.close()
    desk, page = open_desk(town(tmp_path))
    button = page.findChild(QPushButton, "exchange_page.export.button")
    assert not button.isEnabled()
    show_files(qtbot, desk, page, report, tmp_path / "袁巷村.xlsx")
    click(qtbot, page.preview.import_button)
    until_idle(qtbot, desk)
    click(qtbot, page.preview.close_button)
    page.export_card.findChild(type(page.export_card._all)).click()
    assert button.text() == "导出 2 个村的答复…"
    folder = tmp_path / "answers"
    folder.mkdir()
    click(qtbot, button)
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    until_idle(qtbot, desk)
    day = f"{date.today():%Y%m%d}"
    assert sorted(path.name for path in folder.iterdir()) == [
        f"天王镇-答复唐陵村-{day}.xlsx",
        f"天王镇-答复袁巷村-{day}.xlsx",
    ]


def test_a_damaged_file_is_named_and_changes_nothing(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "坏的.xlsx"
    torn.write_bytes(report.read_bytes()[:3000])
    desk, page = open_desk(town(tmp_path))
    drop(page, torn)
    until_idle(qtbot, desk)
    assert cells(page, 0)["STATUS"] == "不能导入"
    assert notes(page) == ["坏的.xlsx 已损坏或没有传完，请让对方重新发送。没有导入任何内容。"]
    assert summary(page) == "没有可以导入的文件，账本没有改动。"
    assert not page.preview.import_button.isEnabled()
    assert counts(desk.ledger) == (0, 0)
    assert batches(desk.ledger) == []


def test_a_file_dropped_on_the_box_is_looked_at(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    box = page.findChild(QWidget, "exchange_page.import.drop")
    assert box is not None
    drop(box, report)
    until_idle(qtbot, desk)
    assert cells(page, 0)["STATUS"] == "可以导入"
    assert counts(desk.ledger) == (0, 0)


def test_a_refused_file_does_not_stop_the_others(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "坏的.xlsx").write_bytes(b"no workbook")
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, tmp_path / "坏的.xlsx", report)
    assert [cells(page, row)["STATUS"] for row in (0, 1)] == ["不能导入", "可以导入"]
    click(qtbot, page.preview.import_button)
    until_idle(qtbot, desk)
    assert [cells(page, row)["STATUS"] for row in (0, 1)] == ["不能导入", "已导入"]
    assert counts(desk.ledger) == (2, 1)


def test_an_unticked_file_stays_out_and_the_rest_is_tried_anew(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "唐陵村(1)最终版.xlsx"
    copy.write_bytes(report.read_bytes())
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, report, copy)
    assert [cells(page, row)["STATUS"] for row in (0, 1)] == ["可以导入", "没有新内容"]
    model = page.preview.model
    assert model.setData(model.index(0, 0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert not page.preview.import_button.isEnabled()
    until_idle(qtbot, desk)
    assert [cells(page, row)["STATUS"] for row in (0, 1)] == ["不导入", "可以导入"]
    assert cells(page, 1)["CREATED"] == "3"
    click(qtbot, page.preview.import_button)
    until_idle(qtbot, desk)
    assert [batch.file_name for batch in batches(desk.ledger)] == [copy.name]


def test_rows_edited_in_the_workbook_are_counted_and_said(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(report)
    sheet = book["走访记录"]
    heading = next(cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "走访对象")
    sheet.cell(heading.row + 1, heading.column).value = "张三丰"
    book.save(report)
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, report)
    assert (cells(page, 0)["EDITED"], cells(page, 0)["STATUS"]) == ("1", "可导入，见说明")
    assert len(notes(page)) == 1
    assert notes(page)[0] == "唐陵村.xlsx：表格里手工改过或添加的有 1 行，导入时收进账本。"


def test_looking_and_going_back_changes_nothing(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, report)
    click(qtbot, page.preview.close_button)
    assert not page.preview.isVisible()
    assert counts(desk.ledger) == (0, 0)
    assert batches(desk.ledger) == []


def test_a_cancelled_import_leaves_nothing(qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path) -> None:
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, report)
    with held_up(desk):
        click(qtbot, page.preview.import_button)
        desk.shell.jobs[-1][0].cancel()
    until_idle(qtbot, desk)
    assert desk.shell.notices == ["已取消，没有留下任何改动。"]
    assert counts(desk.ledger) == (0, 0)
    assert batches(desk.ledger) == []
    # The preview stands, ready for another try.
    assert page.preview.import_button.isEnabled()


def test_an_import_is_taken_back_from_its_notice(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, report)
    click(qtbot, page.preview.import_button)
    until_idle(qtbot, desk)
    assert desk.shell.action is not None
    desk.shell.action()
    until_idle(qtbot, desk)
    qtbot.waitUntil(lambda: len(desk.shell.notices) == 2)
    assert desk.shell.notices[-1] == "已撤销导入，涉及 3 条记录"
    assert counts(desk.ledger) == (0, 0)


def test_the_list_of_imports_takes_back_and_in_again(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, report)
    click(qtbot, page.preview.import_button)
    until_idle(qtbot, desk)
    click(qtbot, page.preview.close_button)
    assert page.history.button.text() == "撤销这次导入"
    click(qtbot, page.history.button)
    qtbot.waitUntil(lambda: page.history.button.text() == "重新导入")
    assert counts(desk.ledger) == (0, 0)
    click(qtbot, page.history.button)
    qtbot.waitUntil(lambda: page.history.button.text() == "撤销这次导入")
    assert counts(desk.ledger) == (2, 1)


def test_later_own_work_is_named_before_an_import_is_taken_back(
    qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, report)
    click(qtbot, page.preview.import_button)
    until_idle(qtbot, desk)
    click(qtbot, page.preview.close_button)
    issue_id = desk.ledger.database.execute_sql("SELECT id FROM issue").fetchone()[0]
    revise(desk.ledger, "issue", issue_id, {"owner": "周干事"})
    click(qtbot, page.history.button)
    qtbot.waitUntil(page.question.isVisible)
    assert "又做了 1 处改动" in page.question.accessibleName()
    click(qtbot, page.question.no_button)
    assert counts(desk.ledger) == (2, 1)
    click(qtbot, page.history.button)
    qtbot.waitUntil(page.question.isVisible)
    click(qtbot, page.question.yes_button)
    qtbot.waitUntil(lambda: counts(desk.ledger) == (0, 0))
    until_idle(qtbot, desk)


def test_the_folder_last_exported_to_is_proposed(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(reporting)
    folder = tmp_path / "U盘"
    folder.mkdir()
    export_by_dialog(qtbot, desk, page, folder / "a.xlsx")
    click(qtbot, page.findChild(QPushButton, "exchange_page.export.button"))
    dialog = next(each for each in page.findChildren(QFileDialog) if each.isVisible())
    assert Path(dialog.directory().absolutePath()) == folder
    dialog.close()


def test_file_names_are_such_as_every_system_takes(tmp_path: Path) -> None:
    assert plain_name('某/某:村"*. ') == "某某村.xlsx"
    (tmp_path / "a.xlsx").touch()
    (tmp_path / "a(2).xlsx").touch()
    assert free_path(tmp_path, "a.xlsx") == tmp_path / "a(3).xlsx"


def test_everything_to_work_with_has_its_names(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, report: Path, tmp_path: Path
) -> None:
    for ledger in (reporting, town(tmp_path)):
        desk, page = open_desk(ledger)
        show_files(qtbot, desk, page, report)
        assert nameless(page) == []


def test_the_preview_is_worked_by_keyboard(qtbot: QtBot, open_desk: OpenDesk, report: Path, tmp_path: Path) -> None:
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, report)
    table = page.preview.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    until_idle(qtbot, desk)
    assert cells(page, 0)["STATUS"] == "不导入"
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert not page.preview.isVisible()
