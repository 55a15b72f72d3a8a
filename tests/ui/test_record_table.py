"""The list's model without a window, and what its table copies and remembers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.domain.kinds import ISSUE, KINDS, VISIT
from desktop.domain.lights import Light
from desktop.services.finding import PAGE, Query, conflicts_of
from desktop.services.handling import record_event
from desktop.services.recording import record, revise, withdraw
from desktop.ui.record_table import COUNT_COLUMN, LIGHT_COLUMN, RecordTableModel, columns_of
from desktop.ui.record_view import RecordTableView
from desktop.ui.table_columns import Layout
from desktop.ui.theme import Mode, Size, Theme, apply_theme
from desktop.ui.widgets.lights import LIGHT_ROLE
from desktop.ui.widgets.lights import Light as Lamp
from tests.ui.office import Office, record_visit

TODAY = date.today()


def day(back: int) -> str:
    return (TODAY - timedelta(days=back)).isoformat()


def model_of(office: Office, kind: Any = VISIT, query: Query | None = None) -> RecordTableModel:
    model = RecordTableModel(office.ledger, kind, columns_of(kind), lambda: TODAY)
    model.show_query(query or Query(kind.name))
    return model


def column(model: RecordTableModel, name: str) -> int:
    return next(at for at, one in enumerate(model.columns) if one.name == name)


def texts(model: RecordTableModel, name: str) -> list[str]:
    return [model.index(row, column(model, name)).data() for row in range(model.rowCount())]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_columns_come_from_the_declaration(kind: Any) -> None:
    columns = {one.name: one for one in columns_of(kind)}
    assert {field.name for field in kind.fields if field.listed} <= {
        name for name, one in columns.items() if one.is_listed
    }
    assert "id" not in columns and "visit_id" not in columns
    assert (LIGHT_COLUMN in columns, COUNT_COLUMN in columns) == (kind is ISSUE, kind is VISIT)


def test_a_long_list_is_whole_and_read_as_it_is_looked_at(office: Office, qtmodeltester: ModelTester) -> None:
    visits = [
        {
            "visited_on": day(back % 300),
            "subject_name": f"户{back}",
            "visitors": ["李四"],
            "kind": "phone",
            "handling": "none",
        }
        for back in range(PAGE + 30)
    ]
    record(office.ledger, "visit", visits)
    model = model_of(office)
    assert model.rowCount() == model.count == PAGE + 30
    assert model.index(PAGE, column(model, "subject_name")).data() == ""
    model.see(PAGE, PAGE + 29)
    assert model.index(PAGE, column(model, "subject_name")).data().startswith("户")
    days = [model.record_at(row).values["visited_on"] for row in range(model.rowCount())]  # type: ignore[union-attr]
    assert days == sorted(days, reverse=True)
    assert len(set(texts(model, "subject_name"))) == PAGE + 30
    qtmodeltester.check(model, force_py=True)


def test_data_asks_the_ledger_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    record_visit(office.ledger)
    model = model_of(office)
    with monkeypatch.context() as patch:
        patch.setattr(office.ledger.database, "execute_sql", None)
        assert texts(model, "subject_name") == ["张三"]


def test_cells_are_short_and_masked(office: Office) -> None:
    record_visit(
        office.ledger,
        phone="13812345678",
        id_number="11010519491231002X",
        situation="第一行\n第二行",
        visited_on="2020-01-02",
    )
    record_visit(office.ledger, subject_name="王五")
    model = model_of(office)
    assert texts(model, "phone") == ["", "138****5678"]
    assert texts(model, "id_number") == ["", "110105********002X"]
    assert texts(model, "situation") == ["", "第一行 第二行"]
    assert texts(model, "visited_on") == [TODAY.isoformat()[5:], "2020-01-02"]
    assert texts(model, "kind") == ["入户", "入户"]
    assert texts(model, COUNT_COLUMN) == ["–", "–"]


def test_only_what_changed_is_touched(office: Office, qtbot: QtBot) -> None:
    first = record_visit(office.ledger, subject_name="甲", visited_on=day(3))
    second = record_visit(office.ledger, subject_name="乙", visited_on=day(2))
    third = record_visit(office.ledger, subject_name="丙", visited_on=day(1))
    model = model_of(office)
    with qtbot.assertNotEmitted(model.modelReset):
        revise(office.ledger, "visit", second, {"note": "x", "handling": "on_the_spot"})
        with qtbot.waitSignal(model.dataChanged) as changed:
            model.refresh([second])
        assert [index.row() for index in changed.args[:2]] == [1, 1]
        assert texts(model, "handling")[1] == "当场解决"
        withdraw(office.ledger, "visit", first, "记错")
        model.refresh([first])
        assert texts(model, "subject_name") == ["丙", "乙"]
        revise(office.ledger, "visit", third, {"visited_on": day(9)})
        fourth = record_visit(office.ledger, subject_name="丁", visited_on=day(5))
        model.refresh([third, fourth])
        assert texts(model, "subject_name") == ["乙", "丁", "丙"]


def test_a_record_the_filter_keeps_out_does_not_come_in(office: Office) -> None:
    model = model_of(office, query=Query("visit", {"kind": "phone"}))
    model.refresh([record_visit(office.ledger)])
    assert model.rowCount() == 0
    wanted = record_visit(office.ledger, kind="phone")
    model.refresh([wanted])
    assert model.row_of(wanted) == 0


def test_lights_are_words_and_dots(office: Office) -> None:
    issue = {"source": "patrol", "collected_on": day(20), "category": "水利", "description": "渗漏"}
    late, fresh = record(office.ledger, "issue", [{**issue, "due_on": day(1)}, issue]).ids
    record_event(office.ledger, fresh, "void", {"reason": "重复"})
    model = model_of(office, ISSUE)
    at = column(model, LIGHT_COLUMN)
    shown = {model.record_at(row).id: model.index(row, at) for row in range(2)}  # type: ignore[union-attr]
    assert (shown[late].data(), shown[late].data(LIGHT_ROLE)) == ("逾期 1 天", Lamp.OVERDUE)
    assert (shown[fresh].data(), shown[fresh].data(LIGHT_ROLE)) == ("不再办理", Lamp.OFF)


def test_lights_are_those_of_the_day(office: Office) -> None:
    issue = {"source": "patrol", "collected_on": day(20), "category": "水利", "description": "渗漏"}
    record(office.ledger, "issue", [{**issue, "due_on": TODAY.isoformat()}])
    days = [TODAY]
    model = RecordTableModel(office.ledger, ISSUE, columns_of(ISSUE), lambda: days[-1])
    model.show_query(Query("issue", lights=(Light.OVERDUE,)))
    assert model.rowCount() == 0
    days.append(TODAY + timedelta(days=2))
    model.refresh([])
    assert texts(model, LIGHT_COLUMN) == ["逾期 2 天"]


@pytest.fixture
def table(office: Office, qtbot: QtBot) -> RecordTableView:
    record_visit(office.ledger, subject_name="=1+1", visited_on=day(1))
    record_visit(office.ledger, subject_name="张 三 <b>", visitors=["李四", "王五"])
    view = RecordTableView("visits", "走访", model_of(office), office.context.preferences, Layout("visitors"))
    qtbot.addWidget(view)
    view.model().setParent(view)
    return view


def test_copied_rows_are_text_in_a_spreadsheet(table: RecordTableView) -> None:
    table.selectAll()
    copied = table.copied_table()
    lines = [line.split("\t") for line in copied.text().split("\r\n")]
    place = lines[0].index("走访对象")
    assert lines[0][0] == "走访日期"
    assert [line[place] for line in lines[1:]] == ["张 三 <b>", "'=1+1"]
    assert all(len(line) == len(lines[0]) for line in lines)
    assert "mso-number-format:'\\@'\">=1+1<" in copied.html()
    assert "&lt;b&gt;" in copied.html()


def test_the_cursor_stays_where_it_is(table: RecordTableView, office: Office) -> None:
    model = table.model()
    assert isinstance(model, RecordTableModel)
    kept = model.record_at(1)
    assert kept is not None
    table.select_record(kept.id)
    record_visit(office.ledger, subject_name="新来的")
    model.reload()
    assert table.current_id == kept.id
    assert table.selectionModel().isRowSelected(2, QModelIndex())


def test_the_cursor_is_put_on_a_row_while_ctrl_is_held(table: RecordTableView, qtbot: QtBot) -> None:
    """After Ctrl+S the list comes back while the key is still down."""
    first, second = (table.model().record_at(row) for row in (0, 1))
    assert first is not None and second is not None
    qtbot.keyPress(table, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.ControlModifier
    for one in (first, second, second):
        table.select_record(one.id)
    qtbot.keyRelease(table, Qt.Key.Key_F9)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]


def test_columns_are_chosen_and_remembered(table: RecordTableView, office: Office, qtbot: QtBot) -> None:
    at = column(table.model(), "satisfaction")  # type: ignore[arg-type]
    assert table.isColumnHidden(at)
    table.columns.show_menu(QPoint(5, 5))
    menu = table.findChild(QMenu, "visits.columns")
    assert menu is not None
    action = menu.findChild(QAction, "visits.columns.satisfaction")
    assert action is not None
    action.trigger()
    menu.close()
    assert not table.isColumnHidden(at)
    table.setColumnWidth(at, 133)
    table.horizontalHeader().moveSection(table.horizontalHeader().visualIndex(at), 0)
    table.columns.remember()
    again = RecordTableView("visits", "走访", model_of(office), office.context.preferences, Layout("visitors"))
    qtbot.addWidget(again)
    again.model().setParent(again)
    assert not again.isColumnHidden(at)
    assert (again.columnWidth(at), again.columns.shown()[0]) == (133, at)


def test_no_heading_is_cut_at_first(table: RecordTableView, qtbot: QtBot, office: Office) -> None:
    model = model_of(office)
    model.columns = tuple(replace(one, label="A heading that is much wider") for one in model.columns)
    wide = RecordTableView("wide", "走访", model, office.context.preferences, Layout("visitors"))
    model.setParent(wide)
    qtbot.addWidget(wide)
    heading = wide.horizontalHeader()
    shown = [at for at in wide.columns.shown() if model.columns[at].name != "visitors"]
    assert shown
    assert all(wide.columnWidth(at) >= heading.sectionSizeHint(at) for at in shown)


def test_columns_grow_with_the_letters(
    table: RecordTableView, office: Office, qtbot: QtBot, qapp: QApplication
) -> None:
    """While the program runs, and for widths remembered with letters of another size."""
    at = column(table.model(), "kind")  # type: ignore[arg-type]
    table.setColumnWidth(at, 140)
    apply_theme(qapp, Theme(Mode.LIGHT, Size.HUGE))
    qtbot.waitUntil(lambda: table.columnWidth(at) == 190)
    table.columns.remember()
    apply_theme(qapp, Theme(Mode.LIGHT, Size.STANDARD))
    again = RecordTableView("visits", "走访", model_of(office), office.context.preferences, Layout("visitors"))
    qtbot.addWidget(again)
    again.model().setParent(again)
    assert again.columnWidth(at) == table.columnWidth(at) == 140


def test_enter_goes_in_and_space_shows_the_pane(table: RecordTableView, qtbot: QtBot) -> None:
    table.select_first()
    with qtbot.waitSignal(table.entered) as entered:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert entered.args == [table.current_id]
    with qtbot.waitSignal(table.pane_toggled):
        qtbot.keyClick(table, Qt.Key.Key_Space)


def test_conflicting_values_are_named_with_their_authors(office: Office) -> None:
    visit_id = record_visit(office.ledger)
    head = {"value": "甲", "node": office.ledger.node_uid, "number": 1, "scope": office.ledger.office.own_scope}
    office.ledger.database.execute_sql(
        "INSERT INTO conflict (kind, record_id, field, heads) VALUES ('visit', ?, 'note', ?)",
        (visit_id, json.dumps([head])),
    )
    found = conflicts_of(office.ledger, visit_id)
    assert [(one["field"], one["heads"][0]["actor"], one["heads"][0]["office"]) for one in found] == [
        ("note", "李四", "village")
    ]
