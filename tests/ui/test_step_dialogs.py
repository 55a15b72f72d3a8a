"""The dialogs of the steps: what they propose, what they fold away, what they say before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.lifecycle import TRANSITIONS, Duty, Person, Transition, transition
from desktop.services.clues import clues_of
from desktop.services.finding import Query, get_record, list_records
from desktop.services.handling import record_event
from desktop.services.people import change_people
from desktop.services.proposing import REVIEW_DAYS
from desktop.services.recording import record
from desktop.ui.clue_dialog import ClueDialog
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.step_dialogs import StepDialog, event_fields, parted_fields
from desktop.ui.widgets.sections import SectionBox
from tests.ui.office import Office, open_office, type_text

TODAY = date.today()
ASSIGNED = {"measures": "修补", "leader": "钱镇长", "lead_unit": "水利站", "owner": "周江", "due_on": "2099-01-01"}
APPLIED = {
    "progress": "修好",
    "completion_kind": "substantive",
    "completed_on": TODAY.isoformat(),
    "evidence": ["照片"],
    "satisfaction": "satisfied",
}
NAME = "issue_page.pane.step"
Open = Callable[..., StepDialog]


def in_days(count: int) -> str:
    return (TODAY + timedelta(days=count)).isoformat()


@pytest.fixture
def town(tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    opened = open_office(tmp_path / "town", level="town", actor="钱镇长")
    yield opened
    opened.close()


@pytest.fixture
def open_step(qtbot: QtBot, town: Office) -> Open:
    """``open_step(event, …)`` takes an issue there by the (event, given) steps before and opens the dialog."""
    pages: list[IssuesPage] = []

    def make(event: str, *before: tuple[str, dict[str, Any]]) -> StepDialog:
        if not pages:
            pages.append(IssuesPage(town.context))
            qtbot.addWidget(pages[0])
            pages[0].resize(1190, 690)
            pages[0].show()
        issue_id = new_issue(town)
        for name, given in before:
            record_event(town.ledger, issue_id, name, given)
        pages[0].activate()
        pages[0].grant({"open": issue_id})
        step = transition(event)
        assert step is not None
        pane = pages[0].desk.browser.pane
        pane.take_step(step)
        town.settle(qtbot)
        dialog = pages[0].window().findChild(StepDialog)
        assert dialog is not None
        return dialog

    return make


def new_issue(office: Office, **values: Any) -> str:
    whole = {
        "source": "patrol",
        "collected_on": in_days(-3),
        "category": "水利",
        "description": "水渠渗漏",
        "village_name": "唐陵村",
        "unit_code": "321183103201",
    }
    return record(office.ledger, "issue", [whole | values]).ids[0]


WORKING = (("assign", ASSIGNED), ("accept", {}))
TO_APPROVE = (
    *WORKING,
    ("apply_to_close", APPLIED),
    ("pass_check", {"checker": "吴会计", "check_opinion": "好"}),
)


def notes(dialog: StepDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if ".note." in one.objectName())


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: step.event)
def test_every_step_asks_for_all_it_may_carry_and_folds_only_what_is_optional(step: Transition) -> None:
    shown, folded = parted_fields(step)
    both = [field.name for field, _ in shown] + [field.name for field in folded]
    assert sorted(both) == sorted(field.name for field, _ in event_fields(step))
    must = {*step.requires, *step.anew, *step.words}
    assert must <= {field.name for field, is_required in shown if is_required}
    assert {"happened_on", "handled_by"} <= {field.name for field in folded}


def test_a_clerk_says_who_took_the_step() -> None:
    step = transition("accept")
    assert step is not None
    shown, _ = parted_fields(step, is_clerk=True)
    assert [(field.name, must) for field, must in shown] == [("handled_by", True)]


def test_closing_proposes_the_look_back_and_keeps_it_in_step(open_step: Open, town: Office, qtbot: QtBot) -> None:
    dialog = open_step("approve", *TO_APPROVE)
    values = dialog.values()
    assert (values["closed_on"], values["review_on"]) == (in_days(0), in_days(REVIEW_DAYS))
    closed_on = dialog.editor("closed_on")
    closed_on.selectAll()  # type: ignore[union-attr]
    type_text(in_days(-1), closed_on)
    assert dialog.values()["review_on"] == in_days(REVIEW_DAYS - 1)
    review_on = dialog.editor("review_on")
    review_on.selectAll()  # type: ignore[union-attr]
    type_text("2099-03-01", review_on)
    closed_on.selectAll()  # type: ignore[union-attr]
    type_text(in_days(-2), closed_on)
    assert dialog.values()["review_on"] == "2099-03-01"
    dialog.reject()
    town.settle(qtbot)


def test_granting_starts_from_what_was_asked(open_step: Open) -> None:
    asked = ("ask_extension", {"progress": "下雨", "asked_due_on": "2099-02-01", "reason": "连续阴雨"})
    dialog = open_step("grant_extension", *WORKING, asked)
    assert dialog.values()["due_on"] == "2099-02-01"
    said = notes(dialog)
    assert "现在的时限是 2099-01-01（还有 " in said
    assert "申请延期至 2099-02-01，原因：连续阴雨" in said
    assert "记一次延期" in said
    dialog.reject()


def test_supervision_proposes_the_next_card_and_a_free_number(open_step: Open) -> None:
    first = {"supervision": "normal", "supervision_no": f"督〔{TODAY.year}〕7号", "requirement": "抓紧"}
    dialog = open_step("supervise", *WORKING, ("supervise", first | {"limit_on": "2099-01-01"}))
    values = dialog.values()
    assert (values["supervision"], values["supervision_no"]) == ("yellow", f"督〔{TODAY.year}〕8号")
    assert f"现在是“督办”，单号 督〔{TODAY.year}〕7号。" in notes(dialog)
    dialog.reject()


def test_a_handover_says_how_much_there_is_to_hand_over(open_step: Open, qtbot: QtBot) -> None:
    dialog = open_step("change_owner", *WORKING)
    qtbot.waitUntil(lambda: "周江名下现在有 1 件没有销号的问题" in notes(dialog))
    assert dialog.values()["owner"] is None
    dialog.reject()


def test_the_main_issue_is_found_by_words_of_it(open_step: Open, town: Office, qtbot: QtBot) -> None:
    main = new_issue(town, description="村口水渠两处渗漏")
    code = get_record(town.ledger, "issue", main).values["code"]
    dialog = open_step("merge")
    line = dialog.editor("main_issue")
    line.setFocus()  # type: ignore[union-attr]
    model = line.completer().model()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    line.set_value(model.index(0, 0).data())  # type: ignore[union-attr]
    assert "村口水渠两处渗漏" in str(line.value())  # type: ignore[union-attr]
    page = dialog.parentWidget()
    dialog.findChild(QPushButton, f"{NAME}.act").click()
    qtbot.waitUntil(lambda: town.shell.last == "已合并重复")
    merged = town.ledger.database.execute_sql("SELECT merged_into FROM issue WHERE status = 'merged'").fetchall()
    assert merged == [(main,)]
    assert code in page.findChild(QPushButton, f"issue_page.pane.reading.link.issue:{main}").toolTip()


def test_what_is_refused_stands_under_its_field_and_opens_the_fold(open_step: Open, town: Office, qtbot: QtBot) -> None:
    dialog = open_step("accept", ("assign", ASSIGNED))
    more = dialog.findChild(SectionBox)
    assert not more.is_open
    dialog.set_values({"happened_on": "2001-01-01"})
    dialog.findChild(QPushButton, f"{NAME}.act").click()
    error = dialog.findChild(QLabel, f"{NAME}.happened_on.error")
    qtbot.waitUntil(lambda: error.text() == f"不能早于 {in_days(-3)}。")
    assert more.is_open
    assert dialog.values()["happened_on"] == "2001-01-01"
    dialog.reject()
    town.settle(qtbot)


def test_enter_takes_a_step_that_asks_for_nothing(open_step: Open, town: Office, qtbot: QtBot) -> None:
    dialog = open_step("accept", ("assign", ASSIGNED))
    act = dialog.findChild(QPushButton, f"{NAME}.act")
    assert act is not None and dialog.focusWidget() is act


def test_an_error_goes_when_its_field_is_filled_in(open_step: Open, qtbot: QtBot) -> None:
    dialog = open_step("apply_to_close", *WORKING)
    dialog.findChild(QPushButton, f"{NAME}.act").click()
    error = dialog.findChild(QLabel, f"{NAME}.satisfaction.error")
    qtbot.waitUntil(lambda: bool(error.text()))
    dialog.findChild(QPushButton, f"{NAME}.satisfaction.satisfied").click()
    assert not error.text()


def test_a_second_press_takes_no_choice_back_that_a_step_needs(open_step: Open) -> None:
    dialog = open_step("apply_to_close", *WORKING)
    satisfied = dialog.findChild(QPushButton, f"{NAME}.satisfaction.satisfied")
    satisfied.click()
    satisfied.click()
    assert dialog.values()["satisfaction"] == "satisfied"


def test_a_refusal_about_the_person_stands_above_the_buttons(open_step: Open, town: Office, qtbot: QtBot) -> None:
    dialog = open_step("accept", ("assign", ASSIGNED))
    change_people(town.ledger, [Person("周江", frozenset({Duty.OWNER}))])
    dialog.findChild(QPushButton, f"{NAME}.act").click()
    trouble = dialog.findChild(QLabel, f"{NAME}.trouble")
    qtbot.waitUntil(trouble.isVisible)
    assert "可以由周江来办" in trouble.text()
    dialog.reject()
    town.settle(qtbot)


@pytest.mark.parametrize("event", ["assign", "merge"])
def test_a_note_says_who_is_next_or_that_it_ends(open_step: Open, event: str) -> None:
    dialog = open_step(event)
    expected = {"assign": "下一步：由责任人、责任单位“接件”", "merge": "时限不再计算。"}
    assert expected[event] in notes(dialog)
    dialog.reject()


# -- what follows from a field -----------------------------------------------------------------------------------------


def test_the_deadline_follows_the_urgency_until_somebody_sets_it(open_step: Open) -> None:
    dialog = open_step("assign")
    choose(dialog, "urgency", "urgent")
    assert dialog.values()["due_on"] == in_days(-3 + 5)
    due_on = dialog.findChild(QLineEdit, f"{NAME}.due_on")
    due_on.selectAll()
    type_text("2099-12-31", due_on)
    choose(dialog, "urgency", "hard")
    assert dialog.values()["due_on"] == "2099-12-31"


def choose(dialog: StepDialog, name: str, code: str) -> None:
    editor = dialog.editor(name)
    assert editor is not None
    editor.set_value(code)
    editor.edited.emit()


def test_an_extension_says_how_many_working_days_it_is(open_step: Open) -> None:
    assigned = {**ASSIGNED, "due_on": "2099-01-01"}
    dialog = open_step("ask_extension", ("assign", assigned), ("accept", {}))
    type_text("2099-01-08", dialog.findChild(QLineEdit, f"{NAME}.asked_due_on"))
    told = dialog.findChild(QLabel, f"{NAME}.asked_due_on.follows").text()
    assert "7 天，5 个工作日" in told and "2099" in told


# -- clues -------------------------------------------------------------------------------------------------------------


def test_a_clue_goes_into_the_restricted_store_and_is_read_from_there(
    open_step: Open, town: Office, qtbot: QtBot
) -> None:
    dialog = open_step("transfer")
    page = town_page(dialog)
    issue_id = list_records(town.ledger, Query("issue"))[0].id
    dialog.set_values({"content": "账目不清", "handed_to": "镇纪委", "happened_on": TODAY.isoformat()})
    dialog.findChild(QPushButton, f"{NAME}.act").click()
    town.settle(qtbot)
    assert [clue.content for clue in clues_of(town.ledger)] == ["账目不清"]
    record_now = get_record(town.ledger, "issue", issue_id)
    assert record_now.values["status"] == "transferred"
    page.grant({"open": issue_id})
    assert "账目不清" not in "".join(one.text() for one in page.findChildren(QLabel))
    page.desk.browser.pane._on_link_followed(f"clue:{issue_id}")
    shown = page.window().findChild(ClueDialog)
    assert shown.findChild(QLabel, "issue_page.pane.clues.content.0").text() == "账目不清"
    shown.accept()


def test_a_clue_left_half_written_is_not_there_for_the_next(open_step: Open, town: Office) -> None:
    dialog = open_step("transfer")
    type_text("账目不清", dialog.findChild(QPlainTextEdit, f"{NAME}.content"))
    dialog.reject()
    page = town_page(dialog)
    page.desk.browser.pane.take_step(transition("transfer"))
    again = next(one for one in page.window().findChildren(StepDialog) if one is not dialog)
    assert again.values()["content"] is None
    again.reject()


def town_page(dialog: StepDialog) -> IssuesPage:
    page = dialog.parent()
    return page if isinstance(page, IssuesPage) else page.findChild(IssuesPage)
