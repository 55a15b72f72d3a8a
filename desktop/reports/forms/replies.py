"""回复表 and 告知单: what is answered to those who asked, and to somebody whose matter is not taken up."""

from __future__ import annotations

from desktop.reports.documents import Document, Grid, Group, Line, Page
from desktop.reports.forms.facts import Case
from desktop.reports.forms.wording import (
    COLUMNS,
    ROOM,
    box,
    day,
    day_to_sign,
    facts,
    issue_text,
    note_of,
    numbered,
    seal,
)

_PAGE = Page(top=33, right=26, bottom=28, left=28)
_ANSWERS = ("superior_answer", "superior_solved", "answer_support")


def reply(case: Case) -> Document:
    """回复表 of the last answer: from above, or of a unit that was asked to help."""
    step = case.last(*_ANSWERS)
    unit = (step.said("unit") or case.place_of(step)) if step else ""
    rows = (
        facts(("回复单位", unit), ("时间", day(step.happened_on) if step else ""), height=14),
        box("主要事项", issue_text(case), height=32, grows=2),
        box("回复内容\n摘　　要", step.said("reply") if step else "", seal(), height=45, grows=3),
        box("附件", numbered(case.attachments), height=16, grows=1),
        facts(("联系人", ""), ("电话", ""), height=12),
    )
    head = (Line(f"问题编号：{case.text('code')}"),)
    return Document(
        "回复表", "回复表", Grid(COLUMNS, (Group(rows),)), head=head, page=_PAGE, size=14, note=note_of(case)
    )


def refusal_notice(case: Case) -> Document:
    """不予受理告知单: why a matter is not taken up, told to whoever raised it."""
    step = case.last("refuse")
    rows = (
        facts(("反映人", case.reporter.name), ("反映时间", day(case.text("collected_on"))), height=12),
        box("反映事项", issue_text(case), height=32, grows=2),
        box("不予受理\n理　　由", step.said("reason") if step else "", height=32, grows=2),
        box("告知情况", step.said("notice") if step else "", height=17, grows=1),
        facts(("经办人", step.person if step else ""), ("告知时间", day(step.happened_on) if step else ""), height=12),
        box(
            "告知单位", case.place_of(step) if step else "", seal(step.happened_on if step else ""), height=20, grows=1
        ),
        box("反映人\n签　　收", "", (f"签名：{ROOM}　{day_to_sign()}",), height=22),
    )
    head = (Line(f"问题编号：{case.text('code')}"),)
    grid = Grid(COLUMNS, (Group(rows),))
    return Document("告知单", "不予受理告知单", grid, head=head, page=_PAGE, size=14, note=note_of(case))
