"""Where taking in a ledger begins: buttons above the lists, the exchange page, a file let go over the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.exporting import export_workbook
from desktop.ui.drop_veil import DropVeil
from desktop.ui.intake.wizard import IntakeWizard
from desktop.ui.pages.exchange import ExchangePage
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.pages.registers import RegistersPage
from desktop.ui.pages.visits import VisitsPage
from tests.ui.exchange_desk import drop
from tests.ui.found_ledgers import Engine, engine  # noqa: F401 - a fixture
from tests.ui.office import Office, record_visit, show_page


def ledger_file(path: Path) -> Path:
    """A workbook this program has not exported."""
    book = openpyxl.Workbook()
    book.active.append(["姓名", "单位"])
    book.save(path)
    return path


def wizard_of(page: ExchangePage) -> IntakeWizard:
    found = page.findChild(IntakeWizard, "intake")
    assert found is not None
    return found


@pytest.mark.parametrize(("page_type", "kind"), [(VisitsPage, "visit"), (IssuesPage, "issue")])
def test_above_a_list_it_is_begun_for_its_kind(
    qtbot: QtBot, office: Office, page_type: type[RecordPage], kind: str
) -> None:
    page = show_page(qtbot, office, page_type)
    page.findChild(QPushButton, f"{kind}_page.take").click()
    assert office.shell.pages[-1] == ("exchange", {"take": kind, "back": kind})


@pytest.mark.parametrize("kind", ["household", "person", "enterprise", "cadre"])
def test_every_register_has_it(qtbot: QtBot, office: Office, kind: str) -> None:
    page = show_page(qtbot, office, RegistersPage)
    page.show_kind(kind)
    office.settle(qtbot)
    button = page.findChild(QPushButton, f"register_page.{kind}.take")
    assert button.isVisible()
    button.click()
    assert office.shell.pages[-1] == ("exchange", {"take": kind, "back": "register"})
    assert page.kind_in_front() == kind


def test_begun_from_a_list_it_asks_for_the_file(
    qtbot: QtBot,
    office: Office,
    engine: Engine,  # noqa: F811
    tmp_path: Path,
) -> None:
    page = show_page(qtbot, office, ExchangePage)
    page.grant({"take": "cadre", "back": "register"})
    dialog = page.findChild(QFileDialog, "intake.start.dialog")
    dialog.fileSelected.emit(str(tmp_path / "干部.xlsx"))
    dialog.close()
    office.settle(qtbot)
    assert wizard_of(page).page.isVisible() and engine.asked == [("cadre", "")]
    page.findChild(QPushButton, "intake.bar.close").click()
    assert not wizard_of(page).isVisible() and office.shell.pages == [("register", {"kind": "cadre"})]


def test_on_the_exchange_page_the_kind_is_asked_first(qtbot: QtBot, office: Office) -> None:
    page = show_page(qtbot, office, ExchangePage)
    page.findChild(QPushButton, "exchange_page.take").click()
    assert "先点这份表记的是哪一种" in wizard_of(page).start.said
    assert page.findChild(QFileDialog) is None


def test_a_workbook_of_another_make_becomes_a_ledger_to_take_in(
    qtbot: QtBot,
    office: Office,
    engine: Engine,  # noqa: F811
    tmp_path: Path,
) -> None:
    page = show_page(qtbot, office, ExchangePage)
    drop(page, ledger_file(tmp_path / "干部.xlsx"))
    office.settle(qtbot)
    qtbot.waitUntil(lambda: page.findChild(IntakeWizard) is not None)
    assert wizard_of(page).start.isVisible()
    assert wizard_of(page).start.said.startswith("干部.xlsx 不是走访通导出的")
    wizard_of(page).findChild(QWidget, "intake.start.kind.cadre").click()
    office.settle(qtbot)
    assert wizard_of(page).page.isVisible()


@pytest.mark.parametrize("suffix", [".csv", ".xls", ".ods", ".xlsb"])
def test_a_format_that_is_never_exported_goes_there_at_once(
    qtbot: QtBot,
    office: Office,
    engine: Engine,  # noqa: F811
    tmp_path: Path,
    suffix: str,
) -> None:
    page = show_page(qtbot, office, ExchangePage)
    page.grant({"files": [tmp_path / f"干部{suffix}"], "kind": "cadre"})
    office.settle(qtbot)
    assert wizard_of(page).page.isVisible() and engine.asked == [("cadre", "")]


def test_an_exchange_workbook_is_imported_as_before(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    record_visit(office.ledger)
    path = tmp_path / "唐陵村.xlsx"
    export_workbook(office.ledger, path)
    page = show_page(qtbot, office, ExchangePage)
    drop(page, path)
    office.settle(qtbot)
    assert page.preview.isVisible() and page.findChild(IntakeWizard) is None


def test_of_several_files_none_is_taken_in(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    page = show_page(qtbot, office, ExchangePage)
    page.grant({"files": [ledger_file(tmp_path / "a.xlsx"), ledger_file(tmp_path / "b.xlsx")]})
    office.settle(qtbot)
    assert page.preview.isVisible() and page.findChild(IntakeWizard) is None


def test_the_veil_tells_on_which_list_a_file_was_let_go(
    qtbot: QtBot, office: Office, tmp_path: Path, make_veil: Callable[[QWidget], DropVeil]
) -> None:
    page = show_page(qtbot, office, RegistersPage)
    page.show_kind("person")
    veil = make_veil(page)
    veil.cover([tmp_path / "花名册.xlsx"], page)
    with qtbot.waitSignal(veil.files_dropped) as dropped:
        drop(veil, tmp_path / "花名册.xlsx")
    assert dropped.args == [[tmp_path / "花名册.xlsx"], "person"]


@pytest.fixture
def make_veil(qtbot: QtBot) -> Callable[[QWidget], DropVeil]:
    return DropVeil
