"""The lists of issues: several ways to show them, many selected and handled together, filters kept by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.lifecycle import transition
from desktop.services.figuring import Figure, Period
from desktop.services.finding import get_record
from desktop.services.handling import record_event
from desktop.services.proposing import LOOK_DAYS, REVIEW_DAYS
from desktop.services.recording import record, revise
from desktop.services.undoing import next_undo
from desktop.services.views import Wanted, save_view, saved_views
from desktop.ui import picking
from desktop.ui.figure_chip import FIGURE
from desktop.ui.many_preview import Column, ManyPreview
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.record_browser import RecordBrowser
from desktop.ui.step_dialogs import StepDialog
from tests.ui.office import Office, open_office, press, show_page

TODAY = date.today()
DUE = (TODAY + timedelta(days=40)).isoformat()
ASSIGNED = {"measures": "修补", "leader": "孙海", "lead_unit": "水利站", "owner": "周江", "due_on": DUE}
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def issues(office: Office, count: int, **values: Any) -> list[str]:
    """Issues in the order of the list: the newest, which is the last one recorded, first."""
    given = {"source": "patrol", "collected_on": TODAY.isoformat(), "category": "水利"}
    numbered = [{**given, "description": f"问题{number}", **values} for number in range(count)]
    return list(record(office.ledger, "issue", numbered).ids[::-1])


def assign(office: Office, issue_id: str, **values: Any) -> None:
    record_event(office.ledger, issue_id, "assign", {**ASSIGNED, **values})


@pytest.fixture
def show(qtbot: QtBot, office: Office) -> Callable[[], IssuesPage]:
    return lambda: shown_page(qtbot, office)


def shown_page(qtbot: QtBot, office: Office) -> IssuesPage:
    return show_page(qtbot, office, IssuesPage, is_active=True)


def browser(page: IssuesPage) -> RecordBrowser:
    return page.desk.browser


def listed(page: IssuesPage, name: str) -> list[str]:
    model = browser(page).model
    records = [model.record_at(row) for row in range(model.rowCount())]
    return [str(one.values.get(name)) for one in records if one is not None]


def status(office: Office, issue_id: str) -> str:
    return str(get_record(office.ledger, "issue", issue_id).values["status"])


def child(page: QWidget, kind: type[Any], name: str) -> Any:
    found = page.window().findChild(kind, f"issue_page.{name}")
    assert found is not None, name
    return found


def steps(page: IssuesPage) -> dict[str, QAction]:
    menu = child(page, QMenu, "many.steps")
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def dialog_of(qtbot: QtBot, page: QWidget, kind: type[Any]) -> Any:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.window().findChildren(kind)))
    return next(one for one in page.window().findChildren(kind) if one.isVisible())


# -- selecting -------------------------------------------------------------------------------------------------------


def test_selected_rows_bring_their_bar_and_esc_takes_it_away(
    office: Office, show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    ids = issues(office, 4)
    page = show()
    bar, filters = browser(page).head.many, browser(page).filters
    tall = filters.height()
    assert (bar.isVisible(), filters.isVisible()) == (False, True)
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Down, SHIFT)
    assert browser(page).table.picked_ids() == ids[:3]
    assert (bar.isVisible(), filters.isVisible(), bar.height()) == (True, False, tall)
    assert child(page, QLabel, "many.count").text() == "已选 3 条"
    press(qtbot, Qt.Key.Key_Escape)
    assert browser(page).table.picked_ids() == [ids[2]]
    assert (bar.isVisible(), filters.isVisible()) == (False, True)


def test_the_key_of_the_other_steps_is_that_of_all_selected(
    office: Office, show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    issues(office, 3)
    page = show()
    many, one = child(page, QMenu, "many.steps"), child(page, QMenu, "pane.steps")
    press(qtbot, Qt.Key.Key_Down, SHIFT)
    press(qtbot, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert (many.isVisible(), one.isVisible()) == (True, False)
    many.close()
    browser(page).picking.pick_none()
    # Offscreen a menu keeps the activation when it closes.
    with qtbot.waitActive(page):
        page.activateWindow()
    qtbot.waitUntil(child(page, QPushButton, "pane.handle").isVisible)
    press(qtbot, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert (many.isVisible(), one.isVisible()) == (False, True)
    one.close()


def test_the_key_of_the_filter_leaves_the_selection(
    office: Office, show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    issues(office, 3)
    page = show()
    press(qtbot, Qt.Key.Key_A, CTRL)
    assert len(browser(page).table.picked_ids()) == 3
    press(qtbot, Qt.Key.Key_Slash)
    qtbot.waitUntil(browser(page).filters.text.hasFocus)
    assert len(browser(page).table.picked_ids()) == 1


def test_all_found_are_selected_beyond_what_is_at_hand(
    office: Office, show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    ids = issues(office, 230)
    page = show()
    assert len(browser(page).model.held) < 230
    press(qtbot, Qt.Key.Key_A, CTRL)
    assert browser(page).table.picked_ids() == ids
    assert child(page, QLabel, "many.note").text() == ""


def test_a_limit_of_the_selection_is_said(
    office: Office, show: Callable[[], IssuesPage], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picking, "MOST_PICKED", 3)
    ids = issues(office, 5)
    page = show()
    for key, modifier in ((Qt.Key.Key_A, CTRL), (Qt.Key.Key_Home, NONE), (Qt.Key.Key_End, SHIFT)):
        press(qtbot, key, modifier)
        if key != Qt.Key.Key_Home:
            assert browser(page).table.picked_ids() == ids[:3]
            assert child(page, QLabel, "many.note").text() == "一次最多选 3 条，这是前 3 条。"
    assert browser(page).model.rowCount() == 5


def test_the_selection_survives_what_changes(office: Office, show: Callable[[], IssuesPage], qtbot: QtBot) -> None:
    ids = issues(office, 5)
    page = show()
    table, model = browser(page).table, browser(page).model
    table.pick({ids[0], ids[1], ids[3]})
    (new,) = issues(office, 1)
    model.refresh([new])
    assert table.picked_ids() == [ids[0], ids[1], ids[3]]
    model.reload()
    assert table.picked_ids() == [ids[0], ids[1], ids[3]]
    revise(office.ledger, "issue", ids[0], {"collected_on": "2020-01-01"})
    model.refresh([ids[0]])
    assert listed(page, "collected_on")[-1] == "2020-01-01"
    assert table.picked_ids() == [ids[1], ids[3], ids[0]]


def test_rows_move_in_the_model_as_the_order_asks(office: Office, show: Callable[[], IssuesPage]) -> None:
    ids = issues(office, 4)
    page = show()
    model = browser(page).model
    for issue_id, day in ((ids[3], TODAY), (ids[1], TODAY - timedelta(days=2)), (ids[2], TODAY - timedelta(days=1))):
        revise(office.ledger, "issue", issue_id, {"collected_on": day.isoformat()})
        model.refresh([issue_id])
        expected = listed(page, "description")
        model.reload()
        assert listed(page, "description") == expected


def test_what_is_selected_is_copied_with_the_columns_shown(
    office: Office, show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    for number, issue_id in enumerate(issues(office, 2)):
        assign(office, issue_id, owner=f"周{number}")
    page = show()
    browser(page).show_listing("duties")
    press(qtbot, Qt.Key.Key_A, CTRL)
    child(page, QPushButton, "many.copy").click()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\r\n")]
    assert lines[0] == ["责任人", "灯", "问题描述", "责任领导", "责任单位", "配合单位", "完成时限"]
    assert [line[0] for line in lines[1:]] == ["周0", "周1"]


# -- handling --------------------------------------------------------------------------------------------------------


def test_a_step_is_taken_of_many_with_one_preview_and_one_undo(
    office: Office, show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    ids = issues(office, 3)
    assign(office, ids[2])
    page = show()
    press(qtbot, Qt.Key.Key_A, CTRL)
    offered = steps(page)
    assert {"建账交办…  2/3", "接件…  1/3", "作废…  3"} <= offered.keys()
    offered["建账交办…  2/3"].trigger()
    dialog = dialog_of(qtbot, page, StepDialog)
    dialog.set_values(ASSIGNED)
    child(page, QPushButton, "many.step.act").click()
    preview = dialog_of(qtbot, page, ManyPreview)
    assert child(page, QLabel, "many.preview.summary").text().startswith("2 个可以办。1 个不能办")
    cells = [[preview.table.model().index(row, at).data() for at in Column] for row in range(3)]
    assert [cell[Column.ISSUE] for cell in cells] == ["问题2", "问题1", "问题0"]
    assert cells[0][Column.NOW].startswith("草稿 · ")
    assert cells[0][Column.THEN].startswith("待受理 · ")
    assert "责任人 周江" in cells[0][Column.THEN]
    assert cells[2][Column.WHY_NOT].startswith("问题现在是“待受理”，不能建账交办")
    assert status(office, ids[0]) == "draft"
    act = child(page, QPushButton, "many.preview.act")
    assert act.text() == "对 2 个问题建账交办"
    act.click()
    qtbot.waitUntil(lambda: status(office, ids[0]) == "pending")
    office.settle(qtbot)
    assert office.shell.notices[-1] == ("已对 2 个问题建账交办，1 个没有改动", "撤销")
    assert browser(page).table.picked_ids() == ids
    assert listed(page, "status") == ["pending"] * 3
    undo = office.shell.actions[-1]
    assert undo is not None
    undo()
    office.settle(qtbot)
    assert listed(page, "status") == ["draft", "draft", "pending"]


def test_what_is_wrong_for_all_is_said_in_the_dialog(
    office: Office, show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    issues(office, 2)
    page = show()
    press(qtbot, Qt.Key.Key_A, CTRL)
    steps(page)["作废…  2"].trigger()
    dialog_of(qtbot, page, StepDialog)
    child(page, QPushButton, "many.step.act").click()
    error = child(page, QLabel, "many.step.reason.error")
    qtbot.waitUntil(lambda: error.text() == "请填写原因。")
    assert not [one for one in page.window().findChildren(ManyPreview) if one.isVisible()]
    child(page, QPushButton, "many.step.cancel").click()


def test_one_may_go_back_and_say_it_otherwise(office: Office, show: Callable[[], IssuesPage], qtbot: QtBot) -> None:
    ids = issues(office, 2)
    page = show()
    before = next_undo(office.ledger)
    press(qtbot, Qt.Key.Key_A, CTRL)
    steps(page)["填写时限、责任人等…"].trigger()
    dialog_of(qtbot, page, StepDialog).set_values({"owner": "周江"})
    child(page, QPushButton, "many.step.act").click()
    dialog_of(qtbot, page, ManyPreview)
    child(page, QPushButton, "many.preview.back").click()
    again = dialog_of(qtbot, page, StepDialog)
    owner = again.findChild(QLineEdit, "issue_page.many.step.owner")
    assert owner.text() == "周江"
    again.set_values({"owner": "吴湖"})
    again.findChild(QPushButton, "issue_page.many.step.act").click()
    preview = dialog_of(qtbot, page, ManyPreview)
    preview.findChild(QPushButton, "issue_page.many.preview.cancel").click()
    office.settle(qtbot)
    assert next_undo(office.ledger) == before
    again = browser(page).picking.steps
    again.change(ids)
    dialog = dialog_of(qtbot, page, StepDialog)
    dialog.set_values({"owner": "吴湖"})
    dialog.findChild(QPushButton, "issue_page.many.step.act").click()
    preview = dialog_of(qtbot, page, ManyPreview)
    with qtbot.waitSignal(preview.accepted):
        qtbot.keyClick(preview, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: listed(page, "owner") == ["吴湖", "吴湖"])
    office.settle(qtbot)


def test_many_are_proposed_what_one_is(office: Office, show: Callable[[], IssuesPage], qtbot: QtBot) -> None:
    """The look back lies as far off for many as for one, and nothing is proposed that each issue has of its own."""
    ids = issues(office, 2)
    page = show()
    wanted = {
        "approve": {"closed_on": TODAY, "review_on": TODAY + timedelta(days=REVIEW_DAYS)},
        "suspend": {"look_on": TODAY + timedelta(days=LOOK_DAYS)},
        "assign": {"due_on": TODAY + timedelta(days=15), "owner": None},
        "set_deadline": {"due_on": None},
        "supervise": {"supervision_no": None},
    }
    for event, days in wanted.items():
        step = transition(event)
        assert step is not None
        browser(page).picking.steps.take(step, ids)
        dialog = dialog_of(qtbot, page, StepDialog)
        proposed = {name: dialog.values()[name] for name in days}
        assert proposed == {name: day and day.isoformat() for name, day in days.items()}, event
        dialog.reject()


def test_nothing_possible_cannot_be_pressed(office: Office, show: Callable[[], IssuesPage], qtbot: QtBot) -> None:
    ids = issues(office, 2)
    page = show()
    press(qtbot, Qt.Key.Key_A, CTRL)
    action = steps(page)["移送线索…  2"]
    for issue_id in ids:
        record_event(office.ledger, issue_id, "void", {"reason": "重复"})
    action.trigger()
    dialog_of(qtbot, page, StepDialog)
    child(page, QPushButton, "many.step.act").click()
    dialog_of(qtbot, page, ManyPreview)
    assert not child(page, QPushButton, "many.preview.act").isEnabled()
    child(page, QPushButton, "many.preview.cancel").click()


# -- the three lists -------------------------------------------------------------------------------------------------


@pytest.fixture
def handled(office: Office) -> list[str]:
    """A draft, three that are assigned to two people, one that is merged away."""
    ids = issues(office, 5)
    assign(office, ids[1], owner="周江", due_on=(TODAY + timedelta(days=9)).isoformat())
    assign(office, ids[2], owner="吴湖", due_on=(TODAY + timedelta(days=5)).isoformat())
    assign(office, ids[3], owner="周江", due_on=(TODAY - timedelta(days=5)).isoformat())
    record_event(office.ledger, ids[4], "merge", {"main_issue": ids[0]})
    return ids


def choose(page: IssuesPage, name: str) -> None:
    child(page, QPushButton, f"listing.{name}").click()


def columns(page: IssuesPage) -> list[str]:
    return [browser(page).model.columns[at].name for at in browser(page).table.columns.shown()]


def test_three_lists_are_views_of_the_one(
    office: Office, handled: list[str], show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    page = show()
    assert listed(page, "description") == ["问题4", "问题3", "问题2", "问题1", "问题0"]
    assert columns(page) == ["light", "code", "description", "category", "source", "status"]
    choose(page, "tasks")
    assert listed(page, "description") == ["问题1", "问题2", "问题3"]
    assert columns(page)[:5] == ["light", "description", "measures", "target", "due_on"]
    assert child(page, QWidget, "hint").text == "已交办、未销号，时限近的在前"
    choose(page, "duties")
    assert listed(page, "owner") == ["吴湖", "周江", "周江"]
    assert listed(page, "description") == ["问题2", "问题1", "问题3"]
    assert columns(page)[0] == "owner"
    choose(page, "closings")
    assert browser(page).model.rowCount() == 0
    office.settle(qtbot)
    assert child(page, QPushButton, "no_match.button").isVisible()
    child(page, QPushButton, "no_match.button").click()
    office.settle(qtbot)
    assert len(listed(page, "id")) == 5


def test_a_list_gives_way_to_what_is_asked_for_outright(
    office: Office, handled: list[str], show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    page = show()
    choose(page, "tasks")
    combo = child(page, QComboBox, "filter.status")
    combo.setCurrentIndex(combo.findData("draft"))
    assert listed(page, "description") == ["问题4"]
    browser(page).filters.choose({"light": ["none"]})
    assert listed(page, "description") == ["问题0"]
    browser(page).filters.choose({"light": ["overdue"]})
    assert listed(page, "description") == ["问题1"]
    office.settle(qtbot)


def test_a_record_the_list_leaves_out_is_found_in_the_whole_one(
    office: Office, handled: list[str], show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    page = show()
    choose(page, "duties")
    page.grant({"open": handled[0]})
    assert (browser(page).table.current_id, browser(page).head.is_whole) == (handled[0], True)
    choose(page, "duties")
    page.grant({"lights": ["overdue"]})
    assert browser(page).head.is_whole
    page.grant({"wanted": Wanted({"owner": ("周江", "吴湖")}, listing="duties")})
    assert listed(page, "owner") == ["吴湖", "周江", "周江"]
    assert child(page, QComboBox, "filter.owner").currentText() == "周江、吴湖"
    office.settle(qtbot)


def test_whom_a_list_is_grouped_by_stands_out_where_it_begins(
    office: Office, handled: list[str], show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    page = show()
    choose(page, "duties")
    model = browser(page).model
    at = [one.name for one in model.columns].index("owner")
    tints = [model.index(row, at).data(Qt.ItemDataRole.ForegroundRole) for row in range(3)]
    assert [tint is None for tint in tints] == [True, True, False]
    choose(page, "tasks")
    assert model.index(2, at).data(Qt.ItemDataRole.ForegroundRole) is None
    office.settle(qtbot)


def test_each_list_remembers_its_own_columns(
    office: Office, handled: list[str], show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    page = show()
    choose(page, "duties")
    table = browser(page).table
    names = [one.name for one in browser(page).model.columns]
    table.columns.show_menu(QPoint(5, 5))
    menu = child(page, QMenu, "table.columns")
    menu.findChild(QAction, "issue_page.table.columns.note").trigger()
    menu.close()
    table.setColumnWidth(names.index("leader"), 133)
    table.horizontalHeader().moveSection(table.horizontalHeader().visualIndex(names.index("due_on")), 0)
    changed = columns(page)
    assert (changed[0], changed[-1]) == ("due_on", "note")
    choose(page, "issues")
    assert columns(page) == ["light", "code", "description", "category", "source", "status"]
    page.settle()
    again = show()
    choose(again, "duties")
    assert columns(again) == changed
    assert browser(again).table.columnWidth(names.index("leader")) == 133
    browser(again).table.columns.show_menu(QPoint(5, 5))
    menu = child(again, QMenu, "table.columns")
    menu.findChild(QAction, "issue_page.table.columns.reset").trigger()
    menu.close()
    assert columns(again) == ["owner", "light", "description", "leader", "lead_unit", "support_units", "due_on"]
    office.settle(qtbot)


def test_a_town_sees_the_village_in_every_list(qtbot: QtBot, town: Office) -> None:
    page = shown_page(qtbot, town)
    for name in ("tasks", "duties", "closings", "issues"):
        choose(page, name)
        assert columns(page)[1] == "village_name"
    town.settle(qtbot)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path / "town", level="town", actor="吴湖")
    yield opened
    opened.close()


# -- filters kept by name --------------------------------------------------------------------------------------------


def views(page: IssuesPage) -> dict[str, QAction]:
    menu = child(page, QMenu, "filter.views.menu")
    menu.aboutToShow.emit()
    found = {action.text(): action for action in menu.actions() if not action.isSeparator()}
    for sub in menu.findChildren(QMenu):
        found |= {f"{sub.title()}/{action.text()}": action for action in sub.actions()}
    return found


def test_a_filter_is_saved_chosen_renamed_and_deleted(
    office: Office, handled: list[str], show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    page = show()
    assert not views(page)["保存现在的筛选…"].isEnabled()
    choose(page, "duties")
    browser(page).filters.choose({"owner": "周江"})
    views(page)["保存现在的筛选…"].trigger()
    dialog = dialog_of(qtbot, page, StepDialog)
    act = child(page, QPushButton, "filter.views.naming.act")
    act.click()
    qtbot.waitUntil(lambda: child(page, QLabel, "filter.views.naming.name.error").text() == "请填写名称。")
    dialog.set_values({"name": "周江的"})
    act.click()
    qtbot.waitUntil(lambda: bool(saved_views(office.ledger, "issue")))
    office.settle(qtbot)
    assert office.shell.notices[-1] == ("已保存筛选“周江的”", "撤销")
    choose(page, "issues")
    browser(page).filters.clear()
    views(page)["周江的"].trigger()
    assert (listed(page, "description"), browser(page).head.is_whole) == (["问题1", "问题3"], False)
    views(page)["周江的/改名…"].trigger()
    dialog_of(qtbot, page, StepDialog).set_values({"name": "小周的"})
    next(one for one in page.findChildren(QPushButton, "issue_page.filter.views.naming.act") if one.isVisible()).click()
    qtbot.waitUntil(lambda: [one.name for one in saved_views(office.ledger, "issue")] == ["小周的"])
    office.settle(qtbot)
    views(page)["小周的/删除"].trigger()
    qtbot.waitUntil(lambda: not saved_views(office.ledger, "issue"))
    office.settle(qtbot)
    undo = office.shell.actions[-1]
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: "小周的" in views(page))
    office.settle(qtbot)


def test_the_filters_there_are_from_the_first(
    office: Office, handled: list[str], show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    assign(office, handled[0], owner="李四、周江")
    page = show()
    choose(page, "closings")
    offered = views(page)
    assert list(offered)[:4] == ["我的", "逾期", "待核查", "本月登记"]
    offered["我的"].trigger()
    assert listed(page, "description") == ["问题4"]
    views(page)["逾期"].trigger()
    assert listed(page, "description") == ["问题1"]
    office.settle(qtbot)


def test_a_number_of_the_figures_leads_to_all_it_counts(
    office: Office, handled: list[str], show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    page = show()
    choose(page, "closings")
    page.grant({FIGURE: (Figure("built", Period(TODAY.isoformat(), TODAY.isoformat())), "建账")})
    assert browser(page).head.is_whole
    # It counts what was built then: nothing a name could keep.
    assert not views(page)["保存现在的筛选…"].isEnabled()
    office.settle(qtbot)


def test_a_saved_period_and_rare_conditions_come_back(
    office: Office, show: Callable[[], IssuesPage], qtbot: QtBot
) -> None:
    wanted = Wanted(
        {"urgency": "hard", "location": "村口"},
        since="2024-01-01",
        until="2024-03-31",
        dated="closed_on",
        above=("extension_count", "reopen_count"),
        text="渠",
    )
    save_view(office.ledger, "issue", "甲", wanted)
    issues(office, 1)
    page = show()
    filters = browser(page).filters
    rare = child(page, QComboBox, "filter.urgency")
    assert not rare.isVisible()
    views(page)["甲"].trigger()
    office.settle(qtbot)
    assert filters.wanted() == wanted
    assert rare.isVisible() and rare.currentText() == "难件"
    assert child(page, QComboBox, "filter.location").isVisible()
    filters.clear()
    assert filters.wanted() == Wanted()
    assert not rare.isVisible()
    child(page, QPushButton, "filter.more").click()
    assert rare.isVisible()
    assert child(page, QPushButton, "filter.more").text() == "收起条件"
    office.settle(qtbot)


def test_ctrl_click_adds_rows_one_by_one(office: Office, show: Callable[[], IssuesPage], qtbot: QtBot) -> None:
    ids = issues(office, 4)
    page = show()
    table = browser(page).table
    for row, modifier in ((0, Qt.KeyboardModifier.NoModifier), (2, CTRL)):
        place = table.visualRect(table.model().index(row, table.columns.shown()[0])).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    assert table.picked_ids() == [ids[0], ids[2]]
    table.selectionModel().select(table.model().index(2, 0), QItemSelectionModel.SelectionFlag.Toggle)
    office.settle(qtbot)
