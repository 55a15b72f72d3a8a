"""转办通知单, 督办通知单, 联席会议交办单: an issue handed to a unit to be dealt with (domain specification §1.5)."""

from __future__ import annotations

from desktop.reports.documents import Document, Grid, Group, Line, Page, Row
from desktop.reports.forms.facts import Case
from desktop.reports.forms.wording import (
    COLUMNS,
    box,
    choice,
    day,
    facts,
    issue_text,
    note_of,
    seal,
    signature,
)

_PAGE = Page(top=33, right=26, bottom=28, left=28)
_SIZE = 14


def assignment_notice(case: Case) -> Document:
    """转办通知单, of the day the issue was assigned."""
    step = case.last("assign")
    since = step.happened_on if step else ""
    year = since[:4] or "　　　　"
    matter = "\n".join(
        part
        for part in (
            issue_text(case),
            _with("整改目标", case.text("target")),
            _with("整改措施", case.text("measures")),
            _with("配合单位", case.text("support_units")),
        )
        if part
    )
    rows = _skeleton(case, "转办", since, case.text("due_on"), (box("主要事项", matter, height=24, grows=3),))
    head = (Line(f"问题编号：{case.text('code')}", f"转办〔{year}〕　　　号"),)
    return _notice(case, "转办通知单", "转办通知单", head, rows)


def supervision_notice(case: Case) -> Document:
    """督办通知单 of the last supervision, in its degree: 督办, 黄牌, 红牌."""
    step = case.last("supervise")
    degree = step.said("supervision") if step else case.text("supervision")
    number = step.said("supervision_no") if step else case.text("supervision_no")
    colour = choice("supervision", degree) if degree in ("yellow", "red") else ""
    rows = _skeleton(
        case,
        "督办",
        step.happened_on if step else "",
        step.said("limit_on") if step else "",
        (
            box("主要事项", issue_text(case), height=22, grows=2),
            box("督办要求", step.said("requirement") if step else "", height=22, grows=2),
        ),
    )
    head = (Line(f"问题编号：{case.text('code')}", f"督办单号：{number or '　　　　　　'}"),)
    return _notice(case, "督办通知单", f"督办通知单（{colour}）" if colour else "督办通知单", head, rows)


def meeting_notice(case: Case) -> Document:
    """联席会议交办单, where several units take part."""
    rows = (
        facts(("会议期数", ""), ("责任人", case.text("owner")), height=12),
        box("主要事项", issue_text(case), height=30, grows=2),
        box("议决内容\n摘　　要", case.text("measures"), height=30, grows=2),
        facts(("主办单位", case.text("lead_unit")), ("协办单位", case.text("support_units")), height=12),
        facts(("办理时限", day(case.text("due_on"))), ("接件时间", ""), height=12),
        facts(("联系人", ""), ("联系电话", ""), height=12),
    )
    head = (Line(f"问题编号：{case.text('code')}"),)
    return _notice(case, "联席会议交办单", "联席会议交办单", head, rows)


def _with(heading: str, text: str) -> str:
    return f"{heading}：{text}" if text else ""


def _skeleton(case: Case, verb: str, since: str, until: str, middle: tuple[Row, ...]) -> tuple[Row, ...]:
    """What both notices share; the unit in charge of it signs at the end."""
    accepted = case.last("accept")
    limit = f"{day(since)}—{day(until)}" if since and until else day(until)
    return (
        facts(("承办单位", case.text("lead_unit")), ("责任人", case.text("owner")), height=12),
        *middle,
        facts(("办理时限\n(起—止)", limit), height=14),
        box(f"{verb}单位\n分管领导\n意　　见", "", (signature("分管领导"),), height=22, grows=2),
        box("主要领导\n意　　见", "", (signature("主要领导"),), height=22, grows=2),
        facts(
            ("承办单位\n接件时间", day(accepted.happened_on) if accepted and verb == "转办" else ""),
            ("联系人", case.owner.name),
            height=14,
        ),
        box("办理结果", "", seal(), height=24, grows=3),
    )


def _notice(case: Case, name: str, title: str, head: tuple[Line, ...], rows: tuple[Row, ...]) -> Document:
    grid = Grid(COLUMNS, (Group(rows),))
    return Document(name, title, grid, head=head, page=_PAGE, size=_SIZE, note=note_of(case))
