"""The story of an issue as the pane tells it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import Duty, Person
from desktop.services.finding import get_record, history
from desktop.services.handling import record_event
from desktop.services.people import change_people
from desktop.services.recording import record
from desktop.services.undoing import undo
from desktop.ui.record_pane import RecordPane
from desktop.ui.record_reading import Story, head_of, told_history
from desktop.ui.widgets.reading import HistoryEntry
from desktop.ui.widgets.timeline import FIRST, MORE, Timeline
from tests.ui.office import Office, open_office

TODAY = date.today()
ASSIGNED = {"measures": "修补", "leader": "钱镇长", "lead_unit": "水利站", "owner": "周江", "due_on": "2099-01-01"}


def in_days(count: int) -> str:
    return (TODAY + timedelta(days=count)).isoformat()


def new_issue(office: Office) -> str:
    values = {"source": "patrol", "collected_on": in_days(-9), "category": "水利", "description": "水渠渗漏"}
    return record(office.ledger, "issue", [values]).ids[0]


def told(office: Office, issue_id: str) -> list[HistoryEntry]:
    story = Story(TODAY, {"village": "唐陵村", "town": "天王镇"})
    return told_history(ISSUE, history(office.ledger, issue_id), story)


def test_both_days_are_told_where_they_differ(office: Office) -> None:
    issue_id = new_issue(office)
    record_event(office.ledger, issue_id, "assign", ASSIGNED | {"happened_on": in_days(-2)})
    record_event(office.ledger, issue_id, "accept", {})
    accepted, assigned, _ = told(office, issue_id)
    day = f"{TODAY - timedelta(days=2):%m-%d}" if (TODAY - timedelta(days=2)).year == TODAY.year else in_days(-2)
    assert assigned.when.startswith(f"发生 {day} · 记录 今天 ")
    assert accepted.when.startswith("今天 ")


def test_who_in_which_duty_and_for_whom(office: Office) -> None:
    issue_id = new_issue(office)
    change_people(office.ledger, [Person("李四", frozenset({Duty.CLERK}))])
    record_event(office.ledger, issue_id, "refuse", {"reason": "不归村管", "notice": "已告知", "handled_by": "吴书记"})
    entry = told(office, issue_id)[0]
    assert entry.who == "李四（内勤（代录）） · 经办人 吴书记 · 唐陵村"
    assert entry.said == (("原因", "不归村管"), ("告知情况", "已告知"))
    assert [(one.label, one.before, one.after) for one in entry.changes] == [("整改状态", "草稿", "不受理")]


def test_what_was_undone_is_marked_and_does_not_move_the_status(office: Office) -> None:
    issue_id = new_issue(office)
    record_event(office.ledger, issue_id, "void", {"reason": "记错"})
    undo(office.ledger)
    record_event(office.ledger, issue_id, "assign", ASSIGNED)
    assigned, taken_back, undone, _ = told(office, issue_id)
    assert (undone.act, undone.mark) == ("作废", "已撤销")
    assert taken_back.act == "撤销了一步办理"
    assert (assigned.changes[0].before, assigned.changes[0].after) == ("草稿", "待受理")


def test_the_head_says_what_the_town_said_and_how_often(office: Office) -> None:
    town = open_office(office.ledger.path.parent / "town", level="town", actor="钱镇长")
    values = {"village_name": "唐陵村", "unit_code": "321183103201", "source": "patrol", "collected_on": in_days(-9)}
    issue_id = record(town.ledger, "issue", [values | {"category": "水利", "description": "水渠渗漏"}]).ids[0]
    asked = {"progress": "下雨", "asked_due_on": "2099-02-01", "reason": "阴雨"}
    card = {"supervision_no": "督1", "requirement": "抓紧", "limit_on": in_days(5)}
    for event, given in (
        ("assign", ASSIGNED | {"due_on": in_days(2)}),
        ("accept", {}),
        ("ask_extension", asked),
        ("grant_extension", {"due_on": in_days(3)}),
        ("supervise", card | {"supervision": "normal"}),
        ("supervise", card | {"supervision": "yellow"}),
    ):
        record_event(town.ledger, issue_id, event, given)
    head = head_of(get_record(town.ledger, "issue", issue_id), TODAY, with_village=True)
    assert [(tag.text, tag.tone) for tag in head.tags] == [("整改中", ""), ("黄牌", "amber"), ("延期 1 次", "amber")]
    assert [(fact.label, fact.text) for fact in head.facts] == [
        ("责任人", "周江"),
        ("完成时限", f"{in_days(3)}（还有 3 天）"),
    ]
    late = head_of(get_record(town.ledger, "issue", issue_id), TODAY + timedelta(days=5), with_village=True)
    assert late.facts[1].text == f"{in_days(3)}（逾期 2 天）", "in the words of the list"
    town.close()


def test_a_long_story_shows_the_latest_and_the_rest_on_demand(qtbot: QtBot) -> None:
    entries = [HistoryEntry("李四", "今天", f"第 {n} 步", is_step=True) for n in range(200, 0, -1)]
    timeline = Timeline("story", entries)
    qtbot.addWidget(timeline)
    timeline.show()

    def shown() -> list[str]:
        return [label.text() for label in timeline.findChildren(QLabel) if label.text().startswith("第")]

    assert shown()[0] == "第 200 步" and len(shown()) == FIRST
    earlier = timeline.findChild(QPushButton, "story.earlier")
    assert earlier.text() == f"更早的 {200 - FIRST} 条"
    earlier.click()
    assert len(shown()) == FIRST + MORE
    while earlier.isVisible():
        earlier.click()
    assert len(shown()) == 200 and shown()[-1] == "第 1 步"


def test_an_issue_with_many_events_makes_few_widgets(office: Office, qtbot: QtBot) -> None:
    """What makes a pane slow is how many widgets it has; the time itself is measured by the benchmarks."""
    issue_id = new_issue(office)
    record_event(office.ledger, issue_id, "assign", ASSIGNED)
    record_event(office.ledger, issue_id, "accept", {})
    for number in range(60):
        record_event(office.ledger, issue_id, "report_progress", {"progress": f"修了 {number} 米"})
    pane = RecordPane(office.context, ISSUE, "pane")
    qtbot.addWidget(pane)
    pane.show_record(issue_id)
    assert len(pane.findChildren(QWidget)) < 200
    office.settle(qtbot)
