"""登记卡: the card an issue is put on when somebody raises it (domain specification §1.5)."""

from __future__ import annotations

from desktop.reports.documents import Cell, Document, Grid, Group, Look, Page, Row, centred, label, prose, value
from desktop.reports.forms.facts import Case, Step
from desktop.reports.forms.wording import (
    COLUMNS,
    ROOM,
    box,
    boxes,
    choice_boxes,
    day,
    facts,
    issue_text,
    month,
    note_of,
    step_label,
)

_TYPES = {
    "民生": "水利 交通 能源 教育 科技文体 医疗卫生 劳动与社会保障 环境保护 城乡规划建设管理 农业 其他",
    "困难": "住房 生活 医疗 就业 就学",
    "稳定": "涉法涉诉 林水土 惠农政策及村务财务 民政",
}
"""Which of the three ledgers (三本台账) a category belongs to."""
_TOLD = (
    "progress",
    "matter",
    "reply",
    "requirement",
    "stage_target",
    "check_opinion",
    "opinion",
    "open_items",
    "reason",
)
_LEAST_ROWS = 4
_PARTY_MEMBERS = ("中共党员", "党员", "中共预备党员", "预备党员")
_PAGE = Page(top=20, right=22, bottom=20, left=24)


def register_card(case: Case) -> Document:
    """The card: who raised what, who looks after it, what was done, what came of it."""
    groups = (
        Group(_registration(case)),
        Group(_reporter(case), label="反映人情况"),
        Group((_demand(case), _contact(case))),
        Group(_work(case), label="工作情况记录", heading=_WORK_HEADING),
        Group(_completion(case), label="办结情况"),
    )
    grid = Grid(COLUMNS, groups, label_width=9)
    return Document("登记卡", "问题登记卡", grid, page=_PAGE, note=note_of(case))


def _registration(case: Case) -> tuple[Row, ...]:
    category = case.text("category")
    kind = next((name for name, categories in _TYPES.items() if category in categories.split()), "")
    return (
        facts(("编号", case.text("code")), ("建卡类型", f"{kind}（{category}）" if kind else category)),
        Row(
            (
                label("登记单位", 4),
                value(case.village or case.office, 5),
                label("登记人", 3),
                value(case.recorded_by, 4),
                label("登记时间", 4),
                value(case.text("collected_on"), 4),
            )
        ),
    )


def _reporter(case: Case) -> tuple[Row, ...]:
    who = case.reporter
    member = "" if not who.politics else "是" if who.politics in _PARTY_MEMBERS else "否"
    return (
        Row(
            (
                label("姓名", 4),
                value(who.name, 5),
                label("性别", 3),
                value(who.sex, 3),
                label("出生年月", 4),
                value(month(who.born_on), 5),
            )
        ),
        Row((label("联系电话", 4), value(who.phone, 7), label("常住地址", 4), value(who.address, 9))),
        Row(
            (
                label("是否党员", 4),
                value(boxes(("是", "否"), member), 7),
                label("身份证号码", 4),
                value(who.id_number, 9),
            )
        ),
        Row(
            (
                label("反映群体人数", 5),
                value(case.text("people_count"), 6),
                label("职业或身份", 4),
                value("", 9),
            )
        ),
    )


def _demand(case: Case) -> Row:
    return box("主要愿望\n或诉求\n（20字以内）", issue_text(case), (f"反映人签名：{ROOM}",), height=26, grows=1, span=5)


def _contact(case: Case) -> Row:
    who = case.contact
    cells = (
        label("服务联系人", 4),
        value(who.name, 3),
        label("单位及\n职务", 3),
        value(" ".join(part for part in (who.unit, who.post) if part), 6),
        label("联系\n电话", 2),
        value(who.phone, 6),
    )
    return Row(cells)


_WORK_HEADING = Row((label("日期", 5), label("工作措施及内容", 14), label("部门", 5)), 8)


def _work(case: Case) -> tuple[Row, ...]:
    rows = [
        Row((centred(step.happened_on, 5), value(told(step), 14), centred(case.place_of(step), 5)), 9)
        for step in case.steps
    ]
    empty = Row((centred("", 5), value("", 14), centred("", 5)), 9, grows=1)
    return (*rows, *[empty] * max(_LEAST_ROWS - len(rows), 1))


def told(step: Step) -> str:
    """A step in a line: its name and the first thing it says."""
    if step.event == "assign":
        said = "、".join(part for part in (step.said("lead_unit"), step.said("owner")) if part)
    else:
        said = next((text for name in _TOLD if (text := step.said(name))), "")
    return f"{step_label(step)}：{said}" if said else step_label(step)


def _completion(case: Case) -> tuple[Row, ...]:
    is_done = case.this_round().last("apply_to_close", "solve_on_the_spot", "superior_solved") is not None
    satisfaction = choice_boxes("satisfaction", case.text("satisfaction"))
    return (
        Row(
            (
                label("办结时间", 4),
                value(day(case.text("completed_on")), 5),
                label("办结方式", 4),
                value(choice_boxes("completion_kind", case.text("completion_kind")), 11),
            )
        ),
        Row((label("办理结果", 4), prose(case.text("progress") if is_done else "", 20)), 14, grows=1),
        Row(
            (
                label("转入其他\n台账", 4),
                value("", 5),
                label("反馈方式", 4),
                value(choice_boxes("feedback_way", case.text("feedback_way")), 11),
            ),
            11,
        ),
        Row((label("反映人\n反馈意见", 4), Cell(satisfaction, 20, Look.VALUE, (f"签名：{ROOM}",))), 15),
    )
