"""问题清单 on paper: A4 across, with the columns towns expect (domain specification §1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.reports.documents import LIST_PAGE, Cell, Document, Grid, Group, Line, Row, centred, label, value
from desktop.reports.forms.wording import MASKED_NOTE, ROOM, day

_NUMBER = "number"
_ISSUES = (
    ("序号", 11.0, _NUMBER),
    ("问题", 53.0, "issue"),
    ("措施", 44.0, "measures"),
    ("责任领导", 17.0, "leader"),
    ("责任单位", 23.0, "lead_unit"),
    ("责任人", 17.0, "owner"),
    ("时限", 21.0, "days"),
    ("进展", 43.0, "progress"),
    ("状态", 17.0, "state"),
    ("备注", 23.0, "note"),
)
_TASKS = (
    ("序号", 11.0, _NUMBER),
    ("问题", 46.0, "issue"),
    ("整改目标", 36.0, "target"),
    ("措施", 50.0, "measures"),
    ("责任单位", 23.0, "lead_unit"),
    ("责任人", 17.0, "owner"),
    ("时限", 21.0, "days"),
    ("进展", 48.0, "progress"),
    ("状态", 17.0, "state"),
)
_DUTIES = (
    ("序号", 11.0, _NUMBER),
    ("责任人", 18.0, "owner"),
    ("责任领导", 18.0, "leader"),
    ("责任单位", 26.0, "lead_unit"),
    ("配合单位", 26.0, "support_units"),
    ("问题", 54.0, "issue"),
    ("措施", 50.0, "measures"),
    ("时限", 21.0, "days"),
    ("状态", 17.0, "state"),
    ("备注", 28.0, "note"),
)
_CLOSINGS = (
    ("序号", 11.0, _NUMBER),
    ("问题编号", 32.0, "code"),
    ("问题", 52.0, "issue"),
    ("整改情况", 50.0, "progress"),
    ("办结方式", 17.0, "completion_kind"),
    ("完成日期", 21.0, "completed_on"),
    ("满意度", 17.0, "satisfaction"),
    ("核查人", 17.0, "checker"),
    ("销号日期", 21.0, "closed_on"),
    ("备注", 30.0, "note"),
)
LISTS = {
    "issues": ("问题清单", _ISSUES),
    "tasks": ("任务清单", _TASKS),
    "duties": ("责任清单", _DUTIES),
    "closings": ("销号清单", _CLOSINGS),
}
"""The lists offices keep of the same issues: title, and columns with their widths in mm and what stands in them."""
_SENTENCES = frozenset({"issue", "measures", "target", "progress", "note"})


@dataclass(frozen=True, slots=True)
class ListedIssue:
    """A row of a printed list, in words; ``light`` is the word of a light that asks for attention.

    ``look_on`` is given while the deadline rests.
    """

    code: str = ""
    village: str = ""
    description: str = ""
    measures: str = ""
    leader: str = ""
    lead_unit: str = ""
    owner: str = ""
    due_on: str = ""
    look_on: str = ""
    progress: str = ""
    status: str = ""
    light: str = ""
    note: str = ""
    open_items: str = ""
    target: str = ""
    support_units: str = ""
    completion_kind: str = ""
    completed_on: str = ""
    satisfaction: str = ""
    checker: str = ""
    closed_on: str = ""

    @property
    def issue(self) -> str:
        """What it is, and in which village where that has to be said."""
        return f"{self.village}：{self.description}" if self.village and self.description else self.description

    @property
    def state(self) -> str:
        """Status, and below it the light."""
        return "\n".join(part for part in (self.status, self.light) if part)

    @property
    def days(self) -> str:
        """The deadline; while it rests, the day to look again."""
        return f"{self.look_on}复查" if self.look_on else self.due_on


def issue_list(
    issues: Sequence[ListedIssue],
    office: str,
    on: str,
    *,
    listing: str = "issues",
    chosen: str = "",
    by: str = "",
    is_masked: bool = True,
) -> Document:
    """One of :data:`LISTS`; ``chosen`` says by what it was chosen, ``by`` who fills it in. KeyError for another."""
    title, columns = LISTS[listing]
    heading = Row(tuple(label(text) for text, _, _ in columns), 9)
    rows = tuple(
        Row(tuple(_cell(place, one, name) for _, _, name in columns), 9) for place, one in enumerate(issues, start=1)
    )
    head = [Line(f"填报单位：{office}（盖章）", f"填报日期：{day(on)}　　共 {len(issues)} 件")]
    if chosen:
        head.append(Line(f"范围：{chosen}"))
    return Document(
        title,
        f"{office}{title}",
        Grid(tuple(width for _, width, _ in columns), (Group(rows, heading=heading),), keeps_rows=True),
        head=tuple(head),
        tail=(Line(f"填报人：{by or ROOM}　　　　负责人（签字）：{ROOM}"),),
        page=LIST_PAGE,
        size=9.5,
        title_size=20,
        note=MASKED_NOTE if is_masked else "",
        is_numbered=True,
    )


def _cell(place: int, one: ListedIssue, name: str) -> Cell:
    if name == _NUMBER:
        return centred(str(place))
    text = str(getattr(one, name))
    return value(text) if name in _SENTENCES else centred(text)
