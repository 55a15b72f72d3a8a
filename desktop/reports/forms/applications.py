"""延期申请, 呈报表, 销号申请审批表: what a unit asks of those above it (domain specification §1.5)."""

from __future__ import annotations

from desktop.domain.dates import day_of
from desktop.reports.documents import Cell, Document, Grid, Group, Line, Page, Row, label, prose
from desktop.reports.forms.facts import Case, Step
from desktop.reports.forms.wording import (
    COLUMNS,
    box,
    boxes,
    choice_boxes,
    day,
    day_to_sign,
    facts,
    issue_text,
    note_of,
    numbered,
    rubric,
    seal,
    signature,
)

_PAGE = Page(top=28, right=24, bottom=24, left=26)
_AGREED, _REFUSED = "同意", "不同意"
_APPLIED = ("apply_to_close", "solve_on_the_spot", "superior_solved")
_NARROW, _NARROW_DAY = "　" * 5, "　　年　　月　　日"


def extension(case: Case) -> Document:
    """延期申请 with what was asked and what was granted: both stand side by side, since they may differ."""
    case = case.this_round()
    asked = case.last("ask_extension")
    answer = case.since("ask_extension", "grant_extension", "deny_extension")
    due_on = _due_before(case, asked)
    wanted = asked.said("asked_due_on") if asked else ""
    is_granted = answer is not None and answer.event == "grant_extension"
    granted = answer.said("due_on") if answer is not None and is_granted else ""
    state = "" if answer is None else _AGREED if is_granted else _REFUSED
    asking = (
        box("延期原因", asked.said("reason") if asked else "", height=19, grows=3),
        box("整改进展", asked.said("progress") if asked else "", height=14, grows=2),
        facts(("延期时间", _until(due_on, wanted)), ("延期工作日", _days(case, due_on, wanted)), height=12),
        facts(
            ("申请人", asked.person if asked else ""), ("申请时间", day(asked.happened_on) if asked else ""), height=12
        ),
    )
    answering = (
        facts(
            ("审核组织", case.place_of(answer) if answer else ""),
            ("审核状态", boxes((_AGREED, _REFUSED), state)),
            height=12,
        ),
        Row(_four("允许延期\n时　　间", _until(due_on, granted), "允许延期\n工作日", _days(case, due_on, granted)), 14),
        box(
            "审核意见",
            (answer.said("opinion") or answer.said("reason")) if answer else "",
            (signature("审核人"),),
            height=20,
            grows=3,
        ),
        facts(
            ("审核人", answer.person if answer else ""),
            ("审核时间", day(answer.happened_on) if answer else ""),
            height=12,
        ),
    )
    top = (
        facts(("责任单位", case.text("lead_unit")), ("责任人", case.text("owner")), height=12),
        box("主要事项", issue_text(case), height=16, grows=2),
        facts(("原定时限", day(due_on)), height=12),
    )
    groups = (Group(top), Group(asking, label="申请"), Group(answering, label="审核"))
    head = (Line(f"问题编号：{case.text('code')}"),)
    return Document(
        "延期申请", "延期申请表", Grid(COLUMNS, groups, label_width=10), head=head, page=_PAGE, note=note_of(case)
    )


def _due_before(case: Case, asked: Step | None) -> str:
    """The deadline that was in force when the extension was asked for."""
    known = case.text("due_on")
    if asked is None:
        return known
    later = case.steps[case.steps.index(asked) + 1 :]
    return next((str(step.before.get("due_on") or "") for step in later if "due_on" in step.after), known)


def _until(since: str, until: str) -> str:
    first, last = day_of(since), day_of(until)
    return day(until) + (f"\n（{(last - first).days} 天）" if first and last and last > first else "")


def _days(case: Case, since: str, until: str) -> str:
    count = case.working_days(since, until) if since and until else None
    return "" if count is None else f"{count} 个工作日"


def _four(first: str, first_text: str, second: str, second_text: str) -> tuple[Cell, ...]:
    return (label(first, 4), Cell(first_text, 8), label(second, 4), Cell(second_text, 8))


