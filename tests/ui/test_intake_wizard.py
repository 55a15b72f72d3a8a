"""取数 in the window: what was found is shown, corrected, taken in and taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import Refused
from desktop.services.finding import Query, list_records
from desktop.services.undoing import undo
from desktop.ui.intake.findings_panel import Finding
from desktop.ui.intake.lines import LINE_ROLE, Line, LineList
from desktop.ui.intake.mapping_header import field_data
from desktop.ui.intake.wizard import IntakeWizard
from desktop.ui.theme import Mode, Size, Theme, apply_theme
from tests.ui.found_ledgers import FIRST, SHEET, Engine, engine  # noqa: F401 - a fixture
from tests.ui.office import Office, record_visit
from tests.ui.pages import nameless

Open = Callable[..., IntakeWizard]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "干部.xlsx"


@pytest.fixture
def show(qtbot: QtBot, office: Office, engine: Engine, file: Path) -> Iterator[Open]:  # noqa: F811
    def make(kind: str = "cadre", path: Path | None = file, *, back: str = "") -> IntakeWizard:
        wizard = IntakeWizard(office.context)
        qtbot.addWidget(wizard)
        wizard.resize(1150, 650)
        with qtbot.waitActive(wizard):
            wizard.show()
            wizard.activateWindow()
        wizard.begin(kind, path, back=back)
        office.settle(qtbot)
        return wizard

    return make


def names(office: Office) -> list[str]:
    return sorted(str(one.values["name"]) for one in list_records(office.ledger, Query("cadre")))


def lines(of: LineList) -> list[Line]:
    return [of.lines.index(row, 0).data(LINE_ROLE) for row in range(of.lines.rowCount())]


def margin(wizard: IntakeWizard) -> list[str]:
    model = wizard.page.view.model
    return [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]


def headings(wizard: IntakeWizard) -> list[str]:
    model = wizard.page.view.model
    return [str(model.headerData(place, Qt.Orientation.Horizontal)) for place in range(model.columnCount())]


def let_go(target: QWidget, at: QPoint, data: QMimeData) -> bool:
    """Drag something over a widget and let it go there; gives whether it was taken."""
    pressed, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(at, Qt.DropAction.CopyAction, data, pressed, plain))
    drop = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, pressed, plain)
    drop.ignore()
    QApplication.sendEvent(target, drop)
    return drop.isAccepted()


def choose(wizard: IntakeWizard, field: str) -> None:
    """Choose a field in the menu of a column, which is open."""
    menu = wizard.findChild(QMenu)
    action = menu.findChild(QAction, f"intake.look.fields.{field}")
    action.trigger()
    menu.close()


def take(qtbot: QtBot, wizard: IntakeWizard, office: Office) -> None:
    qtbot.mouseClick(wizard.page.bar.take_button, Qt.MouseButton.LeftButton)
    office.settle(qtbot)


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_every_row_and_column_says_what_it_is(show: Open) -> None:
    wizard = show()
    assert margin(wizard) == ["1 表题", "2 列标题", "3 取入", "4 取入", "5 有误", "6 已有", "7 取入", "8 合计"]
    assert headings(wizard) == ["姓名 · 姓名", "单位 · 推测 · 单位", "联系电话 · 记得 · 电话号", "不取 · 岗位"]
    model = wizard.page.view.model
    assert model.index(0, 0).data() == "唐陵村干部名册"
    assert "手机 11 位" in model.index(4, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert "读作 唐陵村" in model.index(3, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert wizard.page.summary == (
        "找到 5 行记录，取入 3 行。1 行有误，先不取。1 行账本里可能已有，打钩的才取。1 列是推测的，请核对带“?”的列。"
    )
    assert wizard.page.bar.take_button.text() == "取入 3 条"


def test_everything_doubtful_is_listed_with_its_place(show: Open) -> None:
    lists = show().page.view.findings.lists
    assert [(line.title, line.detail) for line in lines(lists[Finding.DOUBTS])] == [
        ("单位：唐陵村村委会 → 唐陵村", "第 3 行等 2 处 · 按意思对应的")
    ]
    [problem] = lines(lists[Finding.PROBLEMS])
    assert problem.title == "第 5 行 · 联系电话" and problem.detail.startswith("“1391234”电话不对")
    [known] = lines(lists[Finding.ALIKE])
    assert (known.title, known.detail, known.is_ticked) == ("第 6 行", "与账本里的“孙八”名称相同", False)
    assert [(line.title, line.detail) for line in lines(lists[Finding.PASSED])][1] == ("第 8 行 · 合计行", "合计 5 人")


def test_a_finding_leads_to_its_cell(qtbot: QtBot, show: Open) -> None:
    wizard = show()
    listed = wizard.page.view.findings.lists[Finding.PROBLEMS]
    qtbot.mouseClick(wizard.findChild(QWidget, "intake.look.show.problems"), Qt.MouseButton.LeftButton)
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    at = wizard.page.view.sheet.currentIndex()
    assert (at.row() + 1, at.column()) == (5, 2)


def test_cells_read_alike_are_gone_through_one_by_one(qtbot: QtBot, show: Open) -> None:
    wizard = show()
    listed, sheet = wizard.page.view.findings.lists[Finding.DOUBTS], wizard.page.view.sheet
    wizard.findChild(QWidget, "intake.look.show.doubts").click()
    listed.setFocus()
    visited = [sheet.currentIndex().row() + 1]
    for _ in range(2):
        qtbot.keyClick(listed, Qt.Key.Key_Return)
        visited.append(sheet.currentIndex().row() + 1)
    assert visited == [3, 4, 3] and sheet.currentIndex().column() == 1


def test_a_layout_taken_in_before_is_said_to_be_remembered(show: Open, engine: Engine) -> None:  # noqa: F811
    engine.remembers = True
    assert "这种表以前取过" in show().page.summary


def test_it_has_names_for_everything(show: Open) -> None:
    assert nameless(show()) == []


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_it_paints_in_every_theme(qapp: QApplication, show: Open, mode: Mode) -> None:
    wizard = show()
    apply_theme(qapp, Theme(mode, Size.HUGE))
    assert not wizard.grab().isNull()


# -- correcting columns ------------------------------------------------------------------------------------------------


def test_a_field_dropped_above_a_column_goes_there(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    header = wizard.page.view.sheet.header
    at = QPoint(header.sectionViewportPosition(3) + 10, 10)
    assert let_go(header.viewport(), at, field_data("post"))
    office.settle(qtbot)
    assert headings(wizard)[3] == "职务 · 已改 · 岗位"
    take(qtbot, wizard, office)
    assert {one.values.get("post") for one in list_records(office.ledger, Query("cadre"))} == {"书记", "主任", "干事"}


def test_a_field_dropped_on_a_cell_goes_to_its_column(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    sheet = wizard.page.view.sheet
    at = QPoint(sheet.columnViewportPosition(3) + 10, 40)
    assert let_go(sheet.viewport(), at, field_data("post"))
    office.settle(qtbot)
    assert headings(wizard)[3].startswith("职务")


def test_what_is_no_field_is_not_taken(show: Open) -> None:
    wizard = show()
    header, text = wizard.page.view.sheet.header, QMimeData()
    text.setText("职务")
    assert not let_go(header.viewport(), QPoint(header.sectionViewportPosition(3) + 10, 10), text)


def test_a_free_field_can_be_dragged_and_one_in_use_is_not_free(show: Open) -> None:
    fields = show().page.view.columns.fields
    model = fields.lines
    free = [line.title for line in lines(fields)]
    assert "职务" in free and "姓名" not in free
    at = model.index(free.index("职务"), 0)
    assert model.flags(at) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.mimeData([at]).data("application/x-zoufang-field") == b"post"


def test_by_menu_a_field_moves_from_its_column(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    sheet = wizard.page.view.sheet
    sheet.go_to(FIRST, 3)
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_F2)
    choose(wizard, "unit")
    office.settle(qtbot)
    assert headings(wizard)[1] == "不取 · 已改 · 单位" and headings(wizard)[3].startswith("单位")
    assert sheet.currentIndex().column() == 3


def test_a_required_field_without_a_column_is_told(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    assert wizard.page.view.columns.missing_text == ""
    columns = wizard.page.view.columns.columns
    columns.setFocus()
    columns.setCurrentIndex(columns.lines.index(0, 0))
    qtbot.keyClick(columns, Qt.Key.Key_Return)
    choose(wizard, "none")
    office.settle(qtbot)
    assert "姓名" in wizard.page.view.columns.missing_text
    assert lines(wizard.page.view.columns.fields)[0].sign == "必填"
    assert not wizard.page.bar.take_button.isEnabled()


def test_a_field_without_a_column_can_be_the_same_in_every_row(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    wizard.page.view.field_wanted.emit(wizard.page.view.table, 0, None)
    office.settle(qtbot)
    fill = wizard.page.view.fill
    assert fill.isVisible()
    name = wizard.findChild(QLineEdit, "intake.look.fill.name")
    qtbot.keyClicks(name, "Wang")
    qtbot.mouseClick(fill.button, Qt.MouseButton.LeftButton)
    office.settle(qtbot)
    wizard.page.view.toggle([(SHEET, 6)])
    take(qtbot, wizard, office)
    assert set(names(office)) == {"Wang"}


# -- leaving rows out, and taking in -----------------------------------------------------------------------------------


def test_a_row_left_out_is_not_taken_in(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    sheet = wizard.page.view.sheet
    sheet.go_to(FIRST, 0)
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Space)
    assert margin(wizard)[2] == "3 不取" and wizard.page.bar.take_button.text() == "取入 2 条"
    take(qtbot, wizard, office)
    assert names(office) == ["周九", "赵六"]
    assert wizard.page.bar.said == "已取入 2 条，3 行未取入。"


def test_what_was_left_out_stays_out_when_a_column_is_corrected(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    wizard.page.view.toggle([(SHEET, 3), (SHEET, 7)])
    wizard.page.view.toggle([(SHEET, 6)])
    wizard.page.view.field_wanted.emit(wizard.page.view.table, 3, "post")
    office.settle(qtbot)
    assert wizard.page.view.left_out == {(SHEET, 3), (SHEET, 7)}


def test_a_row_known_already_is_taken_in_when_it_is_asked_for(
    qtbot: QtBot,
    show: Open,
    office: Office,
    engine: Engine,  # noqa: F811
) -> None:
    wizard = show()
    listed = wizard.page.view.findings.lists[Finding.ALIKE]
    wizard.findChild(QWidget, "intake.look.show.alike").click()
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    assert lines(listed)[0].is_ticked and margin(wizard)[5] == "6 取入"
    take(qtbot, wizard, office)
    assert "孙八" in names(office) and engine.left_out == [frozenset()]


def test_a_cell_gone_to_is_selected_though_ctrl_is_held(qtbot: QtBot, show: Open) -> None:
    sheet = show().page.view.sheet
    qtbot.keyPress(sheet, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    sheet.go_to(FIRST, 0)
    sheet.go_to(FIRST, 0)
    assert sheet.selected_rows() == [FIRST]
    qtbot.keyRelease(sheet, Qt.Key.Key_Control)


def test_a_faulty_row_cannot_be_asked_for(show: Open) -> None:
    wizard = show()
    wizard.page.view.toggle([(SHEET, 5), (SHEET, 1)])
    assert wizard.page.bar.take_button.text() == "取入 3 条"


def test_taken_in_and_taken_back(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    take(qtbot, wizard, office)
    assert names(office) == ["周九", "王小五", "赵六"]
    assert wizard.page.bar.said == "已取入 3 条，2 行未取入。" and wizard.page.bar.open_button.hasFocus()
    qtbot.mouseClick(wizard.page.bar.undo_button, Qt.MouseButton.LeftButton)
    office.settle(qtbot)
    assert names(office) == [] and wizard.page.bar.take_button.isVisible() and wizard.page.bar.said == ""


def test_undone_elsewhere_it_can_be_taken_in_again(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    take(qtbot, wizard, office)
    office.context.write(lambda: undo(office.ledger))
    office.settle(qtbot)
    assert wizard.page.bar.take_button.isVisible() and wizard.page.bar.take_button.isEnabled()


def test_later_work_hides_undo(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    take(qtbot, wizard, office)
    record_visit(office.ledger)
    office.context.announcer.announce(frozenset({"visit"}))
    assert not wizard.page.bar.undo_button.isVisible() and wizard.page.bar.said != ""


def test_done_leads_to_the_register(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    take(qtbot, wizard, office)
    with qtbot.waitSignal(wizard.finished):
        qtbot.keyClick(wizard.page.bar.open_button, Qt.Key.Key_Space)
    assert office.shell.pages[-1] == ("register", {"kind": "cadre"})


def test_a_marked_copy_is_saved(qtbot: QtBot, show: Open, office: Office, tmp_path: Path) -> None:
    wizard = show()
    qtbot.mouseClick(wizard.page.bar.copy_button, Qt.MouseButton.LeftButton)
    dialog = wizard.findChild(QFileDialog, "intake.copy_dialog")
    target = tmp_path / "干部-标注.xlsx"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    office.settle(qtbot)
    assert target.exists() and "标注副本已存好" in office.shell.last


# -- choosing and reading ----------------------------------------------------------------------------------------------


def test_what_is_refused_is_said_and_another_kind_can_be_tried(
    qtbot: QtBot,
    show: Open,
    office: Office,
    engine: Engine,  # noqa: F811
) -> None:
    engine.refusal = Refused("no_table", file="干部.xlsx", kind="走访", rows=30)
    wizard = show("visit")
    assert wizard.start.isVisible() and "没有找到走访的表" in wizard.start.said
    engine.refusal = None
    qtbot.mouseClick(wizard.findChild(QWidget, "intake.start.kind.cadre"), Qt.MouseButton.LeftButton)
    office.settle(qtbot)
    assert wizard.page.isVisible() and [kind for kind, _ in engine.asked] == ["visit", "cadre"]


def test_a_sealed_file_is_read_with_its_password(
    qtbot: QtBot,
    show: Open,
    office: Office,
    engine: Engine,  # noqa: F811
) -> None:
    engine.refusal = Refused("encrypted", file="干部.xlsx")
    wizard = show()
    field = wizard.start.password.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "2026-spring")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    office.settle(qtbot)
    assert wizard.page.isVisible() and engine.asked[-1] == ("cadre", "2026-spring")


def test_reading_is_cancelled_at_once(qtbot: QtBot, show: Open, office: Office, engine: Engine) -> None:  # noqa: F811
    stopped = threading.Event()

    def hold(cancelled: Callable[[], bool]) -> None:
        while not cancelled():
            stopped.wait(0.01)
        stopped.set()
        raise Refused("cancelled")

    wizard = show(path=None)
    wizard.findChild(QFileDialog).close()
    engine.hold = hold
    wizard.start.file_chosen.emit(Path("大表.xlsx"))
    button = wizard.findChild(QWidget, "intake.cancel")
    assert button.hasFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert wizard.start.isVisible() and "已取消" in wizard.start.said
    office.settle(qtbot)
    assert stopped.is_set() and wizard.start.isVisible()


def test_escape_goes_back_and_leaves_the_ledger_alone(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show(back="register")
    with qtbot.waitSignal(wizard.finished):
        qtbot.keyClick(wizard.page.view.sheet, Qt.Key.Key_Escape)
    assert names(office) == []


def test_the_kind_is_asked_for_where_it_is_not_known(qtbot: QtBot, show: Open, office: Office, file: Path) -> None:
    wizard = show("")
    assert wizard.start.isVisible() and file.name in wizard.start.said
    qtbot.keyClick(wizard.findChild(QWidget, "intake.start.kind.visit"), Qt.Key.Key_6)
    office.settle(qtbot)
    assert wizard.page.isVisible()


def test_leaving_goes_back_to_where_it_was_started(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show(back="register")
    with qtbot.waitSignal(wizard.finished):
        qtbot.mouseClick(wizard.page.bar.close_button, Qt.MouseButton.LeftButton)
    assert office.shell.pages == [("register", {"kind": "cadre"})] and names(office) == []
