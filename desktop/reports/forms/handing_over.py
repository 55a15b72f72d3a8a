"""交接单: open work that one person hands to another, one issue or all of them."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.reports.documents import Document, Grid, Group, Line, Page, Row, centred, label, value
from desktop.reports.forms.facts import Case
from desktop.reports.forms.lists import ListedIssue
from desktop.reports.forms.wording import (
    COLUMNS,
    EMPTY_DAY,
    MASKED_NOTE,
    ROOM,
    box,
    choice,
    day,
    facts,
    issue_text,
    note_of,
    signature,
)

_PAGE = Page(top=30, right=24, bottom=26, left=26)
_COLUMNS = (("序号", 12.0), ("问题编号", 36.0), ("问题", 52.0), ("时限", 24.0), ("状态", 16.0), ("未办事项", 32.0))
"""Of the list of open issues, with their widths in mm."""


def handover(case: Case) -> Document:
    """交接单 of one issue: from the last change of its owner, or for one that is about to come."""
    step = case.last("change_owner")
    before = str(step.before.get("owner") or "") if step else case.text("owner")
    after = step.said("owner") if step else ""
    rows = (
        facts(("移交人", before), ("接收人", after), height=12),
        facts(("责任单位", case.text("lead_unit")), ("完成时限", day(case.text("due_on"))), height=12),
        box("问题", issue_text(case), height=22, grows=2),
        box("整改措施", case.text("measures"), height=17, grows=1),
        box("进展情况", case.text("progress"), height=17, grows=1),
        box("未办事项", step.said("open_items") if step else "", height=25, grows=3),
        box("变更原因", step.said("reason") if step else "", height=12, grows=1),
        box("移交人", "", (signature("移交人", step.happened_on if step else ""),), height=15),
        box("接收人", "", (signature("接收人"),), height=15),
        box("监交人", "", (signature("监交人"),), height=15),
    )
    status = choice("status", case.text("status"))
    head = (Line(f"问题编号：{case.text('code')}", f"整改状态：{status}"),)
    grid = Grid(COLUMNS, (Group(rows),))
    return Document("交接单", "责任人交接单", grid, head=head, page=_PAGE, size=14, note=note_of(case))


def owner_handover(
    owner: str, issues: Sequence[ListedIssue], office: str, on: str, receiver: str = "", *, is_masked: bool = True
) -> Document:
    """交接单 of everything ``owner`` has open, with room for what is still to do about each."""
    heading = Row(tuple(label(text) for text, _ in _COLUMNS), 9)
    rows = tuple(
        Row(
            (
                centred(str(place)),
                centred(one.code),
                value(one.description),
                centred(one.days),
                centred(one.status),
                value(one.open_items),
            ),
            12,
        )
        for place, one in enumerate(issues, start=1)
    )
    head = (
        Line(f"移交人：{owner}　　接收人：{receiver or ROOM}", f"共 {len(issues)} 件"),
        Line(f"单位：{office}", f"交接日期：{day(on) or EMPTY_DAY}"),
    )
    tail = (
        Line("以上问题及有关材料已当面点清，未办事项由接收人继续办理。"),
        Line(f"移交人（签字）：{ROOM}接收人（签字）：{ROOM}监交人（签字）："),
    )
    return Document(
        "交接单",
        "责任人工作交接单",
        Grid(tuple(width for _, width in _COLUMNS), (Group(rows, heading=heading),), keeps_rows=True),
        head=head,
        tail=tail,
        page=Page(top=26, right=18, bottom=22, left=20),
        size=10,
        note=MASKED_NOTE if is_masked else "",
        is_numbered=True,
    )