def reporting_up(case: Case) -> Document:
    """呈报表: what a village cannot solve, put before those above it."""
    step = case.last("report_up")
    answer = case.since("report_up", "superior_answer", "superior_solved")
    measures = case.text("measures")
    matter = [issue_text(case), step.said("matter") if step else "", f"已采取措施：{measures}" if measures else ""]
    rows = (
        Row(
            (
                rubric("呈报单位\n（盖章）"),
                Cell(case.place_of(step) if step else case.village or case.office, 8),
                label("时间", 4),
                Cell(day(step.happened_on) if step else "", 8),
            ),
            18,
        ),
        facts(
            ("上级部门", step.said("reported_to") if step else ""),
            ("接收人", step.said("receiver") if step else ""),
            height=12,
        ),
        box("主要事项\n及原因", "\n".join(part for part in matter if part), height=35, grows=3),
        box(
            "呈报单位\n工作建议\n意　　见",
            step.said("advice") if step else "",
            (signature("主要领导"),),
            height=26,
            grows=2,
        ),
        box("上级单位\n领导审核\n意　　见", answer.said("reply") if answer else "", seal(), height=29, grows=2),
        facts(("联系人", case.owner.name or (step.person if step else "")), ("电话", case.owner.phone), height=12),
    )
    head = (Line(f"问题编号：{case.text('code')}"),)
    grid = Grid(COLUMNS, (Group(rows),))
    return Document("呈报表", "问题呈报表", grid, head=head, page=_PAGE, size=14, note=note_of(case))


def closing(case: Case) -> Document:
    """销号申请审批表: what was done, what proves it, who checked it, who agreed; since the issue was last reopened."""
    case = case.this_round()
    applied = case.last(*_APPLIED)
    done = [case.text("measures"), case.text("progress")]
    files = list(dict.fromkeys([*case.items("evidence"), *case.attachments]))
    asked_by = case.text("satisfaction_by")
    satisfaction = choice_boxes("satisfaction", case.text("satisfaction"))
    rows = (
        facts(("问题编号", case.text("code")), ("所在村", case.village), height=10),
        box("问题", issue_text(case), height=12, grows=2),
        box("整改措施\n及完成\n情　　况", "\n".join(part for part in done if part), height=21, grows=3),
        box("佐证材料\n目　　录", numbered(files), height=12, grows=2),
        facts(("满意度", satisfaction + (f"　回访人：{asked_by}" if asked_by else ""))),
        Row(
            (
                rubric("责任人\n意　　见"),
                prose("", 8, (f"签字：{_NARROW}", day(applied.happened_on) if applied else _NARROW_DAY)),
                rubric("责任单位\n意　　见"),
                prose("", 8, (f"（盖章）{_NARROW}", _NARROW_DAY)),
            ),
            26,
            grows=1,
        ),
        *_judgements(case, applied),
        box("责任领导\n审　　批", case.text("leader_statement"), (signature("责任领导"),), height=15, grows=2),
        facts(("销号日期", day(case.text("closed_on")))),
    )
    grid = Grid(COLUMNS, (Group(rows),))
    return Document("销号申请审批表", "问题销号申请审批表", grid, page=_PAGE, note=note_of(case))


def _judgements(case: Case, applied: Step | None) -> tuple[Row, Row]:
    """What the check found and what the town said to the application."""
    event = applied.event if applied else ""
    checked = case.since(event, "pass_check", "fail_check")
    decided = case.since(event, "approve", "reject")
    finding = checked.said("check_opinion") if checked else ""
    if checked is not None and checked.event == "fail_check":
        finding = f"核查不通过：{finding}"
    opinion = (decided.said("opinion") or decided.said("reason")) if decided else ""
    if decided is not None:
        opinion = f"驳回：{opinion}" if decided.event == "reject" else opinion or "同意销号。"
    who = f"：{checked.said('checker')}　" if checked and checked.said("checker") else ""
    signing = f"核查人{who}签字：{_NARROW}核查人签字：{_NARROW}"
    day_checked = day_to_sign(checked.happened_on if checked else "")
    by = signature("审核人", decided.happened_on, decided.person) if decided else signature("审核人")
    return (
        box("核查意见\n（两人\n签字）", finding, (signing, day_checked), height=17, grows=2),
        box("镇级审核\n意　　见", opinion, (by,), height=15, grows=2),
    )
