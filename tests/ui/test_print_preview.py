"""Printing from the window: the menu of forms, the preview, PDF and paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.errors import Refused
from desktop.services.handling import record_event
from desktop.services.recording import record
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.printing import paper
from desktop.ui.printing.preview import PrintPreview
from tests.ui.office import Office, show_page
from tests.ui.pages import nameless

PHONE = "13812345678"
ASSIGNED = {"measures": "修补", "leader": "钱镇长", "lead_unit": "水利站", "owner": "周志强"}


def issue(office: Office, **values: object) -> str:
    whole = {
        "source": "patrol",
        "collected_on": date.today().isoformat(),
        "category": "水利",
        "description": f"水渠渗漏，找{PHONE}",
        "reporter_phone": PHONE,
    }
    return record(office.ledger, "issue", [whole | values]).ids[0]


def assigned(office: Office, **values: object) -> str:
    issue_id = issue(office, **values)
    record_event(office.ledger, issue_id, "assign", {**ASSIGNED, "due_on": f"{date.today().year + 1}-03-01"})
    return issue_id


@pytest.fixture
def show(qtbot: QtBot, office: Office) -> Callable[[], IssuesPage]:
    return lambda: show_page(qtbot, office, IssuesPage)


def offered(page: IssuesPage) -> dict[str, QAction]:
    """What the menu offers, by name."""
    menu = page.printing.menu()
    found = {action.objectName().rpartition(".")[2]: action for action in menu.actions() if action.text()}
    assert all(action.objectName() for action in found.values())
    return found


def the_preview(qtbot: QtBot, office: Office, page: IssuesPage) -> PrintPreview:
    """The preview, once its pages are there."""
    found = page.window().findChild(PrintPreview)
    assert isinstance(found, PrintPreview)
    qtbot.waitUntil(lambda: bool(found.sheets))
    office.settle(qtbot)
    return found


def text_of(preview: PrintPreview) -> str:
    return "".join(mark.text for sheet in preview.sheets for mark in sheet.texts)


def test_the_menu_offers_what_makes_sense(office: Office, show: Callable[[], IssuesPage]) -> None:
    issue(office)
    page = show()
    assert list(offered(page)) == ["register_card", "list"]
    issue_id = assigned(office)
    office.context.announcer.announce(frozenset({"issue"}))
    page.desk.browser.show_record(issue_id)
    assert list(offered(page)) == ["register_card", "assignment", "handover", "handover_list", "list"]


def test_nothing_chosen_still_offers_the_list(office: Office, show: Callable[[], IssuesPage]) -> None:
    assert list(offered(show())) == ["list"]


def test_several_issues_are_printed_together(qtbot: QtBot, office: Office, show: Callable[[], IssuesPage]) -> None:
    assigned(office)
    issue(office)
    page = show()
    page.desk.browser.table.selectAll()
    actions = offered(page)
    assert actions["register_card"].text() == "登记卡（2 件）"
    assert actions["assignment"].text() == "转办通知单（1 件）"
    assert actions["chosen_list"].text() == "清单：选中的 2 件"
    actions["register_card"].trigger()
    preview = the_preview(qtbot, office, page)
    assert len(preview.sheets) == 2
    preview.close()


def test_ctrl_p_opens_the_menu_and_ctrl_shift_p_the_list(
    qtbot: QtBot, office: Office, show: Callable[[], IssuesPage]
) -> None:
    assigned(office)
    page = show()
    page.activateWindow()
    qtbot.keyClick(page.desk.browser.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    menu = page.findChild(QMenu, f"{page.objectName()}.printing")
    assert menu is not None and menu.isVisible()
    menu.close()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.desk.browser.table, Qt.Key.Key_P, both)
    preview = the_preview(qtbot, office, page)
    assert "问题清单" in text_of(preview) and not preview.isModal()
    preview.close()


def test_the_button_of_the_pane_opens_the_menu(office: Office, show: Callable[[], IssuesPage]) -> None:
    assigned(office)
    page = show()
    page.desk.browser.table.select_first()
    page.desk.browser.pane.show_record(page.desk.browser.table.current_id)
    button = page.findChild(QPushButton, f"{page.objectName()}.pane.print")
    assert button is not None and button.text() == "打印"
    button.click()
    menu = page.findChild(QMenu, f"{page.objectName()}.printing")
    assert menu is not None and menu.isVisible()
    menu.close()


def test_the_list_on_paper_is_the_list_on_the_screen(
    qtbot: QtBot, office: Office, show: Callable[[], IssuesPage]
) -> None:
    issue(office, description="水渠渗漏")
    issue(office, description="路灯不亮", category="其他")
    page = show()
    page.desk.grant({"text": "路灯"})
    office.settle(qtbot)
    page.printing.print_list()
    preview = the_preview(qtbot, office, page)
    assert "路灯不亮" in text_of(preview) and "水渠渗漏" not in text_of(preview)
    preview.close()


def test_the_list_in_front_is_the_list_on_paper(qtbot: QtBot, office: Office, show: Callable[[], IssuesPage]) -> None:
    assigned(office, description="水渠渗漏")
    issue(office, description="路灯不亮")
    page = show()
    switch = page.desk.browser.head.switch
    assert switch is not None
    button = next(one for one in switch.findChildren(QPushButton) if one.text() == "责任清单")
    button.click()
    office.settle(qtbot)
    page.printing.print_list()
    preview = the_preview(qtbot, office, page)
    assert "责任清单" in preview.windowTitle()
    assert "配合单位" in text_of(preview)
    assert "水渠渗漏" in text_of(preview) and "路灯不亮" not in text_of(preview)
    preview.close()


def test_numbers_are_masked_until_somebody_unmasks_them(
    qtbot: QtBot, office: Office, show: Callable[[], IssuesPage]
) -> None:
    issue(office)
    page = show()
    offered(page)["register_card"].trigger()
    preview = the_preview(qtbot, office, page)
    assert text_of(preview).count("138****5678") == 2 and PHONE not in text_of(preview)
    assert preview.said == ""
    box = preview.findChild(QCheckBox, "issue_page.preview.mask")
    assert box is not None
    box.click()
    qtbot.waitUntil(lambda: PHONE in text_of(preview))
    assert "138****5678" not in text_of(preview) and "妥善保管" in preview.said
    box.click()
    qtbot.waitUntil(lambda: "138****5678" in text_of(preview))
    assert preview.said == ""
    assert nameless(preview) == []
    preview.close()


def test_a_rare_character_is_told(qtbot: QtBot, office: Office, show: Callable[[], IssuesPage]) -> None:
    issue(office, reporter_name="王\U000f0123")
    page = show()
    offered(page)["register_card"].trigger()
    preview = the_preview(qtbot, office, page)
    assert "\U000f0123" in preview.said
    preview.close()


def test_a_pdf_is_written_and_said(
    qtbot: QtBot, office: Office, show: Callable[[], IssuesPage], tmp_path: Path
) -> None:
    assigned(office)
    page = show()
    offered(page)["assignment"].trigger()
    preview = the_preview(qtbot, office, page)
    target = tmp_path / "通知单.pdf"
    preview.save_to(target)
    qtbot.waitUntil(lambda: "通知单.pdf" in preview.said)
    assert office.shell.last == f"已存为 PDF：{target}"
    [printed] = pypdf.PdfReader(io.BytesIO(target.read_bytes())).pages
    assert "转办通知单" in printed.extract_text()
    preview.save_to(office.ledger.path)
    qtbot.waitUntil(lambda: "账本文件" in preview.said)
    preview.save_to(tmp_path / "没有这个文件夹" / "a.pdf")
    qtbot.waitUntil(lambda: "没有这个文件夹" in preview.said)
    preview.close()


def test_without_a_printer_it_is_said(
    qtbot: QtBot, office: Office, show: Callable[[], IssuesPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(office)
    page = show()
    page.printing.print_list()
    preview = the_preview(qtbot, office, page)
    monkeypatch.setattr(paper, "has_printer", lambda: False)
    qtbot.keyClick(preview.pages, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert preview.said == "这台电脑没有装打印机。可以先存为 PDF，拿到有打印机的电脑上打印。"
    preview.close()


def test_pages_go_to_the_printer(
    qtbot: QtBot, office: Office, show: Callable[[], IssuesPage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        issue(office, description=f"第{number}件")
    page = show()
    page.printing.print_list()
    preview = the_preview(qtbot, office, page)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    monkeypatch.setattr(paper, "has_printer", lambda: True)
    monkeypatch.setattr(paper, "ask_printer", lambda *arguments: arguments[-1](printer))
    preview.ask_printer()
    qtbot.waitUntil(lambda: "已送去打印" in office.shell.last)
    pages = pypdf.PdfReader(tmp_path / "paper.pdf").pages
    assert len(pages) == len(preview.sheets) > 1
    assert float(pages[0].mediabox.width) > float(pages[0].mediabox.height)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    assert paper.chosen_sheets(printer, preview.sheets) == preview.sheets[1:2]
    preview.close()


def test_a_printer_that_does_not_take_it_is_refused(
    qtbot: QtBot, office: Office, show: Callable[[], IssuesPage], tmp_path: Path
) -> None:
    issue(office)
    page = show()
    page.printing.print_list()
    preview = the_preview(qtbot, office, page)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "no folder" / "paper.pdf"))
    with pytest.raises(Refused):
        paper.print_sheets(printer, preview.sheets, cancelled=lambda: True)
    preview.close()


def test_an_empty_list_says_so_and_prints_nothing(qtbot: QtBot, office: Office, show: Callable[[], IssuesPage]) -> None:
    page = show()
    page.printing.print_list()
    preview = page.window().findChild(PrintPreview)
    assert isinstance(preview, PrintPreview)
    qtbot.waitUntil(lambda: bool(preview.said))
    assert "没有可以打印的问题" in preview.said
    button = preview.findChild(QPushButton, "issue_page.preview.pdf")
    assert button is not None and not button.isEnabled()
    preview.ask_printer()
    preview.ask_file()
    preview.close()


def test_closed_before_its_pages_are_there(qtbot: QtBot, office: Office, show: Callable[[], IssuesPage]) -> None:
    issue(office)
    page = show()
    page.printing.print_list()
    preview = page.window().findChild(PrintPreview)
    assert isinstance(preview, PrintPreview)
    with qtbot.waitSignal(preview.destroyed):
        preview.close()
    office.settle(qtbot)
    assert page.window().findChild(PrintPreview) is None


def test_pages_are_turned_and_zoomed_by_keys(qtbot: QtBot, office: Office, show: Callable[[], IssuesPage]) -> None:
    for number in range(60):
        issue(office, description=f"第{number}件")
    page = show()
    page.desk.browser.table.selectAll()
    actions = offered(page)
    assert actions["register_card"].text() == "登记卡（选中的）"
    actions["register_card"].trigger()
    preview = the_preview(qtbot, office, page)
    assert len(preview.sheets) == 60
    with qtbot.waitExposed(preview):
        preview.activateWindow()
    view = preview.pages
    assert view.page == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == len(preview.sheets)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 1
    before = view.verticalScrollBar().maximum()
    view.zoom(1.15)
    assert view.verticalScrollBar().maximum() > before
    view.fit(whole=True)
    assert view.verticalScrollBar().maximum() < before
    shown = view.grab().toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() // 3).name() == "#ffffff"
    preview.close()
